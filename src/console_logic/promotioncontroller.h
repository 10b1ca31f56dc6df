// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionresult.h"
#include "bannerstate.h"
#include "platformapi.h"
#include "poller.h"
#include "promotionoutcome.h"

#include <QObject>

#include <memory>

namespace nsl
{

class PlatformSession;

/// Puts one version live and follows the truth: the Deployment's status where the server has deployments,
/// else the endpoint (contract 2.4). One promotion at a time. It goes on looking when that is over: what it
/// said is withdrawn when the target says otherwise.
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
        RolledBack,        ///< failed, and another version serves
        Failed,            ///< failed, refused, or not seen to end in time
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
    const RecordId &deploymentId() const { return m_deploymentId; }
    /// What the banner has to tell of a promotion that no deployment tells of; absent = nothing.
    std::optional<PromotionNotice> notice() const;

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
    void followJobEndpoint(QObject *context, const Poller::Finish &finish);
    void lookAt(const QList<Endpoint> &endpoints);
    void handleDeployment(const Deployment &deployment);
    void handleOutcome(const Endpoint &endpoint);
    void handleEndpointsAfterwards();
    void sayOverdue();
    void follow(bool byDeployment);
    void readEndpointThenConclude(Phase phase, const QString &reason);
    bool isTarget(const Endpoint &endpoint) const;
    const Endpoint *target() const;
    QString failureText(const Endpoint *endpoint) const;
    void say(const QString &text);
    void setPhase(Phase phase);
    void conclude(Phase phase, const QString &text, const QString &reason);

    PlatformSession &m_session;
    PromotionRequest m_request;
    VersionRef m_requested;
    std::optional<Endpoint> m_before;  ///< the target when the request was sent
    std::optional<VersionRef> m_atEnd; ///< what it served at the end of this promotion
    PromotionOutcome m_outcome;
    QString m_title;
    QString m_targetName;
    RecordId m_endpointId;
    RecordId m_deploymentId;
    Phase m_phase = Phase::Idle;
    QString m_text;
    QString m_reason;
    PlatformError m_error;
    Poller *m_poller = nullptr;
    int m_number = 0; ///< counts promotions
    bool m_byEndpoint = false;
};

} // namespace nsl
