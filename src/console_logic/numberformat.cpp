// SPDX-License-Identifier: GPL-3.0-or-later
#include "numberformat.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace nsl
{

namespace
{

struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

struct Split
{
    QStringView prefix;
    QStringView base;
};

Split splitName(const QString &name)
{
    const QStringView view(name);
    for (const QStringView prefix :
         {QStringView(u"validation_"), QStringView(u"baseline_"), QStringView(u"live_")}) {
        if (view.startsWith(prefix) && view.size() > prefix.size())
            return {prefix, view.mid(prefix.size())};
    }
    return {{}, view};
}

QString baseName(QStringView base)
{
    if (base == u"train_loss")
        return Format::tr("Training loss");
    if (base == u"refit_loss")
        return Format::tr("Refit loss");
    if (base == u"best_epoch")
        return Format::tr("Best epoch");
    if (base == u"loss")
        return Format::tr("Loss");
    if (base == u"examples_per_second")
        return Format::tr("Examples per second");
    // A ranking metric with its cut: "ndcg_at_10".
    const qsizetype at = base.lastIndexOf(u"_at_");
    bool whole = false;
    const int cut = at < 0 ? 0 : base.mid(at + 4).toInt(&whole);
    if (!whole || cut < 1)
        return {};
    const QStringView kind = base.left(at);
    if (kind == u"recall")
        return Format::tr("Recall@%1").arg(cut);
    if (kind == u"ndcg")
        return Format::tr("NDCG@%1").arg(cut);
    if (kind == u"mrr")
        return Format::tr("MRR@%1").arg(cut);
    if (kind == u"coverage")
        return Format::tr("Coverage@%1").arg(cut);
    if (kind == u"popularity_bias")
        return Format::tr("Popularity bias@%1").arg(cut);
    return {};
}

constexpr int ratioDecimals = 3;

bool isRate(const QString &name)
{
    return splitName(name).base == u"examples_per_second";
}

bool isCount(const QString &name)
{
    return splitName(name).base == u"best_epoch";
}

bool isStandard(const QString &name)
{
    return !baseName(splitName(name).base).isEmpty();
}

QString special(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

constexpr double hugeNumber = 1e7;
constexpr double tinyRatio = 1e-3;
constexpr double tinyNumber = 1e-4;
constexpr int mostExtraDigits = 14;

QString superscript(int number)
{
    static constexpr std::array<char16_t, 10> digits{u'⁰', u'¹', u'²', u'³', u'⁴',
                                                     u'⁵', u'⁶', u'⁷', u'⁸', u'⁹'};
    QString text = number < 0 ? QStringLiteral("⁻") : QString();
    const QString plain = QString::number(std::abs(number));
    for (const QChar digit : plain)
        text += QChar(digits[size_t(digit.digitValue())]);
    return text;
}

/// "1.5e-07" as "1.5×10⁻⁷".
QString inPowersOfTen(const QString &exponential, const QLocale &locale)
{
    const qsizetype mark = exponential.indexOf(u'e');
    QString mantissa = exponential.left(mark);
    mantissa.replace(u'.', locale.decimalPoint());
    mantissa.replace(u'-', QStringLiteral("−"));
    return mantissa + QStringLiteral("×10") + superscript(exponential.mid(mark + 1).toInt());
}

/// A finite number in the metric's usual digits and `extra` ones.
QString metricNumber(const QString &name, double value, const QLocale &locale, int extra = 0)
{
    const double size = std::abs(value);
    if (value == 0)
        return locale.toString(0.0, 'f',
                               isStandard(name) && !isRate(name) && !isCount(name) ? ratioDecimals : 0);
    if (size >= hugeNumber && (size >= 1e15 || !isRate(name) || value != std::floor(value)))
        return format::scientific(value, std::min(3 + extra, 17), locale);
    const bool whole = value == std::floor(value);
    QString text;
    if (isRate(name) || isCount(name)) {
        if (size < 1 && extra == 0)
            return size < tinyNumber ? format::scientific(value, 3, locale)
                                     : format::withMinus(locale.toString(value, 'g', 3), locale);
        text = locale.toString(value, 'f', extra);
    } else if (isStandard(name)) {
        if (size < tinyRatio)
            return format::scientific(value, std::min(3 + extra, 17), locale);
        text = locale.toString(value, 'f', ratioDecimals + extra);
    } else if (whole) {
        text = locale.toString(value, 'f', 0);
    } else if (size < tinyNumber) {
        return format::scientific(value, std::min(4 + extra, 17), locale);
    } else {
        const int places = int(std::floor(std::log10(size))) + 1;
        const int significant = size >= 1000 ? std::max(4, places) : 4;
        text = locale.toString(value, 'f', std::max(0, significant - places) + extra);
        // 0.5000 says no more than 0.5.
        if (extra == 0 && text.contains(locale.decimalPoint())) {
            while (text.endsWith(locale.zeroDigit()))
                text.chop(1);
            if (text.endsWith(locale.decimalPoint()))
                text.chop(locale.decimalPoint().size());
        }
    }
    return format::withMinus(text, locale);
}

} // namespace

namespace format
{

QString metricName(const QString &name)
{
    const Split split = splitName(name);
    const QString base = baseName(split.base);
    if (base.isEmpty())
        return name;
    if (split.prefix == u"validation_")
        return Format::tr("Validation %1", "a metric on the validation set")
            .arg(split.base == u"loss" ? Format::tr("loss") : base);
    if (split.prefix == u"baseline_")
        return Format::tr("Popularity baseline's %1", "%1 is a metric").arg(base);
    if (split.prefix == u"live_")
        return Format::tr("Live version's %1", "%1 is a metric").arg(base);
    return base;
}

QString withMetricNames(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("[a-z]+(?:_[a-z0-9]+)+"));
    QString named;
    qsizetype done = 0;
    auto matches = word.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        named += text.mid(done, match.capturedStart() - done) + metricName(match.captured());
        done = match.capturedEnd();
    }
    return named + text.mid(done);
}

QString metricUnit(const QString &name)
{
    return isRate(name) ? Format::tr("examples/s") : QString();
}

QString withMinus(QString text, const QLocale &locale)
{
    return text.replace(locale.negativeSign(), QStringLiteral("−"));
}

QString metricValue(const QString &name, double value, const QLocale &locale)
{
    return std::isfinite(value) ? metricNumber(name, value, locale) : special(value);
}

QStringList metricValues(const QString &name, const QList<double> &values, const QLocale &locale)
{
    QStringList texts;
    for (int extra = 0; extra <= mostExtraDigits; ++extra) {
        texts.clear();
        QHash<QString, double> seen;
        bool apart = true;
        for (const double value : values) {
            texts += std::isfinite(value) ? metricNumber(name, value, locale, extra) : special(value);
            const auto known = seen.constFind(texts.last());
            apart = apart && (known == seen.constEnd() || *known == value || !std::isfinite(value));
            seen.insert(texts.last(), value);
        }
        if (apart)
            return texts;
    }
    texts.clear();
    for (const double value : values)
        texts += exact(value, locale);
    return texts;
}

QString exact(double value)
{
    return std::isfinite(value) ? QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest)
                                : special(value);
}

QString exact(double value, const QLocale &locale)
{
    if (!std::isfinite(value))
        return special(value);
    const double size = std::abs(value);
    if (value == 0 || (size >= tinyNumber && size < 1e15))
        return withMinus(locale.toString(value, 'f', QLocale::FloatingPointShortest), locale);
    return inPowersOfTen(QString::number(value, 'e', QLocale::FloatingPointShortest), locale);
}

QString scientific(double value, int digits, const QLocale &locale)
{
    return inPowersOfTen(QString::number(value, 'e', std::clamp(digits, 1, 17) - 1), locale);
}

QString signedDifference(const QString &name, double difference, const QLocale &locale)
{
    if (!std::isfinite(difference))
        return special(difference);
    if (difference == 0)
        return QStringLiteral("±") + metricNumber(name, 0, locale);
    const double size = std::abs(difference);
    QString text = metricNumber(name, size, locale);
    if (isStandard(name) && !isRate(name) && !isCount(name) && size < tinyRatio) {
        const int places = int(std::ceil(-std::log10(size)));
        text = places <= 6 ? locale.toString(size, 'f', std::max(ratioDecimals, places))
                           : scientific(size, 1, locale);
    }
    return (difference > 0 ? QStringLiteral("+") : QStringLiteral("−")) + text;
}

QString percent(double fraction, const QLocale &locale)
{
    const double size = std::abs(fraction) * 100;
    int decimals = size < 9.95 ? 1 : 0;
    if (size > 0 && size < 0.05)
        decimals = std::min(int(std::ceil(-std::log10(size))), 6);
    const QString number = size >= hugeNumber || (size > 0 && size < 1e-6)
                               ? scientific(size, 2, locale)
                               : locale.toString(size, 'f', decimals);
    //: a percentage with its sign
    return Format::tr("%1 %").arg(number);
}

QString judgementWord(const Judgement &judgement)
{
    switch (judgement.verdict) {
    case Verdict::Better:
        return Format::tr("better");
    case Verdict::Worse:
        return Format::tr("worse");
    case Verdict::None:
        break;
    }
    switch (judgement.reason) {
    case Judgement::Reason::Same:
        return Format::tr("same");
    case Judgement::Reason::WithinNoise:
        return Format::tr("within noise");
    case Judgement::Reason::NoInterval:
        return Format::tr("no interval", "nobody measured how much of a difference is chance");
    case Judgement::Reason::TooFewUsers:
        return Format::tr("too few users");
    case Judgement::Reason::NotComparable:
        return Format::tr("not comparable");
    case Judgement::Reason::Decided:
    case Judgement::Reason::NoDirection:
    case Judgement::Reason::NotANumber:
        break;
    }
    return {};
}

namespace
{

/// A difference of that size with its judgement.
QString judged(const MetricDifference &difference, const QString &size)
{
    const Judgement judgement = judge(difference);
    const QString word = judgementWord(judgement);
    if (!difference.value || !difference.baseline || judgement.reason == Judgement::Reason::Same ||
        judgement.reason == Judgement::Reason::NotComparable)
        return difference.value && difference.baseline ? word : QString();
    if (size.isEmpty())
        return {};
    if (judgement.verdict == Verdict::None)
        //: %1 is a difference such as "+0.006", %2 why it has no verdict: "within noise", "no interval"
        return word.isEmpty() ? size : Format::tr("%1 %2", "difference, no verdict").arg(size, word);
    const QString arrow =
        *difference.value > *difference.baseline ? QStringLiteral("▲") : QStringLiteral("▼");
    //: %1 is an arrow, %2 a difference such as "+0.006", %3 "better" or "worse"
    return Format::tr("%1 %2 %3", "arrow, difference, verdict").arg(arrow, size, word);
}

} // namespace

QString differenceText(const QString &name, const MetricDifference &difference, const QLocale &locale)
{
    QString size;
    if (difference.value && difference.baseline && std::isfinite(*difference.value) &&
        std::isfinite(*difference.baseline))
        size = signedDifference(name, *difference.value - *difference.baseline, locale);
    return judged(difference, size);
}

QString relativeText(const MetricDifference &difference, const QLocale &locale)
{
    QString size;
    if (difference.value && difference.baseline) {
        if (const std::optional<double> relative = relativeDelta(*difference.value, *difference.baseline))
            size = (*relative > 0   ? QStringLiteral("+")
                    : *relative < 0 ? QStringLiteral("−")
                                    : QStringLiteral("±")) +
                   percent(*relative, locale);
        else if (std::isfinite(*difference.value) && std::isfinite(*difference.baseline))
            size = signedDifference({}, *difference.value - *difference.baseline, locale);
    }
    return judged(difference, size);
}

QString count(qint64 number, const QLocale &locale)
{
    return locale.toString(number);
}

QString bytes(qint64 number, const QLocale &locale)
{
    return locale.formattedDataSize(number, 1);
}

QString duration(double seconds, const QLocale &locale)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return {};
    if (seconds < 9.95)
        return Format::tr("%1 s", "seconds").arg(locale.toString(seconds, 'f', 1));
    const qint64 whole = qint64(std::min(std::round(seconds), 1e15));
    if (whole < 60)
        return Format::tr("%1 s", "seconds").arg(whole);
    if (whole < 3600)
        return Format::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    if (whole < 86'400)
        return Format::tr("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
    return Format::tr("%1 d %2 h", "days and hours")
        .arg(locale.toString(whole / 86'400))
        .arg(whole / 3600 % 24);
}

QString elapsed(double seconds, const QLocale &locale)
{
    // Whole seconds, and none of the first ones: what ticks in tenths is restless.
    return seconds < 10 ? Format::tr("a few seconds") : duration(seconds, locale);
}

QString relativeTime(const QDateTime &time, const QDateTime &now, const QLocale &locale)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < 10)
        return Format::tr("just now");
    if (seconds < 60)
        return Format::tr("%1 s ago").arg(seconds);
    if (seconds < 3600)
        return Format::tr("%1 min ago").arg(seconds / 60);
    if (seconds < 86'400)
        return Format::tr("%1 h ago").arg(seconds / 3600);
    return locale.toString(time.toLocalTime().date(), QLocale::ShortFormat);
}

QString clockTime(const QDateTime &time, const QDateTime &now, const QLocale &locale)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    if (local.date() == now.toLocalTime().date())
        return locale.toString(local.time(), QLocale::ShortFormat);
    return locale.toString(local, QLocale::ShortFormat);
}

QString dateTime(const QDateTime &time, const QLocale &locale)
{
    return time.isValid() ? locale.toString(time.toLocalTime(), QLocale::ShortFormat) : QString();
}

QString utc(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_qs) + u" UTC"_qs : QString();
}

QString list(const QStringList &parts)
{
    QStringList present = parts;
    present.removeAll(QString());
    return present.join(QStringLiteral(" · "));
}

bool metricLess(const QString &left, const QString &right)
{
    const auto rank = [](const QString &name) {
        static constexpr std::array<QStringView, 8> order{
            u"ndcg_at_10",     u"recall_at_10",          u"mrr_at_10",
            u"coverage_at_10", u"popularity_bias_at_10", u"loss",
            u"train_loss",     u"examples_per_second"};
        const Split split = splitName(name);
        int group = 0;
        if (split.prefix == u"validation_")
            group = 1;
        else if (split.prefix == u"baseline_")
            group = 2;
        else if (split.prefix == u"live_")
            group = 3;
        const auto found = std::find(order.begin(), order.end(), split.base);
        return group * 100 + int(found - order.begin());
    };
    const int leftRank = rank(left);
    const int rightRank = rank(right);
    return leftRank != rightRank ? leftRank < rightRank : left < right;
}

} // namespace format

} // namespace nsl
