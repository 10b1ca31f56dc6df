// SPDX-License-Identifier: GPL-3.0-or-later
#include "versionfacts.h"

#include "comparability.h"
#include "manifest.h"
#include "numberformat.h"
#include "statustext.h"

#include <QCoreApplication>

#include <algorithm>

namespace nsl
{

namespace
{

struct VersionFacts
{
    Q_DECLARE_TR_FUNCTIONS(VersionFacts)
};

std::optional<double> metricOf(const Metrics &metrics, const QString &name)
{
    const auto found = metrics.constFind(name);
    return found == metrics.constEnd() ? std::nullopt : std::optional(*found);
}

QString trainedOn(const QJsonObject &manifest)
{
    const QJsonValue events = manifestValue(manifest, u"dataset.events"_qs);
    const QJsonValue users = manifestValue(manifest, u"dataset.users"_qs);
    QStringList parts;
    if (events.isDouble())
        parts += VersionFacts::tr("%1 events").arg(format::count(events.toInteger()));
    if (users.isDouble())
        parts += VersionFacts::tr("%1 users").arg(format::count(users.toInteger()));
    return format::list(parts);
}

QString runDuration(const QJsonObject &manifest)
{
    const QDateTime from =
        QDateTime::fromString(manifest.value(u"started_at"_qs).toString(), Qt::ISODateWithMs);
    const QDateTime to =
        QDateTime::fromString(manifest.value(u"finished_at"_qs).toString(), Qt::ISODateWithMs);
    return from.isValid() && to.isValid() && from <= to ? format::duration(double(from.msecsTo(to)) / 1000)
                                                        : QString();
}

QString approvalText(const Version &version)
{
    return format::list(
        {statustext::of(version.approvalStatus),
         version.approvedBy.isEmpty() ? QString() : VersionFacts::tr("by %1").arg(version.approvedBy),
         format::dateTime(version.approvedAt)});
}

void addFields(VersionDetails &details, const Version &version, const QJsonObject &manifest)
{
    const auto add = [&details](const QString &name, const QString &value, const QString &toolTip = {},
                                Tone tone = Tone::Neutral) {
        if (!value.isEmpty())
            details.fields.append({name, value, toolTip, tone});
    };
    add(VersionFacts::tr("Approval"), approvalText(version), format::utc(version.approvedAt),
        statustext::tone(version.approvalStatus.value));
    add(VersionFacts::tr("Comment"), version.approvalComment);
    QStringList live;
    for (const Version::Target &target : version.liveOn)
        live += target.endpointName;
    add(VersionFacts::tr("Live on"), live.join(u", "_qs), {}, Tone::Info);
    if (version.lifecycleState == LifecycleState::Deprecated ||
        version.lifecycleState == LifecycleState::Retired)
        add(VersionFacts::tr("State"), statustext::of(version.lifecycleState), {}, Tone::Warning);
    add(VersionFacts::tr("Trained on"), trainedOn(manifest));
    add(VersionFacts::tr("Duration"), runDuration(manifest));
    add(VersionFacts::tr("Created"), format::dateTime(version.createdAt), format::utc(version.createdAt));
    add(VersionFacts::tr("Artifact"), version.artifactSha256.left(12), version.artifactSha256);
    add(VersionFacts::tr("Configuration"), version.configDigest.left(12), version.configDigest);
}

} // namespace

Standing standingOf(const Version &version, const std::optional<Production> &production,
                    const QString &metric, const Manifests &manifests)
{
    Standing standing;
    if (!production) {
        standing.kind = Standing::Kind::NothingLive;
        return standing;
    }
    if (production->jobName == version.jobName) {
        standing.kind = Standing::Kind::Live;
        standing.text = VersionFacts::tr("live");
        return standing;
    }
    const std::optional<double> own = metricOf(version.metrics, metric);
    const std::optional<double> live = metricOf(production->metrics, metric);
    const auto ownManifest = manifests.constFind(version.jobName);
    const auto liveManifest = manifests.constFind(production->jobName);
    if (!own || !live || ownManifest == manifests.constEnd() || liveManifest == manifests.constEnd())
        return standing;
    if (compareEvaluations(*liveManifest, *ownManifest).verdict == Comparable::No) {
        standing.kind = Standing::Kind::NotComparable;
        standing.text = format::judgementWord({Verdict::None, Judgement::Reason::NotComparable});
        return standing;
    }
    const MetricDifference difference{own, live, {}, {}, standardDirection(metric), Comparable::Yes};
    standing.kind = Standing::Kind::Compared;
    standing.verdict = judge(difference).verdict;
    standing.relative = relativeDelta(*own, *live);
    standing.text = format::relativeText(difference);
    standing.tone = toneOf(standing.verdict);
    return standing;
}

VersionDetails versionDetails(const Version &version, const std::optional<Production> &production,
                              const Manifests &manifests)
{
    VersionDetails details;
    const QJsonObject manifest = manifests.value(version.jobName);
    details.manifestKnown = !manifest.isEmpty();
    details.versionId = version.id;
    details.jobName = version.jobName;
    details.title = displayName(version);
    details.subtitle =
        format::list({manifestValue(manifest, u"template.name"_qs).toString(), version.jobName});
    details.label = version.label;
    details.description = version.description;
    details.approval = version.approvalStatus;
    addFields(details, version, manifest);

    const bool isLive = production && production->jobName == version.jobName;
    const QJsonObject liveManifest =
        production && !isLive ? manifests.value(production->jobName) : QJsonObject();
    const bool known = !manifest.isEmpty() && !liveManifest.isEmpty();
    const Comparability comparability = known ? compareEvaluations(liveManifest, manifest) : Comparability{};
    const bool comparable = known && comparability.verdict != Comparable::No;
    details.metricsTitle =
        comparable ? VersionFacts::tr("Metrics, on production's split") : VersionFacts::tr("Metrics");
    if (known && !comparable)
        details.comparabilityText = comparabilitySentence(comparability);

    QStringList names = version.metrics.keys();
    std::sort(names.begin(), names.end(), format::metricLess);
    for (const QString &name : std::as_const(names)) {
        if (name.startsWith(u"baseline_") || name.startsWith(u"live_"))
            continue;
        const double value = version.metrics.value(name);
        VersionDetails::MetricLine line{
            name, format::metricName(name), format::metricValue(name, value), {}, Tone::Neutral};
        const std::optional<double> live = comparable ? metricOf(production->metrics, name) : std::nullopt;
        if (live) {
            const MetricDifference difference{value, live, {}, {}, standardDirection(name), Comparable::Yes};
            line.value = format::metricValues(name, {value, *live}).first();
            line.tone = toneOf(judge(difference).verdict);
            line.difference = format::differenceText(name, difference);
        }
        details.metrics += line;
    }
    if (known) {
        const QList<ManifestDifference> differences = diffManifests(liveManifest, manifest);
        for (const ManifestDifference &difference : differences) {
            if (!isIncidental(difference.path))
                details.differences.append({difference.path, statustext::value(difference.left),
                                            statustext::value(difference.right)});
        }
    }
    return details;
}

} // namespace nsl
