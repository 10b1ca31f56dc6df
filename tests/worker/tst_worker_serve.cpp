// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingprocess.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace
{

QJsonArray pastEvent(const QString &item, int weight, qint64 time)
{
    return {item, weight, time};
}

QJsonArray historyOf(const QJsonArray &onlyEvent)
{
    QJsonArray history;
    history.append(onlyEvent);
    return history;
}

} // namespace

class TestWorkerServe : public QObject
{
    Q_OBJECT

private:
    WorkerRoot m_gru{120, 40};
    WorkerRoot m_popular;
    QMap<QString, QString> m_environment = servingEnvironment();

private slots:
    void initTestCase()
    {
        m_gru.setHyperparameters(
            {{u"family"_s, u"two-tower-gru"_s}, {u"epochs"_s, u"12"_s}, {u"batch_size"_s, u"64"_s}});
        const Finished run = runWorker(m_gru, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        m_popular.setHyperparameters({{u"family"_s, u"popularity"_s}});
        QCOMPARE(runWorker(m_popular, {u"train"_s}).exitCode, 0);
    }

    void recommends()
    {
        auto environment = m_environment;
        environment[u"NSL_ARTIFACT_SHA256"_s] = QString::fromLatin1(m_gru.artifactDigest());
        ServingWorker server(m_gru, environment);
        QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), 120'000);
        QCOMPARE(server.ask("GET", u"/ping"_s).status, 200);

        // Items 10 to 14 in order; 15 to 19 of the same ring come next in the data.
        QJsonArray history;
        for (int i = 0; i < 5; ++i) {
            history << pastEvent(u"item-%1"_s.arg(10 + i), 20, 1'700'000'000 + i);
        }
        const QJsonArray seen{u"item-10"_s, u"item-11"_s, u"item-12"_s, u"item-13"_s, u"item-14"_s};
        const Answer answer = server.invoke(
            {{u"user_id"_s, u"someone"_s}, {u"history"_s, history}, {u"exclude"_s, seen}, {u"limit"_s, 20}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.value(u"used_default"_s), QJsonValue(false));
        QVERIFY(answer.body.value(u"default_reason"_s).isNull());
        const QStringList ids = idsOf(answer);
        QCOMPARE(ids.size(), 20);
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), 20);
        QCOMPARE(ids.first(), u"item-15"_s);
        double last = 1.0;
        for (const QJsonValue &item : answer.body.value(u"items"_s).toArray()) {
            const double score = item.toArray().at(1).toDouble();
            QVERIFY(score <= last && score >= 1.0 / 3.0);
            last = score;
        }
        for (const QJsonValue &item : seen) {
            QVERIFY(!ids.contains(item.toString()));
        }
        // An inactive item is never offered; one without events can be, but not first.
        const QStringList all = idsOf(server.invoke({{u"history"_s, history}, {u"limit"_s, 1000}}));
        QCOMPARE(all.size(), 40);
        QVERIFY(!all.contains(u"item-3"_s));
        QVERIFY(all.indexOf(u"brand-new"_s) > 0);

        // Repeated events and events in another order of arrival change nothing: the first of a pair counts.
        QJsonArray repeated = history;
        repeated << pastEvent(u"item-10"_s, 100, 1'700'000'099);
        QCOMPARE(server.invoke({{u"history"_s, repeated}, {u"exclude"_s, seen}, {u"limit"_s, 20}}).body,
                 answer.body);
    }

    void fallsBackToPopular()
    {
        ServingWorker server(m_gru, m_environment);
        QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), 120'000);
        for (const QJsonArray &history : {QJsonArray(), historyOf(pastEvent(u"unknown-item"_s, 20, 5))}) {
            const Answer answer = server.invoke({{u"history"_s, history}, {u"limit"_s, 7}});
            QCOMPARE(answer.status, 200);
            QCOMPARE(idsOf(answer).size(), 7);
            QCOMPARE(answer.body.value(u"used_default"_s), QJsonValue(true));
            QCOMPARE(answer.body.value(u"default_reason"_s).toString(), u"no_db_embedding"_s);
        }
        const Answer rest = server.invoke({{u"history"_s, QJsonArray()},
                                           {u"exclude"_s, QJsonArray{u"brand-new"_s, u"item-0"_s}},
                                           {u"limit"_s, 1000}});
        QCOMPARE(idsOf(rest).size(), 38);
    }

    void servesPopularity()
    {
        ServingWorker server(m_popular, m_environment);
        QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), 120'000);
        const Answer answer = server.invoke({{u"history"_s, historyOf(pastEvent(u"item-1"_s, 20, 5))},
                                             {u"exclude"_s, QJsonArray{u"item-1"_s}},
                                             {u"limit"_s, 100}});
        QCOMPARE(answer.body.value(u"used_default"_s), QJsonValue(false));
        QCOMPARE(idsOf(answer).size(), 39);
        QVERIFY(!idsOf(answer).contains(u"item-1"_s));
    }

    void refusesBadRequests()
    {
        ServingWorker server(m_popular, m_environment);
        QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), 120'000);
        const QList<QByteArray> bodies{
            "",
            "[]",
            "{",
            R"({"limit":5})",
            R"({"history":[],"limit":0})",
            R"({"history":[],"limit":1001})",
            R"({"history":[],"limit":18446744073709551615})",
            R"({"history":[],"limit":"5"})",
            R"({"history":[["item-1",20]],"limit":5})",
            R"({"history":[["item-1",200,5]],"limit":5})",
            R"({"history":[["item-1",20,1e300]],"limit":5})",
            R"({"history":[["item-1",20,"now"]],"limit":5})",
            R"({"history":[["../../etc",20,5]],"limit":5})",
            R"({"history":[],"exclude":"item-1","limit":5})",
            R"({"history":[],"exclude":[{}],"limit":5})",
            R"({"history":[],"filter":["a:b"],"limit":5})",
            QByteArray("{\"history\":").append(QByteArray(100'000, '[')),
            "{\"history\":[],\"limit\":5,\"user_id\":\"\xff\xfe\"}",
        };
        for (const QByteArray &body : bodies) {
            const Answer answer = server.ask("POST", u"/invocations"_s, body);
            QVERIFY2(answer.status == 400, body.left(60).constData());
            QVERIFY2(!answer.body.value(u"error"_s).toString().isEmpty(), body.left(60).constData());
        }
        QCOMPARE(server.ask("GET", u"/invocations"_s).status, 405);
        QCOMPARE(server.ask("POST", u"/ping"_s, "{}").status, 405);
        QCOMPARE(server.ask("GET", u"/other"_s).status, 404);
        QCOMPARE(server.ask("GET", u"/ping"_s, {}, "").status, 401);
        QCOMPARE(server.ask("GET", u"/ping"_s, {}, "Bearer wrong").status, 401);
        QCOMPARE(server.ask("GET", u"/ping"_s, {}, QByteArray("Bearer ") + servingToken + "x").status, 401);
        QCOMPARE(
            server.ask("GET", u"/ping"_s, {}, QByteArray("Bearer ") + servingToken, "evil.example").status,
            421);
        QCOMPARE(server.ask("GET", u"/ping"_s).status, 200);
    }

    void stopsWhenAsked()
    {
        ServingWorker server(m_popular, m_environment);
        QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), 120'000);
        server.process().terminate();
        QVERIFY(server.process().waitForFinished(60'000));
        QCOMPARE(server.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(server.process().exitCode(), 143);
        QVERIFY(m_popular.exists(u"model/artifact/model.json"_s));
    }

    void refusesADamagedArtifact_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("weights") << u"model/artifact/user_gru_weight_ih_l0.f32"_s;
        QTest::newRow("index") << u"model/artifact/catalogue_vectors.f32"_s;
        QTest::newRow("ids") << u"model/artifact/trained_items.txt"_s;
        QTest::newRow("description") << u"model/artifact/model.json"_s;
    }
    void refusesADamagedArtifact()
    {
        QFETCH(const QString, file);
        const QString digest = QString::fromLatin1(m_gru.artifactDigest());
        const QByteArray whole = m_gru.read(file);
        QVERIFY(whole.size() > 100);
        QByteArray damaged = whole;
        damaged[damaged.size() / 2] = static_cast<char>(damaged.at(damaged.size() / 2) ^ 1);
        const auto restore = qScopeGuard([&] { m_gru.write(file, whole); });
        for (const QByteArray &bytes : {damaged, whole.left(whole.size() / 2)}) {
            m_gru.write(file, bytes);
            auto environment = m_environment;
            environment[u"NSL_ARTIFACT_SHA256"_s] = digest;
            const Finished run = runWorker(m_gru, {u"serve"_s}, environment);
            QCOMPARE(run.exitCode, 1);
            QVERIFY(!run.output.contains(u"#ready"_s));
            QVERIFY2(run.errors.contains(u"SHA-256"_s) && run.errors.count(u'\n') == 1,
                     qPrintable(run.errors));
            QCOMPARE(QString::fromUtf8(m_gru.read(u"output/failure"_s)), run.errors);
            if (!file.endsWith(u"model.json"_s)) {
                // Without the digest from outside, the digests inside still find it.
                const Finished alone = runWorker(m_gru, {u"serve"_s}, m_environment);
                QCOMPARE(alone.exitCode, 1);
                QVERIFY2(alone.errors.contains(u"artifact cannot be used"_s), qPrintable(alone.errors));
            }
        }
    }

    /// A file whose digest was made to fit, but not its shape: nothing may be read past its end.
    void refusesAnotherShape()
    {
        const QString file = u"model/artifact/user_gru_weight_hh_l0.f32"_s;
        const QByteArray whole = m_gru.read(file);
        const QByteArray description = m_gru.read(u"model/artifact/model.json"_s);
        const auto restore = qScopeGuard([&] {
            m_gru.write(file, whole);
            m_gru.write(u"model/artifact/model.json"_s, description);
        });
        const QByteArray shorter = whole.left(whole.size() / 2);
        m_gru.write(file, shorter);
        QJsonObject object = QJsonDocument::fromJson(description).object();
        QJsonObject files = object.value(u"files"_s).toObject();
        QJsonObject facts = files.value(u"user_gru_weight_hh_l0.f32"_s).toObject();
        facts[u"sha256"_s] =
            QString::fromLatin1(QCryptographicHash::hash(shorter, QCryptographicHash::Sha256).toHex());
        facts[u"shape"_s] = QJsonArray{96, 64};
        files[u"user_gru_weight_hh_l0.f32"_s] = facts;
        object[u"files"_s] = files;
        m_gru.write(u"model/artifact/model.json"_s, QJsonDocument(object).toJson());
        const Finished run = runWorker(m_gru, {u"serve"_s}, m_environment);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.contains(u"shape"_s), qPrintable(run.errors));
    }

    void withoutATokenItIsReachedFromThisMachineAlone()
    {
        auto environment = m_environment;
        environment.remove(u"NSL_WORKER_TOKEN"_s);
        ServingWorker worker(m_popular, environment);
        QTRY_VERIFY_WITH_TIMEOUT(worker.isReady(), 60'000);
        // Another address of the loopback, which only a server of all addresses takes.
        for (const auto &[address, isTaken] :
             {std::pair(u"127.0.0.1"_s, true), std::pair(u"127.0.0.2"_s, false)}) {
            QTcpSocket socket;
            socket.connectToHost(address, worker.port());
            QCOMPARE(socket.waitForConnected(60'000), isTaken);
        }
        QCOMPARE(worker.ask("GET", u"/ping"_s, {}, {}).status, 200);
    }

    void refusesBadSettings()
    {
        for (const auto &[name, value] :
             {std::pair(u"SAGEMAKER_BIND_TO_PORT"_s, u"99999"_s),
              std::pair(u"NSL_WORKER_TOKEN"_s, u"short"_s), std::pair(u"NSL_ARTIFACT_SHA256"_s, u"abc"_s)}) {
            auto environment = m_environment;
            environment[name] = value;
            const Finished run = runWorker(m_popular, {u"serve"_s}, environment);
            QCOMPARE(run.exitCode, 1);
            QVERIFY(run.errors.contains(name));
            QVERIFY(!run.errors.contains(QLatin1String(servingToken)));
        }
        const WorkerRoot empty;
        QCOMPARE(runWorker(empty, {u"serve"_s}, m_environment).exitCode, 1);
    }
};

QTEST_GUILESS_MAIN(TestWorkerServe)
#include "tst_worker_serve.moc"
