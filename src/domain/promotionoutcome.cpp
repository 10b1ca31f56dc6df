// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotionoutcome.h"

namespace nsl
{

namespace
{

bool isSameActive(const Endpoint &left, const Endpoint &right)
{
    if (!left.activeVersion || !right.activeVersion)
        return left.activeVersion.has_value() == right.activeVersion.has_value();
    return *left.activeVersion == *right.activeVersion ||
           isSameVersion(*left.activeVersion, *right.activeVersion);
}

/// Whether a look at the target brought anything: durations and other noise do not count.
bool isSameMoment(const Endpoint &left, const Endpoint &right)
{
    return left.status == right.status && left.pendingVersion == right.pendingVersion &&
           left.failureReason == right.failureReason && isSameActive(left, right);
}

/// States in which nothing moves any more and service is not certain.
bool isBroken(EndpointStatus status)
{
    return status == EndpointStatus::Failed || status == EndpointStatus::UpdateRollbackFailed ||
           status == EndpointStatus::OutOfService;
}

} // namespace

PromotionOutcome::PromotionOutcome(const VersionRef &requested, const std::optional<Endpoint> &before,
                                   const QDateTime &sentAt, std::chrono::seconds wait)
    : m_requested(requested)
    , m_before(before)
    , m_wait(wait)
    , m_changedAt(sentAt)
{
}

bool PromotionOutcome::serves(const Endpoint &endpoint) const
{
    return endpoint.activeVersion && isSameVersion(*endpoint.activeVersion, m_requested);
}

bool PromotionOutcome::isNewReason(const Endpoint &now) const
{
    return !now.failureReason.isEmpty() &&
           (m_moved || !m_before || now.failureReason != m_before->failureReason);
}

bool PromotionOutcome::hasLeftItsPlace(const Endpoint &now) const
{
    // It may have moved and come to rest between two looks.
    return m_before && (m_before->status.value != now.status.value || !isSameActive(*m_before, now));
}

PromotionOutcome::State PromotionOutcome::judge(const Endpoint &now) const
{
    const bool inService = now.status == EndpointStatus::InService;
    if (isMoving(now)) {
        // After the end only a move to the requested version is this promotion's again.
        const bool isOurs = !now.pendingVersion || isSameVersion(*now.pendingVersion, m_requested);
        if (m_state == State::Succeeded || m_state == State::Superseded)
            return m_state;
        return isOver() && !isOurs ? m_state : State::Moving;
    }
    if (inService && serves(now) && !isNewReason(now))
        return State::Succeeded;
    if (m_state == State::Succeeded || m_state == State::Superseded)
        return now.activeIsKnown && !serves(now) ? State::Superseded : m_state;
    const bool moved = m_moved || hasLeftItsPlace(now);
    if (isNewReason(now))
        return inService && now.activeVersion ? State::RolledBack : State::Failed;
    if (!moved)
        return m_state; // nothing has happened yet
    if (inService && now.activeIsKnown)
        return now.activeVersion ? State::RolledBack : State::Failed;
    return isBroken(now.status.value) ? State::Failed : m_state;
}

bool PromotionOutcome::isOverdue(const QDateTime &at) const
{
    return m_changedAt.secsTo(at) >= m_wait.count();
}

bool PromotionOutcome::enter(State state)
{
    if (state == m_state)
        return false;
    m_state = state;
    return true;
}

bool PromotionOutcome::observe(const Endpoint &now, const QDateTime &at)
{
    if (!m_last || !isSameMoment(*m_last, now)) {
        // The first look may show the target as it was before: that is no change.
        if (m_last || !m_before || !isSameMoment(*m_before, now))
            m_changedAt = at;
        m_last = now;
    }
    const State next = judge(now);
    m_moved = m_moved || isMoving(now) || hasLeftItsPlace(now);
    m_reason = next == State::Failed || next == State::RolledBack ? now.failureReason : QString();
    const bool goesOn = next == State::Waiting || next == State::Moving;
    return enter(goesOn && isOverdue(at) ? State::Overdue : next);
}

bool PromotionOutcome::tick(const QDateTime &at)
{
    return !isOver() && isOverdue(at) && enter(State::Overdue);
}

} // namespace nsl
