// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comparability.h"
#include "metrics.h"
#include "roles.h"
#include "verdict.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace nsl
{

/// A run as it goes into a comparison.
struct ComparedRun
{
    QString jobName;
    QString title; ///< "Two-tower GRU v9"
    bool isLive = false;
    Metrics metrics;
    QJsonObject manifest;
};

/// Two to twelve runs side by side against a baseline. A pure value: made anew when something changes.
struct Comparison
{
    struct Cell
    {
        std::optional<double> value;
        QString text;                     ///< "0.182", "–"
        std::optional<double> difference; ///< to the baseline; absent where it may not be shown
        Verdict verdict = Verdict::None;
        QString differenceText; ///< "▲ +0.006 better", "+0.006 no interval", "not comparable", "baseline"
        Tone tone = Tone::Neutral;
        bool best = false; ///< best of the comparable runs, when there are at least two and one differs
    };

    struct MetricRow
    {
        QString name;
        QString title;
        MetricDirection direction = MetricDirection::None;
        QList<Cell> cells; ///< one per run, in order of runs
        bool differs = false;
    };

    enum class Group { Data, Template, Options, Evaluation, Environment, Other };

    struct Difference
    {
        Group group = Group::Other;
        QString path;
        QList<QString> values; ///< one per run; "–" where it is absent
        QList<bool> differsFromBaseline;
    };

    QList<ComparedRun> runs;
    int baseline = 0;
    QList<Comparability> comparability; ///< of each run with the baseline
    QList<QString> badges;              ///< "comparable", "not comparable", "baseline"
    QList<QString> reasons;             ///< a sentence per run, empty when comparable
    QList<MetricRow> metrics;
    QList<Difference> differences; ///< sorted by group, then path; without what differs in every run

    static constexpr int minimumRuns = 2;
    static constexpr int maximumRuns = 12;
};

/// Compares; `baseline` out of range means the first. More than maximumRuns runs are cut off.
Comparison compareRuns(const QList<ComparedRun> &runs, int baseline);

QString groupTitle(Comparison::Group group);
Comparison::Group groupOf(const QString &manifestPath);
/// Paths that differ in every run and say nothing about it (name, times, artifact bytes...).
bool isIncidental(const QString &manifestPath);
/// "They were tested on different splits of the data." for the facts of a comparability.
QString comparabilitySentence(const Comparability &comparability);
/// Writes the values of cells that stand side by side, with digits enough to tell them apart; "–" for none.
void writeValues(const QString &metric, const QList<Comparison::Cell *> &cells);
/// Good for better, bad for worse.
Tone toneOf(Verdict verdict);
/// A cell of a CSV file: quoted where it must be, and nothing that a spreadsheet would run.
QString csvCell(QString text);
/// The comparison as Markdown and as CSV (cells that a spreadsheet would run are quoted).
QString toMarkdown(const Comparison &comparison);
QString toCsv(const Comparison &comparison);

} // namespace nsl
