// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest.h"
#include "roles.h"
#include "states.h"

#include <QJsonValue>
#include <QString>

/// Words of states for people, and what they mean. A state that this program does not know is its own word. A
/// status that was not sent reads "unknown"; phases, sources and life cycles that were not sent are empty.
namespace nsl::statustext
{

QString of(const Reported<ApprovalStatus> &status);
QString of(const Reported<JobStatus> &status);
QString of(const Reported<JobPhase> &phase);
QString of(const Reported<EndpointStatus> &status);
QString of(const Reported<DeploymentPhase> &phase);
QString of(const Reported<FamilySource> &source);
QString of(const Reported<LifecycleState> &state);

Tone tone(ApprovalStatus status);
Tone tone(JobStatus status);
Tone tone(EndpointStatus status);

/// A manifest's value in one line: text without quotes, lists and objects as JSON, "–" when absent.
QString value(const QJsonValue &value);

} // namespace nsl::statustext
