// SPDX-License-Identifier: GPL-3.0-or-later
#include "actionstate.h"
#include "bannerstate.h"
#include "comparison.h"
#include "errortext.h"
#include "numberformat.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <limits>

using namespace nsl;

namespace
{

const QLocale english(QLocale::English, QLocale::UnitedStates);

VersionRef ref(int number)
{
    return {number, 1, QStringLiteral("Two-tower GRU"), number, {}, QStringLiteral("train-%1").arg(number)};
}

Endpoint endpoint(EndpointStatus status, std::optional<int> active = {}, std::optional<int> pending = {})
{
    Endpoint e;
    e.id = 1;
    e.name = QStringLiteral("production");
    e.modelType = QStringLiteral("embedder");
    e.isDefault = true;
    e.status = status;
    if (active)
        e.activeVersion = ref(*active);
    if (pending)
        e.pendingVersion = ref(*pending);
    return e;
}

Candidate candidate(int number, ApprovalStatus approval)
{
    return {QStringLiteral("Two-tower GRU v%1").arg(number),
            QStringLiteral("train-%1").arg(number),
            JobStatus::Succeeded,
            approval,
            LifecycleState::Candidate,
            QStringLiteral("embedder")};
}

Deployment deployment(qint64 id, DeploymentStatus status, int to)
{
    Deployment d;
    d.id = id;
    d.endpointId = 1;
    d.status = status;
    d.to = ref(to);
    d.reason = QStringLiteral("The worker crashed.");
    return d;
}

ComparedRun run(const QString &name, const Metrics &metrics, const char *split)
{
    const QJsonObject manifest{
        {QStringLiteral("job_name"), name},
        {QStringLiteral("options"), QJsonObject{{QStringLiteral("epochs"), name.size()}}},
        {QStringLiteral("evaluation"),
         QJsonObject{{QStringLiteral("split_digest"), QString::fromLatin1(split)},
                     {QStringLiteral("k"), 10},
                     {QStringLiteral("candidates"), QStringLiteral("all")},
                     {QStringLiteral("protocol"), QStringLiteral("p")}}}};
    return {name, name, false, metrics, manifest};
}

QList<BannerLine> linesFor(const QList<Endpoint> &endpoints, const QList<Deployment> &deployments,
                           const QDateTime &now, const QSet<QString> &dismissed = {})
{
    BannerFacts facts;
    facts.endpoints = endpoints;
    facts.deployments = deployments;
    facts.dismissed = dismissed;
    return bannerLines(facts, now);
}

} // namespace

class tst_Rules : public QObject
{
    Q_OBJECT

private slots:
    void promoteSaysWhyNot()
    {
        const QList<Endpoint> idle{endpoint(EndpointStatus::InService, 7)};
        const auto promote = [](const QList<Candidate> &selection, const QList<Endpoint> &endpoints) {
            return availability::promote(selection, endpoints);
        };
        QCOMPARE(promote({}, idle).reason, QStringLiteral("Select a version first"));
        QCOMPARE(promote({candidate(9, ApprovalStatus::Pending)}, idle).reason,
                 QStringLiteral("Two-tower GRU v9 is Pending: approve it first"));
        QVERIFY(promote({candidate(9, ApprovalStatus::Approved)}, idle).enabled);
        QVERIFY(promote({candidate(9, ApprovalStatus::Approved)}, idle).reason.isEmpty());
        QVERIFY(promote({candidate(7, ApprovalStatus::Approved)}, idle)
                    .reason.contains(QStringLiteral("already live")));
        QVERIFY(
            promote({candidate(9, ApprovalStatus::Approved), candidate(8, ApprovalStatus::Approved)}, idle)
                .reason.contains(QStringLiteral("one version only")));
        QCOMPARE(promote({candidate(9, ApprovalStatus::Approved)}, {endpoint(EndpointStatus::Updating, 7, 8)})
                     .reason,
                 QStringLiteral("production is Updating: wait until it is done"));
        QVERIFY(!promote({candidate(9, ApprovalStatus::Approved)}, {}).enabled);
        Candidate retired = candidate(9, ApprovalStatus::Approved);
        retired.lifecycle = LifecycleState::Retired;
        QVERIFY(!promote({retired}, idle).enabled);
        Candidate ranker = candidate(9, ApprovalStatus::Approved);
        ranker.modelType = QStringLiteral("ranker");
        QVERIFY(!promote({ranker}, idle).enabled);
        QVERIFY(
            promote({candidate(9, ApprovalStatus::Approved)}, {endpoint(EndpointStatus::Failed)}).enabled);
        Candidate running = candidate(9, ApprovalStatus::Unknown);
        running.jobStatus = JobStatus::Executing;
        QVERIFY(promote({running}, idle).reason.contains(QStringLiteral("still running")));
    }

    void approveAndReject()
    {
        const QList<Endpoint> endpoints{endpoint(EndpointStatus::InService, 7, 8)};
        QVERIFY(availability::approve({candidate(9, ApprovalStatus::Pending)}, endpoints).enabled);
        QVERIFY(!availability::approve({candidate(9, ApprovalStatus::Approved)}, endpoints).enabled);
        QVERIFY(
            availability::approve(
                {candidate(9, ApprovalStatus::Approved), candidate(6, ApprovalStatus::Rejected)}, endpoints)
                .enabled);
        QVERIFY(availability::reject({candidate(9, ApprovalStatus::Approved)}, endpoints).enabled);
        QVERIFY(!availability::reject({candidate(7, ApprovalStatus::Approved)}, endpoints).enabled); // live
        QVERIFY(
            !availability::reject({candidate(8, ApprovalStatus::Approved)}, endpoints).enabled); // on its way
        QVERIFY(!availability::reject({candidate(9, ApprovalStatus::Rejected)}, endpoints).enabled);
        QVERIFY(!availability::connected(ConnectionState::Status::Offline).enabled);
        QVERIFY(availability::connected(ConnectionState::Status::Online).enabled);
    }

    void stopCompareRollBackTryIt()
    {
        TrainingJob job;
        job.status = JobStatus::Executing;
        QVERIFY(availability::stop({job}).enabled);
        job.status = JobStatus::Stopping;
        QVERIFY(!availability::stop({job}).enabled);
        job.status = JobStatus::Failed;
        QVERIFY(availability::stop({job}).reason.contains(QStringLiteral("Failed")));
        QVERIFY(!availability::compare({candidate(1, ApprovalStatus::Pending)}).enabled);
        QVERIFY(availability::compare(
                    {candidate(1, ApprovalStatus::Pending), candidate(2, ApprovalStatus::Pending)})
                    .enabled);
        const Endpoint live = endpoint(EndpointStatus::InService, 7);
        QVERIFY(availability::rollBack(&live, 1, true).enabled);
        QVERIFY(!availability::rollBack(&live, 0, true).enabled);
        QVERIFY(!availability::rollBack(nullptr, 1, true).enabled);
        QVERIFY(!availability::tryIt(false, {live}).enabled);
        QVERIFY(!availability::tryIt(true, {endpoint(EndpointStatus::OutOfService)}).enabled);
        QVERIFY(availability::tryIt(true, {live}).enabled);
    }

    void banner()
    {
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        QVERIFY(linesFor({endpoint(EndpointStatus::OutOfService)}, {}, now).isEmpty());

        QList<BannerLine> lines = linesFor({endpoint(EndpointStatus::Creating, {}, 1)}, {}, now);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().kind, BannerLine::Kind::Deploying);
        QCOMPARE(lines.first().title, QStringLiteral("Deploying Two-tower GRU v1…"));

        Endpoint live = endpoint(EndpointStatus::InService, 7);
        live.lastPromotedAt = now.addSecs(-8040);
        live.lastPromotedBy = QStringLiteral("local console");
        lines = linesFor({live}, {deployment(1, DeploymentStatus::Succeeded, 7)}, now);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().kind, BannerLine::Kind::Live);
        QCOMPARE(lines.first().title, QStringLiteral("Two-tower GRU v7"));
        QVERIFY(lines.first().detail.contains(QStringLiteral("InService for 2 h 14 min")));
        QVERIFY(lines.first().detail.contains(QStringLiteral("promoted by local console")));

        Deployment running = deployment(2, DeploymentStatus::Updating, 9);
        running.phase = DeploymentPhase::Loading;
        running.startedAt = now.addSecs(-3);
        lines = linesFor({endpoint(EndpointStatus::Updating, 7, 9)}, {running}, now);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().title, QStringLiteral("Two-tower GRU v7 → Two-tower GRU v9"));
        QVERIFY(lines.first().detail.contains(QStringLiteral("loading · for 3 s")));

        const Deployment failed = deployment(3, DeploymentStatus::RolledBack, 9);
        lines = linesFor({live}, {failed, deployment(1, DeploymentStatus::Succeeded, 7)}, now);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.first().kind, BannerLine::Kind::Failed);
        QCOMPARE(lines.first().title,
                 QStringLiteral("Promotion of Two-tower GRU v9 failed; Two-tower GRU v7 is still serving"));
        QCOMPARE(lines.first().reason, QStringLiteral("The worker crashed."));
        QCOMPARE(lines.at(1).kind, BannerLine::Kind::Live);
        QCOMPARE(linesFor({live}, {failed}, now, {u"deployment/3"_qs}).size(), 1);
        // A later success ends it.
        QCOMPARE(linesFor({live}, {failed, deployment(4, DeploymentStatus::Succeeded, 7)}, now).size(), 1);

        Endpoint nothing = endpoint(EndpointStatus::OutOfService);
        nothing.failureReason = QStringLiteral("no artifact");
        lines = linesFor({nothing}, {}, now);
        QCOMPARE(lines.first().title, QStringLiteral("Promotion failed; nothing is serving"));
        QVERIFY(linesFor({nothing}, {}, now, {u"endpoint/1/no artifact"_qs}).isEmpty());

        // Without a connection nothing is green and no clock runs.
        BannerFacts facts;
        facts.endpoints = {live};
        facts.lastKnown = now;
        lines = bannerLines(facts, now.addSecs(3600));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().tone, Tone::Neutral);
        QVERIFY(lines.first().isStale);
        QVERIFY(lines.first().detail.contains(QStringLiteral("last known ")));
        QCOMPARE(bannerLines(facts, now.addSecs(7200)), lines);

        // Nothing is claimed of a target whose server does not tell what is live.
        Endpoint silent = endpoint(EndpointStatus::InService);
        silent.activeIsKnown = false;
        lines = linesFor({silent}, {}, now);
        QCOMPARE(lines.first().kind, BannerLine::Kind::Unknown);
        silent.status = EndpointStatus::UpdateRollbackFailed;
        silent.failureReason = QStringLiteral("no capacity");
        lines = linesFor({silent}, {}, now);
        QCOMPARE(lines.first().title, QStringLiteral("Promotion failed"));

        Endpoint second = live;
        second.id = 2;
        second.isDefault = false;
        lines = linesFor({second, live}, {}, now);
        QCOMPARE(lines.first().endpointId, 1); // the default first
    }

    void comparisons()
    {
        const QString ndcg = QStringLiteral("ndcg_at_10");
        const QString bias = QStringLiteral("popularity_bias_at_10");
        const Comparison comparison = compareRuns(
            {run(QStringLiteral("a"), {{ndcg, 0.176}, {bias, 0.2}}, "s"),
             run(QStringLiteral("bb"), {{ndcg, 0.182}, {bias, 0.3}}, "s"),
             run(QStringLiteral("ccc"), {{ndcg, 0.9}, {QStringLiteral("my_metric"), 2}}, "other")},
            0);
        QCOMPARE(comparison.badges, (QList<QString>{QStringLiteral("baseline"), QStringLiteral("comparable"),
                                                    QStringLiteral("not comparable")}));
        QVERIFY(comparison.reasons.at(2).contains(QStringLiteral("the test split")));
        const Comparison::MetricRow &row = comparison.metrics.first();
        QCOMPARE(row.name, ndcg);
        // Nobody measured how much of the difference is chance: it stands without a verdict, and says so.
        QCOMPARE(row.cells.at(1).verdict, Verdict::None);
        QCOMPARE(row.cells.at(1).tone, Tone::Neutral);
        QCOMPARE(row.cells.at(1).differenceText, QStringLiteral("+0.006 no interval"));
        QVERIFY(row.cells.at(1).best);
        QVERIFY(!row.cells.at(2).best); // a higher number on another split is no better one
        QVERIFY(!row.cells.at(2).difference);
        QCOMPARE(row.cells.at(2).differenceText, QStringLiteral("not comparable"));
        const auto biasRow = std::find_if(comparison.metrics.begin(), comparison.metrics.end(),
                                          [&bias](const auto &one) { return one.name == bias; });
        QVERIFY(biasRow->cells.at(0).best); // less is better
        QCOMPARE(comparison.metrics.last().name, QStringLiteral("my_metric"));
        QCOMPARE(comparison.metrics.last().cells.at(2).tone, Tone::Neutral);

        QStringList paths;
        for (const Comparison::Difference &difference : comparison.differences)
            paths += difference.path;
        QCOMPARE(paths,
                 (QStringList{QStringLiteral("options.epochs"), QStringLiteral("evaluation.split_digest")}));
        QCOMPARE(compareRuns({}, 3).runs.size(), 0);
        QCOMPARE(compareRuns(QList<ComparedRun>(20), 99).runs.size(), Comparison::maximumRuns);
    }

    void exportsAreSafe()
    {
        ComparedRun evil = run(QStringLiteral("=cmd|'x'!A1"), {{QStringLiteral("ndcg_at_10"), -0.5}}, "s");
        const Comparison comparison = compareRuns({evil, run(QStringLiteral("<b>|x"), {}, "s")}, 0);
        const QString csv = toCsv(comparison);
        QVERIFY(csv.contains(QStringLiteral("'=cmd")));
        QVERIFY(csv.contains(QStringLiteral(",-0.5")));
        const QString markdown = toMarkdown(comparison);
        QVERIFY(markdown.contains(QStringLiteral("&lt;b>\\|x")));
    }

    void numbers()
    {
        QCOMPARE(format::metricName(QStringLiteral("ndcg_at_10")), QStringLiteral("NDCG@10"));
        QCOMPARE(format::metricName(QStringLiteral("my_metric")), QStringLiteral("my_metric"));
        QCOMPARE(format::metricName(QStringLiteral("recall_at_20")), QStringLiteral("Recall@20"));
        QCOMPARE(format::metricName(QStringLiteral("recall_at_all")), QStringLiteral("recall_at_all"));
        QCOMPARE(format::metricName(QStringLiteral("live_ndcg_at_10")),
                 QStringLiteral("Live version's NDCG@10"));
        QCOMPARE(
            format::withMetricNames(QStringLiteral("Worse in recall_at_10, my_metric and live_mrr_at_10.")),
            QStringLiteral("Worse in Recall@10, my_metric and Live version's MRR@10."));
        QCOMPARE(format::metricValue(QStringLiteral("best_epoch"), 5, english), QStringLiteral("5"));
        QCOMPARE(format::elapsed(0.4, english), QStringLiteral("a few seconds"));
        QCOMPARE(format::elapsed(48, english), QStringLiteral("48 s"));
        QCOMPARE(format::metricValue(QStringLiteral("recall_at_10"), 0.18249, english),
                 QStringLiteral("0.182"));
        QCOMPARE(format::metricValue(QStringLiteral("examples_per_second"), 18420.4, english),
                 QStringLiteral("18,420"));
        QCOMPARE(
            format::metricValue(QStringLiteral("loss"), std::numeric_limits<double>::quiet_NaN(), english),
            QStringLiteral("NaN"));
        QCOMPARE(format::signedDifference(QStringLiteral("ndcg_at_10"), -0.004, english),
                 QStringLiteral("−0.004"));
        QCOMPARE(format::signedDifference(QStringLiteral("ndcg_at_10"), 0, english),
                 QStringLiteral("±0.000"));
        QCOMPARE(format::duration(4.2, english), QStringLiteral("4.2 s"));
        QCOMPARE(format::duration(48, english), QStringLiteral("48 s"));
        QCOMPARE(format::duration(59.7, english), QStringLiteral("1 min 0 s"));
        QCOMPARE(format::duration(8040, english), QStringLiteral("2 h 14 min"));
        QCOMPARE(format::duration(-1, english), QString());
        QCOMPARE(format::duration(std::numeric_limits<double>::infinity(), english), QString());
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        QCOMPARE(format::relativeTime(now.addSecs(-3), now, english), QStringLiteral("just now"));
        QCOMPARE(format::relativeTime(now.addSecs(-300), now, english), QStringLiteral("5 min ago"));
        QVERIFY(format::metricLess(QStringLiteral("ndcg_at_10"), QStringLiteral("coverage_at_10")));
        QVERIFY(format::metricLess(QStringLiteral("loss"), QStringLiteral("baseline_ndcg_at_10")));
    }

    void valuesThatDifferLookDifferent()
    {
        const QString ndcg = QStringLiteral("ndcg_at_10");
        QCOMPARE(format::metricValues(ndcg, {0.1824, 0.1821}, english),
                 (QStringList{u"0.1824"_qs, u"0.1821"_qs}));
        QCOMPARE(format::metricValues(ndcg, {0.18, 0.18}, english), (QStringList{u"0.180"_qs, u"0.180"_qs}));
        QCOMPARE(format::metricValues(ndcg, {0.1, 0.3}, english), (QStringList{u"0.100"_qs, u"0.300"_qs}));
        const QStringList nearly = format::metricValues(ndcg, {0.1, std::nextafter(0.1, 1.0)}, english);
        QVERIFY2(nearly.at(0) != nearly.at(1), qPrintable(nearly.join(u' ')));
        const QStringList rates =
            format::metricValues(u"examples_per_second"_qs, {18420.4, 18420.1}, english);
        QVERIFY(rates.at(0) != rates.at(1));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(format::metricValues(ndcg, {nan, nan, 0.5}, english),
                 (QStringList{u"NaN"_qs, u"NaN"_qs, u"0.500"_qs}));
        // A difference that is there never reads as none.
        for (const double difference : {1e-3, 4e-4, 1e-4, 3e-6, 1e-9, 5e-300}) {
            const QString text = format::signedDifference(ndcg, difference, english);
            QVERIFY2(text.startsWith(u'+') && text.contains(QRegularExpression(u"[1-9]"_qs)),
                     qPrintable(text));
            QVERIFY(format::signedDifference(ndcg, -difference, english).startsWith(u"−"_qs));
            QVERIFY(format::percent(difference / 100, english).contains(QRegularExpression(u"[1-9]"_qs)));
        }
        QCOMPARE(format::signedDifference(ndcg, 0.0001, english), QStringLiteral("+0.0001"));
    }

    void hugeAndTinyAreScientific()
    {
        const QString own = QStringLiteral("my_metric");
        QCOMPARE(format::metricValue(own, 1.5e300, english), QStringLiteral("1.50×10³⁰⁰"));
        QCOMPARE(format::metricValue(own, -2e-9, english), QStringLiteral("−2.000×10⁻⁹"));
        QCOMPARE(format::metricValue(QStringLiteral("loss"), 1e-7, english), QStringLiteral("1.00×10⁻⁷"));
        QCOMPARE(format::metricValue(QStringLiteral("loss"), 0, english), QStringLiteral("0.000"));
        QCOMPARE(format::metricValue(own, 12345.5, english),
                 QStringLiteral("12,346")); // beside others: metricValues()
        QCOMPARE(format::metricValue(own, 0.25, english), QStringLiteral("0.25"));
        const QLocale german(QLocale::German, QLocale::Germany);
        QCOMPARE(format::exact(0.1, german), QStringLiteral("0,1"));
        QCOMPARE(format::exact(1.5e-7, german), QStringLiteral("1,5×10⁻⁷"));
        QCOMPARE(format::exact(16'777'217, english), QStringLiteral("16,777,217"));
        QCOMPARE(format::exact(-0.5, english), QStringLiteral("−0.5"));
        QCOMPARE(format::exact(1e300), QStringLiteral("1e+300"));
    }

    void verdictsAreSaidWhereTheIntervalLeavesOutZero()
    {
        const QString ndcg = QStringLiteral("ndcg_at_10");
        MetricDifference difference{0.182, 0.176, {}, {}, MetricDirection::Max, Comparable::Yes};
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("+0.006 no interval"));
        QCOMPARE(format::relativeText(difference, english), QStringLiteral("+3.4 % no interval"));
        difference.interval = MeanInterval{0.006, -0.001, 0.013};
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("+0.006 within noise"));
        difference.interval = MeanInterval{0.006, 0.002, 0.010};
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("▲ +0.006 better"));
        QCOMPARE(format::relativeText(difference, english), QStringLiteral("▲ +3.4 % better"));
        difference.direction = MetricDirection::Min;
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("▲ +0.006 worse"));
        difference.direction = MetricDirection::None;
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("+0.006"));
        difference.baseline = difference.value;
        QCOMPARE(format::differenceText(ndcg, difference, english), QStringLiteral("same"));
        difference.baseline.reset();
        QCOMPARE(format::differenceText(ndcg, difference, english), QString());
    }

    void whatWasLiveMeanwhileIsNoDifference()
    {
        QVERIFY(isIncidental(QStringLiteral("evaluation.live.artifact_sha256")));
        QVERIFY(isIncidental(QStringLiteral("evaluation.live_job_name")));
        QVERIFY(!isIncidental(QStringLiteral("evaluation.split_digest")));
        QVERIFY(!isIncidental(QStringLiteral("options.live")));
    }

    void errorsHaveASentence()
    {
        using Kind = PlatformError::Kind;
        for (int kind = 0; kind <= int(Kind::Storage); ++kind)
            QVERIFY(errorSentence({Kind(kind), 0, {}, {}, {}}).endsWith(u'.'));
        QCOMPARE(errorSentence({Kind::Conflict, 409, QStringLiteral("x"), QStringLiteral("It is live."), {}}),
                 QStringLiteral("It is live."));
        QVERIFY(errorSentence({Kind::Unauthorized, 401, {}, QStringLiteral("Unauthorized"), {}})
                    .startsWith(QStringLiteral("The key is not accepted")));
        QVERIFY(errorSentence({Kind::Network, 0, QStringLiteral("connection_refused"), {}, {}})
                    .contains(QStringLiteral("running")));
        const QString details = errorDetails({Kind::Conflict, 409, QStringLiteral("production_changed"),
                                              QStringLiteral("m"), QStringLiteral("r-1")});
        QVERIFY(details.contains(QStringLiteral("409")) && details.contains(QStringLiteral("r-1")));
    }
};

QTEST_GUILESS_MAIN(tst_Rules)
#include "tst_rules.moc"
