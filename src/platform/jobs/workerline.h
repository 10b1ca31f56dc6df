// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "states.h"

#include <QByteArray>
#include <QString>

#include <variant>

#include "metrics.h"

namespace nsl
{

/// `#metric name=<n> value=<v> step=<s> epoch=<e> [unit=] [direction=]`
struct MetricLine
{
    QString name;
    double value = 0; ///< may be NaN or infinite
    qint64 step = 0;
    double epoch = 0;
    QString unit;
    MetricDirection direction = MetricDirection::None;
};

/// `#progress phase=<p> step= steps= epoch= epochs=`
struct ProgressLine
{
    JobPhase phase = JobPhase::Unknown;
    qint64 step = 0;
    qint64 steps = 0;
    int epoch = 0;
    int epochs = 0;
};

/// `#ready port=<n>`
struct ReadyLine
{
    quint16 port = 0;
};

/// Everything else, malformed lines of the three kinds included.
struct LogLine
{
    QString text;
};

using WorkerLine = std::variant<LogLine, MetricLine, ProgressLine, ReadyLine>;

/// Reads one line of a worker's standard output (contract 4), strictly: an unknown key, a key given twice, a
/// number that is none or is out of range make the line a log line.
WorkerLine parseWorkerLine(const QByteArray &line);

} // namespace nsl
