// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reported.h"

namespace nsl
{

// Each enum has toText() (the word on the wire) and a parse function that keeps unknown words.

enum class ApprovalStatus { Unknown, Pending, Approved, Rejected };
enum class JobStatus { Unknown, Queued, Executing, Stopping, Stopped, Failed, Succeeded };
enum class JobPhase { Unknown, Preparing, Training, Evaluating, Refitting, Indexing, Packaging };
enum class LifecycleState { Unknown, Candidate, Approved, Production, Deprecated, Retired };
/// SageMaker's nine endpoint statuses.
enum class EndpointStatus {
    Unknown,
    OutOfService,
    Creating,
    Updating,
    SystemUpdating,
    RollingBack,
    InService,
    Deleting,
    Failed,
    UpdateRollbackFailed
};
enum class DeploymentStatus { Unknown, Updating, Succeeded, RolledBack, Failed };
enum class DeploymentPhase { Unknown, Starting, Loading, Verifying, Warming, Switching, Draining };
enum class FamilySource { Unknown, Base, Tenant };
enum class TemplateStatus { Unknown, Draft, Published };
enum class ImportState { Unknown, Running, Succeeded, Failed, Cancelled };

QString toText(ApprovalStatus);
QString toText(JobStatus);
QString toText(JobPhase);
QString toText(LifecycleState);
QString toText(EndpointStatus);
QString toText(DeploymentStatus);
QString toText(DeploymentPhase);
QString toText(FamilySource);
QString toText(TemplateStatus);
QString toText(ImportState);

/// Also reads "PendingManualApproval".
Reported<ApprovalStatus> parseApprovalStatus(const QString &word);
/// Also reads the hosted platform's older words (InProgress, Completed, Started, running).
Reported<JobStatus> parseJobStatus(const QString &word);
Reported<JobPhase> parseJobPhase(const QString &word);
Reported<LifecycleState> parseLifecycleState(const QString &word);
Reported<EndpointStatus> parseEndpointStatus(const QString &word);
Reported<DeploymentStatus> parseDeploymentStatus(const QString &word);
Reported<DeploymentPhase> parseDeploymentPhase(const QString &word);
Reported<FamilySource> parseFamilySource(const QString &word);
Reported<TemplateStatus> parseTemplateStatus(const QString &word);
Reported<ImportState> parseImportState(const QString &word);

/// Queued, Executing or Stopping: the run may still change by itself.
bool isActive(JobStatus status);
/// Whether a person may ask this run to stop.
bool canStop(JobStatus status);
/// The legal moves between approval states; a move to the same state is legal and changes nothing.
bool canMove(ApprovalStatus from, ApprovalStatus to);
/// A promotion is accepted in these states; every other one is already changing.
bool acceptsPromotion(EndpointStatus status);
/// The endpoint is changing by itself and should be watched closely.
bool isMoving(EndpointStatus status);

} // namespace nsl
