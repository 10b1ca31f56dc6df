// SPDX-License-Identifier: GPL-3.0-or-later
#include "bootstrap.h"
#include "comparability.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace nsl;

namespace
{

/// The exact bootstrap distribution of a mean: every one of the n^n samples, each as likely as the others.
QList<double> everyResampledMean(const QList<double> &values)
{
    const qsizetype n = values.size();
    qsizetype samples = 1;
    for (qsizetype i = 0; i < n; ++i)
        samples *= n;
    QList<double> means;
    for (qsizetype sample = 0; sample < samples; ++sample) {
        double sum = 0;
        for (qsizetype rest = sample, i = 0; i < n; ++i, rest /= n)
            sum += values.at(rest % n);
        means.append(sum / static_cast<double>(n));
    }
    std::sort(means.begin(), means.end());
    return means;
}

EvaluationBasis basis()
{
    return {QJsonValue(u"s"_qs), QJsonValue(10), QJsonValue(500), QJsonValue(u"p"_qs), 0};
}

} // namespace

class TestEvaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theIntervalIsTheOneOfEverySample()
    {
        // Distinct sums, so that the exact quantiles are steps of a fine stair.
        const QList<double> values{0, 1, 3.25, 7, 12.5};
        const QList<double> exact = everyResampledMean(values);
        BootstrapSettings settings;
        settings.resamples = 100'000;
        const MeanInterval found = bootstrapMeans({values}, settings).first();
        QCOMPARE(found.mean, 4.75);
        const auto quantile = [&exact](double share) {
            return exact.at(static_cast<qsizetype>(share * static_cast<double>(exact.size())));
        };
        // Within the noise of the quantile's own estimate.
        QVERIFY2(found.low >= quantile(0.022) && found.low <= quantile(0.028),
                 qPrintable(QString::number(found.low)));
        QVERIFY2(found.high >= quantile(0.972) && found.high <= quantile(0.978),
                 qPrintable(QString::number(found.high)));
    }

    void theIntervalIsTheSameOnEveryPlatform()
    {
        // Reckoned by another program from the definition of the generator.
        QList<double> values;
        for (int i = 0; i < 200; ++i)
            values.append(((i * 37) % 101 - 50) / 64.0);
        const MeanInterval found = bootstrapMeans({values}).first();
        QCOMPARE(found.mean, 0.000703125);
        QCOMPARE(found.low, -0.067578125);
        QCOMPARE(found.high, 0.0646875);
    }

    void columnsDrawTheSameUsers()
    {
        QList<double> one;
        QList<double> other;
        for (int i = 0; i < 50; ++i) {
            one.append((i * 7) % 11);
            other.append(2.0 * ((i * 7) % 11) + 1);
        }
        const auto both = bootstrapMeans({one, other});
        QCOMPARE(both.size(), 2);
        QCOMPARE(both.at(0), bootstrapMeans({one}).first());
        QCOMPARE(both.at(1).low, 2 * both.at(0).low + 1);
        QCOMPARE(both.at(1).high, 2 * both.at(0).high + 1);
    }

    void aLargeSampleIsNearTheNormalInterval()
    {
        QList<double> values;
        double square = 0;
        for (int i = 0; i < 4000; ++i) {
            values.append(i % 10 == 0 ? 1 : 0); // a recall of .1
            square += (values.last() - 0.1) * (values.last() - 0.1);
        }
        const double half = 1.96 * std::sqrt(square / 4000 / 4000);
        const MeanInterval found = bootstrapMeans({values}).first();
        QVERIFY(std::abs(found.low - (0.1 - half)) < 0.1 * half);
        QVERIFY(std::abs(found.high - (0.1 + half)) < 0.1 * half);
    }

    void nothingToSampleGivesNoInterval()
    {
        QVERIFY(bootstrapMeans({}).isEmpty());
        QVERIFY(bootstrapMeans({QList<double>()}).isEmpty());
        QVERIFY(bootstrapMeans({{1, 2}, {1}}).isEmpty());
        QCOMPARE(bootstrapMeans({{0.5}}).first(), (MeanInterval{0.5, 0.5, 0.5}));
        std::atomic<bool> cancelled{true};
        QVERIFY(bootstrapMeans({{1, 2}}, {}, &cancelled).isEmpty());
    }

    void verdictsReadTheInterval_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("pairs");
        QTest::addColumn<MetricDirection>("direction");
        QTest::addColumn<QString>("word");
        using D = MetricDirection;
        QTest::newRow("above, more is better") << 0.01 << 0.03 << 100 << D::Max << u"better"_qs;
        QTest::newRow("below, more is better") << -0.03 << -0.01 << 100 << D::Max << u"worse"_qs;
        QTest::newRow("above, less is better") << 0.01 << 0.03 << 100 << D::Min << u"worse"_qs;
        QTest::newRow("below, less is better") << -0.03 << -0.01 << 100 << D::Min << u"better"_qs;
        QTest::newRow("holds 0") << -0.01 << 0.03 << 100 << D::Max << u"within_noise"_qs;
        QTest::newRow("ends at 0") << 0.0 << 0.03 << 100 << D::Max << u"within_noise"_qs;
        QTest::newRow("no difference at all") << 0.0 << 0.0 << 100 << D::Max << u"within_noise"_qs;
        QTest::newRow("no direction") << 0.01 << 0.03 << 100 << D::None << u"unknown"_qs;
        QTest::newRow("few pairs") << 0.01 << 0.03 << 9 << D::Max << u"unknown"_qs;
        QTest::newRow("not finite") << std::nan("") << 0.03 << 100 << D::Max << u"unknown"_qs;
    }
    void verdictsReadTheInterval()
    {
        QFETCH(const double, low);
        QFETCH(const double, high);
        QFETCH(const int, pairs);
        QFETCH(const MetricDirection, direction);
        QFETCH(const QString, word);
        const NoiseVerdict verdict = noiseVerdict({(low + high) / 2, low, high}, pairs, direction);
        QCOMPARE(toText(verdict), word);
        QCOMPARE(parseNoiseVerdict(word), verdict);
        QCOMPARE(parseNoiseVerdict(u"splendid"_qs), NoiseVerdict::Unknown);
    }

    void oneBasisIsComparable()
    {
        QCOMPARE(compareBases(basis(), basis()), (Comparability{Comparable::Yes, {}}));
    }

    void droppedPairsMakeItPartly()
    {
        EvaluationBasis less = basis();
        less.droppedPairs = 3;
        const Comparability expected{Comparable::Partly, {u"evaluation.dropped_pairs"_qs}};
        QCOMPARE(compareBases(basis(), less), expected);
        QCOMPARE(compareBases(less, basis()), expected);
        QCOMPARE(compareBases(less, less), expected);
    }

    void everyOtherFactMakesItNo_data()
    {
        QTest::addColumn<int>("fact");
        QTest::addColumn<QString>("path");
        QTest::newRow("split") << 0 << u"evaluation.split_digest"_qs;
        QTest::newRow("k") << 1 << u"evaluation.k"_qs;
        QTest::newRow("candidates") << 2 << u"evaluation.candidates"_qs;
        QTest::newRow("protocol") << 3 << u"evaluation.protocol"_qs;
    }
    void everyOtherFactMakesItNo()
    {
        QFETCH(const int, fact);
        QFETCH(const QString, path);
        for (const QJsonValue &value : {QJsonValue(11), QJsonValue(), QJsonValue(QJsonValue::Undefined)}) {
            EvaluationBasis other = basis();
            other.droppedPairs = 5; // no matter then
            QJsonValue *const facts[] = {&other.splitDigest, &other.k, &other.candidates, &other.protocol};
            *facts[fact] = value;
            QCOMPARE(compareBases(basis(), other), (Comparability{Comparable::No, {path}}));
            QCOMPARE(compareBases(other, other).verdict,
                     value == QJsonValue(11) ? Comparable::Partly : Comparable::No);
        }
    }

    void wordsGoThereAndBack()
    {
        for (const Comparable one : {Comparable::No, Comparable::Partly, Comparable::Yes})
            QCOMPARE(parseComparable(toText(one)), one);
        QCOMPARE(parseComparable(u"perhaps"_qs), Comparable::No);
    }
};

QTEST_APPLESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
