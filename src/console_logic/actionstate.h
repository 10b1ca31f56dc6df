// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectionstate.h"
#include "endpoint.h"
#include "trainingjob.h"
#include "version.h"

#include <QList>
#include <QString>

namespace nsl
{

/// Whether an action can be done now, and if not, why: shown as tool tip, status tip and to screen readers.
struct ActionState
{
    bool enabled = false;
    QString reason; ///< empty when enabled

    static ActionState yes() { return {true, {}}; }
    static ActionState no(const QString &reason) { return {false, reason}; }
    friend bool operator==(const ActionState &, const ActionState &) = default;
};

/// A run or version as the rules see it.
struct Candidate
{
    QString name; ///< "Two-tower GRU v9", or the run's name while it has no version
    QString jobName;
    Reported<JobStatus> jobStatus{JobStatus::Succeeded};
    Reported<ApprovalStatus> approval;
    LifecycleState lifecycle = LifecycleState::Unknown;
    QString modelType; ///< empty = unknown: any target will do

    static Candidate of(const Version &version, const QString &modelType);
    static Candidate of(const TrainingJob &job, const QString &name, const QString &modelType);
};

/// Pure rules of what is possible (contract 2.3, 2.4). The server decides in the end; these explain
/// beforehand.
namespace availability
{

/// Not connected, not authorized...: applies to everything that asks the server.
ActionState connected(ConnectionState::Status status);
/// Whether there is anything to say about targets yet: `loaded` = they were told, `untold` = this server does
/// not.
ActionState targetsKnown(bool loaded, bool untold);
/// Approve works on one or more finished versions that are not approved yet.
ActionState approve(const QList<Candidate> &selection, const QList<Endpoint> &endpoints);
ActionState reject(const QList<Candidate> &selection, const QList<Endpoint> &endpoints);
/// Promote works on exactly one approved version and an endpoint that accepts it.
ActionState promote(const QList<Candidate> &selection, const QList<Endpoint> &endpoints);
/// Promote to one named endpoint.
ActionState promoteTo(const Candidate &candidate, const Endpoint &endpoint);
ActionState stop(const QList<TrainingJob> &selection);
/// Two to twelve runs that have measurements.
ActionState compare(const QList<Candidate> &selection);
/// `isListed` = the server keeps a list of earlier promotions at all.
ActionState rollBack(const Endpoint *endpoint, int earlierVersions, bool isListed);
ActionState tryIt(bool hasCore, const QList<Endpoint> &endpoints);

/// The target that is meant when none is named: the default endpoint of the model type; null when there is
/// none.
const Endpoint *defaultTarget(const QList<Endpoint> &endpoints, const QString &modelType);
/// The first failing of several states, else yes.
ActionState all(std::initializer_list<ActionState> states);

} // namespace availability

} // namespace nsl
