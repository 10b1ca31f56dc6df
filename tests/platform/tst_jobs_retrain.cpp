// SPDX-License-Identifier: GPL-3.0-or-later
// Training again from a manifest: the same on the same data, and never silently something else.
#include "runningplatform.h"

#include <QDir>

#include <csignal>

using namespace nsl;

namespace
{

const QByteArray goodTraining = R"sh(
cd "$NSL_WORKER_ROOT" || exit 2
mkdir -p model/artifact
printf weights > model/artifact/weights.bin
sum=$(cd model/artifact && sha256sum weights.bin | sha256sum | cut -c1-64)
printf '{"ndcg_at_10":0.5}' > model/metrics.json
printf '{"evaluation":{"protocol":"p","split_digest":"s"},"environment":{"code_version":"t"},"artifact":{"bytes":7,"sha256":"%s"}}' "$sum" > model/manifest.json
)sh";

const QString ourWorker = QStringLiteral(NSL_BIN_DIR "/nsl-worker");

/// One word for a shell, whatever is in it.
QByteArray quoted(const QString &text)
{
    return '\'' + text.toUtf8().replace('\'', "'\\''") + '\'';
}

} // namespace

class TestJobsRetrain : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RunningPlatform> m_platform;

    bool startWith(const QString &program, std::function<void(PlatformServer::Options &)> adjust = {})
    {
        m_platform = std::make_unique<RunningPlatform>(program, std::move(adjust));
        m_platform->fill(20, 60, 20);
        return m_platform->start();
    }
    bool startWithScript(std::function<void(PlatformServer::Options &)> adjust = {})
    {
        return startWith(writeScript(m_folder.filePath(u"worker.sh"_qs), goodTraining), std::move(adjust));
    }

    HttpAnswer again(const QString &jobName, QJsonObject body = {})
    {
        body.insert(u"from_job_name"_qs, jobName);
        return m_platform->post(u"/api/training/start"_qs, body);
    }
    QString trained(const QString &family = u"two-tower-gru"_qs, const QJsonObject &options = {})
    {
        const QString name = m_platform->train(family, options);
        return m_platform->ended(name) == u"Succeeded" ? name : QString();
    }
    QJsonObject manifest(const QString &jobName)
    {
        return m_platform->get(u"/api/training-jobs/metrics/"_qs + jobName).value("manifest").toObject();
    }
    QJsonValue field(const QString &jobName, const QString &key)
    {
        return m_platform->job(jobName).value(key);
    }
    /// Without what measures time.
    QJsonObject finalMetrics(const QString &jobName)
    {
        QJsonObject metrics = field(jobName, u"metrics"_qs).toObject();
        for (const QString &name : metrics.keys()) {
            if (name.endsWith(u"examples_per_second"))
                metrics.remove(name);
        }
        return metrics;
    }
    /// Name, step and value of every point of every series, likewise.
    QStringList measured(const QString &jobName)
    {
        QStringList points;
        const auto answer = m_platform->get(u"/api/training-jobs/metrics/"_qs + jobName);
        for (const QJsonValue one : answer.value("series").toArray()) {
            const QString name = one.toObject().value(u"name"_qs).toString();
            for (const QJsonValue point : one.toObject().value(u"points"_qs).toArray()) {
                if (!name.endsWith(u"examples_per_second")) {
                    points.append(u"%1 %2 %3"_qs.arg(name)
                                      .arg(point.toArray().at(1).toInteger())
                                      .arg(point.toArray().at(4).toDouble(), 0, 'g', 17));
                }
            }
        }
        return points;
    }
    bool renameItem(const QString &name)
    {
        return m_platform->store
            ->record([&](DataWrite &write) -> Outcome<Item> {
                Item item = *m_platform->store->items().find(u"i1"_qs);
                item.name = name;
                return m_platform->store->items().update(write, item);
            })
            .ok();
    }

private Q_SLOTS:
    void cleanup() { m_platform.reset(); }

    void theSameManifestAgain()
    {
        QVERIFY(startWithScript());
        const QString first = trained(u"two-tower-gru"_qs, {{u"epochs"_qs, 3}, {u"seed"_qs, 9}});
        QVERIFY(!first.isEmpty());
        // What came after does not matter: events, another recipe, an event type that is gone.
        QVERIFY(m_platform->store
                    ->record([&](DataWrite &write) -> Outcome<Done> {
                        QList<EventRow> rows;
                        EventRow row;
                        row.userId = "u1";
                        row.itemId = "i1";
                        row.eventTypeId = 1;
                        row.occurredMs = 1'800'000'000'000;
                        rows.append(row);
                        m_platform->store->events().append(write, rows);
                        return Done{};
                    })
                    .ok());
        QCOMPARE(m_platform
                     ->send("PUT", u"/api/events/templates/1"_qs,
                            R"({"name":"Other","event_types":[{"id":1,"weight":77}]})",
                            m_platform->session.key)
                     .status,
                 200);
        QCOMPARE(
            m_platform->send("DELETE", u"/api/events/event-types/2"_qs, "{}", m_platform->session.key).status,
            200);

        const auto answer = again(first, {{u"note"_qs, u"once more"_qs}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(!answer.json().contains(u"warning"_qs));
        const QString second = answer.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QCOMPARE(field(second, u"config_digest"_qs), field(first, u"config_digest"_qs));
        QCOMPARE(field(second, u"training_options"_qs), field(first, u"training_options"_qs));
        QCOMPARE(field(second, u"description"_qs).toString(), u"once more"_qs);
        QCOMPARE(field(second, u"version"_qs).toInt(), 2);
        const QJsonObject before = manifest(first);
        const QJsonObject after = manifest(second);
        for (const QString &key : {u"template"_qs, u"family"_qs, u"options"_qs, u"dataset"_qs})
            QCOMPARE(after.value(key), before.value(key));
        QCOMPARE(after.value(u"from_job_name"_qs).toString(), first);
        QCOMPARE(after.value(u"parent_version"_qs).toInt(), 1);
        QVERIFY(!after.contains(u"earlier_dataset"_qs));
        // A run that was deleted keeps its manifest, so it can be repeated too.
        const QString path = u"/api/training-jobs/%1"_qs.arg(field(first, u"id"_qs).toInteger());
        QCOMPARE(m_platform->send("DELETE", path, {}, m_platform->session.key).status, 200);
        QCOMPARE(manifest(first), before);
        const auto fromTombstone = again(first);
        QCOMPARE(fromTombstone.status, 200);
        QCOMPARE(m_platform->ended(fromTombstone.value("jobName").toString()), u"Succeeded"_qs);
    }

    void overridesChangeOptionsAlone()
    {
        QVERIFY(startWithScript());
        const QString first = trained(u"two-tower-gru"_qs, {{u"epochs"_qs, 3}, {u"dropout"_qs, 0.4}});
        const auto answer =
            again(first, {{u"overrides"_qs, QJsonObject{{u"epochs"_qs, 4}, {u"batchSize"_qs, u"128"_qs}}}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        QJsonObject expected = field(first, u"training_options"_qs).toObject();
        expected.insert(u"epochs"_qs, 4);
        expected.insert(u"batch_size"_qs, 128);
        const QString second = answer.value("jobName").toString();
        QCOMPARE(field(second, u"training_options"_qs).toObject(), expected);
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QVERIFY(field(second, u"config_digest"_qs) != field(first, u"config_digest"_qs));
    }

    void whatCannotBeRepeatedIsRefused()
    {
        QVERIFY(startWithScript());
        const QString first = trained();
        const QString head = m_platform->store->journal().headHash();
        QCOMPARE(again(u"none"_qs).status, 404);
        QCOMPARE(m_platform->post(u"/api/training/start"_qs, {{u"from_job_name"_qs, 5}}).status, 400);
        QCOMPARE(again(first, {{u"template_id"_qs, 1}}).status, 400);
        QCOMPARE(again(first, {{u"auto_promote"_qs, true}}).status, 400);
        QCOMPARE(again(first, {{u"overrides"_qs, 5}}).status, 400);
        QCOMPARE(again(first, {{u"note"_qs, QString(2001, u'x')}}).status, 400);
        auto answer = again(first, {{u"overrides"_qs, QJsonObject{{u"speed"_qs, 1}}}});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"speed"_qs), qPrintable(answer.error()));
        answer = again(first, {{u"overrides"_qs, QJsonObject{{u"epochs"_qs, 51}}}});
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"option_out_of_range"_qs);
        QCOMPARE(m_platform->store->journal().headHash(), head);

        writeScript(m_folder.filePath(u"worker.sh"_qs), "exit 1");
        const QString failed = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(failed), u"Failed"_qs);
        answer = again(failed);
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"no_manifest"_qs);
    }

    void anEditedCatalogueIsNoticed()
    {
        QVERIFY(startWithScript());
        const QString first = trained();
        const QString name = m_platform->store->items().find(u"i1"_qs)->name;
        QVERIFY(renameItem(u"Another name"_qs));
        const auto refused = again(first);
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"data_changed"_qs);
        QVERIFY2(refused.error().contains(u"catalogue"_qs) && refused.error().contains(first),
                 qPrintable(refused.error()));
        QCOMPARE(m_platform->store->jobs().list().size(), 1);
        // The folder of the comparison is gone.
        QVERIFY(QDir(m_platform->store.folder.filePath(u"jobs"_qs))
                    .entryList({u".compare-*"_qs}, QDir::Dirs | QDir::Hidden)
                    .isEmpty());
        // Edited back, the data are the same, though the catalogue's revision is another one.
        QVERIFY(renameItem(name));
        const auto accepted = again(first);
        QVERIFY2(accepted.status == 200, accepted.body.constData());
        const QString second = accepted.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QCOMPARE(field(second, u"config_digest"_qs), field(first, u"config_digest"_qs));
    }

    void aComparisonThatTakesLongIsMadeByTheRun()
    {
        QVERIFY(startWithScript([](PlatformServer::Options &options) {
            options.jobs.compareLimit = std::chrono::milliseconds(0);
        }));
        const QString first = trained();
        QVERIFY(renameItem(u"Another name"_qs));
        // A request that does not wait is accepted, and the run refuses.
        const auto answer = again(first);
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"compared"_qs), answer.body.constData());
        const QString second = answer.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Failed"_qs);
        QVERIFY(field(second, u"failure_reason"_qs).toString().contains(u"data_changed"_qs));
    }

    void hiddenEventsAreNoticedByTheRun()
    {
        QVERIFY(startWithScript());
        const QString first = trained();
        // As after an import that is taken back: fewer events, the same catalogue.
        m_platform->store.runBehind(u"DELETE FROM event WHERE id = 17"_qs);
        const auto answer = again(first);
        QCOMPARE(answer.status, 200);
        const QString second = answer.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Failed"_qs);
        const QString reason = field(second, u"failure_reason"_qs).toString();
        QVERIFY2(reason.contains(u"data_changed"_qs) && reason.contains(u"1200 then, 1199 now"_qs),
                 qPrintable(reason));
        QVERIFY(field(second, u"version"_qs).isNull());
    }

    void equalDigestsMeanEqualMetrics_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QJsonObject>("options");
        QTest::newRow("popularity") << u"popularity"_qs << QJsonObject();
        QTest::newRow("item-transitions") << u"item-transitions"_qs << QJsonObject{{u"window"_qs, 4}};
        QTest::newRow("two-tower-gru")
            << u"two-tower-gru"_qs << QJsonObject{{u"epochs"_qs, 2}, {u"batch_size"_qs, 64}};
    }
    void equalDigestsMeanEqualMetrics()
    {
        QFETCH(const QString, family);
        QFETCH(const QJsonObject, options);
        QVERIFY(startWith(ourWorker));
        const QString first = trained(family, options);
        QVERIFY(!first.isEmpty());
        const auto answer = again(first);
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QString second = answer.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QCOMPARE(field(second, u"config_digest"_qs), field(first, u"config_digest"_qs));
        QVERIFY(finalMetrics(first).contains(u"ndcg_at_10"_qs));
        QCOMPARE(finalMetrics(second), finalMetrics(first)); // QJsonValue compares doubles exactly
        QCOMPARE(manifest(second).value(u"artifact"_qs), manifest(first).value(u"artifact"_qs));
    }

    void aKilledWorkerEndsWhereAnUnharmedOneDoes()
    {
        const QString pidFile = m_folder.filePath(u"pid"_qs);
        m_platform = std::make_unique<RunningPlatform>(
            writeScript(m_folder.filePath(u"worker.sh"_qs),
                        "echo $$ > " + quoted(pidFile) + "\nexec " + quoted(ourWorker) + " \"$@\"\n"),
            [](PlatformServer::Options &options) {
                options.jobs.resumePause = std::chrono::milliseconds(0);
            });
        m_platform->fill(60, 80, 25); // enough for epochs that take a while
        QVERIFY(m_platform->start());
        const QJsonObject options{{u"epochs"_qs, 15}, {u"batch_size"_qs, 64}};
        const QString unharmed = trained(u"two-tower-gru"_qs, options);
        QVERIFY(!unharmed.isEmpty());

        const QString killed = m_platform->train(u"two-tower-gru"_qs, options);
        const RunDirectory directory(m_platform->store.folder.filePath(u"jobs"_qs), killed);
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(directory.progressFile()); },
                                RunningPlatform::deadline));
        QFile pid(pidFile);
        QVERIFY(pid.open(QIODevice::ReadOnly));
        QCOMPARE(::kill(pid.readAll().trimmed().toInt(), SIGKILL), 0);
        QCOMPARE(m_platform->ended(killed), u"Succeeded"_qs);
        QCOMPARE(field(killed, u"resumes"_qs).toInt(), 1);
        QCOMPARE(field(killed, u"config_digest"_qs), field(unharmed, u"config_digest"_qs));
        QCOMPARE(finalMetrics(killed), finalMetrics(unharmed));
        QCOMPARE(manifest(killed).value(u"artifact"_qs), manifest(unharmed).value(u"artifact"_qs));
        QCOMPARE(measured(killed), measured(unharmed));
        QVERIFY(measured(killed).size() > 30);
    }
};

QTEST_GUILESS_MAIN(TestJobsRetrain)
#include "tst_jobs_retrain.moc"
