// SPDX-License-Identifier: GPL-3.0-or-later
// A version whose catalogue is so large that it is served from a graph: trained, scored again and served.
#include "servingprocess.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr int users = 1050;
constexpr int items = 10 * users; ///< more than are searched one by one; each of them has one event

QJsonObject object(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

/// Someone who took the first items of a ring, in their order.
QJsonObject request(int ring)
{
    QJsonArray history;
    QJsonArray seen;
    for (int i = 0; i < 5; ++i) {
        const QString item = u"item-%1"_s.arg(ring * 10 + i);
        history << QJsonArray{item, 20, 1'700'000'000 + i};
        seen << item;
    }
    return {{u"history"_s, history}, {u"exclude"_s, seen}, {u"limit"_s, 20}};
}

} // namespace

class TestWorkerGraph : public QObject
{
    Q_OBJECT

private:
    WorkerRoot m_version{users, items};

    QJsonObject description() const { return object(m_version.read(u"model/artifact/model.json"_s)); }

private slots:
    void initTestCase()
    {
        m_version.setHyperparameters(
            {{u"family"_s, u"two-tower-gru"_s}, {u"epochs"_s, u"1"_s}, {u"min_item_events"_s, u"1"_s}});
        const Finished run = runWorker(m_version, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
    }

    void isWrittenAndNamed()
    {
        const QJsonObject artifact = description();
        const QJsonObject properties = artifact.value(u"properties"_s).toObject();
        QCOMPARE(properties.value(u"recency_decay"_s).toDouble(), 0.8); // without it, others would be served
        QCOMPARE(properties.value(u"index"_s), QJsonValue(u"hnsw"_s));
        const QJsonObject files = artifact.value(u"files"_s).toObject();
        for (const QString &name : {u"index_levels.i32"_s, u"index_links.i32"_s}) {
            QVERIFY(files.contains(name));
            QCOMPARE(m_version.read(u"model/artifact/"_s + name).size(),
                     files.value(name).toObject().value(u"bytes"_s).toInt());
        }
        // A level for each item of the catalogue: all but the inactive one, and the one without events.
        QCOMPARE(m_version.read(u"model/artifact/index_levels.i32"_s).size(), 4 * items);

        const QJsonObject manifest = object(m_version.read(u"model/manifest.json"_s));
        const QJsonObject index = manifest.value(u"index"_s).toObject();
        QCOMPARE(index.value(u"kind"_s), QJsonValue(u"hnsw"_s));
        QVERIFY(index.value(u"recall_at_50"_s).toDouble() >= 0.98);
        QCOMPARE(index.value(u"ef_search"_s), properties.value(u"index_ef_search"_s));
        QVERIFY(index.value(u"expected_requests_per_second"_s).toDouble() > 0);
    }

    void isScoredAgainToTheLastBit()
    {
        const WorkerRoot root(users, items);
        QVERIFY(QFile::link(m_version.path(u"model"_s), root.path(u"input/data/model"_s)));
        root.setHyperparameters({{u"min_item_events"_s, u"1"_s}});
        const Finished run = runWorker(root, {u"evaluate"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        const QJsonObject metrics =
            object(root.read(u"output/evaluation/result.json"_s)).value(u"metrics"_s).toObject();
        const QJsonObject own = object(m_version.read(u"model/metrics.json"_s));
        QCOMPARE(metrics.size(), 5);
        for (auto it = metrics.begin(); it != metrics.end(); ++it) {
            QCOMPARE(it.value(), own.value(it.key()));
        }
        QCOMPARE(root.read(u"output/evaluation/per_user.csv"_s),
                 m_version.read(u"model/evaluation/per_user.csv"_s));
    }

    /// The same vectors served without the graph say what there is to be found.
    void answersLikeAnExactSearch()
    {
        const WorkerRoot flat;
        QVERIFY(QDir().mkpath(flat.path(u"model/artifact"_s)));
        const QDir artifact(m_version.path(u"model/artifact"_s));
        for (const QString &name : artifact.entryList(QDir::Files)) {
            QVERIFY(QFile::link(artifact.filePath(name), flat.path(u"model/artifact/"_s + name)));
        }
        QJsonObject plain = description();
        QJsonObject properties = plain.value(u"properties"_s).toObject();
        properties[u"index"_s] = u"flat"_s;
        plain[u"properties"_s] = properties;
        QVERIFY(QFile::remove(flat.path(u"model/artifact/model.json"_s)));
        flat.write(u"model/artifact/model.json"_s, QJsonDocument(plain).toJson());

        ServingWorker graph(m_version, servingEnvironment());
        ServingWorker exact(flat, servingEnvironment());
        QTRY_VERIFY_WITH_TIMEOUT(graph.isReady(), 120'000);
        QTRY_VERIFY_WITH_TIMEOUT(exact.isReady(), 120'000);
        int wanted = 0;
        int found = 0;
        for (int ring = 0; ring < users; ring += users / 20) {
            const QJsonObject asked = request(ring);
            const Answer answer = graph.invoke(asked);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body.value(u"used_default"_s), QJsonValue(false));
            const QStringList ids = idsOf(answer);
            QCOMPARE(ids.size(), 20);
            for (const QJsonValue &seen : asked.value(u"exclude"_s).toArray()) {
                QVERIFY(!ids.contains(seen.toString()));
            }
            for (const QString &id : idsOf(exact.invoke(asked))) {
                ++wanted;
                found += ids.contains(id) ? 1 : 0;
            }
        }
        QVERIFY2(found >= wanted * 0.95, qPrintable(u"%1 of %2"_s.arg(found).arg(wanted)));
    }

    /// The graph is read, not merely there.
    void isRefusedWhereItsGraphIsDamaged()
    {
        const QString links = u"model/artifact/index_links.i32"_s;
        const QByteArray bytes = m_version.read(links);
        m_version.write(links, bytes.chopped(4));
        const Finished run = runWorker(m_version, {u"serve"_s}, servingEnvironment());
        m_version.write(links, bytes);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.contains(u"model artifact"_s), qPrintable(run.errors));
    }
};

QTEST_GUILESS_MAIN(TestWorkerGraph)
#include "tst_worker_graph.moc"
