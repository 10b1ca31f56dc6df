// SPDX-License-Identifier: GPL-3.0-or-later
#include "phaseclock.h"

namespace nsl
{

void PhaseClock::enter(JobPhase phase, const QDateTime &at)
{
    const QString word = toText(phase);
    if (word == m_phase)
        return;
    stop(at);
    m_phase = word;
    m_since = at.toMSecsSinceEpoch();
    m_spent[word] += 0; // entered, however short
}

void PhaseClock::stop(const QDateTime &at)
{
    if (!m_phase.isEmpty()) // a clock that was set back takes nothing away
        m_spent[m_phase] += qMax(qint64(0), at.toMSecsSinceEpoch() - m_since);
    m_phase.clear();
    m_since = 0;
}

QMap<QString, double> PhaseClock::secondsAt(const QDateTime &now) const
{
    PhaseClock stopped = *this;
    stopped.stop(now);
    QMap<QString, double> seconds;
    for (auto it = stopped.m_spent.begin(); it != stopped.m_spent.end(); ++it)
        seconds.insert(it.key(), static_cast<double>(it.value()) / 1000.0);
    return seconds;
}

QJsonObject PhaseClock::toJson() const
{
    QJsonObject spent;
    for (auto it = m_spent.begin(); it != m_spent.end(); ++it)
        spent.insert(it.key(), it.value());
    QJsonObject object{{QStringLiteral("spent"), spent}};
    if (!m_phase.isEmpty()) {
        object.insert(QStringLiteral("phase"), m_phase);
        object.insert(QStringLiteral("since"), m_since);
    }
    return object;
}

PhaseClock PhaseClock::fromJson(const QJsonObject &object)
{
    PhaseClock clock;
    const QJsonObject spent = object.value(QStringLiteral("spent")).toObject();
    for (auto it = spent.begin(); it != spent.end(); ++it) {
        if (it.value().isDouble())
            clock.m_spent.insert(it.key(), qMax(qint64(0), it.value().toInteger()));
    }
    clock.m_phase = object.value(QStringLiteral("phase")).toString();
    clock.m_since = object.value(QStringLiteral("since")).toInteger();
    return clock;
}

} // namespace nsl
