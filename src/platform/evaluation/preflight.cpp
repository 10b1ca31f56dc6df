// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/preflight.h"

#include <QLocale>

namespace nsl
{

namespace
{

using Check = PromotionPreview::Check;

constexpr qint64 mebibyte = 1024 * 1024;
// Measured on the serving worker, which loads no LibTorch: 21 MiB resident with 10,000 items, 128 MiB with
// 100,000 items of 64 floats and a search graph, whose vectors alone are 26 MB in the artifact. Four times
// the artifact covers that, with the vectors, the graph, the names and what checking the files takes.
constexpr qint64 workerBaseBytes = 32 * mebibyte;
constexpr qint64 artifactCopies = 4;

QString decimalSizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

Check passed(const QString &id, const QString &text)
{
    return {id, true, text, {}};
}

Check failed(const QString &id, const QString &text, const QString &fix)
{
    return {id, false, text, fix};
}

Check approvedCheck(const PreflightFacts &facts)
{
    const QString id = u"approved"_qs;
    const Version &version = facts.candidate;
    if (version.approvalStatus == ApprovalStatus::Approved) {
        return passed(id, version.approvedBy.isEmpty()
                              ? u"It is approved."_qs
                              : u"It was approved by %1."_qs.arg(version.approvedBy));
    }
    return failed(id, u"It is %1, not approved."_qs.arg(version.approvalStatus.text),
                  u"Approve it before you promote it."_qs);
}

Check lifecycleCheck(const PreflightFacts &facts)
{
    const QString id = u"lifecycle"_qs;
    if (facts.candidate.lifecycleState == LifecycleState::Retired) {
        return failed(id, u"It is retired and cannot be promoted."_qs,
                      u"Choose a version that is not retired, or train a new one."_qs);
    }
    if (facts.candidate.lifecycleState == LifecycleState::Deprecated) {
        return {id, true,
                u"It is deprecated: it can be promoted, but a newer version was meant to replace it."_qs,
                u"Consider a version that is not deprecated."_qs};
    }
    return passed(id, u"It is neither deprecated nor retired."_qs);
}

Check modelTypeCheck(const PreflightFacts &facts)
{
    const QString id = u"model_type"_qs;
    if (facts.endpoint.modelType == facts.modelType)
        return passed(id, u"%1 serves models of the type %2."_qs.arg(facts.endpoint.name, facts.modelType));
    return failed(id,
                  u"%1 serves models of the type %2, this version is of the type %3."_qs.arg(
                      facts.endpoint.name, facts.endpoint.modelType, facts.modelType),
                  u"Choose an endpoint for the type %1."_qs.arg(facts.modelType));
}

Check artifactCheck(const PreflightFacts &facts)
{
    const QString id = u"artifact"_qs;
    if (!facts.artifactProblem) {
        return passed(id, u"The artifact is there and whole (%1, %2)."_qs.arg(
                              decimalSizeText(facts.artifactBytes), facts.candidate.artifactSha256.left(12)));
    }
    return failed(id, facts.artifactProblem->message,
                  u"Restore a backup that holds it, or train the version again."_qs);
}

Check endpointCheck(const PreflightFacts &facts)
{
    const QString id = u"endpoint_idle"_qs;
    const Endpoint &endpoint = facts.endpoint;
    if (!endpoint.pendingVersion && acceptsPromotion(endpoint.status.value))
        return passed(id, u"%1 is %2 and can be changed."_qs.arg(endpoint.name, endpoint.status.text));
    return failed(id, u"%1 is being changed (%2)."_qs.arg(endpoint.name, endpoint.status.text),
                  u"Wait until that has ended."_qs);
}

Check memoryCheck(const PreflightFacts &facts)
{
    const QString id = u"memory"_qs;
    const qint64 needed = expectedServingBytes(facts.artifactBytes);
    if (facts.artifactProblem)
        return passed(id, u"How much memory it needs is not known without its artifact."_qs);
    if (facts.availableBytes < 0)
        return passed(id, u"It needs about %1; how much memory is free is not known here."_qs.arg(
                              decimalSizeText(needed)));
    const QString both = u"It needs about %1 beside what runs now; %2 are free."_qs.arg(
        decimalSizeText(needed), decimalSizeText(facts.availableBytes));
    if (needed <= facts.availableBytes)
        return passed(id, both);
    return failed(id, both, u"Free memory on this machine, or stop a training run, and look again."_qs);
}

Check notWorseCheck(const PreflightFacts &facts)
{
    const QString id = u"not_worse"_qs;
    if (facts.liveTitle.isEmpty())
        return passed(id, u"Nothing is live to be worse than."_qs);
    if (facts.isLive)
        return passed(id, u"It is what is live now."_qs);
    QStringList worse;
    QStringList better;
    bool known = false;
    for (const PromotionPreview::Metric &metric : facts.metrics) {
        known = known || metric.verdict != NoiseVerdict::Unknown;
        if (metric.verdict == NoiseVerdict::Worse)
            worse.append(metric.name);
        if (metric.verdict == NoiseVerdict::Better)
            better.append(metric.name);
    }
    if (!worse.isEmpty()) {
        return failed(
            id, u"It is worse than %1 beyond noise in %2."_qs.arg(facts.liveTitle, worse.join(u", "_qs)),
            u"Keep %1, or promote only for a reason that these metrics do not show."_qs.arg(facts.liveTitle));
    }
    if (!known) {
        return passed(
            id, facts.scoringProblem.isEmpty()
                    ? u"Whether it is worse than %1 cannot be told: there is too little to compare."_qs.arg(
                          facts.liveTitle)
                    : u"Whether it is worse than %1 cannot be told. %2"_qs.arg(facts.liveTitle,
                                                                               facts.scoringProblem));
    }
    return passed(id, better.isEmpty()
                          ? u"It differs from %1 within noise only."_qs.arg(facts.liveTitle)
                          : u"It is better than %1 beyond noise in %2, and worse in nothing."_qs.arg(
                                facts.liveTitle, better.join(u", "_qs)));
}

Check catalogueCheck(const PreflightFacts &facts)
{
    const QString id = u"catalogue"_qs;
    if (facts.artifactProblem || !facts.knownItems)
        return passed(id, u"Its artifact does not say which items it knows."_qs);
    if (facts.activeItems == 0)
        return passed(id, u"The catalogue has no active items."_qs);
    const QString text =
        u"It knows %1 of today's %2 active items."_qs.arg(*facts.knownItems).arg(facts.activeItems);
    if (static_cast<double>(*facts.knownItems) >= neededCoverage * static_cast<double>(facts.activeItems))
        return passed(id, text);
    return failed(id, text,
                  u"Train a new version: %1 items can never be recommended by this one."_qs.arg(
                      facts.activeItems - *facts.knownItems));
}

Check rollBackCheck(const PreflightFacts &facts)
{
    const QString id = u"roll_back"_qs;
    if (!facts.hasServed)
        return passed(id, u"This is the first promotion on %1: there is nothing to go back to yet."_qs.arg(
                              facts.endpoint.name));
    if (!facts.rollBackTitle.isEmpty())
        return passed(id, u"%1 can be promoted again if this goes wrong."_qs.arg(facts.rollBackTitle));
    return failed(
        id,
        u"No version that %1 served before is approved with a whole artifact, so there is no way back."_qs
            .arg(facts.endpoint.name),
        u"Approve one of them again, or restore its artifact from a backup."_qs);
}

} // namespace

qint64 expectedServingBytes(qint64 artifactBytes)
{
    return workerBaseBytes + artifactCopies * artifactBytes;
}

QList<PromotionPreview::Check> preflightChecks(const PreflightFacts &facts)
{
    return {approvedCheck(facts), lifecycleCheck(facts), modelTypeCheck(facts),
            artifactCheck(facts), endpointCheck(facts),  memoryCheck(facts),
            notWorseCheck(facts), catalogueCheck(facts), rollBackCheck(facts)};
}

} // namespace nsl
