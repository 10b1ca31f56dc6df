// SPDX-License-Identifier: GPL-3.0-or-later
#include "poller.h"

#include <QRandomGenerator>

#include <algorithm>

namespace nsl
{

Poller::Poller(Fetch fetch, QObject *parent)
    : Poller(std::move(fetch), Intervals{}, parent)
{
}

Poller::Poller(Fetch fetch, Intervals intervals, QObject *parent)
    : QObject(parent)
    , m_fetch(std::move(fetch))
    , m_intervals(intervals)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Poller::begin);
}

Poller::~Poller()
{
    pause();
}

void Poller::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    begin();
}

void Poller::pause()
{
    m_paused = true;
    m_again = false;
    m_timer.stop();
    ++m_generation;
    delete std::exchange(m_round, nullptr);
}

void Poller::pollNow()
{
    if (m_paused)
        return;
    if (m_round) {
        m_again = true;
        return;
    }
    begin();
}

int Poller::remainingMs() const
{
    return m_timer.isActive() ? m_timer.remainingTime() : -1;
}

int Poller::retryDelayMs(int failures, const Intervals &intervals, double jitter)
{
    const int doublings = std::clamp(failures - 1, 0, 20);
    const qint64 delay =
        std::min<qint64>(qint64(intervals.firstRetryMs) << doublings, intervals.longestRetryMs);
    return int(double(delay) * (1.0 - 0.2 * std::clamp(jitter, 0.0, 1.0)));
}

void Poller::begin()
{
    m_timer.stop();
    m_again = false;
    const quint64 generation = ++m_generation;
    m_round = new QObject(this);
    m_fetch(m_round, [this, generation, guard = QPointer<QObject>(m_round)](const Result &result) {
        if (guard)
            handleResult(generation, result);
    });
}

void Poller::handleResult(quint64 generation, const Result &result)
{
    if (generation != m_generation || !m_round)
        return;
    ++m_generation; // a second call of the same round is void
    // The round may be on the stack below us: it goes when that is over.
    std::exchange(m_round, nullptr)->deleteLater();
    if (result.error) {
        ++m_failures;
        const int delay = retryDelayMs(m_failures, m_intervals, QRandomGenerator::global()->generateDouble());
        m_timer.start(delay);
        emit failed(*result.error, delay);
    } else {
        m_failures = 0;
        m_timer.start(result.moving ? m_intervals.movingMs : m_intervals.idleMs);
        emit succeeded();
    }
    if (m_again && !m_paused && !m_round)
        begin();
}

} // namespace nsl
