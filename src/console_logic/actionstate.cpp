// SPDX-License-Identifier: GPL-3.0-or-later
#include "actionstate.h"

#include "statustext.h"

#include <QCoreApplication>

#include <algorithm>

namespace nsl
{

namespace
{

struct Availability
{
    Q_DECLARE_TR_FUNCTIONS(Availability)
};

/// Where a run's version serves or is about to.
const Endpoint *usedBy(const QList<Endpoint> &endpoints, const QString &jobName)
{
    if (jobName.isEmpty())
        return nullptr;
    const auto found = std::find_if(endpoints.begin(), endpoints.end(), [&jobName](const Endpoint &endpoint) {
        return (endpoint.activeVersion && endpoint.activeVersion->jobName == jobName) ||
               (endpoint.pendingVersion && endpoint.pendingVersion->jobName == jobName);
    });
    return found == endpoints.end() ? nullptr : &*found;
}

ActionState finished(const Candidate &candidate)
{
    if (candidate.jobName.isEmpty()) {
        return ActionState::no(
            Availability::tr(
                "The server gave %1 no run's name and no id, so it cannot be told which is meant")
                .arg(candidate.name));
    }
    if (candidate.jobStatus == JobStatus::Succeeded)
        return ActionState::yes();
    if (isActive(candidate.jobStatus.value))
        return ActionState::no(Availability::tr("%1 is still running").arg(candidate.name));
    return ActionState::no(Availability::tr("%1 is %2: it made no version")
                               .arg(candidate.name, statustext::of(candidate.jobStatus)));
}

ActionState nothingSelected()
{
    return ActionState::no(Availability::tr("Select a version first"));
}

} // namespace

Candidate Candidate::of(const Version &version, const QString &modelType)
{
    return {displayName(version),         version.jobName, JobStatus::Succeeded, version.approvalStatus,
            version.lifecycleState.value, modelType};
}

Candidate Candidate::of(const TrainingJob &job, const QString &name, const QString &modelType)
{
    return {name, job.jobName, job.status, job.approvalStatus, LifecycleState::Unknown, modelType};
}

namespace availability
{

ActionState connected(ConnectionState::Status status)
{
    switch (status) {
    case ConnectionState::Status::Online:
        return ActionState::yes();
    case ConnectionState::Status::Connecting:
        return ActionState::no(Availability::tr("Connecting: wait a moment"));
    case ConnectionState::Status::Reconnecting:
        return ActionState::no(Availability::tr("Reconnecting: wait a moment"));
    case ConnectionState::Status::Offline:
        return ActionState::no(Availability::tr("Offline: the platform cannot be reached"));
    case ConnectionState::Status::Unauthorized:
        return ActionState::no(Availability::tr("The key is not accepted: connect again"));
    case ConnectionState::Status::Forbidden:
        return ActionState::no(Availability::tr("The key lacks the scope \"admin\""));
    }
    return ActionState::yes();
}

ActionState approve(const QList<Candidate> &selection, const QList<Endpoint> &endpoints)
{
    Q_UNUSED(endpoints)
    if (selection.isEmpty())
        return nothingSelected();
    for (const Candidate &candidate : selection) {
        const ActionState done = finished(candidate);
        if (!done.enabled)
            return done;
        if (candidate.lifecycle == LifecycleState::Retired)
            return ActionState::no(Availability::tr("%1 is retired").arg(candidate.name));
    }
    const bool allApproved = std::all_of(selection.begin(), selection.end(), [](const Candidate &candidate) {
        return candidate.approval == ApprovalStatus::Approved;
    });
    if (allApproved) {
        return ActionState::no(selection.size() == 1
                                   ? Availability::tr("%1 is already Approved").arg(selection.first().name)
                                   : Availability::tr("All selected versions are already Approved"));
    }
    return ActionState::yes();
}

ActionState reject(const QList<Candidate> &selection, const QList<Endpoint> &endpoints)
{
    if (selection.isEmpty())
        return nothingSelected();
    for (const Candidate &candidate : selection) {
        const ActionState done = finished(candidate);
        if (!done.enabled)
            return done;
        if (const Endpoint *endpoint = usedBy(endpoints, candidate.jobName)) {
            return ActionState::no(Availability::tr("%1 is live on %2: promote another version first")
                                       .arg(candidate.name, endpoint->name));
        }
    }
    const bool allRejected = std::all_of(selection.begin(), selection.end(), [](const Candidate &candidate) {
        return candidate.approval == ApprovalStatus::Rejected;
    });
    if (allRejected) {
        return ActionState::no(selection.size() == 1
                                   ? Availability::tr("%1 is already Rejected").arg(selection.first().name)
                                   : Availability::tr("All selected versions are already Rejected"));
    }
    return ActionState::yes();
}

ActionState promoteTo(const Candidate &candidate, const Endpoint &endpoint)
{
    const ActionState done = finished(candidate);
    if (!done.enabled)
        return done;
    if (candidate.lifecycle == LifecycleState::Retired)
        return ActionState::no(Availability::tr("%1 is retired and cannot be promoted").arg(candidate.name));
    if (candidate.approval != ApprovalStatus::Approved) {
        return ActionState::no(
            candidate.approval == ApprovalStatus::Unknown
                ? Availability::tr("%1 is not approved: approve it first").arg(candidate.name)
                : Availability::tr("%1 is %2: approve it first")
                      .arg(candidate.name, statustext::of(candidate.approval)));
    }
    if (!candidate.modelType.isEmpty() && !endpoint.modelType.isEmpty() &&
        candidate.modelType != endpoint.modelType) {
        return ActionState::no(
            Availability::tr("%1 is of the type %2, but %3 serves %4")
                .arg(candidate.name, candidate.modelType, endpoint.name, endpoint.modelType));
    }
    if (isMoving(endpoint)) {
        return ActionState::no(
            Availability::tr("%1 is %2: wait until it is done").arg(endpoint.name, endpoint.status.text));
    }
    // Where no status is sent the server decides.
    if (!endpoint.status.text.isEmpty() && !acceptsPromotion(endpoint.status.value)) {
        return ActionState::no(
            Availability::tr("%1 is %2 and accepts no promotion").arg(endpoint.name, endpoint.status.text));
    }
    if (endpoint.status == EndpointStatus::InService && endpoint.activeVersion &&
        endpoint.activeVersion->jobName == candidate.jobName)
        return ActionState::no(
            Availability::tr("%1 is already live on %2").arg(candidate.name, endpoint.name));
    return ActionState::yes();
}

ActionState promote(const QList<Candidate> &selection, const QList<Endpoint> &endpoints)
{
    if (selection.isEmpty())
        return nothingSelected();
    if (selection.size() > 1)
        return ActionState::no(Availability::tr("Select one version only: one is promoted at a time"));
    const Endpoint *endpoint = defaultTarget(endpoints, selection.first().modelType);
    if (!endpoint)
        return ActionState::no(
            Availability::tr("There is no serving target for %1").arg(selection.first().name));
    return promoteTo(selection.first(), *endpoint);
}

ActionState stop(const QList<TrainingJob> &selection)
{
    if (selection.isEmpty())
        return ActionState::no(Availability::tr("Select a run first"));
    const bool any = std::any_of(selection.begin(), selection.end(),
                                 [](const TrainingJob &job) { return canStop(job.status.value); });
    if (any)
        return ActionState::yes();
    if (selection.size() > 1)
        return ActionState::no(Availability::tr("None of the selected runs is running"));
    if (selection.first().status == JobStatus::Stopping)
        return ActionState::no(Availability::tr("The run is stopping already"));
    return ActionState::no(
        Availability::tr("The run has ended: it is %1").arg(statustext::of(selection.first().status)));
}

ActionState compare(const QList<Candidate> &selection)
{
    if (selection.size() < 2)
        return ActionState::no(Availability::tr("Select two runs or more to compare"));
    if (selection.size() > 12)
        return ActionState::no(Availability::tr("At most twelve runs can be compared"));
    return ActionState::yes();
}

ActionState targetsKnown(bool loaded, bool untold)
{
    if (untold)
        return ActionState::no(Availability::tr("This server does not tell of its serving targets"));
    return loaded ? ActionState::yes()
                  : ActionState::no(Availability::tr("The serving targets are not known yet: wait a moment"));
}

ActionState rollBack(const Endpoint *endpoint, int earlierVersions, bool isListed)
{
    if (!endpoint || (!endpoint->activeVersion && !endpoint->activeIsKnown))
        return ActionState::no(Availability::tr("What is live is not known"));
    if (!endpoint->activeVersion)
        return ActionState::no(Availability::tr("Nothing is live, so there is nothing to roll back"));
    if (isMoving(*endpoint)) {
        return ActionState::no(
            Availability::tr("%1 is %2: wait until it is done").arg(endpoint->name, endpoint->status.text));
    }
    if (earlierVersions == 0 && !isListed) {
        return ActionState::no(Availability::tr(
            "This server keeps no list of what served earlier: promote an earlier version instead"));
    }
    if (earlierVersions == 0)
        return ActionState::no(
            Availability::tr("No earlier approved version served on %1").arg(endpoint->name));
    return ActionState::yes();
}

ActionState tryIt(bool hasCore, const QList<Endpoint> &endpoints)
{
    if (!hasCore) {
        return ActionState::no(
            Availability::tr("This connection has no Core API: connect with its URL, client id and secret"));
    }
    const bool any = std::any_of(endpoints.begin(), endpoints.end(),
                                 [](const Endpoint &endpoint) { return endpoint.activeVersion.has_value(); });
    return any ? ActionState::yes()
               : ActionState::no(Availability::tr("Nothing is live: promote a version first"));
}

const Endpoint *defaultTarget(const QList<Endpoint> &endpoints, const QString &modelType)
{
    const Endpoint *fallback = nullptr;
    for (const Endpoint &endpoint : endpoints) {
        if (!modelType.isEmpty() && !endpoint.modelType.isEmpty() && endpoint.modelType != modelType)
            continue;
        if (endpoint.isDefault)
            return &endpoint;
        if (!fallback)
            fallback = &endpoint;
    }
    return fallback;
}

ActionState all(std::initializer_list<ActionState> states)
{
    for (const ActionState &state : states) {
        if (!state.enabled)
            return state;
    }
    return ActionState::yes();
}

} // namespace availability

} // namespace nsl
