// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionresult.h"
#include "platformapi.h"
#include "poller.h"

#include <QObject>

#include <memory>

namespace nsl
{

class PlatformSession;

/// Puts one version live and follows the truth: the Deployment's status where the server has deployments,
/// else the endpoint (contract 2.4). One promotion at a time.
class PromotionController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PromotionController)

public:
    enum class Phase {
        Idle,
        Sending,   ///< the request is on its way
        Following, ///< accepted; the endpoint is changing
        Succeeded,
        RolledBack,        ///< failed, and what was live before still is
        Failed,            ///< failed, or refused
        ProductionChanged, ///< refused: something else is live than the person saw. Review again.
    };
    Q_ENUM(Phase)

    explicit PromotionController(PlatformSession &session, QObject *parent = nullptr);
    ~PromotionController() override;

    /// Ignored while one is running.
    void promote(const PromotionRequest &request);
    bool isRunning() const { return m_phase == Phase::Sending || m_phase == Phase::Following; }
    Phase phase() const { return m_phase; }
    const PromotionRequest &request() const { return m_request; }
    /// "Promoting Two-tower GRU v9: warming", "Two-tower GRU v9 is live on production", "Promotion of
    /// Two-tower GRU v9 failed; Two-tower GRU v7 is still serving".
    const QString &text() const { return m_text; }
    /// Why it did not succeed, in the server's words.
    const QString &reason() const { return m_reason; }
    const PlatformError &error() const { return m_error; }
    qint64 deploymentId() const { return m_deploymentId; }

signals:
    void phaseChanged(nsl::PromotionController::Phase phase);
    /// The text of a running promotion changed.
    void progressed();
    /// It is over; phase(), text() and reason() tell how.
    void finished(nsl::PromotionController::Phase phase);

private:
    void handleStarted(const PromotionStarted &started);
    void handleRefused(const PlatformError &error);
    void followDeployment(QObject *context, const Poller::Finish &finish);
    void followEndpoint(QObject *context, const Poller::Finish &finish);
    void handleDeployment(const Deployment &deployment);
    void handleOutcome(const Endpoint &endpoint);
    void follow(bool byDeployment);
    void readEndpointThenConclude(Phase phase, const QString &reason);
    const Endpoint *target() const;
    void setPhase(Phase phase);
    void conclude(Phase phase, const QString &text, const QString &reason);

    PlatformSession &m_session;
    PromotionRequest m_request;
    QString m_title;
    QString m_previousTitle;
    QString m_targetName;
    qint64 m_endpointId = 0;
    qint64 m_deploymentId = 0;
    Phase m_phase = Phase::Idle;
    QString m_text;
    QString m_reason;
    PlatformError m_error;
    Poller *m_poller = nullptr;
};

} // namespace nsl
