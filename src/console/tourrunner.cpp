// SPDX-License-Identifier: GPL-3.0-or-later
#include "tourrunner.h"

#include <chrono>
#include <cstdio>

namespace nsl
{
namespace
{

constexpr std::chrono::milliseconds checkInterval{20};
/// A moment between the condition and the picture: the last signals arrive and the window is painted.
constexpr std::chrono::milliseconds settle{120};

} // namespace

TourRunner::TourRunner(QObject *parent)
    : QObject(parent)
{
    m_check.setInterval(checkInterval);
    connect(&m_check, &QTimer::timeout, this, &TourRunner::check);
}

void TourRunner::start()
{
    begin();
}

void TourRunner::begin()
{
    if (m_current == m_steps.size()) {
        m_check.stop();
        std::printf("tour: %d steps, %d failed\n", int(m_current), m_failed);
        std::fflush(stdout);
        emit finished(m_failed);
        return;
    }
    m_elapsed.start();
    m_settling = false;
    const QString problem = m_steps.at(m_current).act ? m_steps.at(m_current).act() : QString();
    if (!problem.isEmpty()) {
        conclude(false, problem);
        return;
    }
    m_check.start();
}

void TourRunner::check()
{
    const Step &step = m_steps.at(m_current);
    if (m_settling)
        return;
    if (step.done && !step.done()) {
        if (m_elapsed.elapsed() > step.deadlineMs) {
            m_check.stop();
            conclude(false, u"not done after %1 s%2"_qs.arg(step.deadlineMs / 1000)
                                .arg(step.result ? u": "_qs + step.result() : QString()));
        }
        return;
    }
    m_check.stop();
    m_settling = true;
    QTimer::singleShot(step.picture.isEmpty() ? std::chrono::milliseconds{0} : settle, this, [this] {
        const Step &current = m_steps.at(m_current);
        if (!current.picture.isEmpty() && m_camera)
            m_camera(u"%1-%2"_qs.arg(m_current + 1, 2, 10, QLatin1Char('0')).arg(current.picture));
        conclude(true, current.result ? current.result() : QString());
    });
}

void TourRunner::conclude(bool ok, const QString &text)
{
    const Step &step = m_steps.at(m_current);
    const QString line = u"%1 %2 %3%4"_qs.arg(ok ? u"[ ok ]"_qs : u"[FAIL]"_qs)
                             .arg(m_current + 1, 2, 10, QLatin1Char('0'))
                             .arg(step.name, text.isEmpty() ? QString() : u": "_qs + text);
    std::printf("%s\n", qUtf8Printable(line));
    std::fflush(stdout);
    ++m_current;
    if (ok) {
        QTimer::singleShot(0, this, &TourRunner::begin);
        return;
    }
    ++m_failed;
    if (m_camera)
        m_camera(u"%1-failure"_qs.arg(m_current, 2, 10, QLatin1Char('0')));
    std::printf("tour: %d steps, %d failed\n", int(m_current), m_failed);
    std::fflush(stdout);
    emit finished(m_failed);
}

} // namespace nsl
