// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparison.h"

#include "manifest.h"
#include "numberformat.h"
#include "statustext.h"

#include <QCoreApplication>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

struct Compare
{
    Q_DECLARE_TR_FUNCTIONS(Compare)
};

Comparison::MetricRow metricRow(const Comparison &comparison, const QString &name)
{
    Comparison::MetricRow row;
    row.name = name;
    row.title = format::metricName(name);
    row.direction = standardDirection(name);
    const auto valueOf = [&comparison, &name](qsizetype run) -> std::optional<double> {
        const Metrics &metrics = comparison.runs.at(run).metrics;
        const auto found = metrics.constFind(name);
        return found == metrics.constEnd() ? std::nullopt : std::optional(*found);
    };
    const std::optional<double> baseline = valueOf(comparison.baseline);
    const auto comparable = [&comparison](qsizetype run) {
        return run == comparison.baseline || comparison.comparability.at(run).verdict != Comparable::No;
    };
    std::optional<double> best;
    int candidates = 0;
    bool spread = false;
    for (qsizetype run = 0; run < comparison.runs.size(); ++run) {
        const std::optional<double> value = valueOf(run);
        if (!value || !std::isfinite(*value) || !comparable(run) || row.direction == MetricDirection::None)
            continue;
        ++candidates;
        if (!best) {
            best = value;
            continue;
        }
        spread = spread || *value != *best;
        if (isPreferred(*value, *best, row.direction))
            best = value;
    }
    std::optional<double> firstValue = valueOf(0);
    for (qsizetype run = 0; run < comparison.runs.size(); ++run) {
        Comparison::Cell cell;
        cell.value = valueOf(run);
        cell.best = best && candidates > 1 && spread && comparable(run) && cell.value == best;
        const bool equal = cell.value.has_value() == firstValue.has_value() &&
                           (!cell.value || *cell.value == *firstValue ||
                            (std::isnan(*cell.value) && std::isnan(*firstValue)));
        row.differs = row.differs || !equal;
        if (run == comparison.baseline) {
            cell.differenceText = Compare::tr("baseline");
        } else if (!comparable(run)) {
            cell.differenceText = cell.value && baseline ? Compare::tr("not comparable") : QString();
        } else if (cell.value && baseline) {
            // Two final numbers: nobody measured how much of their difference is chance.
            const MetricDifference difference{cell.value, baseline, {}, {}, row.direction, Comparable::Yes};
            cell.verdict = judge(difference).verdict;
            if (std::isfinite(*cell.value) && std::isfinite(*baseline))
                cell.difference = *cell.value - *baseline;
            cell.differenceText = format::differenceText(name, difference);
            cell.tone = toneOf(cell.verdict);
        }
        row.cells += cell;
    }
    QList<Comparison::Cell *> cells;
    for (Comparison::Cell &cell : row.cells)
        cells += &cell;
    writeValues(name, cells);
    return row;
}

QList<Comparison::Difference> differencesOf(const Comparison &comparison)
{
    QMap<QString, QMap<qsizetype, QJsonValue>> byPath;
    for (qsizetype run = 0; run < comparison.runs.size(); ++run) {
        const QList<ManifestLeaf> leaves = manifestLeaves(comparison.runs.at(run).manifest);
        for (const ManifestLeaf &leaf : leaves)
            byPath[leaf.path].insert(run, leaf.value);
    }
    QList<Comparison::Difference> differences;
    for (auto it = byPath.cbegin(); it != byPath.cend(); ++it) {
        if (isIncidental(it.key()))
            continue;
        Comparison::Difference difference{groupOf(it.key()), it.key(), {}, {}};
        const QJsonValue absent(QJsonValue::Undefined);
        const QJsonValue baseline = it->value(comparison.baseline, absent);
        bool any = false;
        for (qsizetype run = 0; run < comparison.runs.size(); ++run) {
            // A manifest that is not known says nothing about what differs.
            const bool known = !comparison.runs.at(run).manifest.isEmpty();
            const QJsonValue value = it->value(run, absent);
            const bool differs = known && value != baseline;
            difference.values += known ? statustext::value(value) : QStringLiteral("…");
            difference.differsFromBaseline += differs;
            any = any || differs;
        }
        if (any)
            differences += difference;
    }
    std::stable_sort(differences.begin(), differences.end(),
                     [](const Comparison::Difference &left, const Comparison::Difference &right) {
                         return left.group < right.group;
                     });
    return differences;
}

} // namespace

Comparison compareRuns(const QList<ComparedRun> &runs, int baseline)
{
    Comparison comparison;
    comparison.runs = runs.mid(0, Comparison::maximumRuns);
    if (comparison.runs.isEmpty())
        return comparison;
    comparison.baseline = baseline >= 0 && baseline < comparison.runs.size() ? baseline : 0;
    const QJsonObject &reference = comparison.runs.at(comparison.baseline).manifest;
    QSet<QString> names;
    for (qsizetype run = 0; run < comparison.runs.size(); ++run) {
        const ComparedRun &one = comparison.runs.at(run);
        const QStringList metricNames = one.metrics.keys();
        names.unite(QSet<QString>(metricNames.begin(), metricNames.end()));
        const Comparability pair = compareEvaluations(reference, one.manifest);
        comparison.comparability += pair;
        const bool isBaseline = run == comparison.baseline;
        const bool known = !one.manifest.isEmpty() && !reference.isEmpty();
        comparison.badges += isBaseline                           ? Compare::tr("baseline")
                             : !known                             ? Compare::tr("manifest unknown")
                             : pair.verdict == Comparable::Yes    ? Compare::tr("comparable")
                             : pair.verdict == Comparable::Partly ? Compare::tr("partly comparable")
                                                                  : Compare::tr("not comparable");
        comparison.reasons += isBaseline ? QString()
                              : !known   ? Compare::tr("The manifest of this run is not known.")
                                         : comparabilitySentence(pair);
    }
    QStringList ordered(names.begin(), names.end());
    std::sort(ordered.begin(), ordered.end(), format::metricLess);
    for (const QString &name : std::as_const(ordered))
        comparison.metrics += metricRow(comparison, name);
    comparison.differences = differencesOf(comparison);
    return comparison;
}

void writeValues(const QString &metric, const QList<Comparison::Cell *> &cells)
{
    QList<double> values;
    for (const Comparison::Cell *cell : cells) {
        if (cell->value)
            values += *cell->value;
    }
    QStringList texts = format::metricValues(metric, values);
    for (Comparison::Cell *cell : cells)
        cell->text = cell->value ? texts.takeFirst() : QStringLiteral("–");
}

Tone toneOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Better:
        return Tone::Good;
    case Verdict::Worse:
        return Tone::Bad;
    case Verdict::None:
        break;
    }
    return Tone::Neutral;
}

QString groupTitle(Comparison::Group group)
{
    switch (group) {
    case Comparison::Group::Data:
        return Compare::tr("Data");
    case Comparison::Group::Template:
        return Compare::tr("Signal template");
    case Comparison::Group::Options:
        return Compare::tr("Options");
    case Comparison::Group::Evaluation:
        return Compare::tr("Evaluation");
    case Comparison::Group::Environment:
        return Compare::tr("Environment");
    case Comparison::Group::Other:
        break;
    }
    return Compare::tr("Other");
}

Comparison::Group groupOf(const QString &manifestPath)
{
    const qsizetype end = manifestPath.indexOf(u'.');
    const QStringView head = QStringView(manifestPath).left(end < 0 ? manifestPath.size() : end);
    if (head == u"dataset")
        return Comparison::Group::Data;
    if (head == u"template")
        return Comparison::Group::Template;
    if (head == u"options" || head == u"family")
        return Comparison::Group::Options;
    if (head == u"evaluation")
        return Comparison::Group::Evaluation;
    if (head == u"environment")
        return Comparison::Group::Environment;
    return Comparison::Group::Other;
}

bool isIncidental(const QString &manifestPath)
{
    static const QSet<QString> names{u"job_name"_qs,    u"started_at"_qs,
                                     u"finished_at"_qs, u"parent_version"_qs,
                                     u"version"_qs,     u"index.expected_requests_per_second"_qs};
    // What was live while a run was evaluated is the book-keeping of that day, not a trait of the run.
    return names.contains(manifestPath) || manifestPath.startsWith(u"artifact.") ||
           manifestPath == u"evaluation.live" || manifestPath.startsWith(u"evaluation.live.") ||
           manifestPath.startsWith(u"evaluation.live_");
}

QString comparabilitySentence(const Comparability &comparability)
{
    if (comparability.verdict == Comparable::Yes)
        return {};
    if (comparability.verdict == Comparable::Partly) {
        return Compare::tr(
            "Partly comparable: test pairs that one of them had been trained on are left out, and "
            "with them their users, on both sides.");
    }
    QStringList facts;
    QStringList sentences;
    for (const QString &reason : comparability.reasons) {
        if (reason == u"evaluation.split_digest")
            facts += Compare::tr("the test split");
        else if (reason == u"evaluation.k")
            facts += Compare::tr("the length K of the lists");
        else if (reason == u"evaluation.candidates")
            facts += Compare::tr("the candidate items");
        else if (reason == u"evaluation.protocol")
            facts += Compare::tr("the evaluation protocol");
        else if (reason == u"evaluation.dropped_pairs")
            sentences += Compare::tr("One of them had been trained on every test pair.");
        else if (reason.contains(u' '))
            sentences += format::withMetricNames(reason); // the server's own words
        else
            facts += reason;
    }
    //: %1 is a list such as "the test split, the candidate items"
    const QString sentence = facts.isEmpty()
                                 ? Compare::tr("Not comparable.")
                                 : Compare::tr("Not comparable, because these differ or are unknown: %1.")
                                       .arg(facts.join(u", "_qs));
    return (QStringList(sentence) + sentences).join(u' ');
}

} // namespace nsl
