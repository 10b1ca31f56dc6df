// SPDX-License-Identifier: GPL-3.0-or-later
#include "axisticks.h"

#include "numberformat.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace nsl
{

namespace
{

constexpr int labelDigits = 7; ///< the most digits that a tick label holds
constexpr double plainFrom = 1e-4;
constexpr double plainBelow = 1e7;
constexpr double hair = 1e-9;      ///< what rounding may add to a step
constexpr double timeLimit = 9e15; ///< what QDateTime surely takes, some 285 000 years

/// The round step (1, 2 or 5 times a power of ten) of which about `parts` fill the range.
double roundStep(double from, double to, int parts)
{
    double raw = to / parts - from / parts; // the difference itself could overflow
    if (!std::isfinite(raw))
        raw = std::numeric_limits<double>::max() / 2;
    if (!(raw > 0))
        return 0;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    if (!(power > 0))
        return raw;
    const double share = raw / power * (1 - hair);
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/// The multiples of `step` in [from, to]; bounded, ascending, without repeats.
QList<double> multiplesIn(double from, double to, double step, int most)
{
    QList<double> values;
    const double below = std::floor(from / step) * step;
    const double start = std::isfinite(below) ? below : from;
    for (int i = 0; i <= most + 1; ++i) {
        // Rounded to the step again: 0.1 three times is not 0.3.
        const double near = start + i * step;
        const double count = std::round(near / step);
        const double value = std::abs(count) < 1e15 ? count * step : near;
        if (!std::isfinite(value))
            continue;
        if (value > to + step * hair)
            break;
        if (value >= from - step * hair && (values.isEmpty() || value > values.last()))
            values += value;
    }
    return values;
}

int decimalsOf(double step)
{
    return std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 0, 300);
}

QString plainNumber(double value, int decimals, const QLocale &locale)
{
    return format::withMinus(locale.toString(value == 0 ? 0.0 : value, 'f', decimals), locale);
}

/// Labels for values that are `step` apart.
AxisTicks labelled(const QList<double> &values, double step, const QLocale &locale)
{
    AxisTicks result;
    if (values.isEmpty())
        return result;
    const double largest = std::max(std::abs(values.first()), std::abs(values.last()));
    if (largest == 0) {
        result.ticks.append({0, QStringLiteral("0")});
        return result;
    }
    const int places = int(std::floor(std::log10(largest)));
    const int stepPlaces = int(std::floor(std::log10(step) + 1e-9));
    const int digits = places - stepPlaces + 1; // that tell neighbours apart
    if (digits > labelDigits) {
        // The base has as many digits as its number holds; the labels count from it.
        const double base = values.first();
        QList<double> distances;
        for (const double value : values)
            distances += value - base;
        AxisTicks relative = labelled(distances, step, locale);
        for (qsizetype i = 0; i < values.size(); ++i)
            result.ticks.append({values.at(i), QStringLiteral("+") + relative.ticks.at(i).label});
        const bool whole = base == std::floor(base) && std::abs(base) < 9e18;
        result.origin =
            whole ? format::withMinus(locale.toString(qint64(base)), locale) : format::exact(base, locale);
        return result;
    }
    const bool plain = largest < plainBelow && step >= plainFrom * 0.999;
    for (const double value : values) {
        result.ticks.append({value, value == 0 ? QStringLiteral("0")
                                    : plain    ? plainNumber(value, decimalsOf(step), locale)
                                               : format::scientific(value, digits, locale)});
    }
    if (plain && values.contains(0.0)) {
        for (AxisTicks::Tick &tick : result.ticks)
            tick.label = plainNumber(tick.value, decimalsOf(step), locale);
    }
    return result;
}

/// Scientific labels of one axis need different numbers of digits ("9×10⁶", "1.1×10⁷"); equal ones go.
void dropRepeats(AxisTicks &ticks)
{
    QList<AxisTicks::Tick> kept;
    for (const AxisTicks::Tick &tick : std::as_const(ticks.ticks)) {
        if (kept.isEmpty() || kept.last().label != tick.label)
            kept += tick;
    }
    ticks.ticks = kept;
}

} // namespace

AxisTicks AxisTicks::linear(double from, double to, int parts, bool whole, const QLocale &locale)
{
    if (!std::isfinite(from) || !std::isfinite(to) || from > to)
        return {};
    parts = std::clamp(parts, 1, 20);
    double step = roundStep(from, to, parts);
    if (whole)
        step = std::max(1.0, step);
    // Steps finer than the numbers themselves would mark one number twice.
    const double largest = std::max(std::abs(from), std::abs(to));
    const double grain = std::nextafter(largest, std::numeric_limits<double>::infinity()) - largest;
    while (std::isfinite(grain) && step < grain && step > 0)
        step *= 2;
    if (!(step > 0) || !std::isfinite(step))
        return {{{from, from == 0 ? QStringLiteral("0") : format::scientific(from, 4, locale)}}, {}};
    QList<double> values = multiplesIn(from, to, step, 3 * parts);
    if (values.isEmpty())
        values = {from};
    AxisTicks result = labelled(values, step, locale);
    dropRepeats(result);
    return result;
}

AxisTicks AxisTicks::logarithmic(double from, double to, int parts, const QLocale &locale)
{
    if (!(from > 0) || !std::isfinite(to) || from > to)
        return {};
    parts = std::clamp(parts, 1, 20);
    const double low = std::log10(from);
    const double high = std::log10(to);
    if (high - low < 1)
        return linear(from, to, parts, false, locale);
    AxisTicks result;
    const auto add = [&](double value) {
        if (value < from || value > to || !(value > 0) || !std::isfinite(value))
            return;
        const bool plain = value >= plainFrom * 0.999 && value < plainBelow;
        result.ticks.append({value, plain ? plainNumber(value, decimalsOf(value), locale)
                                          : format::scientific(value, 1, locale)});
    };
    const int first = int(std::floor(low));
    const int last = int(std::floor(high));
    const int stride = std::max(1, int(std::ceil((high - low) / parts)));
    const bool subdivided = high - low < 2.5 && parts >= 4;
    for (int exponent = first; exponent <= last; ++exponent) {
        if (stride > 1 && exponent % stride != 0)
            continue;
        const double decade = std::pow(10, exponent);
        add(decade);
        if (subdivided) {
            add(2 * decade);
            add(5 * decade);
        }
    }
    dropRepeats(result);
    return result;
}

AxisTicks AxisTicks::time(double from, double to, int parts, const QLocale &locale)
{
    if (std::isnan(from) || std::isnan(to) || from > to)
        return {};
    from = std::clamp(from, -timeLimit, timeLimit);
    to = std::clamp(to, -timeLimit, timeLimit);
    parts = std::clamp(parts, 1, 20);
    constexpr double second = 1000;
    constexpr double minute = 60 * second;
    constexpr double hour = 60 * minute;
    constexpr double day = 24 * hour;
    static constexpr std::array steps{1.0,         2.0,         5.0,         10.0,    20.0,       50.0,
                                      100.0,       200.0,       500.0,       second,  2 * second, 5 * second,
                                      10 * second, 15 * second, 30 * second, minute,  2 * minute, 5 * minute,
                                      10 * minute, 15 * minute, 30 * minute, hour,    2 * hour,   3 * hour,
                                      6 * hour,    12 * hour,   day,         2 * day, 7 * day,    14 * day,
                                      30 * day,    90 * day,    365 * day};
    const double raw = (to - from) / parts;
    const auto found = std::lower_bound(steps.begin(), steps.end(), raw);
    const double step = found != steps.end() ? *found : std::max(365 * day, roundStep(from, to, parts));
    // Round in local time: midnight, not the time of midnight in Greenwich.
    const double offset = QDateTime::fromMSecsSinceEpoch(qint64(from)).offsetFromUtc() * second;
    QList<double> values = multiplesIn(from + offset, to + offset, step, 3 * parts);
    if (values.isEmpty())
        values = {from + offset};
    const QDate firstDay = QDateTime::fromMSecsSinceEpoch(qint64(from)).date();
    const QDate lastDay = QDateTime::fromMSecsSinceEpoch(qint64(to)).date();
    QString dayFormat = locale.dateFormat(QLocale::ShortFormat);
    if (!dayFormat.contains(u"yyyy"_qs))
        dayFormat.replace(u"yy"_qs, u"yyyy"_qs);
    // The time of day alone comes again the next day.
    const QString minuteFormat = firstDay == lastDay ? u"HH:mm"_qs : u"ddd HH:mm"_qs;
    AxisTicks result;
    for (const double value : std::as_const(values)) {
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(qint64(value - offset));
        QString label;
        if (step >= day)
            label = locale.toString(at.date(), dayFormat);
        else if (step >= minute)
            label = locale.toString(at, minuteFormat);
        else
            label = locale.toString(at.time(), step >= second ? u"HH:mm:ss"_qs : u"HH:mm:ss.zzz"_qs);
        result.ticks.append({value - offset, label});
    }
    if (step < day) {
        result.origin = locale.toString(firstDay, dayFormat);
        if (firstDay != lastDay)
            result.origin += u" – "_qs + locale.toString(lastDay, dayFormat);
    }
    dropRepeats(result);
    return result;
}

} // namespace nsl
