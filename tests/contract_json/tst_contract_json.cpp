// SPDX-License-Identifier: GPL-3.0-or-later
#include "corejson.h"
#include "jsonread.h"
#include "operationsjson.h"
#include "registryjson.h"
#include "trainingjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <limits>

using namespace nsl;

namespace
{

const QDateTime someTime = QDateTime::fromMSecsSinceEpoch(1795441200123, Qt::UTC);
const VersionRef someRef{5, 2, u"Two-tower GRU"_qs, 9, u"Tighter freshness"_qs, u"train-42-1795441200"_qs};

/// Through text, as on the wire.
QJsonObject overTheWire(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson(QJsonDocument::Compact)).object();
}

} // namespace

class TestContractJson : public QObject
{
    Q_OBJECT

private slots:
    void versionReadsBack()
    {
        Version version;
        version.id = 5;
        version.familyId = 2;
        version.familyName = u"Two-tower GRU"_qs;
        version.number = 9;
        version.jobName = u"train-42-1795441200"_qs;
        version.name = u"Two-tower GRU v9"_qs;
        version.label = u"<b>not bold</b>"_qs;
        version.source = FamilySource::Tenant;
        version.approvalStatus = ApprovalStatus::Approved;
        version.approvedBy = u"ada"_qs;
        version.approvedAt = someTime;
        version.approvalComment = u"better on all"_qs;
        version.lifecycleState = LifecycleState::Production;
        version.liveOn = {{1, u"production"_qs}};
        version.metrics = {{u"ndcg_at_10"_qs, 0.069}, {u"loss"_qs, std::numeric_limits<double>::infinity()}};
        version.manifestDigest = u"m"_qs;
        version.configDigest = u"c"_qs;
        version.artifactSha256 = u"a"_qs;
        version.createdAt = someTime;
        version.updatedAt = someTime;
        version.rev = 77;
        QCOMPARE(versionFromJson(overTheWire(toJson(version))), version);
    }

    void familyReadsBack()
    {
        Family family;
        family.id = 2;
        family.key = u"two-tower-gru"_qs;
        family.name = u"Two-tower GRU"_qs;
        family.modelType = u"embedder"_qs;
        family.source = FamilySource::Tenant;
        family.isDefault = true;
        family.options = {{u"epochs"_qs, FamilyOption::Type::Integer, 5, 1, 50, false, {}, u"passes"_qs},
                          {u"batch_size"_qs, FamilyOption::Type::Choice, 512, {}, {}, false, {64, 128}, {}}};
        family.productionVersion = 9;
        family.versionCount = 9;
        family.latestVersion = 9;
        family.createdAt = someTime;
        family.rev = 3;
        QCOMPARE(familyFromJson(overTheWire(toJson(family))), family);
    }

    void endpointAndDeploymentReadBack()
    {
        Endpoint endpoint;
        endpoint.id = 1;
        endpoint.name = u"production"_qs;
        endpoint.modelType = u"embedder"_qs;
        endpoint.isDefault = true;
        endpoint.contextIds = QStringList{u"12"_qs};
        endpoint.status = EndpointStatus::Updating;
        endpoint.statusSince = someTime;
        endpoint.pendingVersion = someRef;
        endpoint.failureReason = u"it broke"_qs;
        QCOMPARE(endpointFromJson(overTheWire(toJson(endpoint))), endpoint);

        Deployment deployment;
        deployment.id = 4;
        deployment.endpointId = 1;
        deployment.to = someRef;
        deployment.status = DeploymentStatus::RolledBack;
        deployment.phase = DeploymentPhase::Verifying;
        deployment.reason = u"checksum"_qs;
        deployment.actor = u"ada"_qs;
        deployment.startedAt = someTime;
        deployment.endedAt = someTime;
        QCOMPARE(deploymentFromJson(overTheWire(toJson(deployment))), deployment);
    }

    void jobReadsBack()
    {
        TrainingJob job;
        job.id = 9007199254740993; // not a double
        job.jobName = u"train-42-1795441200"_qs;
        job.status = JobStatus::Executing;
        job.createdAt = someTime;
        job.templateId = 1;
        job.progress = {JobPhase::Training, 3, 5, 842, 1200, 0.25};
        job.durationSeconds = 31.5;
        job.executionArn = u"arn:nsl:local:pipeline-execution/train-42-1795441200"_qs;
        job.trainingOptions = {{u"epochs"_qs, 5}};
        job.warnings = {{u"series_limit"_qs, u"3 measurements were left out."_qs, 3}, {u"new"_qs, {}, 1}};
        QCOMPARE(jobFromJson(overTheWire(toJson(job))), job);
        // Whatever else stands there says nothing.
        const QJsonArray odd{1, QJsonValue::Null, QJsonObject{}, QJsonObject{{u"text"_qs, u"only words"_qs}}};
        QCOMPARE(runWarningsFromJson(odd), (QList<RunWarning>{{QString(), u"only words"_qs, 0}}));
    }

    void eventTypeHasBothSpellings()
    {
        EventType eventType{1234567890123456, u"click"_qs, 50, 12, someTime, someTime, 4};
        const QJsonObject row = overTheWire(toJson(eventType));
        QCOMPARE(row.value(u"event_id"_qs).toInteger(), eventType.id);
        QCOMPARE(row.value(u"weight"_qs), row.value(u"value"_qs));
        QCOMPARE(eventTypeFromJson(row), eventType);
    }

    void templateReadsBack()
    {
        SignalTemplate signalTemplate;
        signalTemplate.id = 1;
        signalTemplate.name = u"All signals"_qs;
        signalTemplate.status = TemplateStatus::Published;
        signalTemplate.eventTypes = {{1, u"view"_qs, 20}, {2, u"click"_qs, 50}};
        signalTemplate.perSignalMin = 10;
        signalTemplate.totalMin = 1000;
        QCOMPARE(templateFromJson(overTheWire(toJson(signalTemplate))), signalTemplate);
    }

    void metricSeriesKeepsWhatIsNotFinite()
    {
        MetricSeries series{u"loss"_qs,
                            {},
                            MetricDirection::Min,
                            2,
                            false,
                            {{1, 10, 0.5, 1795441200123, 2.5},
                             {2, 20, 1, 1795441200456, std::numeric_limits<double>::quiet_NaN()}}};
        const MetricSeries read = metricSeriesFromJson(overTheWire(toJson(series)));
        QCOMPARE(read.points.size(), 2);
        QCOMPARE(read.points[0], series.points[0]);
        QVERIFY(std::isnan(read.points[1].value));
        QCOMPARE(read.points[1].wallMs, qint64(1795441200456));
    }

    void trainingRequestInBothForms()
    {
        const auto flat = trainingRequestFromJson(
            {{u"template_id"_qs, 1}, {u"epochs"_qs, 3}, {u"batch_size"_qs, 256}, {u"unknown"_qs, 1}});
        QVERIFY(flat);
        QCOMPARE(flat->options, (QJsonObject{{u"epochs"_qs, 3}, {u"batch_size"_qs, 256}}));
        const auto nested = trainingRequestFromJson(
            {{u"templateId"_qs, u"7"_qs}, {u"trainingOptions"_qs, QJsonObject{{u"dropout"_qs, 0.1}}}});
        QVERIFY(nested);
        QCOMPARE(nested->templateId, qint64(7));
        QCOMPARE(nested->options.value(u"dropout"_qs), QJsonValue(0.1));
        QVERIFY(!trainingRequestFromJson({}));
        QVERIFY(!trainingRequestFromJson({{u"template_id"_qs, 1}, {u"trainingOptions"_qs, 3}}));
        const auto again = trainingRequestFromJson(overTheWire(toJson(nested.value())));
        QVERIFY(again);
        QCOMPARE(again->options, nested->options);
    }

    void importReadsBack()
    {
        ImportJob import;
        import.id = 3;
        import.kind = u"events"_qs;
        import.path = u"/tmp/ratings.csv"_qs;
        import.status = ImportState::Failed;
        import.rows = 10;
        import.extraColumns = QStringList{u"rating"_qs};
        import.errors = {{ 7, u"item_id"_qs, u"unknown item"_qs }};
        import.bytesTotal = 100;
        import.from = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        import.to = QDateTime::fromMSecsSinceEpoch(1'700'000'001'000, Qt::UTC);
        import.notes = {{ u"empty_rows"_qs, u"Rows without any value were passed over."_qs, 3 }};
        QCOMPARE(importFromJson(overTheWire(toJson(import))), import);

        ImportRequest request{u"items"_qs,
                              u"/tmp/movies.csv"_qs,
                              {{u"item_id"_qs, u"movieId"_qs}},
                              {},
                              true,
                              false,
                              true,
                              u"\t"_qs,
                              {u"itemId"_qs, u""_qs},
                              true};
        const auto read = importRequestFromJson(overTheWire(toJson(request)));
        QVERIFY(read);
        QCOMPARE(read->map, request.map);
        QVERIFY(read->dryRun && read->again && !read->update);
        QCOMPARE(read->separator, u"\t"_qs);
        QCOMPARE(read->columns, (QStringList{u"itemId"_qs, u""_qs}));
        QVERIFY(read->nullIds);
        FilePreview preview;
        preview.separator = u";"_qs;
        preview.columns = QStringList{u"itemId"_qs, u""_qs};
        preview.map = {{u"item_id"_qs, u"itemId"_qs}};
        preview.rows = {{u"7"_qs, u"x"_qs}};
        preview.errors = import.errors;
        preview.notes = import.notes;
        QCOMPARE(filePreviewFromJson(overTheWire(toJson(preview))), preview);
        QVERIFY(!importRequestFromJson({{u"kind"_qs, u"users"_qs}, {u"path"_qs, u"x"_qs}}));
        QVERIFY(!importRequestFromJson({{u"kind"_qs, u"items"_qs}}));
    }

    void journalEntryReadsBack()
    {
        const JournalEntry entry{1,
                                 someTime,
                                 {u"key"_qs, 3, u"ci"_qs, {}},
                                 u"version.approved"_qs,
                                 u"training-job/42"_qs,
                                 u"Pending"_qs,
                                 u"Approved"_qs,
                                 u"ok"_qs,
                                 u"r1"_qs,
                                 u"h"_qs};
        QCOMPARE(journalEntryFromJson(overTheWire(toJson(entry))), entry);
    }

    void recommendationsAreReadFromEitherArray()
    {
        const Item item{u"m1"_qs, u"Alien"_qs, {}, {}, true, someTime, someTime};
        const QJsonObject row = toJson(Recommendation{u"m1"_qs, 1, 0.9, {}, {}}, item);
        for (const QString &key : {u"data"_qs, u"recommendations"_qs}) {
            const RecommendationList list = recommendationsFromJson(overTheWire({{key, QJsonArray{row}}}));
            QCOMPARE(list.rows.size(), 1);
            QCOMPARE(list.rows[0].itemId, u"m1"_qs);
            QCOMPARE(list.rows[0].name, u"Alien"_qs);
        }
        const RecommendationList empty = recommendationsFromJson(
            {{u"data"_qs, QJsonArray()},
             {u"embedding_info"_qs, QJsonObject{{u"default_reason"_qs, u"no_model_deployed"_qs}}}});
        QVERIFY(empty.rows.isEmpty());
        QCOMPARE(empty.defaultReason, u"no_model_deployed"_qs);
    }

    void errorsInEveryForm()
    {
        const PlatformError conflict =
            PlatformError::conflict(u"Production changed"_qs, u"production_changed"_qs);
        const PlatformError read = errorFromJson(409, overTheWire(platformErrorJson(conflict)), u"?"_qs);
        QCOMPARE(read.kind, PlatformError::Kind::Conflict);
        QCOMPARE(read.code, conflict.code);
        QCOMPARE(read.message, conflict.message);
        const PlatformError core = errorFromJson(409, overTheWire(coreErrorJson(conflict)), u"?"_qs);
        QCOMPARE(core.message, conflict.message);
        const PlatformError token = errorFromJson(
            401, {{u"error"_qs, u"invalid_client"_qs}, {u"error_description"_qs, u"Unknown client"_qs}},
            u"?"_qs);
        QCOMPARE(token.code, u"invalid_client"_qs);
        QCOMPARE(token.message, u"Unknown client"_qs);
        QCOMPARE(errorFromJson(502, {}, u"The server answered 502"_qs).message,
                 u"The server answered 502"_qs);
    }

    void hostileRecordsAreUnknownNotWrong()
    {
        const QJsonObject hostile{{u"id"_qs, 1e300},
                                  {u"status"_qs, 5},
                                  {u"created_at"_qs, u"yesterday"_qs},
                                  {u"metrics"_qs, QJsonArray{1}},
                                  {u"version"_qs, 1.5},
                                  {u"progress"_qs, u"x"_qs}};
        const TrainingJob job = jobFromJson(hostile);
        QCOMPARE(job.id, qint64(0));
        QCOMPARE(job.status.value, JobStatus::Unknown);
        QVERIFY(!job.createdAt.isValid());
        QVERIFY(job.metrics.isEmpty());
        QVERIFY(!job.version);
        QVERIFY(!json::parseObject("[1]"));
        QVERIFY(!json::parseObject("{\"a\":"));
        QVERIFY(!json::parseObject(""));
    }

    void integersAreExactOrAbsent()
    {
        QCOMPARE(json::toInteger(QJsonValue(qint64(9007199254740993))).value(), qint64(9007199254740993));
        QCOMPARE(json::toInteger(QJsonValue(u"1234567890123456"_qs)).value(), qint64(1234567890123456));
        QVERIFY(!json::toInteger(QJsonValue(1.5)));
        QVERIFY(!json::toInteger(QJsonValue(1e30)));
        QVERIFY(!json::toInteger(QJsonValue(std::nan(""))));
        QVERIFY(!json::toInteger(QJsonValue(u"12x"_qs)));
        QVERIFY(!json::toInteger(QJsonValue(true)));
    }

    void snakeCaseWinsOverCamelCase()
    {
        const QJsonObject both{{u"jobName"_qs, u"camel"_qs}, {u"job_name"_qs, u"snake"_qs}};
        QCOMPARE(json::text(both, u"job_name"), u"snake"_qs);
        QCOMPARE(json::text({{u"jobName"_qs, u"camel"_qs}}, u"job_name"), u"camel"_qs);
    }

    void timesAreUtc()
    {
        QCOMPARE(json::time({{u"t"_qs, u"2026-11-23T10:00:00Z"_qs}}, u"t"),
                 json::time({{u"t"_qs, u"2026-11-23T10:00:00"_qs}}, u"t"));
        QCOMPARE(json::time({{u"t"_qs, u"2026-11-23T11:00:00+01:00"_qs}}, u"t"),
                 json::time({{u"t"_qs, u"2026-11-23T10:00:00.000Z"_qs}}, u"t"));
        QCOMPARE(json::time({{u"t"_qs, 1795441200}}, u"t").toSecsSinceEpoch(), qint64(1795441200));
        QVERIFY(!json::time({{u"t"_qs, -5}}, u"t").isValid());
    }
};

QTEST_APPLESS_MAIN(TestContractJson)
#include "tst_contract_json.moc"
