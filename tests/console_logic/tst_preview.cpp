// SPDX-License-Identifier: GPL-3.0-or-later
#include "numberformat.h"
#include "previewcontroller.h"
#include "respondersession.h"

#include <QSignalSpy>
#include <QTest>

using namespace nsl;

namespace
{

PromotionPreview::Metric metric(const QString &name, MetricDirection direction, double candidate, double live,
                                std::optional<std::pair<double, double>> interval, NoiseVerdict verdict)
{
    PromotionPreview::Metric result;
    result.name = name;
    result.direction = direction;
    result.candidate = candidate;
    result.live = live;
    result.delta = candidate - live;
    if (interval) {
        result.ciLow = interval->first;
        result.ciHigh = interval->second;
    }
    result.verdict = verdict;
    return result;
}

/// A review of v2 against the live v1, as the console makes it alone.
PromotionReview review()
{
    PromotionReview result;
    result.request.jobName = u"train-2"_qs;
    result.request.endpointId = 1;
    result.comparison = compareRuns({{u"train-1"_qs, u"GRU v1"_qs, true, {{u"ndcg_at_10"_qs, 0.05}}, {}},
                                     {u"train-2"_qs, u"GRU v2"_qs, false, {{u"ndcg_at_10"_qs, 0.06}}, {}}},
                                    0);
    result.checks = {{PromotionReview::Check::Result::Passed, u"Endpoint idle"_qs, {}}};
    return result;
}

PromotionPreview preview()
{
    PromotionPreview result;
    result.candidate.jobName = u"train-2"_qs;
    result.live.emplace();
    result.live->jobName = u"train-1"_qs;
    result.comparability.verdict = Comparable::Yes;
    result.metrics = {
        metric(u"recall_at_10"_qs, MetricDirection::Max, 0.12, 0.13, std::pair(-0.02, -0.004),
               NoiseVerdict::Worse),
        metric(u"ndcg_at_10"_qs, MetricDirection::Max, 0.06, 0.05, std::pair(0.002, 0.018),
               NoiseVerdict::Better),
        metric(u"mrr_at_10"_qs, MetricDirection::Max, 0.04, 0.041, std::pair(-0.01, 0.008),
               NoiseVerdict::WithinNoise),
        metric(u"coverage_at_10"_qs, MetricDirection::Max, 0.5, 0.4, std::nullopt, NoiseVerdict::Unknown)};
    result.checks = {{u"approved"_qs, false, u"It is Pending."_qs, u"Approve it."_qs},
                     {u"not_worse"_qs, false, u"It is worse."_qs, u"Keep the other."_qs},
                     {u"lifecycle"_qs, true, u"It is deprecated."_qs, u"Consider another."_qs},
                     {u"memory"_qs, true, u"There is enough."_qs, {}},
                     {u"of_tomorrow"_qs, true, u"A new check."_qs, {}}};
    return result;
}

const Comparison::MetricRow &row(const PromotionReview &review, const QString &name)
{
    for (const auto &one : review.comparison.metrics) {
        if (one.name == name)
            return one;
    }
    static const Comparison::MetricRow none;
    return none;
}

} // namespace

class TestPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void verdictsTakeThePlaceOfDifferences()
    {
        PromotionReview shown = review();
        applyPreview(shown, preview());
        QCOMPARE(shown.comparison.metrics.size(), 4);
        QCOMPARE(shown.comparison.metrics.first().name, u"ndcg_at_10"_qs); // the usual order
        const Comparison::Cell better = row(shown, u"ndcg_at_10"_qs).cells.at(1);
        QCOMPARE(better.tone, Tone::Good);
        QVERIFY(better.best);
        QVERIFY2(better.differenceText.startsWith(u"▲ "_qs) &&
                     better.differenceText.contains(u"better ("_qs) &&
                     better.differenceText.contains(format::signedDifference(u"ndcg_at_10"_qs, 0.018)),
                 qPrintable(better.differenceText));
        const Comparison::Cell worse = row(shown, u"recall_at_10"_qs).cells.at(1);
        QCOMPARE(worse.tone, Tone::Bad);
        QVERIFY(worse.differenceText.startsWith(u"▼ "_qs));
        QVERIFY(row(shown, u"recall_at_10"_qs).cells.at(0).best);
        const Comparison::Cell noise = row(shown, u"mrr_at_10"_qs).cells.at(1);
        QCOMPARE(noise.tone, Tone::Neutral);
        QVERIFY(noise.differenceText.contains(u"within noise"_qs));
        QVERIFY(!noise.best);
        const Comparison::Cell plain = row(shown, u"coverage_at_10"_qs).cells.at(1);
        QCOMPARE(plain.differenceText, u"+0.100 no interval"_qs);
        QCOMPARE(plain.tone, Tone::Neutral);
        QCOMPARE(shown.comparison.badges.last(), u"comparable"_qs);
        QVERIFY(shown.comparison.reasons.last().isEmpty());
    }

    void theIntervalDecidesWhateverTheServerSays()
    {
        PromotionReview shown = review();
        PromotionPreview answer = preview();
        for (PromotionPreview::Metric &metric : answer.metrics)
            metric.verdict = NoiseVerdict::Better;
        applyPreview(shown, answer);
        const Comparison::Cell noise = row(shown, u"mrr_at_10"_qs).cells.at(1);
        QVERIFY2(noise.differenceText.contains(u"within noise"_qs), qPrintable(noise.differenceText));
        QCOMPARE(noise.tone, Tone::Neutral);
        const Comparison::Cell plain = row(shown, u"coverage_at_10"_qs).cells.at(1);
        QCOMPARE(plain.differenceText, u"+0.100 no interval"_qs);
        // And a server that concluded nothing from an interval had too few users to do so.
        for (PromotionPreview::Metric &metric : answer.metrics)
            metric.verdict = NoiseVerdict::Unknown;
        applyPreview(shown, answer);
        QVERIFY(row(shown, u"ndcg_at_10"_qs).cells.at(1).differenceText.contains(u"too few users"_qs));
    }

    void checksOfTheServerAreShown()
    {
        PromotionReview shown = review();
        applyPreview(shown, preview());
        using Result = PromotionReview::Check::Result;
        QCOMPARE(shown.checks.size(), 5);
        QCOMPARE(shown.checks.at(0).result, Result::Failed); // would be refused
        QVERIFY(shown.checks.at(0).text.endsWith(u": It is Pending."_qs));
        QCOMPARE(shown.checks.at(0).fix, u"Approve it."_qs);
        QCOMPARE(shown.checks.at(1).result, Result::Warning); // for a person to weigh
        QCOMPARE(shown.checks.at(2).result, Result::Warning);
        QCOMPARE(shown.checks.at(3).result, Result::Passed);
        QCOMPARE(shown.checks.at(4).text, u"A new check."_qs);
    }

    void checksNameMetricsForPeople()
    {
        PromotionReview shown = review();
        PromotionPreview answer = preview();
        answer.checks = {{u"not_worse"_qs, true, u"It is better in recall_at_10."_qs, {}}};
        applyPreview(shown, answer);
        QCOMPARE(shown.checks.first().text, u"Quality: It is better in Recall@10."_qs);
        QCOMPARE(shown.checks.first().toolTip, u"It is better in recall_at_10."_qs);
    }

    void partlyAndNotComparableAreExplained()
    {
        PromotionReview shown = review();
        PromotionPreview partly = preview();
        partly.comparability = {Comparable::Partly, {u"evaluation.dropped_pairs"_qs}};
        applyPreview(shown, partly);
        QCOMPARE(shown.comparison.badges.last(), u"partly comparable"_qs);
        QVERIFY(shown.comparison.reasons.last().startsWith(u"Partly comparable"_qs));

        shown = review();
        PromotionPreview no = preview();
        no.comparability = {Comparable::No, {u"evaluation.split_digest"_qs, u"Its artifact is missing."_qs}};
        no.metrics.first().delta.reset();
        no.metrics.first().ciLow.reset();
        no.metrics.first().ciHigh.reset();
        applyPreview(shown, no);
        QCOMPARE(shown.comparison.badges.last(), u"not comparable"_qs);
        QVERIFY(shown.comparison.reasons.last().contains(u"the test split"_qs));
        QVERIFY(shown.comparison.reasons.last().endsWith(u"Its artifact is missing."_qs));
        QCOMPARE(row(shown, u"recall_at_10"_qs).cells.at(1).differenceText, u"not comparable"_qs);
    }

    void anAnswerToAnotherQuestionChangesNothing()
    {
        PromotionReview shown = review();
        PromotionPreview other = preview();
        other.candidate.jobName = u"train-3"_qs;
        applyPreview(shown, other);
        QCOMPARE(shown.checks.first().text, u"Endpoint idle"_qs);
        QCOMPARE(shown.comparison.metrics.size(), 1);
        // Production changed meanwhile: the checks hold, the comparison is of another version.
        other = preview();
        other.live->jobName = u"train-0"_qs;
        applyPreview(shown, other);
        QCOMPARE(shown.checks.size(), 5);
        QCOMPARE(shown.comparison.metrics.size(), 1);
    }

    void theAnswerCompletesTheReview()
    {
        QByteArray body = R"({"candidate":{"job_name":"train-2"},"live":null,"comparable":"no",)"
                          R"("checks":[{"id":"memory","ok":true,"text":"There is enough.","fix":""}]})";
        int status = 200;
        Responder server([&](const Received &) { return Responder::answer(status, body); });
        const auto session = sessionWith(server);
        PreviewController controller(*session);
        PromotionReview shown = review();
        const auto completed = [&] {
            QSignalSpy spy(&controller, &PreviewController::completed);
            return spy.wait(20'000);
        };
        controller.complete(shown);
        QCOMPARE(controller.state(), PreviewController::State::Asking);
        QVERIFY(!shown.previewNote.isEmpty());
        QCOMPARE(shown.checks.first().text, u"Endpoint idle"_qs); // what is known is shown meanwhile
        QVERIFY(completed());
        shown = review();
        controller.complete(shown);
        QCOMPARE(shown.checks.first().text, u"Memory: There is enough."_qs);
        QVERIFY(shown.previewNote.isEmpty());
        QCOMPARE(server.received().size(), 1); // the same review is not asked for twice

        // Another state of the candidate is another question; this time it goes wrong.
        status = 409;
        body = R"({"error":"The run train-2 was deleted.","code":"job_deleted"})";
        shown = review();
        shown.candidateState = u"Approved"_qs;
        controller.complete(shown);
        QVERIFY(completed());
        QCOMPARE(controller.state(), PreviewController::State::Failed);
        shown = review();
        shown.candidateState = u"Approved"_qs;
        controller.complete(shown);
        QVERIFY(shown.previewNote.contains(u"The run train-2 was deleted."_qs));
        QCOMPARE(shown.checks.first().text, u"Endpoint idle"_qs);
        QCOMPARE(server.received().size(), 2);
    }

    void aServerWithoutPreviewsIsAskedOnce_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("not found") << 404;
        QTest::newRow("not allowed") << 405;
        QTest::newRow("not implemented") << 501;
    }
    void aServerWithoutPreviewsIsAskedOnce()
    {
        QFETCH(const int, status);
        Responder server([&](const Received &) { return Responder::answer(status, R"({"error":"What?"})"); });
        const auto session = sessionWith(server);
        PreviewController controller(*session);
        QSignalSpy completed(&controller, &PreviewController::completed);
        PromotionReview shown = review();
        controller.complete(shown);
        QVERIFY(completed.wait(20'000));
        QCOMPARE(controller.state(), PreviewController::State::NotOffered);
        for (const QString &state : {QString(), u"Approved"_qs}) {
            shown = review();
            shown.candidateState = state;
            controller.complete(shown);
            QVERIFY(shown.previewNote.isEmpty());
            QCOMPARE(shown.checks.first().text, u"Endpoint idle"_qs);
        }
        QCOMPARE(server.received().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestPreview)
#include "tst_preview.moc"
