// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"

#include <QDateTime>
#include <QLocale>
#include <QString>

#include <optional>

/// Every number, time and metric name that a person reads is written here.
namespace nsl::format
{

/// "NDCG@10", "Recall@10", "Training loss", "Live version's NDCG@10"; an unknown name as it came.
QString metricName(const QString &name);
/// A server's sentence with every known metric ("recall_at_10") under its name for people.
QString withMetricNames(const QString &text);
/// What the metric's number counts ("examples/s"), or empty.
QString metricUnit(const QString &name);
/// Three significant decimals for ratios and losses, grouped integers for rates; "NaN", "∞".
QString metricValue(const QString &name, double value, const QLocale &locale = {});
/// All digits, for tool tips and copying.
QString exact(double value, const QLocale &locale = QLocale::c());
/// "+0.006", "−0.004", "±0.000" in the metric's decimals.
QString signedDifference(const QString &name, double difference, const QLocale &locale = {});
/// "3.4 %", without a sign.
QString percent(double fraction, const QLocale &locale = {});
/// "▲ 3.4 % better", "▼ 2.8 % worse", "same", "±…" when the direction is unknown.
QString verdictText(double value, double baseline, MetricDirection direction, const QLocale &locale = {});

/// "▲ +0.006 better", "▼ −0.004 worse", "same"; the plain difference when the direction is unknown; empty
/// when a side is not finite.
QString differenceText(const QString &name, double value, double baseline, MetricDirection direction,
                       const QLocale &locale = {});

QString count(qint64 number, const QLocale &locale = {});
QString bytes(qint64 number, const QLocale &locale = {});
/// "48 s", "2 min 5 s", "2 h 14 min", "3 d 4 h"; tenths below ten seconds.
QString duration(double seconds, const QLocale &locale = {});
/// How long something has lasted, in words that do not tick: "a few seconds", "48 s", "2 h 14 min".
QString elapsed(double seconds, const QLocale &locale = {});
/// "just now", "3 min ago", "2 h ago", then the local date.
QString relativeTime(const QDateTime &time, const QDateTime &now, const QLocale &locale = {});
/// "12:03" for today, else with the date; local time.
QString clockTime(const QDateTime &time, const QDateTime &now, const QLocale &locale = {});
/// Local date and time.
QString dateTime(const QDateTime &time, const QLocale &locale = {});
/// The exact UTC, for tool tips.
QString utc(const QDateTime &time);
/// "epoch 3/5 · 18 s left"
QString list(const QStringList &parts);

/// The order in which metrics are shown: the quality ones first, then by name; baseline_ and live_ last.
bool metricLess(const QString &left, const QString &right);

} // namespace nsl::format
