// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotioncontroller.h"

#include "errortext.h"
#include "numberformat.h"
#include "platformsession.h"
#include "statustext.h"

#include <algorithm>

namespace nsl
{

namespace
{
constexpr Poller::Intervals watchPromotion{500, 500, 500, 10'000};
} // namespace

PromotionController::PromotionController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

PromotionController::~PromotionController() = default;

const Endpoint *PromotionController::target() const
{
    if (m_endpointId != 0)
        return m_session.endpoint(m_endpointId);
    const Version *version = m_session.versionOfJob(m_request.jobName);
    return availability::defaultTarget(m_session.endpoints(),
                                       version ? m_session.modelTypeOf(version->familyId) : QString());
}

void PromotionController::promote(const PromotionRequest &request)
{
    if (isRunning())
        return;
    m_request = request;
    m_title = m_session.runTitle(request.jobName);
    m_deploymentId = 0;
    m_reason.clear();
    m_error = {};
    m_endpointId = request.endpointId.value_or(0);
    const Endpoint *endpoint = target();
    m_endpointId = endpoint ? endpoint->id : m_endpointId;
    m_targetName = endpoint ? endpoint->name : QString();
    m_previousTitle = endpoint && endpoint->activeVersion ? displayName(*endpoint->activeVersion) : QString();
    m_text = tr("Promoting %1…").arg(m_title);
    setPhase(Phase::Sending);
    m_session.api().promote(request, this, [this](const Outcome<PromotionStarted> &started) {
        if (started)
            handleStarted(*started);
        else
            handleRefused(started.error());
    });
}

void PromotionController::handleStarted(const PromotionStarted &started)
{
    if (started.endpoint) {
        m_endpointId = started.endpoint->id;
        m_targetName = started.endpoint->name;
        m_session.noteEndpoint(*started.endpoint);
    }
    if (started.deployment) {
        m_deploymentId = started.deployment->id;
        m_session.noteDeployment(*started.deployment);
        setPhase(Phase::Following);
        follow(true);
        handleDeployment(*started.deployment);
        return;
    }
    setPhase(Phase::Following);
    // No deployment: it was live already, or this server keeps none.
    if (started.endpoint &&
        promotionOutcome(*started.endpoint, m_request.jobName) == PromotionOutcome::Succeeded)
        conclude(Phase::Succeeded, tr("%1 is live on %2").arg(m_title, m_targetName), {});
    else
        follow(false);
}

void PromotionController::handleRefused(const PlatformError &error)
{
    m_error = error;
    using Kind = PlatformError::Kind;
    if (error.kind == Kind::Conflict && error.code == u"production_changed") {
        m_session.refreshEndpoints();
        conclude(Phase::ProductionChanged,
                 tr("Something else is live now than when you decided. %1 was not promoted.").arg(m_title),
                 errorSentence(error));
        return;
    }
    if (error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::Protocol) {
        // The answer was lost, perhaps not the request: the endpoint knows.
        m_session.api().endpoints(this, [this](const Outcome<QList<Endpoint>> &endpoints) {
            const Endpoint *endpoint = nullptr;
            if (endpoints) {
                for (const Endpoint &one : *endpoints) {
                    const bool ours =
                        (one.pendingVersion && one.pendingVersion->jobName == m_request.jobName) ||
                        (one.activeVersion && one.activeVersion->jobName == m_request.jobName);
                    if (ours && (m_endpointId == 0 || one.id == m_endpointId))
                        endpoint = &one;
                }
            }
            if (!endpoint) {
                conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), errorSentence(m_error));
                return;
            }
            m_endpointId = endpoint->id;
            m_targetName = endpoint->name;
            m_session.noteEndpoint(*endpoint);
            m_error = {};
            setPhase(Phase::Following);
            follow(false);
        });
        return;
    }
    conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), errorSentence(error));
}

void PromotionController::follow(bool byDeployment)
{
    delete std::exchange(m_poller, nullptr);
    m_poller = new Poller(
        [this, byDeployment](QObject *context, const Poller::Finish &finish) {
            if (byDeployment)
                followDeployment(context, finish);
            else
                followEndpoint(context, finish);
        },
        watchPromotion, this);
    connect(m_poller, &Poller::failed, this, [this, byDeployment](const PlatformError &error) {
        using Kind = PlatformError::Kind;
        if (byDeployment && (error.kind == Kind::NotFound || error.kind == Kind::Unsupported)) {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (m_phase == Phase::Following)
                        follow(false);
                },
                Qt::QueuedConnection);
            return;
        }
        m_text = tr("Promoting %1: %2").arg(m_title, errorSentence(error));
        emit progressed();
    });
    m_poller->resume();
}

void PromotionController::followDeployment(QObject *context, const Poller::Finish &finish)
{
    m_session.api().deployment(
        m_deploymentId, context, [this, finish](const Outcome<Deployment> &deployment) {
            finish(deployment ? Poller::Result{std::nullopt, true} : Poller::Result{deployment.error()});
            if (deployment)
                handleDeployment(*deployment);
        });
}

void PromotionController::followEndpoint(QObject *context, const Poller::Finish &finish)
{
    m_session.api().endpoints(context, [this, finish](const Outcome<QList<Endpoint>> &endpoints) {
        finish(endpoints ? Poller::Result{std::nullopt, true} : Poller::Result{endpoints.error()});
        if (!endpoints)
            return;
        for (const Endpoint &endpoint : *endpoints) {
            if (endpoint.id == m_endpointId || (m_endpointId == 0 && endpoint.isDefault)) {
                m_session.noteEndpoint(endpoint);
                handleOutcome(endpoint);
                return;
            }
        }
        conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), tr("The serving target is gone."));
    });
}

void PromotionController::handleOutcome(const Endpoint &endpoint)
{
    switch (promotionOutcome(endpoint, m_request.jobName)) {
    case PromotionOutcome::Running:
        m_text = tr("Promoting %1: %2").arg(m_title, endpoint.status.text);
        emit progressed();
        break;
    case PromotionOutcome::Succeeded:
        conclude(Phase::Succeeded, tr("%1 is live on %2").arg(m_title, endpoint.name), {});
        break;
    case PromotionOutcome::Failed: {
        const bool serving = endpoint.status == EndpointStatus::InService && endpoint.activeVersion;
        conclude(serving ? Phase::RolledBack : Phase::Failed,
                 serving ? tr("Promotion of %1 failed; %2 is still serving")
                               .arg(m_title, displayName(*endpoint.activeVersion))
                         : tr("Promotion of %1 failed; nothing is serving").arg(m_title),
                 endpoint.failureReason);
        break;
    }
    }
}

void PromotionController::handleDeployment(const Deployment &deployment)
{
    if (m_phase != Phase::Following)
        return;
    m_session.noteDeployment(deployment);
    switch (deployment.status.value) {
    case DeploymentStatus::Succeeded:
        readEndpointThenConclude(Phase::Succeeded, {});
        break;
    case DeploymentStatus::RolledBack:
        readEndpointThenConclude(Phase::RolledBack, deployment.reason);
        break;
    case DeploymentStatus::Failed:
        readEndpointThenConclude(Phase::Failed, deployment.reason);
        break;
    case DeploymentStatus::Updating:
    case DeploymentStatus::Unknown: {
        const QString phase = statustext::of(deployment.phase);
        const QString text =
            phase.isEmpty() ? tr("Promoting %1…").arg(m_title) : tr("Promoting %1: %2").arg(m_title, phase);
        if (text != m_text) {
            m_text = text;
            emit progressed();
        }
        break;
    }
    }
}

void PromotionController::readEndpointThenConclude(Phase phase, const QString &reason)
{
    m_poller->pause();
    // The endpoint as it is after the end: what is told and what the banner shows are then the same.
    m_session.api().endpoints(this, [this, phase, reason](const Outcome<QList<Endpoint>> &endpoints) {
        const Endpoint *endpoint = nullptr;
        if (endpoints) {
            for (const Endpoint &one : *endpoints) {
                if (one.id == m_endpointId)
                    endpoint = &one;
            }
        }
        if (endpoint)
            m_session.noteEndpoint(*endpoint);
        if (phase == Phase::Succeeded) {
            conclude(phase, tr("%1 is live on %2").arg(m_title, m_targetName), {});
            return;
        }
        QString serving = m_previousTitle;
        if (endpoint)
            serving = endpoint->activeVersion ? displayName(*endpoint->activeVersion) : QString();
        conclude(serving.isEmpty() ? Phase::Failed : Phase::RolledBack,
                 serving.isEmpty() ? tr("Promotion of %1 failed; nothing is serving").arg(m_title)
                                   : tr("Promotion of %1 failed; %2 is still serving").arg(m_title, serving),
                 reason);
    });
}

void PromotionController::setPhase(Phase phase)
{
    if (phase == m_phase)
        return;
    m_phase = phase;
    emit phaseChanged(phase);
}

void PromotionController::conclude(Phase phase, const QString &text, const QString &reason)
{
    if (m_poller)
        m_poller->pause();
    m_text = text;
    m_reason = reason;
    m_session.refreshEndpoints();
    if (const Version *version = m_session.versionOfJob(m_request.jobName);
        version && phase == Phase::Succeeded)
        m_session.refreshFamilies();
    setPhase(phase);
    emit finished(phase);
}

} // namespace nsl
