// SPDX-License-Identifier: GPL-3.0-or-later
#include "states.h"

#include <array>
#include <utility>

namespace nsl
{

namespace
{

// One table per enum; the first word of a value is the one that is written.
template<typename E, std::size_t N>
using Words = std::array<std::pair<E, const char16_t *>, N>;

constexpr Words<ApprovalStatus, 4> approvalWords{{{ApprovalStatus::Pending, u"Pending"},
                                                  {ApprovalStatus::Pending, u"PendingManualApproval"},
                                                  {ApprovalStatus::Approved, u"Approved"},
                                                  {ApprovalStatus::Rejected, u"Rejected"}}};
constexpr Words<JobStatus, 12> jobWords{{{JobStatus::Queued, u"Queued"},
                                         {JobStatus::Executing, u"Executing"},
                                         {JobStatus::Executing, u"InProgress"},
                                         {JobStatus::Executing, u"Started"},
                                         {JobStatus::Executing, u"Running"},
                                         {JobStatus::Stopping, u"Stopping"},
                                         {JobStatus::Stopped, u"Stopped"},
                                         {JobStatus::Failed, u"Failed"},
                                         {JobStatus::Succeeded, u"Succeeded"},
                                         {JobStatus::Succeeded, u"Completed"},
                                         {JobStatus::Queued, u"Pending"},
                                         {JobStatus::Stopped, u"Cancelled"}}};
constexpr Words<JobPhase, 6> phaseWords{{{JobPhase::Preparing, u"preparing"},
                                         {JobPhase::Training, u"training"},
                                         {JobPhase::Evaluating, u"evaluating"},
                                         {JobPhase::Refitting, u"refitting"},
                                         {JobPhase::Indexing, u"indexing"},
                                         {JobPhase::Packaging, u"packaging"}}};
constexpr Words<LifecycleState, 5> lifecycleWords{{{LifecycleState::Candidate, u"candidate"},
                                                   {LifecycleState::Approved, u"approved"},
                                                   {LifecycleState::Production, u"production"},
                                                   {LifecycleState::Deprecated, u"deprecated"},
                                                   {LifecycleState::Retired, u"retired"}}};
constexpr Words<EndpointStatus, 9> endpointWords{
    {{EndpointStatus::OutOfService, u"OutOfService"},
     {EndpointStatus::Creating, u"Creating"},
     {EndpointStatus::Updating, u"Updating"},
     {EndpointStatus::SystemUpdating, u"SystemUpdating"},
     {EndpointStatus::RollingBack, u"RollingBack"},
     {EndpointStatus::InService, u"InService"},
     {EndpointStatus::Deleting, u"Deleting"},
     {EndpointStatus::Failed, u"Failed"},
     {EndpointStatus::UpdateRollbackFailed, u"UpdateRollbackFailed"}}};
constexpr Words<DeploymentStatus, 4> deploymentWords{{{DeploymentStatus::Updating, u"Updating"},
                                                      {DeploymentStatus::Succeeded, u"Succeeded"},
                                                      {DeploymentStatus::RolledBack, u"RolledBack"},
                                                      {DeploymentStatus::Failed, u"Failed"}}};
constexpr Words<DeploymentPhase, 6> deploymentPhaseWords{{{DeploymentPhase::Starting, u"starting"},
                                                          {DeploymentPhase::Loading, u"loading"},
                                                          {DeploymentPhase::Verifying, u"verifying"},
                                                          {DeploymentPhase::Warming, u"warming"},
                                                          {DeploymentPhase::Switching, u"switching"},
                                                          {DeploymentPhase::Draining, u"draining"}}};
constexpr Words<FamilySource, 2> sourceWords{
    {{FamilySource::Base, u"base"}, {FamilySource::Tenant, u"tenant"}}};
constexpr Words<TemplateStatus, 2> templateWords{
    {{TemplateStatus::Draft, u"draft"}, {TemplateStatus::Published, u"published"}}};
constexpr Words<ImportState, 4> importWords{{{ImportState::Running, u"Running"},
                                             {ImportState::Succeeded, u"Succeeded"},
                                             {ImportState::Failed, u"Failed"},
                                             {ImportState::Cancelled, u"Cancelled"}}};

template<typename E, std::size_t N>
QString wordFor(const Words<E, N> &words, E value)
{
    for (const auto &[known, word] : words) {
        if (known == value)
            return QString::fromUtf16(word);
    }
    return QStringLiteral("Unknown");
}

template<typename E, std::size_t N>
Reported<E> parseWith(const Words<E, N> &words, const QString &word)
{
    for (const auto &[known, candidate] : words) {
        if (word.compare(QStringView(candidate), Qt::CaseInsensitive) == 0)
            return {known, word};
    }
    return {E::Unknown, word};
}

} // namespace

#define NSL_DEFINE_WORDS(Enum, parse, words)                                                                 \
    QString toText(Enum value)                                                                               \
    {                                                                                                        \
        return wordFor(words, value);                                                                        \
    }                                                                                                        \
    Reported<Enum> parse(const QString &word)                                                                \
    {                                                                                                        \
        return parseWith(words, word);                                                                       \
    }

NSL_DEFINE_WORDS(ApprovalStatus, parseApprovalStatus, approvalWords)
NSL_DEFINE_WORDS(JobStatus, parseJobStatus, jobWords)
NSL_DEFINE_WORDS(JobPhase, parseJobPhase, phaseWords)
NSL_DEFINE_WORDS(LifecycleState, parseLifecycleState, lifecycleWords)
NSL_DEFINE_WORDS(EndpointStatus, parseEndpointStatus, endpointWords)
NSL_DEFINE_WORDS(DeploymentStatus, parseDeploymentStatus, deploymentWords)
NSL_DEFINE_WORDS(DeploymentPhase, parseDeploymentPhase, deploymentPhaseWords)
NSL_DEFINE_WORDS(FamilySource, parseFamilySource, sourceWords)
NSL_DEFINE_WORDS(TemplateStatus, parseTemplateStatus, templateWords)
NSL_DEFINE_WORDS(ImportState, parseImportState, importWords)

#undef NSL_DEFINE_WORDS

bool isActive(JobStatus status)
{
    return status == JobStatus::Queued || status == JobStatus::Executing || status == JobStatus::Stopping;
}

bool canStop(JobStatus status)
{
    return status == JobStatus::Queued || status == JobStatus::Executing;
}

bool canMove(ApprovalStatus from, ApprovalStatus to)
{
    // Each of the three states can be reached from each other one (contract 2.3);
    // only a word that we do not know gives no right to anything.
    return from != ApprovalStatus::Unknown && to != ApprovalStatus::Unknown;
}

bool acceptsPromotion(EndpointStatus status)
{
    return status == EndpointStatus::InService || status == EndpointStatus::OutOfService ||
           status == EndpointStatus::Failed;
}

bool isMoving(EndpointStatus status)
{
    switch (status) {
    case EndpointStatus::Creating:
    case EndpointStatus::Updating:
    case EndpointStatus::SystemUpdating:
    case EndpointStatus::RollingBack:
    case EndpointStatus::Deleting:
        return true;
    case EndpointStatus::Unknown:
    case EndpointStatus::OutOfService:
    case EndpointStatus::InService:
    case EndpointStatus::Failed:
    case EndpointStatus::UpdateRollbackFailed:
        break;
    }
    return false;
}

} // namespace nsl
