// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace nsl
{

/// Runs a chain of steps in the event loop: each acts once, then waits for its condition until its deadline.
/// Prints one line per step on stdout and stops at the first failure, because later steps build on it.
class TourRunner : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TourRunner)

public:
    struct Step
    {
        QString name;
        /// Does the step; returns why it could not be done, or nothing.
        std::function<QString()> act;
        /// Whether it has had its effect; absent = at once.
        std::function<bool()> done;
        /// What came of it, for the line on stdout; may be absent.
        std::function<QString()> result;
        /// Name of the picture that is taken at its end; empty = none.
        QString picture;
        int deadlineMs = 30'000;
    };

    explicit TourRunner(QObject *parent = nullptr);

    void add(Step step) { m_steps.append(std::move(step)); }
    /// Takes the picture of what is on the screen under this name.
    void setCamera(std::function<void(const QString &name)> camera) { m_camera = std::move(camera); }
    void start();
    int failures() const { return m_failed; }

signals:
    void finished(int failures);

private:
    void begin();
    void check();
    void conclude(bool ok, const QString &text);

    QList<Step> m_steps;
    std::function<void(const QString &)> m_camera;
    QTimer m_check;
    QElapsedTimer m_elapsed;
    qsizetype m_current = 0;
    int m_failed = 0;
    bool m_settling = false;
};

} // namespace nsl
