// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluationjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace nsl;

class TestEvaluationJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEvaluationGoesThereAndBack()
    {
        Evaluation evaluation;
        evaluation.jobName = u"train-1-1"_qs;
        evaluation.splitDigest = u"abc"_qs;
        evaluation.metrics = {{u"recall_at_10"_qs, 0.1 + 0.2}, {u"coverage_at_10"_qs, 0.5}};
        evaluation.intervals = {{u"recall_at_10"_qs, {0.1 + 0.2, 0.25, 0.35}}};
        evaluation.users = 610;
        evaluation.droppedPairs = 7;
        const QJsonObject json = toJson(evaluation);
        QCOMPARE(json.value(u"per_metric_ci"_qs).toObject().value(u"recall_at_10"_qs).toObject(),
                 (QJsonObject{{u"low"_qs, 0.25}, {u"high"_qs, 0.35}}));
        QCOMPARE(json.value(u"dropped_pairs"_qs).toInt(), 7);
        const QByteArray wire = QJsonDocument(json).toJson();
        QCOMPARE(evaluationFromJson(QJsonDocument::fromJson(wire).object()), evaluation);
    }

    void aPreviewGoesThereAndBack()
    {
        PromotionPreview preview;
        preview.candidate.id = 9;
        preview.candidate.number = 9;
        preview.candidate.jobName = u"train-9-9"_qs;
        preview.live = preview.candidate;
        preview.live->number = 7;
        preview.splitDigest = u"abc"_qs;
        preview.metrics = {
            {u"ndcg_at_10"_qs, MetricDirection::Max, 0.07, 0.06, 0.01, 0.002, 0.018, NoiseVerdict::Better},
            {u"loss"_qs, MetricDirection::Min, std::numeric_limits<double>::infinity(), std::nullopt,
             std::nullopt, std::nullopt, std::nullopt, NoiseVerdict::Unknown}};
        preview.manifestDiff = {{u"options.seed"_qs, 2, 1},
                                {u"options.item_text"_qs, true, QJsonValue(QJsonValue::Null)}};
        preview.comparability = {Comparable::Partly, {u"evaluation.dropped_pairs"_qs}};
        preview.checks = {{u"approved"_qs, false, u"It is Pending."_qs, u"Approve it."_qs}};
        const QByteArray wire = QJsonDocument(toJson(preview)).toJson();
        const PromotionPreview back = promotionPreviewFromJson(QJsonDocument::fromJson(wire).object());
        QCOMPARE(back.candidate.jobName, preview.candidate.jobName);
        QCOMPARE(back.live->number, 7);
        QCOMPARE(back.splitDigest, preview.splitDigest);
        QCOMPARE(back.metrics, preview.metrics);
        QCOMPARE(back.manifestDiff, preview.manifestDiff);
        QCOMPARE(back.comparability, preview.comparability);
        QCOMPARE(back.checks, preview.checks);
    }

    void nothingLiveIsNull()
    {
        const QJsonObject json = toJson(PromotionPreview());
        QVERIFY(json.value(u"live"_qs).isNull());
        QVERIFY(json.value(u"split_digest"_qs).isNull());
        QCOMPARE(json.value(u"comparable"_qs).toString(), u"no"_qs);
        for (const char *list : {"metrics", "manifest_diff", "reasons", "checks"})
            QVERIFY2(json.value(QLatin1String(list)).isArray(), list);
        QVERIFY(!promotionPreviewFromJson(json).live);
    }

    void whatIsNotThereIsUnknown()
    {
        const PromotionPreview empty = promotionPreviewFromJson({});
        QCOMPARE(empty.comparability.verdict, Comparable::No);
        QVERIFY(empty.metrics.isEmpty() && empty.checks.isEmpty() && !empty.live);
        const auto strange = promotionPreviewFromJson(
            {{u"metrics"_qs, QJsonArray{1, QJsonObject{{u"verdict"_qs, u"splendid"_qs}}}},
             {u"comparable"_qs, 3},
             {u"reasons"_qs, u"none"_qs}});
        QCOMPARE(strange.metrics.size(), 2);
        QCOMPARE(strange.metrics.last().verdict, NoiseVerdict::Unknown);
        QVERIFY(!strange.metrics.last().delta);
        QCOMPARE(evaluationFromJson({{u"per_metric_ci"_qs, 1}}), Evaluation());
    }

    void requestsNameWhatTheContractSays()
    {
        QCOMPARE(evaluationRequestJson({u"a"_qs, u"b"_qs}, u"a"_qs),
                 (QJsonObject{{u"job_names"_qs, QJsonArray{u"a"_qs, u"b"_qs}}, {u"split_of"_qs, u"a"_qs}}));
        QCOMPARE(previewRequestJson(u"a"_qs, std::nullopt), (QJsonObject{{u"job_name"_qs, u"a"_qs}}));
        QCOMPARE(previewRequestJson(u"a"_qs, 3),
                 (QJsonObject{{u"job_name"_qs, u"a"_qs}, {u"endpoint_id"_qs, 3}}));
    }
};

QTEST_APPLESS_MAIN(TestEvaluationJson)
#include "tst_evaluation_json.moc"
