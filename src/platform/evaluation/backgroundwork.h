// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace nsl
{

/// Work that would hold the main thread for too long: done one piece after the other on a thread of its own,
/// its results handed back to the thread this object lives on.
class BackgroundWork : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BackgroundWork)

public:
    explicit BackgroundWork(QObject *parent = nullptr)
        : QObject(parent)
    {
        m_pool.setMaxThreadCount(1);
    }
    /// Waits for what has begun; what has not is dropped.
    ~BackgroundWork() override
    {
        m_cancelled = true;
        m_pool.clear();
        m_pool.waitForDone();
    }

    /// Becomes true when the results are no longer wanted: long work looks at it.
    const std::atomic<bool> &cancelled() const { return m_cancelled; }
    void cancel() { m_cancelled = true; }

    /// Runs `work` and later `then` with its result, unless `context` is gone by then.
    template<typename Result>
    void run(QObject *context, std::function<Result()> work, std::function<void(Result)> then)
    {
        const QPointer<QObject> guard(context);
        m_pool.start([this, guard, work = std::move(work), then = std::move(then)]() mutable {
            auto result = std::make_shared<Result>(work());
            work = nullptr; // so that what it shares with `then` is left to that
            QMetaObject::invokeMethod(
                this,
                // Moved: what `then` holds is destroyed where it is called, never on the pool's thread.
                [guard, then = std::move(then), result] {
                    if (guard)
                        then(std::move(*result));
                },
                Qt::QueuedConnection);
        });
    }

private:
    std::atomic<bool> m_cancelled{false};
    QThreadPool m_pool;
};

} // namespace nsl
