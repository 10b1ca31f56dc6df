// SPDX-License-Identifier: GPL-3.0-or-later
#include "statustext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <limits>

namespace nsl::statustext
{

namespace
{
struct Status
{
    Q_DECLARE_TR_FUNCTIONS(Status)
};

/// A new server's word as it came; "unknown" where none came.
QString wordOrUnknown(const QString &word)
{
    return word.trimmed().isEmpty() ? Status::tr("unknown") : word;
}
} // namespace

QString of(const Reported<ApprovalStatus> &status)
{
    switch (status.value) {
    case ApprovalStatus::Pending:
        return Status::tr("Pending");
    case ApprovalStatus::Approved:
        return Status::tr("Approved");
    case ApprovalStatus::Rejected:
        return Status::tr("Rejected");
    case ApprovalStatus::Unknown:
        break;
    }
    // What a server says that only tells whether a version is approved.
    if (status.text == u"Not approved")
        return Status::tr("Not approved");
    return wordOrUnknown(status.text);
}

QString of(const Reported<JobStatus> &status)
{
    switch (status.value) {
    case JobStatus::Queued:
        return Status::tr("Queued");
    case JobStatus::Executing:
        return Status::tr("Executing");
    case JobStatus::Stopping:
        return Status::tr("Stopping");
    case JobStatus::Stopped:
        return Status::tr("Stopped");
    case JobStatus::Failed:
        return Status::tr("Failed");
    case JobStatus::Succeeded:
        return Status::tr("Succeeded");
    case JobStatus::Unknown:
        break;
    }
    return wordOrUnknown(status.text);
}

QString of(const Reported<JobPhase> &phase)
{
    switch (phase.value) {
    case JobPhase::Preparing:
        return Status::tr("preparing");
    case JobPhase::Training:
        return Status::tr("training");
    case JobPhase::Evaluating:
        return Status::tr("evaluating");
    case JobPhase::Refitting:
        return Status::tr("refitting");
    case JobPhase::Indexing:
        return Status::tr("indexing");
    case JobPhase::Packaging:
        return Status::tr("packaging");
    case JobPhase::Unknown:
        break;
    }
    return phase.text;
}

QString of(const Reported<EndpointStatus> &status)
{
    // SageMaker's own words: a person searches for them as they are.
    return wordOrUnknown(status.text);
}

QString of(const Reported<DeploymentPhase> &phase)
{
    switch (phase.value) {
    case DeploymentPhase::Starting:
        return Status::tr("starting");
    case DeploymentPhase::Loading:
        return Status::tr("loading");
    case DeploymentPhase::Verifying:
        return Status::tr("verifying");
    case DeploymentPhase::Warming:
        return Status::tr("warming up");
    case DeploymentPhase::Switching:
        return Status::tr("switching");
    case DeploymentPhase::Draining:
        return Status::tr("draining");
    case DeploymentPhase::Unknown:
        break;
    }
    return phase.text;
}

QString of(const Reported<FamilySource> &source)
{
    switch (source.value) {
    case FamilySource::Base:
        return Status::tr("shared base");
    case FamilySource::Tenant:
        return Status::tr("tenant");
    case FamilySource::Unknown:
        break;
    }
    return source.text;
}

QString of(const Reported<LifecycleState> &state)
{
    switch (state.value) {
    case LifecycleState::Candidate:
        return Status::tr("candidate");
    case LifecycleState::Approved:
        return Status::tr("approved");
    case LifecycleState::Production:
        return Status::tr("production");
    case LifecycleState::Deprecated:
        return Status::tr("deprecated");
    case LifecycleState::Retired:
        return Status::tr("retired");
    case LifecycleState::Unknown:
        break;
    }
    return state.text;
}

Tone tone(ApprovalStatus status)
{
    switch (status) {
    case ApprovalStatus::Pending:
        return Tone::Warning;
    case ApprovalStatus::Approved:
        return Tone::Good;
    case ApprovalStatus::Rejected:
        return Tone::Bad;
    case ApprovalStatus::Unknown:
        break;
    }
    return Tone::Neutral;
}

Tone tone(JobStatus status)
{
    switch (status) {
    case JobStatus::Executing:
        return Tone::Info;
    case JobStatus::Stopping:
        return Tone::Warning;
    case JobStatus::Failed:
        return Tone::Bad;
    case JobStatus::Succeeded:
        return Tone::Good;
    case JobStatus::Unknown:
    case JobStatus::Queued:
    case JobStatus::Stopped:
        break;
    }
    return Tone::Neutral;
}

Tone tone(EndpointStatus status)
{
    switch (status) {
    case EndpointStatus::InService:
        return Tone::Good;
    case EndpointStatus::Creating:
    case EndpointStatus::Updating:
    case EndpointStatus::SystemUpdating:
        return Tone::Info;
    case EndpointStatus::RollingBack:
    case EndpointStatus::Deleting:
        return Tone::Warning;
    case EndpointStatus::Failed:
    case EndpointStatus::UpdateRollbackFailed:
        return Tone::Bad;
    case EndpointStatus::Unknown:
    case EndpointStatus::OutOfService:
        break;
    }
    return Tone::Neutral;
}

QString value(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Undefined:
    case QJsonValue::Null:
        return QStringLiteral("–");
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_qs : u"false"_qs;
    case QJsonValue::Double: {
        // Integers exactly, as far as 64 bits go: ids have sixteen digits.
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const qint64 integer = value.toInteger(none);
        return integer != none ? QString::number(integer)
                               : QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    }
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    }
    return {};
}

} // namespace nsl::statustext
