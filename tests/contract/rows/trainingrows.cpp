// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 2.2: training jobs.
#include "jobs/joblog.h"
#include "jobs/rundirectory.h"
#include "row.h"
#include "sections.h"

using namespace nsl;

namespace
{

const QString jobsPath = u"/api/training-jobs"_qs;
const QString startPath = u"/api/training/start"_qs;
const QString evaluationsPath = u"/api/evaluations"_qs;
const QString startedShape =
    u"{ok:bool jobId:int executionArn:text warning:text jobName:text status:text job:@job}"_qs;

} // namespace

class TrainingRows : public RowTests
{
    Q_OBJECT

private:
    static QString approvedName()
    {
        const TrainingJob job = platform().succeeded();
        const auto done = write("POST", jobsPath + u"/approve"_qs, {{u"job_name"_qs, job.jobName}});
        return done.status == 200 ? job.jobName : QString();
    }
    static qint64 newEndpoint(const QString &modelType = u"embedder"_qs)
    {
        const auto made =
            write("POST", u"/api/model-endpoints"_qs,
                  {{u"model_type"_qs, modelType}, {u"endpoint_name"_qs, platform().fresh(u"target"_qs)}});
        return made.value("endpoint").toObject().value(u"id"_qs).toInteger();
    }
    static QJsonObject startBody()
    {
        return {{u"template_id"_qs, 1},      {u"family_id"_qs, platform().familyId()},
                {u"epochs"_qs, 1},           {u"batch_size"_qs, 64},
                {u"learning_rate"_qs, 0.01}, {u"seed"_qs, 3},
                {u"note"_qs, u"a row"_qs}};
    }
    /// While a worker still scores, the answer is 503 with Retry-After.
    static Ask evaluationThatIsReady()
    {
        const Ask ask{evaluationsPath,
                      QJsonObject{{u"job_names"_qs, QJsonArray{platform().liveJob, platform().pendingJob}},
                                  {u"split_of"_qs, platform().pendingJob}}};
        const auto isAnswered = [&] { return write("POST", ask.path, ask.body.toObject()).status != 503; };
        if (!QTest::qWaitFor(isAnswered, RunningPlatform::deadline))
            qWarning("The evaluation does not end.");
        return ask;
    }
    static TrainingJob measured()
    {
        const TrainingJob job = platform().executing();
        const RunDirectory directory(platform().store.folder.filePath(u"jobs"_qs), job.jobName);
        if (!directory.create().ok())
            qFatal("no run directory");
        JobLog log(directory.logFile());
        for (int i = 1; i <= 30; ++i)
            log.append(i % 10 == 0 ? u"warning"_qs : u"info"_qs, u"line %1"_qs.arg(i));
        return job;
    }

    QList<Row> table() const override
    {
        const QString liveJob = platform().liveJob;
        const auto at = [](const QString &path) { return [path] { return Ask{path}; }; };
        const QString one = jobsPath + u"/{}"_qs;
        const QString none = jobsPath + u"/999999"_qs;
        return {
            {"POST", startPath,
             [] {
                 return Ask{startPath, startBody()};
             },
             startedShape},
            {"POST", startPath,
             [] {
                 return Ask{startPath,
                            QJsonObject{{u"template_id"_qs, 1},
                                        {u"family_id"_qs, platform().familyId()},
                                        {u"training_options"_qs, QJsonObject{{u"epochs"_qs, 50},
                                                                             {u"batch_size"_qs, 512},
                                                                             {u"learning_rate"_qs, 0.001}}}}};
             },
             startedShape},
            {"POST", startPath,
             [] {
                 return Ask{startPath, QJsonObject{{u"from_job_name"_qs, platform().liveJob},
                                                   {u"note"_qs, u"the same again"_qs}}};
             },
             u"{ok:bool jobId:int executionArn:text jobName:text status:text job:@job}"_qs},
            {.method = "POST",
             .route = evaluationsPath,
             .request = [] { return evaluationThatIsReady(); },
             .answer = u"{evaluations:[{job_name:text split_digest:sha metrics:object per_metric_ci:object "
                       "dropped_pairs:int}]}"_qs,
             .entries = 0},
            {"GET", jobsPath, at(jobsPath), u"{jobs:[@job] rev:int}"_qs},
            {"GET", jobsPath, at(jobsPath + u"?view=summary&limit=2"_qs),
             u"{jobs:[@jobsummary] rev:int next_cursor:text?}"_qs},
            {"GET", jobsPath, at(jobsPath + u"?since_rev=%1"_qs.arg(platform().store->rev())),
             u"{jobs:[@job] rev:int removed:[int]}"_qs},
            {"GET", one, [] { return Ask{jobsPath + u"/%1"_qs.arg(platform().succeeded().id)}; },
             u"{job:@job}"_qs, none},
            {"GET", one + u"/manifest"_qs,
             [] { return Ask{jobsPath + u"/%1/manifest"_qs.arg(platform().succeeded().id)}; },
             u"{job_name:text manifest:object manifest_digest:sha}"_qs, none + u"/manifest"_qs},
            {"PATCH", one,
             [] {
                 return Ask{jobsPath + u"/%1"_qs.arg(platform().succeeded().id),
                            QJsonObject{{u"label"_qs, u"best"_qs},
                                        {u"description"_qs, u"of the week"_qs},
                                        {u"approval_status"_qs, u"Rejected"_qs},
                                        {u"approval_comment"_qs, u"too small"_qs}}};
             },
             u"{job:@job}"_qs, none, true, false, 2},
            {"DELETE", one, [] { return Ask{jobsPath + u"/%1"_qs.arg(platform().succeeded().id)}; },
             u"{ok:bool}"_qs, none},
            {"POST", jobsPath + u"/approve"_qs,
             [] {
                 return Ask{jobsPath + u"/approve"_qs,
                            QJsonObject{{u"job_name"_qs, platform().succeeded().jobName},
                                        {u"comment"_qs, u"good"_qs}}};
             },
             u"{success:bool job_name:text approval_status:text job:@job}"_qs},
            {"POST", jobsPath + u"/promote"_qs,
             [] {
                 return Ask{jobsPath + u"/promote"_qs, QJsonObject{{u"job_name"_qs, approvedName()},
                                                                   {u"endpoint_id"_qs, newEndpoint()},
                                                                   {u"comment"_qs, u"go"_qs},
                                                                   {u"expected_active_job_name"_qs, u""_qs}}};
             },
             u"{success:bool job_name:text deployment:@deployment endpoint:@endpoint}"_qs},
            // Nothing has to be waited for here: Stopping and Stopped at once.
            {"POST",
             jobsPath + u"/stop"_qs,
             [] {
                 return Ask{jobsPath + u"/stop"_qs,
                            QJsonObject{{u"job_name"_qs, platform().executing().jobName}}};
             },
             u"{success:bool stopped:bool status:text}"_qs,
             {},
             true,
             false,
             2},
            {"POST",
             jobsPath + u"/stop"_qs,
             [] {
                 return Ask{jobsPath + u"/stop"_qs,
                            QJsonObject{{u"execution_arn"_qs, platform().executing().executionArn}}};
             },
             u"{success:bool stopped:bool status:text}"_qs,
             {},
             true,
             false,
             2},
            {"GET", jobsPath + u"/endpoint"_qs, at(jobsPath + u"/endpoint"_qs), u"{endpoint:@endpoint}"_qs},
            {"GET", jobsPath + u"/endpoint"_qs, at(jobsPath + u"/endpoint?job_name="_qs + liveJob),
             u"{endpoint:@endpoint}"_qs, jobsPath + u"/endpoint?job_name=nobody"_qs},
            {"GET", jobsPath + u"/metrics/{}"_qs,
             at(jobsPath + u"/metrics/"_qs + liveJob +
                u"?series=loss,recall_at_10&from=0&to=99999&max_points=10&since_seq=0"_qs),
             u"{job_name:text status:text metrics:object series:[{name:text unit:text? direction:text "
             u"total:int "
             "aggregated:bool points:[array]}] manifest:object duration_seconds:num}"_qs,
             jobsPath + u"/metrics/nobody"_qs},
            {"GET", jobsPath + u"/logs/{}"_qs,
             at(jobsPath + u"/logs/"_qs + liveJob + u"?limit=5&tail=1&q=a&level=info"_qs),
             u"{job_name:text logs:[text] events:[{id:int timestamp:time level:text message:text}] "
             "next_token:text?}"_qs,
             jobsPath + u"/logs/nobody"_qs},
        };
    }

    /// Asks each run that is active to stop; true when none is. One may end by itself meanwhile.
    static bool isIdle()
    {
        const QList<TrainingJob> active = platform().store->jobs().listActive();
        for (const TrainingJob &job : active) {
            if (job.status != JobStatus::Stopping)
                write("POST", jobsPath + u"/stop"_qs, {{u"job_name"_qs, job.jobName}});
        }
        return active.isEmpty();
    }
    static int entriesOf(const QByteArray &requestId)
    {
        int count = 0;
        for (const JournalEntry &entry : platform().store->journal().page(1000).entries)
            count += entry.requestId.toLatin1() == requestId ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    /// What still ran would write into the journal while the next sections look at it.
    void cleanupTestCase() { QTRY_VERIFY_WITH_TIMEOUT(isIdle(), RunningPlatform::deadline); }

    void streamsHaveTheirRows()
    {
        // An event stream has no shape of one answer; HEAD asks without opening one.
        const QString log = jobsPath + u"/logs/%1/stream"_qs.arg(platform().liveJob);
        for (const auto &[route, path] : {std::pair(u"/api/training-jobs/logs/{}/stream"_qs, log),
                                          std::pair(u"/api/events-stream"_qs, u"/api/events-stream"_qs)}) {
            const auto raw = [&](const QByteArray &token) {
                return platform().raw("HEAD " + path.toLatin1() +
                                      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
                                      "\r\nConnection: close\r\n\r\n");
            };
            const QByteArray answer = raw(platform().session.key);
            QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
            QVERIFY(answer.contains("text/event-stream"));
            QVERIFY(raw("nobody").startsWith("HTTP/1.1 401 "));
            QVERIFY(raw(platform().keyWith({u"events"_qs})).startsWith("HTTP/1.1 403 "));
            platform().visited.insert(u"GET "_qs + route);
        }
        QCOMPARE(platform().get(jobsPath + u"/logs/nobody/stream"_qs).status, 404);
        QCOMPARE(platform().send("GET", log, {}, platform().session.key, {{"Last-Event-ID", "x"}}).code(),
                 u"invalid_last_event_id"_qs);
        // A run that has ended: all of it, then `end`, and the stream closes.
        const auto whole =
            platform().send("GET", log, {}, platform().session.key, {{"Accept", "text/event-stream"}});
        QCOMPARE(whole.headers.value("content-type"), QByteArray("text/event-stream"));
        for (const char *event :
             {"event: log\n", "event: metric\n", "event: status\n", "event: end\n", "id: 1\n"})
            QVERIFY2(whole.body.contains(event), event);
        const QByteArray last = whole.body.mid(whole.body.lastIndexOf("event: "));
        QVERIFY2(last.startsWith("event: end\n"), last.constData());
    }

    void startRefuses_data()
    {
        QTest::addColumn<QJsonObject>("changed");
        QTest::addColumn<int>("status");
        const auto options = [](const QString &key, const QJsonValue &value) {
            return QJsonObject{{u"training_options"_qs, QJsonObject{{key, value}}}};
        };
        QTest::newRow("template") << QJsonObject{{u"template_id"_qs, 999999}} << 404;
        QTest::newRow("no template") << QJsonObject{{u"template_id"_qs, QJsonValue()}} << 400;
        QTest::newRow("family") << QJsonObject{{u"family_id"_qs, 999999}} << 404;
        QTest::newRow("no epochs") << QJsonObject{{u"epochs"_qs, 0}} << 400;
        QTest::newRow("many epochs") << QJsonObject{{u"epochs"_qs, 51}} << 400;
        QTest::newRow("batch") << QJsonObject{{u"batch_size"_qs, 100}} << 400;
        QTest::newRow("rate") << QJsonObject{{u"learning_rate"_qs, -1}} << 400;
        QTest::newRow("rate text") << QJsonObject{{u"learning_rate"_qs, u"fast"_qs}} << 400;
        QTest::newRow("promotes itself") << QJsonObject{{u"auto_promote"_qs, true}} << 400;
        QTest::newRow("nested unknown") << options(u"surplus"_qs, 1) << 400;
        QTest::newRow("nested range") << options(u"epochs"_qs, 51) << 400;
        QTest::newRow("options no object") << QJsonObject{{u"training_options"_qs, 5}} << 400;
        QTest::newRow("long note") << QJsonObject{{u"note"_qs, QString(5000, u'n')}} << 400;
    }
    void startRefuses()
    {
        QFETCH(QJsonObject, changed);
        QFETCH(int, status);
        QJsonObject body = startBody();
        for (auto it = changed.begin(); it != changed.end(); ++it)
            body.insert(it.key(), it.value());
        const qsizetype before = platform().store->jobs().list().size();
        const auto answer = write("POST", startPath, body);
        const QString wrong = RowCheck::errorComplaint(answer, status, false);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(platform().store->jobs().list().size(), before);
    }

    void whatAStartedRunIsCalled()
    {
        const auto started = write("POST", startPath, startBody());
        const QString name = started.value("jobName").toString();
        const QString arn = u"arn:nsl:local:pipeline-execution/"_qs + name;
        static const QRegularExpression legal(u"\\Atrain-[0-9]+-[0-9]+\\z"_qs);
        QVERIFY(legal.match(name).hasMatch());
        QCOMPARE(started.value("executionArn").toString(), arn);
        const QJsonObject job = started.value("job").toObject();
        QCOMPARE(job.value(u"execution_arn"_qs).toString(), arn);
        QCOMPARE(job.value(u"id"_qs), started.value("jobId"));
        QCOMPARE(job.value(u"display_name"_qs).toString(), u"All signals \u00b7 "_qs + name);
        const QJsonObject sageMaker = job.value(u"sageMaker"_qs).toObject();
        QCOMPARE(sageMaker.value(u"pipelineExecutionStatus"_qs), job.value(u"status"_qs));
        QCOMPARE(sageMaker.value(u"trainingJobName"_qs).toString(), name);
        QVERIFY(sageMaker.value(u"trainingJobArn"_qs).toString() != arn);
        // The family has no use for these, and says so.
        QVERIFY(started.value("warning").toString().contains(u"learning_rate"_qs));
        // The family: the request's, the template's, else the default.
        const auto plain = write("POST", startPath, {{u"template_id"_qs, 1}});
        QCOMPARE(plain.value("job").toObject().value(u"family_id"_qs).toInteger(),
                 platform().familyId(u"two-tower-gru"_qs));
        QCOMPARE(write("POST", jobsPath + u"/stop"_qs, {{u"job_name"_qs, plain.value("jobName")}}).status,
                 200);
    }

    void approving()
    {
        const TrainingJob job = platform().succeeded();
        const QString path = jobsPath + u"/approve"_qs;
        const QJsonObject body{{u"job_name"_qs, job.jobName}, {u"comment"_qs, u"fine"_qs}};
        const auto named = [&](const QByteArray &requestId) {
            return platform().send("POST", path, QJsonDocument(body).toJson(), platform().session.key,
                                   {{"X-Request-Id", requestId}});
        };
        QCOMPARE(named("approved-once").value("approval_status").toString(), u"Approved"_qs);
        QCOMPARE(entriesOf("approved-once"), 1);
        const auto again = named("approved-again");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.value("approval_status").toString(), u"Approved"_qs);
        QCOMPARE(entriesOf("approved-again"), 0);
        QCOMPARE(write("POST", path, {{u"job_name"_qs, platform().executing().jobName}}).status, 409);
        QCOMPARE(write("POST", path, {{u"job_name"_qs, u"nobody"_qs}}).status, 404);
        QCOMPARE(write("POST", path, {}).code(), u"job_name_required"_qs);
        // Pending -> Approved -> Pending -> Rejected -> Approved, but never away while it is live.
        const QString patch = jobsPath + u"/%1"_qs.arg(job.id);
        for (const QString &status : {u"Pending"_qs, u"Rejected"_qs, u"Pending"_qs, u"Approved"_qs}) {
            const auto moved = write("PATCH", patch, {{u"approval_status"_qs, status}});
            QCOMPARE(moved.value("job").toObject().value(u"approval_status"_qs).toString(), status);
        }
        QCOMPARE(write("PATCH", patch, {{u"approval_status"_qs, u"Perhaps"_qs}}).status, 400);
        QCOMPARE(write("PATCH", patch, {{u"label"_qs, QString(81, u'l')}}).status, 400);
        QCOMPARE(write("PATCH", patch, {{u"label"_qs, QString(80, u'l')}}).status, 200);
        const auto live = platform().store->jobs().findByName(platform().liveJob);
        for (const QString &status : {u"Pending"_qs, u"Rejected"_qs})
            QCOMPARE(
                write("PATCH", jobsPath + u"/%1"_qs.arg(live->id), {{u"approval_status"_qs, status}}).status,
                409);
        const TrainingJob running = platform().executing();
        QCOMPARE(
            write("PATCH", jobsPath + u"/%1"_qs.arg(running.id), {{u"approval_status"_qs, u"Approved"_qs}})
                .status,
            409);
        QVERIFY(platform().job(running.jobName).value(u"approval_status"_qs).isNull());
    }

    void promoting()
    {
        const QString path = jobsPath + u"/promote"_qs;
        const auto promote = [&](QJsonObject body) { return write("POST", path, body); };
        QCOMPARE(promote({{u"job_name"_qs, platform().pendingJob}}).code(), u"not_approved"_qs);
        QCOMPARE(promote({{u"job_name"_qs, u"nobody"_qs}}).status, 404);
        QCOMPARE(promote({}).status, 400);
        QCOMPARE(promote({{u"job_name"_qs, platform().executing().jobName}}).status, 409);
        const QString name = approvedName();
        QCOMPARE(promote({{u"job_name"_qs, name}, {u"endpoint_id"_qs, 999999}}).status, 404);
        QCOMPARE(promote({{u"job_name"_qs, name}, {u"endpoint_id"_qs, u"x"_qs}}).status, 400);
        QCOMPARE(promote({{u"job_name"_qs, name}, {u"endpoint_id"_qs, newEndpoint(u"ranker"_qs)}}).code(),
                 u"model_type_mismatch"_qs);
        QCOMPARE(promote({{u"job_name"_qs, name}, {u"expected_active_job_name"_qs, u"train-0-0"_qs}}).code(),
                 u"production_changed"_qs);
        // Already live: fine, and nothing happens.
        const auto same = promote({{u"job_name"_qs, platform().liveJob}});
        QCOMPARE(same.status, 200);
        QVERIFY(same.value("deployment").isNull());
        // What is sent is committed before.
        const qint64 target = newEndpoint();
        const auto begun = promote({{u"job_name"_qs, name}, {u"endpoint_id"_qs, target}});
        QCOMPARE(begun.status, 200);
        const QJsonObject deployment = begun.value("deployment").toObject();
        QCOMPARE(deployment.value(u"status"_qs).toString(), u"Updating"_qs);
        QVERIFY(deployment.value(u"from"_qs).isNull());
        const QJsonObject endpoint = begun.value("endpoint").toObject();
        QCOMPARE(endpoint.value(u"status"_qs).toString(), u"Creating"_qs);
        QCOMPARE(endpoint.value(u"pending_version"_qs).toObject().value(u"job_name"_qs).toString(), name);
        const qint64 id = deployment.value(u"id"_qs).toInteger();
        QVERIFY(platform().store->deployments().find(id).has_value());
        // Its artifact is not there: it comes back with the reason, and accepts another promotion.
        QTRY_VERIFY_WITH_TIMEOUT(platform().store->deployments().find(id)->status !=
                                     DeploymentStatus::Updating,
                                 RunningPlatform::deadline);
        const auto failed = platform().store->endpoints().find(target);
        QVERIFY(failed->status == EndpointStatus::OutOfService);
        QVERIFY(!failed->failureReason.isEmpty());
        const auto second = promote({{u"job_name"_qs, name}, {u"endpoint_id"_qs, target}});
        QCOMPARE(second.status, 200);
        QVERIFY(second.value("endpoint").toObject().value(u"failure_reason"_qs).isNull());
        const qint64 last = second.value("deployment").toObject().value(u"id"_qs).toInteger();
        QTRY_VERIFY_WITH_TIMEOUT(platform().store->deployments().find(last)->status !=
                                     DeploymentStatus::Updating,
                                 RunningPlatform::deadline);
        const QString retired = approvedName();
        QCOMPARE(write("POST", u"/api/model-families/lifecycle"_qs,
                       {{u"family_id"_qs, platform().familyId()},
                        {u"action"_qs, u"retire"_qs},
                        {u"model_id"_qs, platform().store->versions().findByJob(retired)->id.toJson()}})
                     .status,
                 200);
        QCOMPARE(promote({{u"job_name"_qs, retired}}).code(), u"retired"_qs);
    }

    void stoppingAndDeleting()
    {
        const QString stop = jobsPath + u"/stop"_qs;
        const TrainingJob running = platform().executing();
        QCOMPARE(write("DELETE", jobsPath + u"/%1"_qs.arg(running.id)).status, 409);
        const auto stopping = write("POST", stop, {{u"executionArn"_qs, running.executionArn}});
        QCOMPARE(stopping.value("status").toString(), u"Stopping"_qs);
        QVERIFY(stopping.value("stopped").toBool());
        QCOMPARE(write("POST", stop, {{u"job_name"_qs, running.jobName}}).status, 409);
        QCOMPARE(write("POST", stop, {{u"job_name"_qs, u"nobody"_qs}}).status, 404);
        QCOMPARE(write("POST", stop, {{u"executionArn"_qs, u"arn:nobody"_qs}}).status, 404);
        QCOMPARE(write("POST", stop, {}).status, 400);
        const auto live = platform().store->jobs().findByName(platform().liveJob);
        QCOMPARE(write("DELETE", jobsPath + u"/%1"_qs.arg(live->id)).code(), u"version_in_use"_qs);
        // A tombstone stays: the number of a version is not given again.
        const TrainingJob gone = platform().succeeded();
        QCOMPARE(write("DELETE", jobsPath + u"/%1"_qs.arg(gone.id)).status, 200);
        QCOMPARE(platform().get(jobsPath + u"/%1"_qs.arg(gone.id)).status, 404);
        QVERIFY(platform().store->jobs().findTombstone(gone.jobName).has_value());
        QVERIFY(*platform().succeeded().version > *gone.version);
    }

    void logsAreReadInParts()
    {
        const QString path = jobsPath + u"/logs/"_qs + measured().jobName;
        const auto lines = [&](const QString &query) {
            return platform().get(path + query).value("logs").toArray();
        };
        QCOMPARE(lines({}).size(), 30);
        QCOMPARE(lines(u"?limit=4"_qs).last().toString(), u"line 4"_qs);
        const auto first = platform().get(path + u"?limit=4"_qs);
        QCOMPARE(lines(u"?limit=1&cursor="_qs + first.value("next_token").toString()).first().toString(),
                 u"line 5"_qs);
        QCOMPARE(lines(u"?tail=3"_qs).first().toString(), u"line 28"_qs);
        const auto events = platform().get(path + u"?tail=3"_qs).value("events").toArray();
        QCOMPARE(lines(u"?limit=2&before="_qs +
                       QString::number(events.first().toObject().value(u"id"_qs).toInteger()))
                     .last()
                     .toString(),
                 u"line 27"_qs);
        QCOMPARE(lines(u"?q=line%202"_qs).size(), 11);
        QCOMPARE(lines(u"?level=warning"_qs).size(), 3);
        QCOMPARE(platform().get(path + u"?limit=x"_qs).status, 400);
    }

    void statusesAndPhasesAreTheOnesOfTheContract()
    {
        const QSet<QString> statuses{u"Queued"_qs,  u"Executing"_qs, u"Stopping"_qs,
                                     u"Stopped"_qs, u"Failed"_qs,    u"Succeeded"_qs};
        QSet<QString> seen;
        QSet<QString> unique;
        const auto rows = platform().get(jobsPath).value("jobs").toArray();
        qint64 before = std::numeric_limits<qint64>::max();
        for (const QJsonValue row : rows) {
            const QJsonObject job = row.toObject();
            const QString status = job.value(u"status"_qs).toString();
            QVERIFY2(statuses.contains(status), qPrintable(status));
            seen.insert(status);
            QVERIFY(!job.value(u"execution_arn"_qs).toString().isEmpty());
            unique.insert(job.value(u"execution_arn"_qs).toString());
            QCOMPARE(job.value(u"version"_qs).isNull(), status != u"Succeeded");
            // Newest first.
            QVERIFY(job.value(u"id"_qs).toInteger() < before);
            before = job.value(u"id"_qs).toInteger();
        }
        QCOMPARE(unique.size(), rows.size());
        QVERIFY(seen.contains(u"Succeeded"_qs) && seen.contains(u"Stopped"_qs));
    }
};

std::unique_ptr<QObject> trainingRows()
{
    return std::make_unique<TrainingRows>();
}

#include "trainingrows.moc"
