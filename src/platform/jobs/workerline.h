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

/// What is wrong with a measurement that was not understood.
enum class MetricFault { None, Form, Name, Value, Step, Epoch };

/// Everything else, malformed lines of the three kinds included.
struct LogLine
{
    QString text;
    MetricFault fault = MetricFault::None; ///< of a line that was meant as a measurement
    QString metricName;                    ///< as far as it could be read
};

using WorkerLine = std::variant<LogLine, MetricLine, ProgressLine, ReadyLine>;

/// Where a report begins in a line: at its beginning, or behind something that a program left there without
/// ending the line, as progress bars do. -1 = nowhere.
qsizetype workerMarkAt(const QByteArray &line);

/// Reads one line of a worker's standard output (contract 4) from workerMarkAt() on, strictly: an unknown
/// key, a key given twice, a number that is none or is out of range make the line a log line. Steps may be
/// written as whole floats ("1e5"). Names have 1 to 64 letters, digits, marks and spaces of any language, and
/// no comma.
WorkerLine parseWorkerLine(const QByteArray &line);

} // namespace nsl
