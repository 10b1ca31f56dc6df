// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotioncontroller.h"

#include "errortext.h"
#include "numberformat.h"
#include "platformsession.h"
#include "recordmatching.h"
#include "statustext.h"

#include <algorithm>

namespace nsl
{

namespace
{

constexpr Poller::Intervals watchPromotion{500, 500, 500, 10'000};
/// How long a target is watched for a request that no answer came to.
constexpr std::chrono::seconds unansweredPatience{30};

/// The request cannot have reached the server.
bool wasNeverSent(const PlatformError &error)
{
    return error.code == u"connection_refused" || error.code == u"host_not_found" ||
           error.code == u"tls_failed";
}

bool isLost(const PlatformError &error)
{
    using Kind = PlatformError::Kind;
    return (error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::Protocol) &&
           !wasNeverSent(error);
}

bool isServingFor(const Endpoint &endpoint, const VersionRef &version)
{
    return endpoint.activeVersion && isSameVersion(*endpoint.activeVersion, version);
}

} // namespace

PromotionController::PromotionController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &PlatformSession::endpointsUpdated, this,
            &PromotionController::handleEndpointsAfterwards);
}

PromotionController::~PromotionController() = default;

bool PromotionController::isTarget(const Endpoint &endpoint) const
{
    return m_endpointId.isEmpty() ? endpoint.id.isEmpty() || endpoint.isDefault : endpoint.id == m_endpointId;
}

const Endpoint *PromotionController::target() const
{
    if (!m_endpointId.isEmpty())
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
    ++m_number;
    m_title = m_session.runTitle(request.jobName);
    m_deploymentId = {};
    m_reason.clear();
    m_error = {};
    m_byEndpoint = false;
    m_endpointId = request.endpointId.value_or(RecordId());
    const Endpoint *endpoint = target();
    m_endpointId = endpoint ? endpoint->id : m_endpointId;
    m_targetName = endpoint ? endpoint->name : QString();
    m_before = endpoint ? std::optional(*endpoint) : std::nullopt;
    m_requested = VersionRef();
    m_requested.jobName = request.jobName;
    if (const Version *version = m_session.versionOfJob(request.jobName))
        m_requested.modelId = version->id;
    m_outcome = PromotionOutcome(m_requested, m_before, m_session.now());
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
        if (m_endpointId.isEmpty())
            m_endpointId = started.endpoint->id;
        if (!started.endpoint->name.isEmpty())
            m_targetName = started.endpoint->name;
        m_session.noteEndpoint(*started.endpoint);
    }
    setPhase(Phase::Following);
    if (started.deployment) {
        m_deploymentId = started.deployment->id;
        m_session.noteDeployment(*started.deployment);
        follow(true);
        handleDeployment(*started.deployment);
        return;
    }
    // No deployment: it was live already, or this server keeps none.
    follow(false);
    if (started.endpoint)
        lookAt({*started.endpoint});
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
    if (isLost(error)) {
        // The answer was lost, perhaps not the request: the target knows.
        m_outcome = PromotionOutcome(m_requested, m_before, m_session.now(), unansweredPatience);
        setPhase(Phase::Following);
        follow(false);
        return;
    }
    conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), errorSentence(error));
}

void PromotionController::follow(bool byDeployment)
{
    m_byEndpoint = !byDeployment;
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
        if (!byDeployment && m_outcome.tick(m_session.now())) {
            sayOverdue();
            return;
        }
        say(tr("Promoting %1: %2").arg(m_title, errorSentence(error)));
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
    m_session.api().endpoints(context, [this, context, finish](const Outcome<QList<Endpoint>> &endpoints) {
        if (!endpoints && recordmatching::isNotOffered(endpoints.error())) {
            followJobEndpoint(context, finish);
            return;
        }
        finish(endpoints ? Poller::Result{std::nullopt, true} : Poller::Result{endpoints.error()});
        if (endpoints)
            lookAt(*endpoints);
    });
}

void PromotionController::followJobEndpoint(QObject *context, const Poller::Finish &finish)
{
    m_session.api().jobEndpoint(context, [this, finish](const Outcome<std::optional<Endpoint>> &endpoint) {
        finish(endpoint ? Poller::Result{std::nullopt, true} : Poller::Result{endpoint.error()});
        if (endpoint && *endpoint)
            lookAt({**endpoint});
    });
}

void PromotionController::lookAt(const QList<Endpoint> &endpoints)
{
    if (m_phase != Phase::Following)
        return;
    const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                    [this](const Endpoint &endpoint) { return isTarget(endpoint); });
    const bool isOnly = found == endpoints.end() && m_endpointId.isEmpty() && endpoints.size() == 1;
    if (found == endpoints.end() && !isOnly) {
        conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), tr("The serving target is gone."));
        return;
    }
    const Endpoint sent = isOnly ? endpoints.first() : *found;
    m_endpointId = sent.id;
    m_targetName = sent.name;
    m_session.noteEndpoint(sent);
    // The session knows more of its versions than the endpoint tells.
    handleOutcome(
        recordmatching::completed(QList<Endpoint>{sent}, m_session.families(), m_session.jobs()).first());
}

void PromotionController::handleOutcome(const Endpoint &endpoint)
{
    m_outcome.observe(endpoint, m_session.now());
    using State = PromotionOutcome::State;
    switch (m_outcome.state()) {
    case State::Waiting:
        say(m_error.message.isEmpty() && m_error.code.isEmpty()
                ? tr("Promoting %1: waiting for %2 to begin").arg(m_title, endpoint.name)
                : tr("No answer came. Watching whether %1 changes to %2").arg(endpoint.name, m_title));
        break;
    case State::Moving:
        m_error = {};
        setPhase(Phase::Following);
        say(tr("Promoting %1: %2").arg(m_title, endpoint.status.text));
        break;
    case State::Succeeded:
        conclude(Phase::Succeeded, tr("%1 is live on %2").arg(m_title, endpoint.name), {});
        break;
    case State::RolledBack:
        conclude(Phase::RolledBack, failureText(&endpoint), m_outcome.reason());
        break;
    case State::Failed:
        conclude(Phase::Failed, failureText(&endpoint), m_outcome.reason());
        break;
    case State::Overdue:
        sayOverdue();
        break;
    case State::Superseded:
        say({});
        setPhase(Phase::Idle);
        break;
    }
}

void PromotionController::sayOverdue()
{
    if (m_outcome.hasMoved()) {
        conclude(Phase::Failed, tr("The promotion of %1 has not ended in time").arg(m_title),
                 tr("The target has not changed for a long time. Look at the server."));
    } else if (m_error.code.isEmpty() && m_error.message.isEmpty()) {
        conclude(Phase::Failed, tr("The promotion of %1 has not begun in time").arg(m_title),
                 tr("The server accepted it, but the target has not changed since."));
    } else {
        conclude(Phase::Failed, tr("%1 was not promoted").arg(m_title), errorSentence(m_error));
    }
}

void PromotionController::handleEndpointsAfterwards()
{
    const bool isOver =
        m_phase == Phase::Succeeded || m_phase == Phase::RolledBack || m_phase == Phase::Failed;
    const Endpoint *endpoint = isOver ? target() : nullptr;
    if (!endpoint || m_text.isEmpty())
        return;
    if (m_byEndpoint) {
        const PromotionOutcome::State before = m_outcome.state();
        const bool changed = m_outcome.observe(*endpoint, m_session.now());
        if (!changed) {
            const bool hasFailed =
                before == PromotionOutcome::State::RolledBack || before == PromotionOutcome::State::Failed;
            if (hasFailed)
                say(failureText(endpoint));
            return;
        }
        const Endpoint now = *endpoint; // what follows may replace the list
        handleOutcome(now);
        if (m_phase == Phase::Following && m_poller)
            m_poller->resume();
        return;
    }
    // The deployment has told how it ended; only what is live may differ by now.
    bool stillSo = !endpoint->activeIsKnown;
    if (m_phase == Phase::Succeeded)
        stillSo = stillSo || isServingFor(*endpoint, m_requested);
    else
        stillSo = stillSo || (m_atEnd ? isServingFor(*endpoint, *m_atEnd) : !endpoint->activeVersion);
    if (!stillSo && !isMoving(*endpoint)) {
        say({});
        setPhase(Phase::Idle);
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
        say(phase.isEmpty() ? tr("Promoting %1…").arg(m_title) : tr("Promoting %1: %2").arg(m_title, phase));
        break;
    }
    }
}

void PromotionController::readEndpointThenConclude(Phase phase, const QString &reason)
{
    m_poller->pause();
    // The endpoint as it is after the end: what is told and what the banner shows are then the same.
    m_session.api().endpoints(this, [this, phase, reason](const Outcome<QList<Endpoint>> &endpoints) {
        if (endpoints) {
            for (const Endpoint &one : *endpoints) {
                if (one.id == m_endpointId)
                    m_session.noteEndpoint(one);
            }
        }
        if (phase == Phase::Succeeded) {
            conclude(phase, tr("%1 is live on %2").arg(m_title, m_targetName), {});
            return;
        }
        const Endpoint *endpoint = endpoints ? target() : nullptr;
        const bool serving = endpoint && endpoint->activeVersion.has_value();
        m_atEnd = serving ? endpoint->activeVersion : std::nullopt;
        conclude(serving ? Phase::RolledBack : Phase::Failed, failureText(endpoint), reason);
    });
}

QString PromotionController::failureText(const Endpoint *endpoint) const
{
    const bool serving = endpoint && endpoint->activeVersion && endpoint->status == EndpointStatus::InService;
    if (serving) {
        const bool asBefore =
            m_before && m_before->activeVersion && isServingFor(*m_before, *endpoint->activeVersion);
        const QString name = displayName(*endpoint->activeVersion);
        return asBefore ? tr("Promotion of %1 failed; %2 is still serving").arg(m_title, name)
                        : tr("Promotion of %1 failed; %2 is serving").arg(m_title, name);
    }
    return endpoint && servesNothing(*endpoint)
               ? tr("Promotion of %1 failed; nothing is serving").arg(m_title)
               : tr("Promotion of %1 failed").arg(m_title);
}

std::optional<PromotionNotice> PromotionController::notice() const
{
    const bool failed = m_phase == Phase::RolledBack || m_phase == Phase::Failed;
    if (!failed || !m_byEndpoint)
        return std::nullopt;
    return PromotionNotice{m_number, m_endpointId, m_targetName, m_request.jobName, m_text, m_reason};
}

void PromotionController::say(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    emit progressed();
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
