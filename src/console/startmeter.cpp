// SPDX-License-Identifier: GPL-3.0-or-later
#include "startmeter.h"

#include "consoleapplication.h"
#include "workbench.h"

#include <QEvent>
#include <QFile>
#include <QTimer>

#include <cstdio>

namespace nsl
{

namespace
{

/// Resident memory of this process as the kernel tells it, KiB.
QByteArray residentKiB()
{
    QFile status(u"/proc/self/status"_qs);
    if (!status.open(QIODevice::ReadOnly))
        return "0";
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first();
    }
    return "0";
}

} // namespace

StartMeter::StartMeter(ConsoleApplication &application)
    : m_application(application)
{
    application.window().installEventFilter(this);
}

bool StartMeter::eventFilter(QObject *watched, QEvent *event)
{
    // An update request paints everything that is due; what follows it in the queue comes after the painting.
    Workbench *bench = m_application.window().workbench();
    if (!m_done && event->type() == QEvent::UpdateRequest && bench &&
        bench->models().content() == ModelsController::Content::Versions) {
        m_done = true;
        QTimer::singleShot(0, this, &StartMeter::report);
    }
    return QObject::eventFilter(watched, event);
}

void StartMeter::report()
{
    std::printf("painted %s\n", residentKiB().constData());
    std::fflush(stdout);
    m_application.shutDown();
}

} // namespace nsl
