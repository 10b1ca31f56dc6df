// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerline.h"

#include <QHash>

#include <cmath>
#include <limits>
#include <optional>

namespace nsl
{

namespace
{

using Fields = QHash<QByteArray, QByteArray>;

constexpr qsizetype maxNameLength = 64;
constexpr qsizetype maxUnitLength = 32;

std::optional<Fields> readFields(const QByteArray &text, const QList<QByteArray> &known)
{
    Fields fields;
    for (const QByteArray &word : text.split(' ')) {
        if (word.isEmpty())
            continue;
        const qsizetype equals = word.indexOf('=');
        const QByteArray key = word.left(equals);
        if (equals <= 0 || !known.contains(key) || fields.contains(key))
            return std::nullopt;
        fields.insert(key, word.mid(equals + 1));
    }
    return fields;
}

bool isName(const QByteArray &text)
{
    if (text.isEmpty() || text.size() > maxNameLength)
        return false;
    for (const char c : text) {
        const bool legal = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           QByteArrayView("_.:/@-").contains(c);
        if (!legal)
            return false;
    }
    return true;
}

bool isPrintable(const QByteArray &text)
{
    for (const char c : text) {
        if (c <= 0x20 || c == 0x7f)
            return false;
    }
    return true;
}

// A missing count is 0; a malformed or negative one is nothing.
std::optional<qint64> readCount(const Fields &fields, const QByteArray &key)
{
    const auto it = fields.find(key);
    if (it == fields.end())
        return 0;
    bool ok = false;
    const qint64 value = it->toLongLong(&ok);
    return ok && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<double> readReal(const QByteArray &text)
{
    const QByteArray word = text.toLower();
    if (word == "nan" || word == "-nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (word == "inf" || word == "infinity")
        return std::numeric_limits<double>::infinity();
    if (word == "-inf" || word == "-infinity")
        return -std::numeric_limits<double>::infinity();
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<MetricLine> readMetric(const QByteArray &text)
{
    const auto fields = readFields(text, {"name", "value", "step", "epoch", "unit", "direction"});
    if (!fields || !isName(fields->value("name")) || !fields->contains("step") || !fields->contains("epoch"))
        return std::nullopt;
    const auto value = readReal(fields->value("value"));
    const auto step = readCount(*fields, "step");
    const auto epoch = readReal(fields->value("epoch"));
    const QByteArray unit = fields->value("unit");
    const QByteArray direction = fields->value("direction", "none");
    if (!value || !step || !epoch || !std::isfinite(*epoch) || *epoch < 0 || unit.size() > maxUnitLength ||
        !isPrintable(unit) || (direction != "min" && direction != "max" && direction != "none"))
        return std::nullopt;
    MetricLine line;
    line.name = QString::fromLatin1(fields->value("name"));
    line.value = *value;
    line.step = *step;
    line.epoch = *epoch;
    line.unit = QString::fromUtf8(unit);
    line.direction = fields->contains("direction") ? parseMetricDirection(QString::fromLatin1(direction))
                                                   : standardDirection(line.name);
    return line;
}

std::optional<ProgressLine> readProgress(const QByteArray &text)
{
    const auto fields = readFields(text, {"phase", "step", "steps", "epoch", "epochs"});
    if (!fields)
        return std::nullopt;
    ProgressLine line;
    line.phase = parseJobPhase(QString::fromLatin1(fields->value("phase"))).value;
    const auto step = readCount(*fields, "step");
    const auto steps = readCount(*fields, "steps");
    const auto epoch = readCount(*fields, "epoch");
    const auto epochs = readCount(*fields, "epochs");
    constexpr qint64 maxEpochs = 1'000'000;
    if (line.phase == JobPhase::Unknown || !step || !steps || !epoch || !epochs || *epoch > maxEpochs ||
        *epochs > maxEpochs)
        return std::nullopt;
    line.step = *step;
    line.steps = *steps;
    line.epoch = static_cast<int>(*epoch);
    line.epochs = static_cast<int>(*epochs);
    return line;
}

std::optional<ReadyLine> readReady(const QByteArray &text)
{
    const auto fields = readFields(text, {"port"});
    if (!fields)
        return std::nullopt;
    bool ok = false;
    const ushort port = fields->value("port").toUShort(&ok);
    if (!ok || port == 0)
        return std::nullopt;
    return ReadyLine{port};
}

} // namespace

WorkerLine parseWorkerLine(const QByteArray &line)
{
    if (line.startsWith("#metric ")) {
        if (auto metric = readMetric(line.mid(8)))
            return *metric;
    } else if (line.startsWith("#progress ")) {
        if (auto progress = readProgress(line.mid(10)))
            return *progress;
    } else if (line.startsWith("#ready ")) {
        if (auto ready = readReady(line.mid(7)))
            return *ready;
    }
    return LogLine{QString::fromUtf8(line)};
}

} // namespace nsl
