// SPDX-License-Identifier: GPL-3.0-or-later
#include "bannerstate.h"

#include "numberformat.h"
#include "statustext.h"

#include <QCoreApplication>
#include <QLocale>

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

const Deployment *newest(const QList<Deployment> &deployments, const RecordId &endpointId)
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
    line.detail =
        format::list({endpoint.name, statustext::of(endpoint.status), phaseAndTime(endpoint, running, now)});
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
    const QString word = statustext::of(endpoint.status);
    const QString status = since.isValid()
                               ? Banner::tr("%1 for %2").arg(word, format::elapsed(double(since.secsTo(now))))
                               : word;
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
    line.detail =
        format::list({endpoint.name, statustext::of(endpoint.status), phaseAndTime(endpoint, running, now),
                      Banner::tr("%1 is still serving").arg(displayName(*endpoint.activeVersion))});
    return line;
}

QString failureDetails(const BannerLine &line, const Endpoint &endpoint, const Deployment *deployment)
{
    QStringList parts{Banner::tr("Target: %1").arg(endpoint.name),
                      Banner::tr("Status: %1").arg(statustext::of(endpoint.status))};
    if (endpoint.activeVersion)
        parts += Banner::tr("Live: %1").arg(displayName(*endpoint.activeVersion));
    parts += line.reason.isEmpty() ? Banner::tr("The server gave no reason")
                                   : Banner::tr("Reason: %1").arg(line.reason);
    if (deployment && deployment->endedAt.isValid())
        parts += Banner::tr("Ended: %1").arg(format::utc(deployment->endedAt));
    if (!line.jobName.isEmpty())
        parts += Banner::tr("Run: %1").arg(line.jobName);
    return parts.join(u'\n');
}

/// What is still or again serving, as far as it is known: "; Two-tower GRU v7 is still serving".
QString failureTitle(const QString &failed, const Endpoint &endpoint)
{
    if (endpoint.activeVersion && endpoint.status == EndpointStatus::InService)
        return Banner::tr("%1; %2 is still serving").arg(failed, displayName(*endpoint.activeVersion));
    return servesNothing(endpoint) ? Banner::tr("%1; nothing is serving").arg(failed) : failed;
}

std::optional<BannerLine> failedLine(const Endpoint &endpoint, const Deployment *last,
                                     const BannerFacts &facts)
{
    const bool told =
        last && (last->status == DeploymentStatus::Failed || last->status == DeploymentStatus::RolledBack);
    const bool noticed = !told && facts.notice && facts.notice->endpointId == endpoint.id;
    if (!told && !noticed && (last || endpoint.failureReason.isEmpty()))
        return std::nullopt;
    BannerLine line;
    line.kind = BannerLine::Kind::Failed;
    line.tone = Tone::Bad;
    line.detail = endpoint.name;
    if (told) {
        line.failureKey = u"deployment/"_qs + last->id.text();
        line.reason = last->reason.isEmpty() ? endpoint.failureReason : last->reason;
        line.jobName = last->to ? last->to->jobName : QString();
        line.title = failureTitle(last->to ? Banner::tr("Promotion of %1 failed").arg(displayName(*last->to))
                                           : Banner::tr("Promotion failed"),
                                  endpoint);
    } else if (noticed) {
        line.failureKey = u"promotion/"_qs + QString::number(facts.notice->number);
        line.reason = facts.notice->reason;
        line.jobName = facts.notice->jobName;
        line.title = facts.notice->text;
    } else {
        line.failureKey = u"endpoint/%1/%2"_qs.arg(endpoint.id.text(), endpoint.failureReason);
        line.reason = endpoint.failureReason;
        line.title = failureTitle(Banner::tr("Promotion failed"), endpoint);
    }
    if (facts.dismissed.contains(line.failureKey))
        return std::nullopt;
    line.details = failureDetails(line, endpoint, told ? last : nullptr);
    return line;
}

/// A target that says what it does, but not with which version.
BannerLine unknownLine(const Endpoint &endpoint)
{
    BannerLine line;
    line.kind = BannerLine::Kind::Unknown;
    line.tone = Tone::Neutral;
    line.title = Banner::tr("What is live on %1 is not known").arg(endpoint.name);
    line.detail = format::list({statustext::of(endpoint.status), Banner::tr("the server does not tell")});
    return line;
}

QList<BannerLine> linesOf(const Endpoint &endpoint, const BannerFacts &facts, const QDateTime &now)
{
    const Deployment *last = newest(facts.deployments, endpoint.id);
    const Deployment *running = last && last->status == DeploymentStatus::Updating ? last : nullptr;
    QList<BannerLine> own;
    if (isMoving(endpoint)) {
        if (endpoint.activeVersion)
            own += updatingLine(endpoint, running, now);
        else if (endpoint.status != EndpointStatus::Deleting)
            own += deployingLine(endpoint, running, now);
        return own;
    }
    if (const std::optional<BannerLine> failed = failedLine(endpoint, last, facts))
        own += *failed;
    if (endpoint.activeVersion && endpoint.status == EndpointStatus::InService) {
        own += liveLine(endpoint, now);
    } else if (endpoint.activeVersion && endpoint.status != EndpointStatus::OutOfService) {
        BannerLine line = liveLine(endpoint, now);
        line.kind = BannerLine::Kind::Degraded;
        line.tone = statustext::tone(endpoint.status.value) == Tone::Bad ? Tone::Bad : Tone::Warning;
        line.reason = endpoint.failureReason;
        own += line;
    } else if (!endpoint.activeIsKnown && endpoint.status != EndpointStatus::OutOfService) {
        own += unknownLine(endpoint);
    }
    return own;
}

/// Not known is not green: the ground turns grey, and the line says of when it is.
void makeStale(BannerLine &line, const QDateTime &lastKnown)
{
    line.isStale = true;
    line.tone = Tone::Neutral;
    const QString when = QLocale().toString(lastKnown.toLocalTime().time(), u"HH:mm:ss"_qs);
    line.detail = format::list({line.detail, Banner::tr("last known %1").arg(when)});
}

} // namespace

QList<BannerLine> bannerLines(const BannerFacts &facts, const QDateTime &now)
{
    QList<Endpoint> ordered = facts.endpoints;
    std::stable_sort(ordered.begin(), ordered.end(), [](const Endpoint &left, const Endpoint &right) {
        const auto rank = [](const Endpoint &endpoint) {
            return endpoint.isDefault ? (endpoint.modelType == u"embedder" ? 0 : 1) : 2;
        };
        return rank(left) < rank(right);
    });

    const bool isStale = facts.lastKnown.isValid();
    const QDateTime at = isStale ? facts.lastKnown : now;
    QList<BannerLine> lines;
    for (const Endpoint &endpoint : std::as_const(ordered)) {
        QList<BannerLine> own = linesOf(endpoint, facts, at);
        for (BannerLine &line : own) {
            line.endpointId = endpoint.id;
            lines += line;
        }
    }
    if (facts.endpointsAreUntold) {
        BannerLine line;
        line.kind = BannerLine::Kind::Unknown;
        line.title = Banner::tr("What is live is not known");
        line.detail = Banner::tr("this server does not tell of its serving targets");
        lines += line;
    }
    for (BannerLine &line : lines) {
        if (isStale)
            makeStale(line, facts.lastKnown);
        line.accessibleText = format::list({line.title, line.label, line.detail, line.reason});
    }
    return lines;
}

} // namespace nsl
