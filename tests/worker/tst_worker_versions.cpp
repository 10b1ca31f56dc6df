// SPDX-License-Identifier: GPL-3.0-or-later
// Versions that are scored again: `nsl-worker evaluate`, and the live version in a training run.
#include "workerprocess.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using Options = QMap<QString, QString>;

namespace
{

constexpr int users = 40;

QJsonObject object(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

Options family(const QString &key)
{
    return {{u"family"_s, key}, {u"epochs"_s, u"2"_s}, {u"batch_size"_s, u"64"_s}};
}

/// Keeps the events up to event id @p last and appends @p more.
void keepEvents(const WorkerRoot &root, int last, const QByteArray &more = {})
{
    const QString file = u"input/data/events/events.csv"_s;
    QByteArrayList lines = root.read(file).split('\n');
    root.write(file, lines.mid(0, last + 1).join('\n') + '\n' + more);
}

void train(const WorkerRoot &root, const Options &options)
{
    root.setHyperparameters(options);
    const Finished run = runWorker(root, {u"train"_s});
    QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
}

/// Makes `model/` of @p version what @p name in @p root's input names.
void give(const WorkerRoot &root, const WorkerRoot &version, const QString &name)
{
    QVERIFY(QFile::link(version.path(u"model"_s), root.path(u"input/data/"_s + name)));
}

QJsonObject result(const WorkerRoot &root)
{
    return object(root.read(u"output/evaluation/result.json"_s));
}

QList<QByteArrayList> rowsOf(const QByteArray &csv)
{
    QList<QByteArrayList> rows;
    for (const QByteArray &line : csv.trimmed().split('\n').mid(1)) {
        rows << line.split(',');
    }
    return rows;
}

} // namespace

class TestWorkerVersions : public QObject
{
    Q_OBJECT

private slots:
    void scoresTheirOwnSplitToTheLastBit_data()
    {
        QTest::addColumn<QString>("key");
        for (const char *key : {"two-tower-gru", "item-transitions", "popularity"}) {
            QTest::newRow(key) << QString::fromLatin1(key);
        }
    }
    void scoresTheirOwnSplitToTheLastBit()
    {
        QFETCH(const QString, key);
        const WorkerRoot version;
        train(version, family(key));
        const WorkerRoot root;
        // The split's owner may be of any family, with any options.
        root.setHyperparameters({{u"family"_s, u"one-of-others"_s}, {u"depth"_s, u"three"_s}});
        give(root, version, u"model"_s);
        const Finished run = runWorker(root, {u"evaluate"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));

        const QByteArray perUser = version.read(u"model/evaluation/per_user.csv"_s);
        QCOMPARE(rowsOf(perUser).size(), users);
        QCOMPARE(root.read(u"output/evaluation/per_user.csv"_s), perUser);
        const QJsonObject scored = result(root);
        const QJsonObject manifest = object(version.read(u"model/manifest.json"_s));
        const QJsonObject evaluation = manifest.value(u"evaluation"_s).toObject();
        for (const QString &name : {u"split_digest"_s, u"protocol"_s, u"k"_s, u"candidates"_s, u"users"_s}) {
            QVERIFY(!evaluation.value(name).isUndefined());
            QCOMPARE(scored.value(name), evaluation.value(name));
        }
        QCOMPARE(scored.value(u"artifact_sha256"_s).toString().toLatin1(), version.artifactDigest());
        QCOMPARE(scored.value(u"dropped_pairs"_s), QJsonValue(0));
        const QJsonObject own = object(version.read(u"model/metrics.json"_s));
        const QJsonObject metrics = scored.value(u"metrics"_s).toObject();
        QCOMPARE(metrics.size(), 5);
        for (auto it = metrics.begin(); it != metrics.end(); ++it) {
            QCOMPARE(it.value(), own.value(it.key()));
        }
        QVERIFY(!root.exists(u"model"_s));
        QVERIFY(!root.exists(u"output/failure"_s));
    }

    /// A newer version knows what an older split asks; only what it left out itself can be asked of it.
    void leavesOutWhatAVersionWasTrainedOn()
    {
        const WorkerRoot version;
        keepEvents(version, 9 * users + 20); // the first twenty users have a tenth event
        train(version, family(u"two-tower-gru"_s));
        const WorkerRoot root;
        keepEvents(root, 9 * users);
        root.setHyperparameters({});
        give(root, version, u"model"_s);
        QCOMPARE(runWorker(root, {u"evaluate"_s}).exitCode, 0);
        QCOMPARE(result(root).value(u"dropped_pairs"_s), QJsonValue(20));
        QCOMPARE(result(root).value(u"users"_s), QJsonValue(users - 20));
        for (const QByteArrayList &row : rowsOf(root.read(u"output/evaluation/per_user.csv"_s))) {
            QVERIFY(row.at(0).mid(5).toInt() >= 20);
        }

        // All of them: there is nothing to measure, and no figure is made up.
        const WorkerRoot newest;
        train(newest, family(u"popularity"_s));
        QVERIFY(QFile::remove(root.path(u"input/data/model"_s)));
        give(root, newest, u"model"_s);
        QCOMPARE(runWorker(root, {u"evaluate"_s}).exitCode, 0);
        QCOMPARE(result(root).value(u"dropped_pairs"_s), QJsonValue(users));
        QCOMPARE(result(root).value(u"users"_s), QJsonValue(0));
        QVERIFY(result(root).value(u"metrics"_s).toObject().isEmpty());
        QVERIFY(rowsOf(root.read(u"output/evaluation/per_user.csv"_s)).isEmpty());
    }

    /// Every user's last item came after the version: it stands behind all 40 items but the ten of the user.
    void ranksUnknownItemsLast_data() { scoresTheirOwnSplitToTheLastBit_data(); }
    void ranksUnknownItemsLast()
    {
        QFETCH(const QString, key);
        const WorkerRoot version;
        train(version, family(key));
        QByteArray more;
        for (int user = 0; user < users; ++user) {
            more += "user-" + QByteArray::number(user) + ",item-new,view,20,1800000000," +
                    QByteArray::number(1000 + user) + '\n';
        }
        const WorkerRoot root;
        keepEvents(root, 10 * users, more);
        root.setHyperparameters({});
        give(root, version, u"model"_s);
        QCOMPARE(runWorker(root, {u"evaluate"_s}).exitCode, 0);
        QCOMPARE(result(root).value(u"dropped_pairs"_s), QJsonValue(0));
        QCOMPARE(result(root).value(u"candidates"_s), QJsonValue(41));
        const auto rows = rowsOf(root.read(u"output/evaluation/per_user.csv"_s));
        QCOMPARE(rows.size(), users);
        for (const QByteArrayList &row : rows) {
            QCOMPARE(row.at(1), QByteArray("item-new"));
            QCOMPARE(row.at(2).toInt(), 31);
        }
    }

    /// A user of whose history the version knows nothing gets its popular items.
    void scoresUsersOfWhomItKnowsNothing_data() { scoresTheirOwnSplitToTheLastBit_data(); }
    void scoresUsersOfWhomItKnowsNothing()
    {
        QFETCH(const QString, key);
        const WorkerRoot version;
        train(version, family(key));
        QByteArray more;
        int row = 1000;
        for (int user = 0; user < 6; ++user) {
            for (const char *item : {"n1", "n2", "n3", "n4", "n5", "item-5"}) {
                more += "fresh-" + QByteArray::number(user) + ',' + item + ",view,20,1800000000," +
                        QByteArray::number(row++) + '\n';
            }
        }
        const WorkerRoot root;
        keepEvents(root, 10 * users, more);
        root.setHyperparameters({});
        give(root, version, u"model"_s);
        QCOMPARE(runWorker(root, {u"evaluate"_s}).exitCode, 0);
        int fresh = 0;
        for (const QByteArrayList &fields : rowsOf(root.read(u"output/evaluation/per_user.csv"_s))) {
            if (fields.at(0).startsWith("fresh-")) {
                ++fresh;
                QVERIFY(fields.at(2).toInt() <= 40);
            }
        }
        QCOMPARE(fresh, 6);
        QCOMPARE(result(root).value(u"users"_s).toInt() + result(root).value(u"dropped_pairs"_s).toInt(),
                 users + 6);
    }

    void saysWhatCannotBeScored_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("damaged artifact")
            << u"artifact/catalogue_share.f32"_s << QByteArray("xxxx") << u"SHA-256 differs"_s;
        QTest::newRow("manifest") << u"manifest.json"_s << QByteArray("{}") << u"through_event_id"_s;
        QTest::newRow("no manifest") << u"manifest.json"_s << QByteArray() << u"is missing"_s;
        QTest::newRow("split") << u"evaluation/split.csv"_s << QByteArray("user\n") << u"header"_s;
        QTest::newRow("other family")
            << u"artifact/model.json"_s
            << QByteArray(R"({"format":1,"family":"nope","properties":{},"files":{}})") << u"SHA-256"_s;
    }
    void saysWhatCannotBeScored()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, sentence);
        const WorkerRoot version;
        train(version, family(u"popularity"_s));
        if (bytes.isEmpty()) {
            QVERIFY(QFile::remove(version.path(u"model/"_s + file)));
        } else {
            version.write(u"model/"_s + file, bytes);
        }
        const WorkerRoot root;
        root.setHyperparameters({});
        give(root, version, u"model"_s);
        const Finished run = runWorker(root, {u"evaluate"_s});
        QCOMPARE(run.exitCode, 1);
        const QString failure = QString::fromUtf8(root.read(u"output/failure"_s));
        QVERIFY2(failure.contains(sentence), qPrintable(failure));
        QCOMPARE(failure.count(u'\n'), 1);
        QVERIFY(!root.exists(u"output/evaluation"_s));

        // The same folder as the live version of a run costs that run a line, nothing else.
        give(root, version, u"live"_s);
        root.setHyperparameters(family(u"popularity"_s));
        const Finished trained = runWorker(root, {u"train"_s});
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.errors));
        QVERIFY(trained.output.contains(u"\nwarning: the live version is not scored: "_s));
        QVERIFY(!root.read(u"model/metrics.json"_s).contains("live_"));
        QVERIFY(!root.exists(u"model/evaluation/live.json"_s));
    }

    void scoresTheLiveVersionInARun()
    {
        const WorkerRoot live;
        keepEvents(live, 9 * users + 10);
        live.write(u"input/config/run.json"_s, R"({"job_name":"train-7-1"})");
        train(live, family(u"item-transitions"_s));
        const WorkerRoot root;
        give(root, live, u"live"_s);
        root.setHyperparameters(family(u"popularity"_s));
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));

        give(root, live, u"model"_s);
        QCOMPARE(runWorker(root, {u"evaluate"_s}).exitCode, 0);
        const QJsonObject facts = object(root.read(u"model/evaluation/live.json"_s));
        QCOMPARE(facts.value(u"job_name"_s).toString(), u"train-7-1"_s);
        QCOMPARE(facts.value(u"artifact_sha256"_s).toString().toLatin1(), live.artifactDigest());
        // The first ten users' tenth event is the live version's own test pair as well.
        QCOMPARE(facts.value(u"users"_s), QJsonValue(users));
        QCOMPARE(facts.value(u"dropped_pairs"_s), QJsonValue(0));
        QCOMPARE(root.read(u"model/evaluation/live_per_user.csv"_s),
                 root.read(u"output/evaluation/per_user.csv"_s));
        const QJsonObject metrics = object(root.read(u"model/metrics.json"_s));
        const QJsonObject scored = result(root).value(u"metrics"_s).toObject();
        QCOMPARE(scored.size(), 5);
        for (auto it = scored.begin(); it != scored.end(); ++it) {
            QCOMPARE(metrics.value(u"live_"_s + it.key()), it.value());
            QVERIFY(run.output.contains(u"#metric name=live_"_s + it.key() + u' '));
        }
    }
};

QTEST_GUILESS_MAIN(TestWorkerVersions)
#include "tst_worker_versions.moc"
