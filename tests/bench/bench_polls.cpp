// SPDX-License-Identifier: GPL-3.0-or-later
// What a poll costs at many runs and versions: bench_polls [runs]. A real nsl-platform serves a workspace of
// 10 000 runs of one family, each with a version; one keep-alive connection asks. Printed per request: bytes
// both ways, the round trip, and the server's own CPU time (from its /metrics).
#include "platformprocess.h"
#include "store/sqlitestore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <unistd.h>

using namespace nsl;
using namespace Qt::StringLiterals;

namespace
{

Actor benchActor()
{
    return {u"user"_s, 0, u"bench"_s, {}};
}

FinishedRun finishedRun(int number)
{
    FinishedRun run;
    for (const QString &name :
         {u"train_loss"_s, u"validation_loss"_s, u"recall_at_10"_s, u"ndcg_at_10"_s, u"mrr_at_10"_s,
          u"coverage_at_10"_s, u"popularity_bias_at_10"_s, u"baseline_recall_at_10"_s,
          u"baseline_ndcg_at_10"_s, u"examples_per_second"_s})
        run.metrics.insert(name, std::sin(double(number) + double(name.size())));
    run.manifest = R"({"manifest_version":1,"options":{"epochs":5,"batch_size":512}})";
    run.configDigest = QString(64, u'c');
    run.artifactSha256 = QString(64, u'a');
    run.artifactBytes = 1'000'000;
    return run;
}

/// The family's id.
qint64 fill(const QString &workspace, int runs)
{
    auto store = SqliteStore::open(workspace + u"/platform.db"_s).value();
    Family family;
    family.key = u"popularity"_s;
    family.name = u"Popularity"_s;
    family.architecture = u"a"_s;
    family.objective = u"o"_s;
    family.modelType = u"embedder"_s;
    family.source = FamilySource::Base;
    for (int done = 0; done < runs;) {
        const auto made = store->change(benchActor(), {}, [&](StateChange &change) -> Outcome<Done> {
            if (const auto declared = store->families().declare(change, {family}); !declared)
                return declared.error();
            const qint64 id = store->families().findByKey(family.key)->id;
            for (int i = 0; i < 1000 && done < runs; ++i, ++done) {
                NewJob wanted;
                wanted.templateId = 1;
                wanted.templateName = u"All signals"_s;
                wanted.familyId = id;
                wanted.trainingOptions = {
                    {u"epochs"_s, 5}, {u"batch_size"_s, 512}, {u"learning_rate"_s, 0.003}};
                const auto created = store->jobs().create(change, wanted);
                if (!created)
                    return created.error();
                if (const auto begun = store->jobs().setStatus(change, created->id, JobStatus::Executing);
                    !begun)
                    return begun.error();
                if (const auto ended = store->jobs().finish(change, created->id, finishedRun(done)); !ended)
                    return ended.error();
            }
            return Done();
        });
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
    }
    return store->families().findByKey(family.key)->id;
}

struct Answer
{
    int status = 0;
    qint64 sent = 0;
    qint64 received = 0;
    QByteArray etag;
    QByteArray body;
};

/// One keep-alive connection.
class Connection
{
public:
    Connection(const QUrl &url, QByteArray key)
        : m_key(std::move(key))
    {
        m_socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        if (!m_socket.waitForConnected(10'000))
            qFatal("no connection");
    }

    Answer get(const QString &path, const QByteArray &etag = {})
    {
        QByteArray request = "GET " + path.toLatin1() +
                             " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + m_key + "\r\n";
        if (!etag.isEmpty())
            request += "If-None-Match: " + etag + "\r\n";
        request += "\r\n";
        Answer answer;
        answer.sent = request.size();
        m_socket.write(request);
        QByteArray text;
        qsizetype end = -1;
        while (end < 0) {
            read(text);
            end = text.indexOf("\r\n\r\n");
        }
        const QByteArray head = text.left(end);
        answer.status = head.mid(9, 3).toInt();
        answer.etag = header(head, "ETag");
        const qsizetype whole = end + 4 + header(head, "Content-Length").toLongLong();
        while (text.size() < whole)
            read(text);
        answer.received = text.size();
        answer.body = text.mid(end + 4);
        return answer;
    }

private:
    void read(QByteArray &text)
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(60'000))
            qFatal("the server does not answer");
        text += m_socket.readAll();
    }
    static QByteArray header(const QByteArray &head, const QByteArray &name)
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }

    QTcpSocket m_socket;
    QByteArray m_key;
};

double cpuSeconds(Connection &connection)
{
    const QByteArray page = connection.get(u"/metrics"_s).body;
    const QByteArray name = "\nprocess_cpu_seconds_total ";
    const qsizetype at = page.indexOf(name) + name.size();
    return page.mid(at, page.indexOf('\n', at) - at).toDouble();
}

double residentMib(qint64 pid)
{
    QFile file(u"/proc/%1/statm"_s.arg(pid));
    if (!file.open(QFile::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE)) /
           (1024.0 * 1024.0);
}

void measure(Connection &connection, const char *what, const QString &path, const QByteArray &etag, int times)
{
    QList<qint64> nanoseconds;
    Answer answer;
    connection.get(path, etag); // warm
    const double before = cpuSeconds(connection);
    for (int i = 0; i < times; ++i) {
        QElapsedTimer clock;
        clock.start();
        answer = connection.get(path, etag);
        nanoseconds.append(clock.nsecsElapsed());
    }
    const double cpu = (cpuSeconds(connection) - before) / times;
    std::sort(nanoseconds.begin(), nanoseconds.end());
    std::printf("%-44s %3d  %6lld + %9lld bytes  median %9.0f us  max %9.0f us  server CPU %8.0f us\n", what,
                answer.status, qlonglong(answer.sent), qlonglong(answer.received),
                double(nanoseconds.at(nanoseconds.size() / 2)) / 1e3, double(nanoseconds.last()) / 1e3,
                cpu * 1e6);
    std::fflush(stdout);
}

/// Labels a hundred runs in the server, as people would.
void change(test::PlatformProcess &platform, Connection &connection, const QString &label)
{
    const auto jobs = QJsonDocument::fromJson(
                          connection.get(u"/api/training-jobs?view=summary&limit=100"_s).body)[u"jobs"_s]
                          .toArray();
    for (const QJsonValue &job : jobs)
        platform.patch(u"/api/training-jobs/%1"_s.arg(job[u"id"_s].toInteger()), {{u"label"_s, label}});
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const int runs = argc > 1 ? QByteArray(argv[1]).toInt() : 10'000;
    QTemporaryDir folder;
    const qint64 family = fill(folder.path(), runs);
    test::PlatformProcess platform(folder.path());
    if (!platform.start())
        qFatal("%s", platform.what().constData());
    Connection connection(platform.url(), platform.key());
    std::printf("%d runs, each with a version; resident memory after the start %.0f MiB\n", runs,
                residentMib(platform.pid()));

    const QString jobs = u"/api/training-jobs"_s;
    const Answer first = connection.get(jobs);
    const qint64 rev = QJsonDocument::fromJson(first.body)[u"rev"_s].toInteger();
    const QByteArray endpoints = connection.get(u"/api/model-endpoints"_s).etag;
    measure(connection, "jobs, unchanged (If-None-Match)", jobs, first.etag, 2000);
    measure(connection, "endpoints, unchanged (If-None-Match)", u"/api/model-endpoints"_s, endpoints, 2000);
    measure(connection, "jobs, since_rev, nothing changed", jobs + u"?since_rev=%1"_s.arg(rev), {}, 500);
    change(platform, connection, u"measured"_s);
    measure(connection, "jobs, since_rev, 100 changed", jobs + u"?since_rev=%1"_s.arg(rev), {}, 200);
    measure(connection, "jobs, since_rev, 100 changed, summary",
            jobs + u"?view=summary&since_rev=%1"_s.arg(rev), {}, 200);
    measure(connection, "jobs, a page of 100", jobs + u"?limit=100"_s, {}, 200);
    measure(connection, "jobs, whole list", jobs, {}, 10);
    measure(connection, "jobs, whole list, summary", jobs + u"?view=summary"_s, {}, 10);
    const QString details = u"/api/model-families/details?family_id=%1"_s.arg(family);
    const QByteArray detailsTag = connection.get(details).etag;
    measure(connection, "details, unchanged (If-None-Match)", details, detailsTag, 2000);
    measure(connection, "details, whole", details, {}, 10);
    measure(connection, "details, whole, summary", details + u"&view=summary"_s, {}, 10);
    measure(connection, "details, since_rev, 100 changed", details + u"&since_rev=%1"_s.arg(rev), {}, 100);
    measure(connection, "families", u"/api/model-families"_s, {}, 200);
    std::printf("resident memory at the end %.0f MiB\n", residentMib(platform.pid()));
    return platform.stop() ? 0 : 1;
}
