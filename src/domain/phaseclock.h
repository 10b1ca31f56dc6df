// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "states.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>

namespace nsl
{

/// How long a run was in each of its phases. A phase may be entered many times (training and evaluating take
/// turns); time between stop() and the next enter() counts for none.
class PhaseClock
{
public:
    /// From `at` on the run is in this phase.
    void enter(JobPhase phase, const QDateTime &at);
    /// The run stands still from `at` on.
    void stop(const QDateTime &at);

    /// Seconds per phase that was entered, by the phase's word; the phase that goes on counts up to `now`.
    QMap<QString, double> secondsAt(const QDateTime &now) const;

    /// {"spent":{"training":<ms>}, "phase":"evaluating", "since":<Unix ms>}
    QJsonObject toJson() const;
    /// Tolerant: what cannot be read is left out.
    static PhaseClock fromJson(const QJsonObject &object);

    friend bool operator==(const PhaseClock &, const PhaseClock &) = default;

private:
    QMap<QString, qint64> m_spent; ///< milliseconds
    QString m_phase;               ///< empty = standing still
    qint64 m_since = 0;
};

} // namespace nsl
