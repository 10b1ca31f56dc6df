// SPDX-License-Identifier: GPL-3.0-or-later
// Event streams: a run as it goes, notices of changes, and when they close.
#include "jobs/joblog.h"
#include "runningplatform.h"

#include <QDir>

using namespace nsl;

namespace
{

struct SseEvent
{
    QByteArray id;
    QByteArray name;
    QJsonObject data;
};

/// A client of one stream.
class Reader
{
public:
    Reader(RunningPlatform &platform, const QString &path, const QByteArray &key = {},
           const QByteArray &lastEventId = {})
    {
        QNetworkRequest request(QUrl(platform.url.toString() + path));
        request.setRawHeader("Authorization", "Bearer " + (key.isEmpty() ? platform.session.key : key));
        request.setRawHeader("Accept", "text/event-stream");
        if (!lastEventId.isEmpty())
            request.setRawHeader("Last-Event-ID", lastEventId);
        m_reply.reset(m_network.get(request));
        QObject::connect(m_reply.get(), &QNetworkReply::readyRead, m_reply.get(), [this] { read(); });
    }

    bool waitFor(const QByteArray &name, int count = 1)
    {
        return QTest::qWaitFor([&] { return named(name).size() >= count; }, RunningPlatform::deadline);
    }
    bool waitForHead()
    {
        return QTest::qWaitFor([&] { return m_text.contains(": open"); }, RunningPlatform::deadline);
    }
    bool waitForEnd()
    {
        return QTest::qWaitFor([&] { return m_reply->isFinished(); }, RunningPlatform::deadline);
    }
    QList<SseEvent> named(const QByteArray &name) const
    {
        QList<SseEvent> result;
        for (const SseEvent &event : events) {
            if (event.name == name)
                result.append(event);
        }
        return result;
    }
    QByteArray header(const char *name) const { return m_reply->rawHeader(name); }
    int status() const { return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }

    QList<SseEvent> events;

private:
    void read()
    {
        const QByteArray piece = m_reply->readAll();
        m_text += piece;
        m_open += piece;
        for (qsizetype end = m_open.indexOf("\n\n"); end >= 0; end = m_open.indexOf("\n\n")) {
            SseEvent event;
            for (const QByteArray &line : m_open.left(end).split('\n')) {
                if (line.startsWith("id: "))
                    event.id = line.mid(4);
                else if (line.startsWith("event: "))
                    event.name = line.mid(7);
                else if (line.startsWith("data: "))
                    event.data = QJsonDocument::fromJson(line.mid(6)).object();
            }
            if (!event.name.isEmpty())
                events.append(event);
            m_open.remove(0, end + 2);
        }
    }

    QNetworkAccessManager m_network;
    std::unique_ptr<QNetworkReply> m_reply;
    QByteArray m_text;
    QByteArray m_open;
};

} // namespace

class TestApiStreams : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    qint64 m_family = 0;

    std::unique_ptr<JobLog> logOf(const TrainingJob &job)
    {
        const RunDirectory directory(m_platform->store.folder.filePath(u"jobs"_qs), job.jobName);
        if (!directory.create().ok())
            qFatal("no run directory");
        return std::make_unique<JobLog>(directory.logFile());
    }
    QString pathOf(const TrainingJob &job)
    {
        return u"/api/training-jobs/logs/%1/stream"_qs.arg(job.jobName);
    }
    void report(const TrainingJob &job, double value)
    {
        const auto written = m_platform->store->record([&](DataWrite &write) -> Outcome<Done> {
            ReportedPoint point;
            point.name = u"train_loss"_qs;
            point.direction = MetricDirection::Min;
            point.point.step = 1;
            point.point.value = value;
            m_platform->store->metrics().append(write, job.id, {point});
            return Done{};
        });
        QVERIFY(written.ok());
    }
    void fail(const TrainingJob &job)
    {
        const auto failed = m_platform->store->change(testActor(), {}, [&](StateChange &change) {
            return m_platform->store->jobs().setStatus(change, job.id, JobStatus::Failed, u"on purpose"_qs);
        });
        QVERIFY(failed.ok());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
        m_family = m_platform->store->families().findByKey(u"popularity"_qs)->id;
    }
    void cleanupTestCase() { QVERIFY(m_platform->stop()); }

    void aRunAsItGoes()
    {
        const TrainingJob job = startJob(*m_platform->store.store, m_family);
        const auto log = logOf(job);
        log->append(u"info"_qs, u"first line"_qs);
        report(job, 0.5);
        Reader reader(*m_platform, pathOf(job));
        QVERIFY(reader.waitFor("log"));
        QCOMPARE(reader.status(), 200);
        QCOMPARE(reader.header("Content-Type"), QByteArray("text/event-stream"));
        QVERIFY(!reader.header("X-Request-Id").isEmpty());
        QVERIFY(reader.waitFor("metric"));
        QVERIFY(reader.waitFor("status"));
        QCOMPARE(reader.named("log").first().data.value(u"message"_qs).toString(), u"first line"_qs);
        QCOMPARE(reader.named("metric").first().data.value(u"name"_qs).toString(), u"train_loss"_qs);
        QCOMPARE(reader.named("metric").first().data.value(u"value"_qs).toDouble(), 0.5);
        QCOMPARE(reader.named("status").first().data.value(u"status"_qs).toString(), u"Executing"_qs);

        log->append(u"warning"_qs, u"second line"_qs);
        report(job, std::nan(""));
        QVERIFY(reader.waitFor("log", 2));
        QVERIFY(reader.waitFor("metric", 2));
        QCOMPARE(reader.named("metric").at(1).data.value(u"value"_qs).toString(), u"NaN"_qs);
        const SseEvent second = reader.named("log").at(1);
        QCOMPARE(second.data.value(u"level"_qs).toString(), u"warning"_qs);
        QVERIFY(second.id.toLongLong() > reader.named("log").first().id.toLongLong());

        log->append(u"error"_qs, u"last line"_qs);
        fail(job);
        QVERIFY(reader.waitForEnd());
        QCOMPARE(reader.events.last().name, QByteArray("end"));
        QCOMPARE(reader.events.last().data.value(u"status"_qs).toString(), u"Failed"_qs);
        QCOMPARE(reader.named("log").size(), 3);
        QCOMPARE(reader.named("status")
                     .last()
                     .data.value(u"job"_qs)
                     .toObject()
                     .value(u"failure_reason"_qs)
                     .toString(),
                 u"on purpose"_qs);

        // It goes on where the client was.
        Reader again(*m_platform, pathOf(job), {}, second.id);
        QVERIFY(again.waitForEnd());
        QCOMPARE(again.named("log").size(), 1);
        QCOMPARE(again.named("log").first().data.value(u"message"_qs).toString(), u"last line"_qs);
        QCOMPARE(again.named("end").size(), 1);
        Reader later(*m_platform, pathOf(job) + u"?since_seq=1"_qs);
        QVERIFY(later.waitForEnd());
        QCOMPARE(later.named("metric").size(), 1);
    }

    void pointsThatAreMeasuredAgainAreTakenBack()
    {
        const TrainingJob job = startJob(*m_platform->store.store, m_family);
        const auto log = logOf(job);
        const auto measure = [&](const QList<int> &steps) {
            QList<ReportedPoint> points;
            for (const int step : steps) {
                ReportedPoint point{u"train_loss"_qs, {}, MetricDirection::Min, {}};
                point.point.step = step;
                point.point.value = step;
                points.append(point);
            }
            return m_platform->store->record([&](DataWrite &write) -> Outcome<qint64> {
                return m_platform->store->metrics().append(write, job.id, points);
            });
        };
        QVERIFY(measure({1, 2, 3, 4}).ok());
        Reader reader(*m_platform, pathOf(job));
        QVERIFY(reader.waitFor("metric", 4));
        QVERIFY(reader.named("trim").isEmpty());
        const auto trimmed = m_platform->store->record([&](DataWrite &write) -> Outcome<qint64> {
            return m_platform->store->metrics().trim(write, job.id, 2);
        });
        QCOMPARE(trimmed.value(), 2);
        QVERIFY(measure({3, 4}).ok());
        QVERIFY(reader.waitFor("metric", 6));
        QCOMPARE(reader.named("trim").size(), 1);
        QCOMPARE(reader.named("trim").first().data, (QJsonObject{{u"seq"_qs, 4}, {u"after_step"_qs, 2}}));
        QList<qint64> seqs;
        for (const SseEvent &event : reader.named("metric"))
            seqs.append(event.data.value(u"seq"_qs).toInteger());
        QCOMPARE(seqs, (QList<qint64>{1, 2, 3, 4, 5, 6}));
        fail(job);
        // One that held points which are void now is told; one that begins anew holds none.
        Reader late(*m_platform, pathOf(job) + u"?since_seq=3"_qs);
        QVERIFY(late.waitForEnd());
        QCOMPARE(late.named("trim").size(), 1);
        QCOMPARE(late.named("metric").size(), 2);
        Reader fresh(*m_platform, pathOf(job));
        QVERIFY(fresh.waitForEnd());
        QVERIFY(fresh.named("trim").isEmpty());
        QCOMPARE(fresh.named("metric").size(), 4);
    }

    void aLongLogComesWhole()
    {
        const TrainingJob job = startJob(*m_platform->store.store, m_family);
        const auto log = logOf(job);
        for (int i = 0; i < 5000; ++i)
            log->append(u"info"_qs, u"line %1 "_qs.arg(i) + QString(200, u'x'));
        fail(job);
        Reader reader(*m_platform, pathOf(job));
        QVERIFY(reader.waitForEnd());
        const auto lines = reader.named("log");
        QCOMPARE(lines.size(), 5000);
        for (int i = 0; i < 5000; ++i)
            QVERIFY(lines.at(i).data.value(u"message"_qs).toString().startsWith(u"line %1 "_qs.arg(i)));
        QCOMPARE(reader.events.last().name, QByteArray("end"));
    }

    void longLinesAndManyPointsComeWhole()
    {
        const TrainingJob job = startJob(*m_platform->store.store, m_family);
        const auto log = logOf(job);
        constexpr int lineCount = 500;
        constexpr qsizetype pointCount = 20'000;
        // As long as the lines of a worker may be: together more than a client may leave untaken.
        for (int i = 0; i < lineCount; ++i)
            log->append(u"info"_qs, u"line %1 "_qs.arg(i) + QString(8100, u'x'));
        QList<ReportedPoint> points(pointCount);
        for (qsizetype i = 0; i < pointCount; ++i) {
            points[i].name = i % 2 == 0 ? u"train_loss"_qs : u"recall_at_10"_qs;
            points[i].point.step = i;
            points[i].point.value = double(i);
        }
        QVERIFY(m_platform->store
                    ->record([&](DataWrite &write) -> Outcome<Done> {
                        m_platform->store->metrics().append(write, job.id, points);
                        return Done{};
                    })
                    .ok());
        fail(job);
        Reader reader(*m_platform, pathOf(job) + u"?since_seq=0"_qs);
        QVERIFY(reader.waitForEnd());
        QCOMPARE(reader.events.last().name, QByteArray("end"));
        const auto lines = reader.named("log");
        QCOMPARE(lines.size(), lineCount);
        for (int i = 0; i < lineCount; ++i)
            QVERIFY(lines.at(i).data.value(u"message"_qs).toString().startsWith(u"line %1 "_qs.arg(i)));
        const auto measured = reader.named("metric");
        QCOMPARE(measured.size(), pointCount);
        for (qsizetype i = 0; i < pointCount; ++i) {
            QCOMPARE(measured.at(i).data.value(u"seq"_qs).toInteger(), i + 1);
            QCOMPARE(measured.at(i).data.value(u"value"_qs).toDouble(), double(i));
            QCOMPARE(measured.at(i).data.value(u"name"_qs).toString(), points.at(i).name);
        }
    }

    void refusesBadStreams()
    {
        QCOMPARE(m_platform->get(u"/api/training-jobs/logs/none/stream"_qs).status, 404);
        const auto bad = m_platform->send("GET", u"/api/events-stream"_qs, {}, m_platform->session.key,
                                          {{"Last-Event-ID", "x"}});
        QCOMPARE(bad.status, 400);
        const auto head = m_platform->send("HEAD", u"/api/events-stream"_qs, {}, m_platform->session.key);
        QCOMPARE(head.status, 200);
        QCOMPARE(head.headers.value("content-type"), QByteArray("text/event-stream"));
    }

    void noticesOfChanges()
    {
        Reader reader(*m_platform, u"/api/events-stream"_qs);
        QVERIFY(reader.waitForHead());
        const auto made = m_platform->post(u"/api/model-endpoints"_qs, {{u"endpoint_name"_qs, u"home"_qs}});
        const qint64 id = made.value("endpoint").toObject().value(u"id"_qs).toInteger();
        QVERIFY(reader.waitFor("change"));
        const SseEvent notice = reader.named("change").last();
        QCOMPARE(notice.data.value(u"object"_qs).toString(), u"endpoint"_qs);
        QCOMPARE(notice.data.value(u"id"_qs).toInteger(), id);
        QCOMPARE(notice.data.value(u"rev"_qs).toInteger(),
                 made.value("endpoint").toObject().value(u"rev"_qs).toInteger());
        QCOMPARE(notice.id, QByteArray::number(notice.data.value(u"rev"_qs).toInteger()));

        const auto count = reader.named("change").size();
        QCOMPARE(
            m_platform->send("DELETE", u"/api/model-endpoints/%1"_qs.arg(id), {}, m_platform->session.key)
                .status,
            200);
        QVERIFY(reader.waitFor("change", static_cast<int>(count) + 1));
        const auto isRemoval = [&](const SseEvent &event) {
            return event.data.value(u"removed"_qs).toBool() && event.data.value(u"id"_qs).toInteger() == id;
        };
        QVERIFY(std::any_of(reader.events.begin(), reader.events.end(), isRemoval));

        // A client that comes back is told what it missed.
        Reader back(*m_platform, u"/api/events-stream"_qs, {}, notice.id);
        QVERIFY(back.waitFor("change"));
        QVERIFY(std::any_of(back.events.begin(), back.events.end(), isRemoval));
    }

    void aRevokedKeyLosesItsStreams()
    {
        const QByteArray key = m_platform->keyWith({u"admin"_qs});
        Reader own(*m_platform, u"/api/events-stream"_qs, key);
        Reader other(*m_platform, u"/api/events-stream"_qs);
        QVERIFY(own.waitForHead());
        QVERIFY(other.waitForHead());
        const auto stored = m_platform->store->keys().findByPrefix(QString::fromLatin1(key.left(12)));
        const auto answer = m_platform->send("DELETE", u"/api/api-keys/%1"_qs.arg(stored.first().key.id), {},
                                             m_platform->session.key);
        QCOMPARE(answer.status, 200);
        QVERIFY(own.waitForEnd());
        QVERIFY(other.waitFor("change"));
    }

    void aStoppingPlatformEndsItsStreams()
    {
        Reader reader(*m_platform, u"/api/events-stream"_qs);
        QVERIFY(reader.waitForHead());
        QVERIFY(m_platform->stop());
        QVERIFY(reader.waitForEnd());
        QVERIFY(m_platform->start());
    }
};

QTEST_GUILESS_MAIN(TestApiStreams)
#include "tst_api_streams.moc"
