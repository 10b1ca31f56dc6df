// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/peruserresults.h"

#include "delimitedreader.h"
#include "ingest/importfile.h"
#include "utf8.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

namespace nsl
{

namespace
{

constexpr qsizetype maxUsers = 5'000'000;
constexpr qsizetype maxPerUserMetrics = 16;

PlatformError unusable(const QString &name, const QString &what)
{
    return PlatformError::invalid(u"%1 cannot be used: %2"_qs.arg(name, what), u"worker_output"_qs);
}

/// Brings users and values into the order of the ids; false when an id comes twice.
bool sortByUser(PerUserResults &results)
{
    const auto &users = results.users;
    if (!std::is_sorted(users.begin(), users.end())) {
        QList<qsizetype> order(users.size());
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(),
                  [&users](qsizetype a, qsizetype b) { return users.at(a) < users.at(b); });
        PerUserResults sorted;
        for (const qsizetype index : std::as_const(order))
            sorted.users.append(users.at(index));
        for (const PerUserResults::Metric &metric : std::as_const(results.metrics)) {
            PerUserResults::Metric moved{metric.name, {}};
            for (const qsizetype index : std::as_const(order))
                moved.values.append(metric.values.at(index));
            sorted.metrics.append(moved);
        }
        results = sorted;
    }
    return std::adjacent_find(results.users.begin(), results.users.end()) == results.users.end();
}

} // namespace

double PerUserResults::mean(const QList<double> &values)
{
    if (values.isEmpty())
        return 0;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Outcome<PerUserResults> readPerUserResults(QIODevice &file, const QString &name)
{
    using Result = tabular::RecordReader::Result;
    DeviceInput input(file);
    tabular::DelimitedReader reader(input, {});
    if (reader.readHeader() != Result::Record) {
        return unusable(name, reader.message().empty() ? u"it is empty."_qs
                                                       : QString::fromStdString(reader.message()));
    }
    PerUserResults results;
    std::optional<std::size_t> userColumn;
    QList<std::pair<std::size_t, qsizetype>> metricColumns; // of the file, of the results
    for (std::size_t column = 0; column < reader.columns().size(); ++column) {
        const std::string &title = reader.columns().at(column);
        if (title.empty())
            return unusable(name, u"a column of the header has no name."_qs);
        if (title == "user_id") {
            userColumn = column;
        } else if (title != "test_item_id" && title != "rank") {
            metricColumns.append(std::pair(column, results.metrics.size()));
            results.metrics.append({QString::fromStdString(tabular::glimpse(title, 64)), {}});
        }
    }
    if (!userColumn || metricColumns.isEmpty() || metricColumns.size() > maxPerUserMetrics)
        return unusable(name, u"it needs a column user_id and 1 to %1 metrics."_qs.arg(maxPerUserMetrics));

    tabular::Record record;
    for (;;) {
        const auto read = reader.next(record);
        if (read == Result::End)
            break;
        if (read == Result::Nothing)
            continue;
        if (read != Result::Record) {
            return unusable(name,
                            u"line %1: %2"_qs.arg(record.line).arg(QString::fromStdString(reader.message())));
        }
        if (results.users.size() >= maxUsers)
            return unusable(name, u"it has more than %1 users."_qs.arg(maxUsers));
        results.users.append(QByteArray::fromStdString(record.fields.at(*userColumn)));
        for (const auto &[column, metric] : std::as_const(metricColumns)) {
            bool ok = false;
            const double value = QByteArray::fromStdString(record.fields.at(column)).toDouble(&ok);
            if (!ok || !std::isfinite(value)) {
                return unusable(
                    name,
                    u"line %1: %2 is no number."_qs.arg(record.line).arg(results.metrics.at(metric).name));
            }
            results.metrics[metric].values.append(value);
        }
    }
    if (!sortByUser(results))
        return unusable(name, u"a user is in it twice."_qs);
    return results;
}

PairedResults pairUsers(const PerUserResults &left, const PerUserResults &right)
{
    QList<std::pair<const QList<double> *, const QList<double> *>> sources;
    PairedResults paired;
    for (const PerUserResults::Metric &one : left.metrics) {
        for (const PerUserResults::Metric &other : right.metrics) {
            if (one.name == other.name) {
                sources.append(std::pair(&one.values, &other.values));
                paired.metrics.append({one.name, {}, {}});
            }
        }
    }
    qsizetype l = 0;
    qsizetype r = 0;
    while (l < left.users.size() && r < right.users.size()) {
        if (left.users.at(l) < right.users.at(r)) {
            ++l;
        } else if (right.users.at(r) < left.users.at(l)) {
            ++r;
        } else {
            for (qsizetype i = 0; i < sources.size(); ++i) {
                paired.metrics[i].left.append(sources.at(i).first->at(l));
                paired.metrics[i].right.append(sources.at(i).second->at(r));
            }
            ++paired.pairs;
            ++l;
            ++r;
        }
    }
    return paired;
}

} // namespace nsl
