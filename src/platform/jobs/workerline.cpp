// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerline.h"

#include <QHash>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace nsl
{

namespace
{

using WorkerFields = QHash<QByteArray, QByteArray>;

constexpr qsizetype maxNameLength = 64;
constexpr qsizetype maxUnitLength = 32;
constexpr QByteArrayView metricMark("#metric ");
constexpr QByteArrayView progressMark("#progress ");
constexpr QByteArrayView readyMark("#ready ");

/// `key=value` words. A value of `spaced` may hold spaces: it goes on up to the next known key.
std::optional<WorkerFields> readFields(const QByteArray &text, const QList<QByteArray> &known,
                                       const QByteArray &spaced = {})
{
    WorkerFields fields;
    QByteArray current;
    for (const QByteArray &word : text.split(' ')) {
        if (word.isEmpty())
            continue;
        const qsizetype equals = word.indexOf('=');
        const QByteArray key = word.left(equals);
        if (equals > 0 && known.contains(key)) {
            if (fields.contains(key))
                return std::nullopt;
            fields.insert(key, word.mid(equals + 1));
            current = key;
        } else if (!spaced.isEmpty() && current == spaced) {
            fields[spaced] += ' ' + word;
        } else {
            return std::nullopt;
        }
    }
    return fields;
}

bool isNameCharacter(char32_t character)
{
    if (character == U',')
        return false;
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    case QChar::Other_Format: // joiners belong to words; what turns the direction of writing does not
        return character == U'\u200c' || character == U'\u200d';
    default:
        return true;
    }
}

/// Nothing where the bytes are no legal name.
std::optional<QString> readName(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString name = decoder.decode(bytes);
    if (decoder.hasError() || name.trimmed().isEmpty() || name.size() > maxNameLength)
        return std::nullopt;
    const auto characters = name.toUcs4();
    const bool legal = std::all_of(characters.begin(), characters.end(),
                                   [](uint character) { return isNameCharacter(character); });
    return legal ? std::optional(name) : std::nullopt;
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
std::optional<qint64> readCount(const WorkerFields &fields, const QByteArray &key)
{
    const auto it = fields.find(key);
    if (it == fields.end())
        return 0;
    bool ok = false;
    const qint64 value = it->toLongLong(&ok);
    if (ok)
        return value >= 0 ? std::optional(value) : std::nullopt;
    // Programs that count in floats: "100.0", "1e5". Beyond 2^53 a double does not know which number it is.
    constexpr double exactUpTo = 9007199254740992.0;
    const double real = it->toDouble(&ok);
    return ok && real >= 0 && real <= exactUpTo && std::floor(real) == real
               ? std::optional(static_cast<qint64>(real))
               : std::nullopt;
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

/// Either the measurement or what is wrong with it, in a log line without text.
std::variant<MetricLine, LogLine> readMetric(const QByteArray &text)
{
    const auto fields = readFields(text, {"name", "value", "step", "epoch", "unit", "direction"}, "name");
    if (!fields)
        return LogLine{{}, MetricFault::Form, {}};
    const QByteArray nameBytes = fields->value("name");
    const QString shownName = QString::fromUtf8(nameBytes);
    const auto name = readName(nameBytes);
    if (!name)
        return LogLine{{}, MetricFault::Name, shownName};
    const auto value = readReal(fields->value("value"));
    if (!value)
        return LogLine{{}, MetricFault::Value, shownName};
    const auto step = readCount(*fields, "step");
    if (!step || !fields->contains("step"))
        return LogLine{{}, MetricFault::Step, shownName};
    const auto epoch = readReal(fields->value("epoch"));
    if (!epoch || !std::isfinite(*epoch) || *epoch < 0)
        return LogLine{{}, MetricFault::Epoch, shownName};
    const QByteArray unit = fields->value("unit");
    const QByteArray direction = fields->value("direction", "none");
    if (unit.size() > maxUnitLength || !isPrintable(unit) ||
        (direction != "min" && direction != "max" && direction != "none"))
        return LogLine{{}, MetricFault::Form, shownName};
    MetricLine line;
    line.name = *name;
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

qsizetype workerMarkAt(const QByteArray &line)
{
    for (const QByteArrayView mark : {metricMark, progressMark, readyMark}) {
        if (line.startsWith(mark))
            return 0;
    }
    // Behind other text only what goes on as a report does: prose may speak of "#metric".
    for (const QByteArrayView begin : {QByteArrayView("#metric name="), QByteArrayView("#progress phase=")}) {
        if (const qsizetype at = line.lastIndexOf(begin); at >= 0)
            return at;
    }
    return -1;
}

WorkerLine parseWorkerLine(const QByteArray &line)
{
    const QByteArray report = line.mid(std::max<qsizetype>(workerMarkAt(line), 0));
    if (report.startsWith(metricMark)) {
        const auto read = readMetric(report.mid(metricMark.size()));
        if (const auto *metric = std::get_if<MetricLine>(&read))
            return *metric;
        LogLine rejected = std::get<LogLine>(read);
        rejected.text = QString::fromUtf8(line);
        return rejected;
    }
    if (report.startsWith(progressMark)) {
        if (auto progress = readProgress(report.mid(progressMark.size())))
            return *progress;
    } else if (report.startsWith(readyMark)) {
        if (auto ready = readReady(report.mid(readyMark.size())))
            return *ready;
    }
    return LogLine{QString::fromUtf8(line), MetricFault::None, {}};
}

} // namespace nsl
