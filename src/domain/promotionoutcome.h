// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace nsl
{

/// How a promotion goes, read from its target alone: for servers that keep no deployments. It is fed with
/// every look at the target, for as long as somebody cares, and what it says changes when the target does.
///
///             target moves              InService on the requested version, nothing pending, no reason
///   Waiting ───────────────► Moving ──────────────────────────────────────────────────► Succeeded
///      │                       │ │    (also from every other state)                         │
///      │                       │ └─ back on another version ─► RolledBack                   │ another
///      │                       └─ not serving, or a reason ──► Failed                       ▼ version
///      └─ a new reason ─► Failed or RolledBack                                          Superseded
///      └─ `patience` without any change (from Moving too) ─► Overdue
///
/// A server may take its time between the answer and the first movement: a target that has not moved tells
/// nothing. A failure reason that stood there before is not this promotion's. Each of Failed, RolledBack and
/// Overdue goes back to Moving when the target moves to the requested version after all.
class PromotionOutcome
{
public:
    enum class State {
        Waiting,    ///< accepted; the target has not moved yet
        Moving,     ///< the target is changing, or says a word that is not known
        Succeeded,  ///< the requested version is live
        RolledBack, ///< it moved, and another version serves
        Failed,     ///< it gave a reason or ended in a state in which it does not serve for certain
        Overdue,    ///< nothing changed for `patience`: how it ends is not known
        Superseded, ///< it was live; another version is by now
    };

    static constexpr std::chrono::seconds patience = std::chrono::minutes(10);

    PromotionOutcome() = default;
    /// `before` = the target as it was when the request was sent; absent where it was not known. `wait` = how
    /// long nothing may change: shorter where not even an answer to the request came.
    PromotionOutcome(const VersionRef &requested, const std::optional<Endpoint> &before,
                     const QDateTime &sentAt, std::chrono::seconds wait = patience);

    /// Takes in the target as it is now; true when the state changed.
    bool observe(const Endpoint &now, const QDateTime &at);
    /// Time passes without a look at the target; true when the state changed.
    bool tick(const QDateTime &at);

    State state() const { return m_state; }
    /// It was seen to move, or to be elsewhere than before.
    bool hasMoved() const { return m_moved; }
    /// Nothing more is expected to happen by itself.
    bool isOver() const { return m_state != State::Waiting && m_state != State::Moving; }
    /// In the server's words; empty where it gave none.
    const QString &reason() const { return m_reason; }

private:
    State judge(const Endpoint &now) const;
    bool serves(const Endpoint &endpoint) const;
    bool isNewReason(const Endpoint &now) const;
    bool hasLeftItsPlace(const Endpoint &now) const;
    bool isOverdue(const QDateTime &at) const;
    bool enter(State state);

    VersionRef m_requested;
    std::optional<Endpoint> m_before;
    std::optional<Endpoint> m_last;
    std::chrono::seconds m_wait = patience;
    QDateTime m_changedAt; ///< when the target last changed, as far as was seen
    State m_state = State::Waiting;
    bool m_moved = false;
    QString m_reason;
};

} // namespace nsl
