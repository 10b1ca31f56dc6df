// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/preflight.h"
#include "evaluation/promotionpreviewer.h"
#include "evaluation/scoredversion.h"

#include <QBuffer>
#include <QTest>

#include <cmath>

using namespace nsl;

namespace
{

Outcome<PerUserResults> parsed(QByteArray text)
{
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    return readPerUserResults(buffer, u"per_user.csv"_qs);
}

/// `count` users with a value each, in columns recall_at_10 and custom.
ScoredVersion scored(int count, const std::function<double(int)> &valueOf, qint64 dropped = 0)
{
    ScoredVersion result;
    result.basis = {u"s"_qs, 10, 20, u"p"_qs, dropped};
    QList<double> values;
    for (int i = 0; i < count; ++i) {
        result.perUser.users.append("u" + QByteArray::number(10'000 + i));
        values.append(valueOf(i));
    }
    result.perUser.metrics = {{u"recall_at_10"_qs, values}, {u"custom"_qs, values}};
    const double mean = PerUserResults::mean(values);
    result.metrics = {{u"recall_at_10"_qs, mean}, {u"custom"_qs, mean}, {u"coverage_at_10"_qs, 0.5}};
    return result;
}

const PromotionPreview::Metric *named(const QList<PromotionPreview::Metric> &metrics, const QString &name)
{
    for (const auto &metric : metrics) {
        if (metric.name == name)
            return &metric;
    }
    return nullptr;
}

/// Facts of a version that may be promoted without a second thought.
PreflightFacts goodFacts()
{
    PreflightFacts facts;
    facts.candidate.approvalStatus = ApprovalStatus::Approved;
    facts.candidate.approvedBy = u"ada"_qs;
    facts.candidate.lifecycleState = LifecycleState::Approved;
    facts.candidate.artifactSha256 = QString(64, u'a');
    facts.modelType = u"embedder"_qs;
    facts.endpoint.name = u"production"_qs;
    facts.endpoint.modelType = u"embedder"_qs;
    facts.endpoint.status = EndpointStatus::InService;
    facts.artifactBytes = 10'000'000;
    facts.availableBytes = 4'000'000'000;
    facts.liveTitle = u"Popularity v1"_qs;
    facts.metrics = {
        {u"recall_at_10"_qs, MetricDirection::Max, 0.2, 0.1, 0.1, 0.05, 0.15, NoiseVerdict::Better}};
    facts.activeItems = 100;
    facts.knownItems = 100;
    facts.hasServed = true;
    facts.rollBackTitle = u"Popularity v1"_qs;
    return facts;
}

PromotionPreview::Check check(const PreflightFacts &facts, const QString &id)
{
    for (const auto &one : preflightChecks(facts)) {
        if (one.id == id)
            return one;
    }
    return {};
}

} // namespace

class TestEvaluationParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsAreReadInAnyOrder()
    {
        const auto results = parsed("user_id,test_item_id,rank,recall_at_10,mine\n"
                                    "zoe,i1,3,1,0.5\n"
                                    "\"a,da\",i2,30,0,-1e-3\n"
                                    "\xc3\xb6,i3,1,1,2\n");
        QVERIFY2(results.ok(), results.ok() ? "" : qPrintable(results.error().message));
        QCOMPARE(results->users, (QList<QByteArray>{"a,da", "zoe", "\xc3\xb6"}));
        QCOMPARE(results->metrics.size(), 2);
        QCOMPARE(results->metrics.at(0).name, u"recall_at_10"_qs);
        QCOMPARE(results->metrics.at(0).values, (QList<double>{0, 1, 1}));
        QCOMPARE(results->metrics.at(1).values, (QList<double>{-1e-3, 0.5, 2}));
    }

    void brokenResultsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no user") << QByteArray("rank,recall_at_10\n1,1\n");
        QTest::newRow("no metric") << QByteArray("user_id,test_item_id,rank\nu,i,1\n");
        QTest::newRow("too many metrics") << QByteArray("user_id,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n");
        QTest::newRow("a field less") << QByteArray("user_id,recall_at_10\nu\n");
        QTest::newRow("no number") << QByteArray("user_id,recall_at_10\nu,much\n");
        QTest::newRow("not finite") << QByteArray("user_id,recall_at_10\nu,inf\n");
        QTest::newRow("a user twice") << QByteArray("user_id,recall_at_10\nu,1\nv,1\nu,0\n");
        QTest::newRow("an open quote") << QByteArray("user_id,recall_at_10\n\"u,1\n");
        QTest::newRow("no UTF-8") << QByteArray("user_id,recall_at_10\n\xff,1\n");
        QTest::newRow("bytes") << QByteArray("\0\1\2\3", 4);
    }
    void brokenResultsAreRefused()
    {
        QFETCH(const QByteArray, text);
        const auto results = parsed(text);
        QVERIFY(!results.ok());
        QVERIFY(results.error().message.startsWith(u"per_user.csv cannot be used: "_qs));
    }

    void onlyUsersOfBothArePaired()
    {
        const auto left = parsed("user_id,x,y\na,1,10\nc,3,30\nd,4,40\n");
        const auto right = parsed("user_id,y,z\nb,2,0\nc,31,0\nd,41,0\ne,5,0\n");
        const PairedResults paired = pairUsers(*left, *right);
        QCOMPARE(paired.pairs, 2);
        QCOMPARE(paired.metrics.size(), 1);
        QCOMPARE(paired.metrics.first().name, u"y"_qs);
        QCOMPARE(paired.metrics.first().left, (QList<double>{30, 40}));
        QCOMPARE(paired.metrics.first().right, (QList<double>{31, 41}));
    }

    void aClearDifferenceIsNoNoise()
    {
        std::atomic<bool> never{false};
        const auto strong = scored(200, [](int i) { return i % 2; });
        const auto weak = scored(200, [](int i) { return i % 4 == 1; });
        const auto metrics = compareScored(strong, weak, never);
        const auto *recall = named(metrics, u"recall_at_10"_qs);
        QVERIFY(recall);
        QCOMPARE(recall->verdict, NoiseVerdict::Better);
        QCOMPARE(*recall->candidate, 0.5);
        QCOMPARE(*recall->live, 0.25);
        QCOMPARE(*recall->delta, 0.25);
        QVERIFY(*recall->ciLow > 0.15 && *recall->ciHigh < 0.35);
        QCOMPARE(named(compareScored(weak, strong, never), u"recall_at_10"_qs)->verdict, NoiseVerdict::Worse);
        // No direction: shown, not judged.
        QCOMPARE(named(metrics, u"custom"_qs)->verdict, NoiseVerdict::Unknown);
        QCOMPARE(*named(metrics, u"custom"_qs)->delta, 0.25);
        // Nothing per user: a difference without an interval.
        const auto *coverage = named(metrics, u"coverage_at_10"_qs);
        QCOMPARE(*coverage->delta, 0.0);
        QVERIFY(!coverage->ciLow && !coverage->ciHigh);
        QCOMPARE(coverage->verdict, NoiseVerdict::Unknown);
    }

    void aDifferenceOfFewUsersIsNoise()
    {
        std::atomic<bool> never{false};
        const auto one = scored(200, [](int i) { return i % 2; });
        const auto other = scored(200, [](int i) { return i == 6 ? 1 : i % 2; });
        QCOMPARE(named(compareScored(one, other, never), u"recall_at_10"_qs)->verdict,
                 NoiseVerdict::WithinNoise);
        QCOMPARE(named(compareScored(one, one, never), u"recall_at_10"_qs)->verdict,
                 NoiseVerdict::WithinNoise);
    }

    void leftOutUsersCountOnNeitherSide()
    {
        std::atomic<bool> never{false};
        const auto whole = scored(200, [](int i) { return i < 100 ? 1 : 0; });
        const auto less = scored(
            100, [](int) { return 0.5; }, 100);
        const auto metrics = compareScored(whole, less, never);
        const auto *recall = named(metrics, u"recall_at_10"_qs);
        // Over the 100 users that both have: 1 against 0.5.
        QCOMPARE(*recall->candidate, 1.0);
        QCOMPARE(*recall->live, 0.5);
        QCOMPARE(*recall->delta, 0.5);
        QCOMPARE(recall->verdict, NoiseVerdict::Better);
        // A figure of all lists together says nothing then.
        QVERIFY(!named(metrics, u"coverage_at_10"_qs)->delta);
        // Nobody is left at all.
        const auto nobody = compareScored(whole,
                                          scored(
                                              0, [](int) { return 0; }, 200),
                                          never);
        QVERIFY(!named(nobody, u"recall_at_10"_qs)->delta);
        QCOMPARE(named(nobody, u"recall_at_10"_qs)->verdict, NoiseVerdict::Unknown);
    }

    void otherBasesGiveNoDelta()
    {
        std::atomic<bool> never{false};
        const auto one = scored(200, [](int i) { return i % 2; });
        auto other = scored(200, [](int) { return 0; });
        other.basis.k = 20;
        const auto metrics = compareScored(one, other, never);
        for (const auto &metric : metrics) {
            QVERIFY(!metric.delta && !metric.ciLow);
            QCOMPARE(metric.verdict, NoiseVerdict::Unknown);
        }
        QCOMPARE(*named(metrics, u"recall_at_10"_qs)->candidate, 0.5);
    }

    void aVersionThatMayGoLivePassesEverything()
    {
        const auto checks = preflightChecks(goodFacts());
        QStringList ids;
        for (const auto &one : checks) {
            ids.append(one.id);
            QVERIFY2(one.ok, qPrintable(one.id + u": "_qs + one.text));
            QVERIFY(one.text.endsWith(u'.'));
            QVERIFY(one.fix.isEmpty());
        }
        QCOMPARE(ids, (QStringList{u"approved"_qs, u"lifecycle"_qs, u"model_type"_qs, u"artifact"_qs,
                                   u"endpoint_idle"_qs, u"memory"_qs, u"not_worse"_qs, u"catalogue"_qs,
                                   u"roll_back"_qs}));
    }

    void eachCheckFailsByItself_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("words");
        for (const auto &[id, words] :
             QList<std::pair<const char *, QString>>{{"approved", u"Pending"_qs},
                                                     {"lifecycle", u"retired"_qs},
                                                     {"model_type", u"ranker"_qs},
                                                     {"artifact", u"damaged"_qs},
                                                     {"endpoint_idle", u"Updating"_qs},
                                                     {"memory", u"1.0 MB"_qs},
                                                     {"not_worse", u"recall_at_10"_qs},
                                                     {"catalogue", u"89 of today's 100"_qs},
                                                     {"roll_back", u"no way back"_qs}})
            QTest::newRow(id) << QString::fromLatin1(id) << words;
    }
    void eachCheckFailsByItself()
    {
        QFETCH(const QString, id);
        QFETCH(const QString, words);
        PreflightFacts facts = goodFacts();
        if (id == u"approved")
            facts.candidate.approvalStatus = ApprovalStatus::Pending;
        if (id == u"lifecycle")
            facts.candidate.lifecycleState = LifecycleState::Retired;
        if (id == u"model_type")
            facts.endpoint.modelType = u"ranker"_qs;
        if (id == u"artifact")
            facts.artifactProblem = PlatformError::invalid(u"The artifact is damaged."_qs);
        if (id == u"endpoint_idle")
            facts.endpoint.status = EndpointStatus::Updating;
        if (id == u"memory")
            facts.availableBytes = 1'000'000;
        if (id == u"not_worse")
            facts.metrics.first().verdict = NoiseVerdict::Worse;
        if (id == u"catalogue")
            facts.knownItems = 89;
        if (id == u"roll_back")
            facts.rollBackTitle.clear();
        const auto checks = preflightChecks(facts);
        for (const auto &one : checks) {
            QCOMPARE(one.ok, one.id != id);
            if (one.id == id) {
                QVERIFY2(one.text.contains(words), qPrintable(one.text));
                QVERIFY(one.text.endsWith(u'.') && one.fix.endsWith(u'.'));
            }
        }
    }

    void whatCannotBeToldIsNoObstacle()
    {
        PreflightFacts facts = goodFacts();
        facts.liveTitle.clear();
        facts.hasServed = false;
        facts.rollBackTitle.clear();
        QVERIFY(check(facts, u"not_worse"_qs).ok);
        QVERIFY(check(facts, u"not_worse"_qs).text.contains(u"Nothing is live"_qs));
        QVERIFY(check(facts, u"roll_back"_qs).ok);
        QVERIFY(check(facts, u"roll_back"_qs).text.contains(u"first promotion"_qs));

        facts = goodFacts();
        facts.metrics.first().verdict = NoiseVerdict::Unknown;
        facts.scoringProblem = u"Its artifact is missing."_qs;
        QVERIFY(check(facts, u"not_worse"_qs).ok);
        QVERIFY(check(facts, u"not_worse"_qs).text.contains(u"cannot be told. Its artifact is missing."_qs));
        facts.knownItems.reset();
        QVERIFY(check(facts, u"catalogue"_qs).ok);
        facts.availableBytes = -1;
        QVERIFY(check(facts, u"memory"_qs).ok);
        facts.candidate.lifecycleState = LifecycleState::Deprecated;
        QVERIFY(check(facts, u"lifecycle"_qs).ok);
        QVERIFY(!check(facts, u"lifecycle"_qs).fix.isEmpty());
        facts.isLive = true;
        QVERIFY(check(facts, u"not_worse"_qs).text.contains(u"live now"_qs));
    }

    void theMachineSaysHowMuchMemoryIsFree()
    {
        QVERIFY(availableSystemMemory() > 1024 * 1024);
        // What was measured: 10,000 items, and 100,000 of 64 floats with a search graph; no more than double.
        constexpr qint64 mebibyte = 1024 * 1024;
        QVERIFY(expectedServingBytes(0) >= 21 * mebibyte);
        QVERIFY(expectedServingBytes(0) <= 42 * mebibyte);
        QVERIFY(expectedServingBytes(26'000'000) >= 128 * mebibyte);
        QVERIFY(expectedServingBytes(26'000'000) <= 256 * mebibyte);
    }
};

QTEST_APPLESS_MAIN(TestEvaluationParts)
#include "tst_evaluation_parts.moc"
