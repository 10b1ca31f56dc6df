// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "verdict.h"

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
/// Three decimals for ratios and losses, grouped integers for rates; huge and tiny numbers in scientific form
/// ("1.50×10⁻⁷"); "NaN", "∞".
QString metricValue(const QString &name, double value, const QLocale &locale = {});
/// The same for numbers that stand side by side: with as many digits more as it takes to tell those apart
/// that differ.
QStringList metricValues(const QString &name, const QList<double> &values, const QLocale &locale = {});
/// The shortest digits that are this double and no other, as programs read them: for copying and files.
QString exact(double value);
/// The same for people: grouped, and huge and tiny numbers in scientific form.
QString exact(double value, const QLocale &locale);
/// "1.5×10⁻⁷" with `digits` significant digits, for a finite number other than 0.
QString scientific(double value, int digits, const QLocale &locale = {});
/// The typographic minus in place of the locale's, so that signs line up with a plus.
QString withMinus(QString text, const QLocale &locale);
/// "+0.006", "−0.004" with digits enough that only a difference of zero reads as zero ("±0.000").
QString signedDifference(const QString &name, double difference, const QLocale &locale = {});
/// "3.4 %", without a sign; never 0 % for what is not zero.
QString percent(double fraction, const QLocale &locale = {});
/// What a judgement says beside a difference: "better", "worse", "within noise", "no interval", "same"; empty
/// where nothing is to be said.
QString judgementWord(const Judgement &judgement);
/// "▲ +0.006 better", "+0.001 within noise", "+0.001 no interval", "same", "not comparable"; empty when a
/// side is missing. The arrow and the verdict come together or not at all.
QString differenceText(const QString &name, const MetricDifference &difference, const QLocale &locale = {});
/// The same with the relative change: "▲ +3.4 % better", "−0.3 % no interval".
QString relativeText(const MetricDifference &difference, const QLocale &locale = {});

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
