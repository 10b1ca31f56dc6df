// SPDX-License-Identifier: GPL-3.0-or-later
#include "bannerstate.h"

#include "numberformat.h"
#include "statustext.h"

#include <QCoreApplication>

#include <algorithm>

namespace nsl
{

namespace
{

struct Banner
{
    Q_DECLARE_TR_FUNCTIONS(Banner)
};

QString elapsed(const QDateTime &since, const QDateTime &now)
{
    // Whole seconds: a banner that ticks in tenths is restless.
    return since.isValid() ? format::duration(double(std::max<qint64>(since.secsTo(now), 0))) : QString();
}

QString wholeSeconds(const QDateTime &since, const QDateTime &now)
{
    const qint64 seconds = std::max<qint64>(since.secsTo(now), 0);
    return seconds < 10 ? Banner::tr("%1 s", "seconds").arg(seconds) : elapsed(since, now);
}

const Deployment *newest(const QList<Deployment> &deployments, qint64 endpointId)
{
    const Deployment *found = nullptr;
    for (const Deployment &deployment : deployments) {
        if (deployment.endpointId == endpointId && (!found || deployment.id > found->id))
            found = &deployment;
    }
    return found;
}

QString phaseAndTime(const Endpoint &endpoint, const Deployment *running, const QDateTime &now)
{
    const QDateTime since =
        running && running->startedAt.isValid() ? running->startedAt : endpoint.statusSince;
    return format::list({running ? statustext::of(running->phase) : QString(),
                         since.isValid() ? Banner::tr("for %1").arg(wholeSeconds(since, now)) : QString()});
}

BannerLine deployingLine(const Endpoint &endpoint, const Deployment *running, const QDateTime &now)
{
    BannerLine line;
    line.kind = BannerLine::Kind::Deploying;
    line.tone = Tone::Info;
    const std::optional<VersionRef> to = endpoint.pendingVersion ? endpoint.pendingVersion
                                         : running               ? running->to
                                                                 : std::nullopt;
    line.title = to ? Banner::tr("Deploying %1…").arg(displayName(*to)) : Banner::tr("Deploying…");
    line.label = to ? to->label : QString();
    line.jobName = to ? to->jobName : QString();
    line.detail = format::list({endpoint.name, endpoint.status.text, phaseAndTime(endpoint, running, now)});
    return line;
}

BannerLine liveLine(const Endpoint &endpoint, const QDateTime &now)
{
    BannerLine line;
    line.kind = BannerLine::Kind::Live;
    line.tone = Tone::Good;
    line.title = displayName(*endpoint.activeVersion);
    line.label = endpoint.activeVersion->label;
    line.jobName = endpoint.activeVersion->jobName;
    const QDateTime since =
        endpoint.lastPromotedAt.isValid() ? endpoint.lastPromotedAt : endpoint.statusSince;
    const QString status =
        since.isValid()
            ? Banner::tr("%1 for %2").arg(endpoint.status.text, format::elapsed(double(since.secsTo(now))))
            : endpoint.status.text;
    QString promoted;
    if (!endpoint.lastPromotedBy.isEmpty() && endpoint.lastPromotedAt.isValid()) {
        promoted = Banner::tr("promoted by %1, %2")
                       .arg(endpoint.lastPromotedBy, format::clockTime(endpoint.lastPromotedAt, now));
    } else if (!endpoint.lastPromotedBy.isEmpty()) {
        promoted = Banner::tr("promoted by %1").arg(endpoint.lastPromotedBy);
    }
    line.detail = format::list({endpoint.name, status, promoted});
    return line;
}

BannerLine updatingLine(const Endpoint &endpoint, const Deployment *running, const QDateTime &now)
{
    BannerLine line = liveLine(endpoint, now);
    line.kind = BannerLine::Kind::Updating;
    line.tone = Tone::Info;
    const std::optional<VersionRef> to = endpoint.pendingVersion ? endpoint.pendingVersion
                                         : running               ? running->to
                                                                 : std::nullopt;
    if (to)
        line.title = QStringLiteral("%1 → %2").arg(displayName(*endpoint.activeVersion), displayName(*to));
    line.detail = format::list({endpoint.name, endpoint.status.text, phaseAndTime(endpoint, running, now),
                                Banner::tr("%1 is still serving").arg(displayName(*endpoint.activeVersion))});
    return line;
}

std::optional<BannerLine> failedLine(const Endpoint &endpoint, const Deployment *last,
                                     const QSet<qint64> &dismissed)
{
    const bool told =
        last && (last->status == DeploymentStatus::Failed || last->status == DeploymentStatus::RolledBack);
    if (!told && (last || endpoint.failureReason.isEmpty()))
        return std::nullopt;
    BannerLine line;
    line.kind = BannerLine::Kind::Failed;
    line.tone = Tone::Bad;
    line.deploymentId = told ? last->id : 0;
    if (dismissed.contains(told ? last->id : -endpoint.id))
        return std::nullopt;
    line.reason = told && !last->reason.isEmpty() ? last->reason : endpoint.failureReason;
    line.jobName = told && last->to ? last->to->jobName : QString();
    const QString failed = told && last->to ? Banner::tr("Promotion of %1 failed").arg(displayName(*last->to))
                                            : Banner::tr("Promotion failed");
    const bool serving = endpoint.activeVersion && endpoint.status == EndpointStatus::InService;
    line.title = serving
                     ? Banner::tr("%1; %2 is still serving").arg(failed, displayName(*endpoint.activeVersion))
                     : Banner::tr("%1; nothing is serving").arg(failed);
    line.detail = endpoint.name;
    return line;
}

} // namespace

QList<BannerLine> bannerLines(const QList<Endpoint> &endpoints, const QList<Deployment> &deployments,
                              const QDateTime &now, const QSet<qint64> &dismissed)
{
    QList<Endpoint> ordered = endpoints;
    std::stable_sort(ordered.begin(), ordered.end(), [](const Endpoint &left, const Endpoint &right) {
        const auto rank = [](const Endpoint &endpoint) {
            return endpoint.isDefault ? (endpoint.modelType == u"embedder" ? 0 : 1) : 2;
        };
        return rank(left) < rank(right);
    });

    QList<BannerLine> lines;
    for (const Endpoint &endpoint : ordered) {
        const Deployment *last = newest(deployments, endpoint.id);
        const Deployment *running = last && last->status == DeploymentStatus::Updating ? last : nullptr;
        const bool moving = isMoving(endpoint.status.value) || endpoint.pendingVersion;
        QList<BannerLine> own;
        if (moving) {
            if (endpoint.activeVersion)
                own += updatingLine(endpoint, running, now);
            else if (endpoint.status != EndpointStatus::Deleting)
                own += deployingLine(endpoint, running, now);
        } else {
            if (const std::optional<BannerLine> failed = failedLine(endpoint, last, dismissed))
                own += *failed;
            if (endpoint.activeVersion && endpoint.status == EndpointStatus::InService) {
                own += liveLine(endpoint, now);
            } else if (endpoint.activeVersion && endpoint.status != EndpointStatus::OutOfService) {
                BannerLine line = liveLine(endpoint, now);
                line.kind = BannerLine::Kind::Degraded;
                line.tone = statustext::tone(endpoint.status.value) == Tone::Bad ? Tone::Bad : Tone::Warning;
                line.reason = endpoint.failureReason;
                own += line;
            }
        }
        for (BannerLine &line : own) {
            line.endpointId = endpoint.id;
            line.accessibleText = format::list({line.title, line.label, line.detail, line.reason});
            lines += line;
        }
    }
    return lines;
}

} // namespace nsl
