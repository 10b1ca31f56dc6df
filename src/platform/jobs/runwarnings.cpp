// SPDX-License-Identifier: GPL-3.0-or-later
#include "runwarnings.h"

#include "jobs/linebuffer.h"
#include "jsonread.h"
#include "store/metricrepository.h"

#include <QJsonObject>

#include <algorithm>
#include <array>

namespace nsl
{

namespace
{

struct WarningKindName
{
    RunWarnings::Kind kind;
    const char *code;
};

constexpr std::array warningKindNames = {
    WarningKindName{RunWarnings::Kind::MetricName, "metric_name"},
    WarningKindName{RunWarnings::Kind::MetricValue, "metric_value"},
    WarningKindName{RunWarnings::Kind::MetricStep, "metric_step"},
    WarningKindName{RunWarnings::Kind::MetricEpoch, "metric_epoch"},
    WarningKindName{RunWarnings::Kind::MetricForm, "metric_form"},
    WarningKindName{RunWarnings::Kind::SeriesLimit, "series_limit"},
    WarningKindName{RunWarnings::Kind::PointLimit, "point_limit"},
    WarningKindName{RunWarnings::Kind::NotStored, "not_stored"},
    WarningKindName{RunWarnings::Kind::CutLines, "cut_lines"},
    WarningKindName{RunWarnings::Kind::DroppedSignals, "dropped_signals"},
    WarningKindName{RunWarnings::Kind::FinalMetrics, "final_metrics"},
    WarningKindName{RunWarnings::Kind::MetricsFile, "metrics_file"},
};

QString warningCode(RunWarnings::Kind kind)
{
    const auto *found = std::find_if(warningKindNames.begin(), warningKindNames.end(),
                                     [kind](const WarningKindName &one) { return one.kind == kind; });
    return QString::fromLatin1(found->code);
}

QString shownWarningName(const QString &name)
{
    constexpr qsizetype shownLength = 40;
    return name.size() > shownLength ? name.left(shownLength) + u"\u2026"_qs : name;
}

/// ": a, b and 3 more", or nothing.
QString namedInWarning(const QStringList &names)
{
    constexpr qsizetype shown = 5;
    if (names.isEmpty())
        return {};
    QStringList first;
    for (const QString &name : names.first(std::min(shown, names.size())))
        first.append(shownWarningName(name));
    const qsizetype others = names.size() - first.size();
    const QString rest = others == 0                             ? QString()
                         : names.size() == RunWarnings::maxNames ? u" and more"_qs
                                                                 : u" and %1 more"_qs.arg(others);
    return u": "_qs + first.join(u", "_qs) + rest;
}

QString lostMeasurements(qint64 count, const QString &reason, const QStringList &names)
{
    const QString lost =
        count == 1 ? u"1 measurement was left out"_qs : u"%1 measurements were left out"_qs.arg(count);
    return lost + u" because "_qs + reason + namedInWarning(names) + u'.';
}

} // namespace

QString RunWarnings::sentence(const Entry &entry)
{
    const auto lost = [&entry](const QString &reason) {
        return lostMeasurements(entry.count, reason, entry.names);
    };
    switch (entry.kind) {
    case Kind::MetricName:
        return lost(u"a name must have 1 to 64 letters, digits, marks or spaces and no comma"_qs);
    case Kind::MetricValue:
        return lost(u"the value is no number"_qs);
    case Kind::MetricStep:
        return lost(u"the step is no whole number from 0 up"_qs);
    case Kind::MetricEpoch:
        return lost(u"the epoch is missing or no number from 0 up"_qs);
    case Kind::MetricForm:
        return lost(u"the line does not have the form \"#metric name= value= step= epoch=\""_qs);
    case Kind::SeriesLimit:
        return lost(u"a run keeps at most %1 names"_qs.arg(MetricRepository::maximumSeries));
    case Kind::PointLimit:
        return lost(u"a run keeps at most %1 measurements"_qs.arg(MetricRepository::maximumPoints));
    case Kind::NotStored:
        return lost(u"they could not be stored"_qs);
    case Kind::CutLines:
        return (entry.count == 1 ? u"1 line"_qs : u"%1 lines"_qs.arg(entry.count)) +
               u" of the output longer than %1 KiB "_qs.arg(LineBuffer::maxLineBytes >> 10) +
               (entry.count == 1 ? u"was cut."_qs : u"were cut."_qs);
    case Kind::DroppedSignals:
        return u"Not trained on, because there are too few events"_qs + namedInWarning(entry.names) + u'.';
    case Kind::FinalMetrics:
        return (entry.count == 1 ? u"1 entry of metrics.json was"_qs
                                 : u"%1 entries of metrics.json were"_qs.arg(entry.count)) +
               u" left out because no number stands there"_qs + namedInWarning(entry.names) + u'.';
    case Kind::MetricsFile:
        return u"The run has no final metrics, because metrics.json cannot be used"_qs +
               (entry.names.isEmpty() ? u"."_qs : u": "_qs + entry.names.first());
    }
    return {};
}

void RunWarnings::add(Kind kind, const QString &name, qint64 count)
{
    auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                              [kind](const Entry &one) { return one.kind == kind; });
    if (entry == m_entries.end())
        entry = m_entries.insert(m_entries.end(), Entry{kind, 0, {}, {}});
    entry->count += count;
    const QString kept = name.left(200);
    if (!kept.isEmpty() && entry->names.size() < maxNames && !entry->names.contains(kept))
        entry->names.append(kept);
}

bool RunWarnings::has(Kind kind) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [kind](const Entry &entry) { return entry.kind == kind; });
}

QList<RunWarning> RunWarnings::list() const
{
    QList<RunWarning> result;
    for (const Entry &entry : m_entries)
        result.append({warningCode(entry.kind), sentence(entry), entry.count});
    return result;
}

QStringList RunWarnings::takeNews()
{
    QStringList news;
    for (Entry &entry : m_entries) {
        QString now = sentence(entry);
        if (now == entry.told)
            continue;
        news.append(now);
        entry.told = std::move(now);
    }
    return news;
}

QJsonArray RunWarnings::toJson() const
{
    QJsonArray array;
    for (const Entry &entry : m_entries) {
        array.append(QJsonObject{{u"code"_qs, warningCode(entry.kind)},
                                 {u"text"_qs, sentence(entry)},
                                 {u"count"_qs, entry.count},
                                 {u"names"_qs, QJsonArray::fromStringList(entry.names)}});
    }
    return array;
}

RunWarnings RunWarnings::fromJson(const QJsonArray &array)
{
    RunWarnings result;
    for (const QJsonValue value : array) {
        const QJsonObject object = value.toObject();
        const QString code = json::text(object, u"code");
        const auto *known =
            std::find_if(warningKindNames.begin(), warningKindNames.end(),
                         [&code](const WarningKindName &one) { return code == QLatin1String(one.code); });
        if (known == warningKindNames.end())
            continue;
        Entry entry{known->kind, json::integer(object, u"count"), {}, {}};
        const QJsonArray names = object.value(u"names"_qs).toArray();
        for (const QJsonValue name : names)
            entry.names.append(name.toString());
        entry.told = sentence(entry); // in the log of the run already
        result.m_entries.append(entry);
    }
    return result;
}

} // namespace nsl
