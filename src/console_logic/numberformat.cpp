// SPDX-License-Identifier: GPL-3.0-or-later
#include "numberformat.h"

#include <QCoreApplication>
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

/// The typographic minus, so that signs line up with a plus.
QString withMinus(QString text, const QLocale &locale)
{
    return text.replace(locale.negativeSign(), QStringLiteral("−"));
}

QString number(const QString &name, double value, const QLocale &locale)
{
    if (isRate(name) || isCount(name) || (!isStandard(name) && std::abs(value) >= 1000))
        return locale.toString(value, 'f', 0);
    if (isStandard(name))
        return locale.toString(value, 'f', ratioDecimals);
    return locale.toString(value, 'g', 4);
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

QString metricValue(const QString &name, double value, const QLocale &locale)
{
    return std::isfinite(value) ? withMinus(number(name, value, locale), locale) : special(value);
}

QString exact(double value, const QLocale &locale)
{
    return std::isfinite(value) ? locale.toString(value, 'g', QLocale::FloatingPointShortest)
                                : special(value);
}

QString signedDifference(const QString &name, double difference, const QLocale &locale)
{
    if (!std::isfinite(difference))
        return special(difference);
    const QString size = number(name, std::abs(difference), locale);
    const bool zero = size == number(name, 0, locale);
    return (zero ? QStringLiteral("±") : difference > 0 ? QStringLiteral("+") : QStringLiteral("−")) + size;
}

QString percent(double fraction, const QLocale &locale)
{
    const double size = std::abs(fraction) * 100;
    //: a percentage with its sign
    return Format::tr("%1 %").arg(locale.toString(size, 'f', size < 9.95 ? 1 : 0));
}

QString verdictText(double value, double baseline, MetricDirection direction, const QLocale &locale)
{
    const std::optional<double> relative = relativeDelta(value, baseline);
    switch (verdictOf(value, baseline, direction)) {
    case Verdict::Same:
        return Format::tr("same");
    case Verdict::Better:
    case Verdict::Worse: {
        const bool better = verdictOf(value, baseline, direction) == Verdict::Better;
        const QString arrow = value > baseline ? QStringLiteral("▲") : QStringLiteral("▼");
        const QString size =
            relative ? percent(*relative, locale) : exact(std::abs(value - baseline), locale);
        //: %1 is an arrow, %2 a percentage
        return (better ? Format::tr("%1 %2 better") : Format::tr("%1 %2 worse")).arg(arrow, size);
    }
    case Verdict::Unknown:
        break;
    }
    if (!relative)
        return {};
    return (*relative > 0   ? QStringLiteral("+")
            : *relative < 0 ? QStringLiteral("−")
                            : QStringLiteral("±")) +
           percent(*relative, locale);
}

QString differenceText(const QString &name, double value, double baseline, MetricDirection direction,
                       const QLocale &locale)
{
    if (!std::isfinite(value) || !std::isfinite(baseline))
        return {};
    const QString size = signedDifference(name, value - baseline, locale);
    const QString arrow = value > baseline ? QStringLiteral("▲") : QStringLiteral("▼");
    switch (verdictOf(value, baseline, direction)) {
    case Verdict::Better:
        return Format::tr("%1 %2 better").arg(arrow, size);
    case Verdict::Worse:
        return Format::tr("%1 %2 worse").arg(arrow, size);
    case Verdict::Same:
        return Format::tr("same");
    case Verdict::Unknown:
        break;
    }
    return size;
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
