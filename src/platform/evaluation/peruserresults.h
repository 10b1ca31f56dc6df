// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QString>

namespace nsl
{

/// A per_user.csv: what each scored user got, metric by metric. Copies share the data.
struct PerUserResults
{
    struct Metric
    {
        QString name;
        QList<double> values; ///< one per user, in their order
    };

    QList<QByteArray> users; ///< UTF-8 ids, sorted as bytes, each once
    QList<Metric> metrics;   ///< in the order of the file's columns

    /// The mean over all users; 0 without any.
    static double mean(const QList<double> &values);
};

/// Reads `user_id,test_item_id,rank,<metric>,...`: every column but the first three is a metric with a finite
/// number per user. Errors say which line is wrong. `name` stands for the file in sentences.
Outcome<PerUserResults> readPerUserResults(QIODevice &file, const QString &name);

/// The values of the users that are in both, side by side.
struct PairedMetric
{
    QString name;
    QList<double> left;
    QList<double> right;
};
struct PairedResults
{
    qsizetype pairs = 0;
    QList<PairedMetric> metrics; ///< those that both have
};
PairedResults pairUsers(const PerUserResults &left, const PerUserResults &right);

} // namespace nsl
