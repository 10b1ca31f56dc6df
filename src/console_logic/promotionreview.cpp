// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotionreview.h"

#include "numberformat.h"
#include "paths.h"
#include "platformsession.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace nsl
{

namespace
{

struct Review
{
    Q_DECLARE_TR_FUNCTIONS(Review)
};

using Check = PromotionReview::Check;

ComparedRun comparedRun(const PlatformSession &session, const Version &version, bool isLive)
{
    ComparedRun run{
        version.jobName, displayName(version), isLive, {}, session.manifests().value(version.jobName)};
    // The baselines of a run say nothing about whether to promote it.
    for (auto it = version.metrics.cbegin(); it != version.metrics.cend(); ++it) {
        if (!it.key().startsWith(u"baseline_") && !it.key().startsWith(u"live_"))
            run.metrics.insert(it.key(), it.value());
    }
    return run;
}

QList<Check> checksOf(const PlatformSession &session, const Version &version, const Endpoint &endpoint)
{
    QList<Check> checks;
    const auto add = [&checks](bool ok, const QString &passed, const QString &failed, const QString &fix) {
        checks.append(
            {ok ? Check::Result::Passed : Check::Result::Failed, ok ? passed : failed, ok ? QString() : fix});
    };
    const bool approved = version.approvalStatus == ApprovalStatus::Approved;
    add(approved,
        version.approvedAt.isValid()
            ? Review::tr("Approved at %1").arg(format::clockTime(version.approvedAt, session.now()))
            : Review::tr("Approved"),
        Review::tr("Not approved"), Review::tr("Approve it first"));
    if (endpoint.status.text.isEmpty()) {
        checks.append({Check::Result::Warning, Review::tr("The endpoint's status is not known"),
                       Review::tr("The server decides whether it accepts a promotion now")});
    } else {
        add(!isMoving(endpoint) && acceptsPromotion(endpoint.status.value), Review::tr("Endpoint idle"),
            Review::tr("Endpoint is %1").arg(endpoint.status.text), Review::tr("Wait until it is done"));
    }
    if (version.lifecycleState == LifecycleState::Deprecated)
        checks.append({Check::Result::Warning, Review::tr("This version is deprecated"),
                       Review::tr("Prefer a newer version")});
    if (!endpoint.activeVersion && !endpoint.activeIsKnown) {
        checks.append({Check::Result::Warning, Review::tr("What is live now is not known"),
                       Review::tr("Look at the server before you replace it")});
        return checks;
    }
    if (!endpoint.activeVersion) {
        checks.append({Check::Result::Passed, Review::tr("First promotion: nothing is replaced"), {}});
        return checks;
    }
    if (!session.keepsDeployments()) {
        checks.append({Check::Result::Warning,
                       Review::tr("No roll back here: this server keeps no list of what served earlier"),
                       Review::tr("To go back, promote %1 again").arg(displayName(*endpoint.activeVersion))});
        return checks;
    }
    // Once this one is live, what is live now is what to go back to.
    const Version *live = session.versionOfJob(endpoint.activeVersion->jobName);
    const bool backToLive = live && live->approvalStatus == ApprovalStatus::Approved;
    checks.append({backToLive ? Check::Result::Passed : Check::Result::Warning,
                   backToLive ? Review::tr("Roll back target: %1").arg(displayName(*live))
                              : Review::tr("No roll back target: %1 is not approved any more")
                                    .arg(displayName(*endpoint.activeVersion)),
                   backToLive ? QString() : Review::tr("Approve it again to be able to go back")});
    return checks;
}

void describe(PromotionReview &review, const PlatformSession &session, const Version &version,
              const Endpoint &endpoint)
{
    const QString name = displayName(version);
    const QDateTime since =
        endpoint.lastPromotedAt.isValid() ? endpoint.lastPromotedAt : endpoint.statusSince;
    review.candidateTitle = name;
    const QList<RollBackTarget> earlier = rollBackTargets(session, endpoint.id);
    review.isRollBack = std::any_of(earlier.begin(), earlier.end(), [&version](const RollBackTarget &target) {
        return target.version.jobName == version.jobName;
    });
    review.title = review.isRollBack ? Review::tr("Roll %2 back to %1").arg(name, endpoint.name)
                                     : Review::tr("Promote %1 to %2").arg(name, endpoint.name);
    const QString shortName = version.number > 0 ? u"v%1"_qs.arg(version.number) : name;
    review.buttonText = review.isRollBack ? Review::tr("Roll back to %1").arg(shortName)
                                          : Review::tr("Promote %1 to %2").arg(shortName, endpoint.name);
    if (!endpoint.activeVersion) {
        review.subtitle = endpoint.activeIsKnown
                              ? Review::tr("Nothing is live on %1 yet").arg(endpoint.name)
                              : Review::tr("What is live on %1 is not known").arg(endpoint.name);
        return;
    }
    review.liveTitle = displayName(*endpoint.activeVersion);
    review.subtitle = since.isValid()
                          ? Review::tr("replaces %1, live for %2")
                                .arg(review.liveTitle, format::elapsed(double(since.secsTo(session.now()))))
                          : Review::tr("replaces %1").arg(review.liveTitle);
}

/// Only what this server can do is promised.
void describePromises(PromotionReview &review, const PlatformSession &session, const QString &liveJobName)
{
    const bool missing = session.hasNoManifest(review.request.jobName) || session.hasNoManifest(liveJobName);
    review.manifestsNote = review.manifestsKnown ? Review::tr("Nothing.")
                           : missing             ? Review::tr("This server gives no manifest to compare.")
                                                 : Review::tr("Reading the manifests…");
    const bool keeps = session.keepsDeployments();
    review.rollBackNote = keeps ? Review::tr("Rolling back later takes two clicks.") : QString();
    review.commentNote = keeps ? Review::tr("Kept in the journal.") : Review::tr("Sent with the request.");
}

} // namespace

PromotionReview reviewPromotion(PlatformSession &session, const QString &jobName,
                                const std::optional<RecordId> &endpointId)
{
    PromotionReview review;
    review.request.jobName = jobName;
    const Version *version = session.versionOfJob(jobName);
    if (!version) {
        review.candidateTitle = review.title = session.runTitle(jobName);
        review.promote = ActionState::no(Review::tr("This version is not known yet: refresh and try again"));
        return review;
    }
    const Candidate candidate = session.candidate(*version);
    const Endpoint *endpoint = endpointId
                                   ? session.endpoint(*endpointId)
                                   : availability::defaultTarget(session.endpoints(), candidate.modelType);
    if (!endpoint) {
        review.candidateTitle = review.title = displayName(*version);
        review.promote = ActionState::no(Review::tr("There is no serving target for this version"));
        return review;
    }
    if (!endpoint->id.isEmpty())
        review.request.endpointId = endpoint->id;
    // Where what is live has no name, nothing is expected rather than nothing to be live.
    if (endpoint->activeVersion && !endpoint->activeVersion->jobName.isEmpty())
        review.request.expectedActiveJobName = endpoint->activeVersion->jobName;
    else if (!endpoint->activeVersion && endpoint->activeIsKnown)
        review.request.expectedActiveJobName = QString();
    describe(review, session, *version, *endpoint);
    review.candidateState =
        format::list({version->approvalStatus.text, version->lifecycleState.text, endpoint->status.text});

    session.needManifest(jobName);
    review.manifestsKnown = session.manifests().contains(jobName);
    QList<ComparedRun> runs;
    const Version *live =
        endpoint->activeVersion ? session.versionOfJob(endpoint->activeVersion->jobName) : nullptr;
    if (live && live->jobName != jobName) {
        session.needManifest(live->jobName);
        review.manifestsKnown = review.manifestsKnown && session.manifests().contains(live->jobName);
        runs += comparedRun(session, *live, true);
    }
    runs += comparedRun(session, *version, false);
    describePromises(review, session, live && live->jobName != jobName ? live->jobName : QString());
    review.comparison = compareRuns(runs, 0);
    review.checks = checksOf(session, *version, *endpoint);
    review.promote = availability::all({availability::connected(session.connection().status()),
                                        availability::promoteTo(candidate, *endpoint)});
    review.apiCall = u"POST "_qs + paths::promote + u'\n' +
                     QString::fromUtf8(QJsonDocument(toJson(review.request)).toJson()).trimmed();
    return review;
}

QList<RollBackTarget> rollBackTargets(const PlatformSession &session, const RecordId &endpointId)
{
    QList<RollBackTarget> targets;
    const Endpoint *endpoint = session.endpoint(endpointId);
    if (!endpoint || !endpoint->activeVersion)
        return targets;
    QSet<QString> seen{endpoint->activeVersion->jobName};
    const QList<Deployment> deployments = session.deployments();
    for (const Deployment &deployment : deployments) {
        if (deployment.endpointId != endpointId || deployment.status != DeploymentStatus::Succeeded ||
            !deployment.to || seen.contains(deployment.to->jobName))
            continue;
        seen.insert(deployment.to->jobName);
        const Version *version = session.versionOfJob(deployment.to->jobName);
        if (!version || version->approvalStatus != ApprovalStatus::Approved ||
            version->lifecycleState == LifecycleState::Retired)
            continue;
        targets.append({*deployment.to, format::list({displayName(*version), version->label}),
                        Review::tr("went live %1")
                            .arg(format::dateTime(deployment.endedAt.isValid() ? deployment.endedAt
                                                                               : deployment.startedAt))});
    }
    return targets;
}

} // namespace nsl
