// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <optional>

namespace nsl
{

/// Asks again and again: every second while anything moves, every ten seconds at rest, and ever more rarely
/// (with jitter, up to a minute) while it fails. At most one request is in flight; what a paused or overtaken
/// round brings is thrown away.
class Poller : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Poller)

public:
    /// How a round ended: an error, or whether anything is moving.
    struct Result
    {
        std::optional<PlatformError> error;
        bool moving = false;
    };
    using Finish = std::function<void(const Result &)>;
    /// Starts one round. `context` lives as long as the round counts; `finish` is called once, any later call
    /// and any call of an old round is ignored.
    using Fetch = std::function<void(QObject *context, Finish finish)>;

    struct Intervals
    {
        int movingMs = 1'000;
        int idleMs = 10'000;
        int firstRetryMs = 1'000;
        int longestRetryMs = 60'000;
    };

    explicit Poller(Fetch fetch, QObject *parent = nullptr);
    Poller(Fetch fetch, Intervals intervals, QObject *parent = nullptr);
    ~Poller() override;

    /// Polls now and goes on.
    void resume();
    /// Stops and voids what is in flight.
    void pause();
    bool isPaused() const { return m_paused; }
    /// Polls at once; if a round is in flight, once more right after it (what it brings may be too old).
    void pollNow();
    bool isInFlight() const { return m_round != nullptr; }
    /// Milliseconds until the next round; -1 when none is planned.
    int remainingMs() const;
    /// Failures since the last success.
    int failures() const { return m_failures; }

    /// Wait before the next attempt after `failures` failures: doubles from first to longest, with up to 20 %
    /// taken off by `jitter` in [0, 1).
    static int retryDelayMs(int failures, const Intervals &intervals, double jitter);

signals:
    void succeeded();
    /// A round failed; the next one comes in `retryMs`.
    void failed(const nsl::PlatformError &error, int retryMs);

private:
    void begin();
    void handleResult(quint64 generation, const Result &result);

    Fetch m_fetch;
    Intervals m_intervals;
    QTimer m_timer;
    QObject *m_round = nullptr;
    quint64 m_generation = 0;
    int m_failures = 0;
    bool m_paused = true;
    bool m_again = false;
};

} // namespace nsl
