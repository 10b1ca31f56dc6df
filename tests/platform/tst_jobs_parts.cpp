// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/datasetexport.h"
#include "jobs/diskspace.h"
#include "jobs/familyregistry.h"
#include "jobs/joblog.h"
#include "jobs/metricreduction.h"
#include "jobs/runresult.h"
#include "jobs/workerline.h"
#include "jobs/workerlocator.h"
#include "teststore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

using namespace nsl;

class TestJobsParts : public QObject
{
    Q_OBJECT

private:
    static Family family(const QString &key)
    {
        for (const Family &one : shippedFamilies()) {
            if (one.key == key)
                return one;
        }
        return {};
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    static QList<LogEvent> eventsOf(const QString &path, const JobLog::Query &query)
    {
        const auto page = JobLog::read(path, query);
        return page.ok() ? page.value().events : QList<LogEvent>{};
    }

private Q_SLOTS:
    void anEarlierRunKeepsWhatItHad()
    {
        const Family gru = family(u"two-tower-gru"_qs);
        const auto decayOf = [&](const QJsonObject &earlier, const QJsonObject &asked) {
            const auto options = overrideOptions(gru, earlier, asked);
            return options.ok() ? options->values.value(u"recency_decay"_qs).toDouble(-1) : -1;
        };
        QCOMPARE(resolveOptions(gru, {})->values.value(u"recency_decay"_qs).toDouble(), 0.8);
        // It was trained before there was such an option.
        QCOMPARE(decayOf({{u"epochs"_qs, 3}}, {}), 0.0);
        QCOMPARE(decayOf({{u"recency_decay"_qs, 0.5}}, {}), 0.5);
        QCOMPARE(decayOf({{u"epochs"_qs, 3}}, {{u"recency_decay"_qs, 0.7}}), 0.7);
    }

    void fillsInDefaults()
    {
        const auto options =
            resolveOptions(family(u"two-tower-gru"_qs), {{u"epochs"_qs, u"7"_qs}, {u"batchSize"_qs, 128}});
        QVERIFY(options.ok());
        QCOMPARE(options->values.value(u"epochs"_qs).toInt(), 7);
        QCOMPARE(options->values.value(u"batch_size"_qs).toInt(), 128);
        QCOMPARE(options->values.value(u"learning_rate"_qs).toDouble(), 0.003);
        QCOMPARE(options->values.value(u"logq"_qs).toBool(), true);
        QVERIFY(options->unused.isEmpty());
        const QJsonObject strings = asHyperparameters(options->values);
        QCOMPARE(strings.value(u"learning_rate"_qs).toString(), u"0.003"_qs);
        QCOMPARE(strings.value(u"epochs"_qs).toString(), u"7"_qs);
        QCOMPARE(strings.value(u"item_text"_qs).toString(), u"false"_qs);
        const auto both =
            resolveOptions(family(u"two-tower-gru"_qs), {{u"batchSize"_qs, 64}, {u"batch_size"_qs, 256}});
        QCOMPARE(both->values.value(u"batch_size"_qs).toInt(), 256);
    }

    void namesWhatIsOutOfRange_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("inSentence");
        QTest::newRow("epochs 0") << u"epochs"_qs << QJsonValue(0) << u"from 1 to 50, not 0"_qs;
        QTest::newRow("epochs 51") << u"epochs"_qs << QJsonValue(51) << u"not 51"_qs;
        QTest::newRow("epochs 1.5") << u"epochs"_qs << QJsonValue(1.5) << u"whole number"_qs;
        QTest::newRow("epochs text") << u"epochs"_qs << QJsonValue(u"many"_qs) << u"\"many\""_qs;
        QTest::newRow("batch 100") << u"batch_size"_qs << QJsonValue(100) << u"64, 128, 256, 512"_qs;
        QTest::newRow("rate 0") << u"learning_rate"_qs << QJsonValue(0) << u"above 0"_qs;
        QTest::newRow("rate 2") << u"learning_rate"_qs << QJsonValue(2) << u"at most 1"_qs;
        QTest::newRow("logq 1") << u"logq"_qs << QJsonValue(1) << u"true or false"_qs;
        QTest::newRow("threads object") << u"threads"_qs << QJsonValue(QJsonObject()) << u"an object"_qs;
        QTest::newRow("seed huge") << u"seed"_qs << QJsonValue(1e300) << u"seed"_qs;
    }
    void namesWhatIsOutOfRange()
    {
        QFETCH(const QString, name);
        QFETCH(const QJsonValue, value);
        QFETCH(const QString, inSentence);
        const auto options = resolveOptions(family(u"two-tower-gru"_qs), {{name, value}});
        QVERIFY(!options.ok());
        QCOMPARE(httpStatusFor(options.error()), 400);
        QVERIFY2(options.error().message.contains(name) && options.error().message.contains(inSentence),
                 qPrintable(options.error().message));
    }

    void acceptsTheVendorsOptionsEverywhere()
    {
        const auto options =
            resolveOptions(family(u"popularity"_qs), {{u"epochs"_qs, 3}, {u"learning_rate"_qs, 0.1}});
        QVERIFY(options.ok());
        QCOMPARE(options->unused, (QStringList{u"epochs"_qs, u"learning_rate"_qs}));
        QVERIFY(!options->values.contains(u"epochs"_qs));
        QVERIFY(!resolveOptions(family(u"popularity"_qs), {{u"epochs"_qs, 99}}).ok());
        QVERIFY(!resolveOptions(family(u"popularity"_qs), {{u"dropout"_qs, 0.1}}).ok());
    }

    void readsWorkerLines()
    {
        const WorkerLine metric =
            parseWorkerLine("#metric name=train_loss value=2.5e-1 step=10 epoch=0.5 unit=nats");
        const auto *read = std::get_if<MetricLine>(&metric);
        QVERIFY(read);
        QCOMPARE(read->name, u"train_loss"_qs);
        QCOMPARE(read->value, 0.25);
        QCOMPARE(read->step, 10);
        QCOMPARE(read->direction, MetricDirection::Min);
        const WorkerLine nan = parseWorkerLine("#metric name=x value=NaN step=1 epoch=1 direction=max");
        QVERIFY(std::isnan(std::get<MetricLine>(nan).value));
        QCOMPARE(std::get<MetricLine>(nan).direction, MetricDirection::Max);
        const WorkerLine progress =
            parseWorkerLine("#progress phase=training step=3 steps=9 epoch=1 epochs=5");
        QCOMPARE(std::get<ProgressLine>(progress).steps, 9);
        QCOMPARE(std::get<ReadyLine>(parseWorkerLine("#ready port=4711")).port, 4711);
        for (const char *bad : {"#metric name=x value=1 step=1",
                                "#metric name=x value=one step=1 epoch=1",
                                "#metric name=x value=1 step=-1 epoch=1",
                                "#metric name=x value=1 value=2 step=1 epoch=1",
                                "#metric name=x value=1 step=1 epoch=1 extra=1",
                                "#metric name=a,b value=1 step=1 epoch=1",
                                "#metric name=a\xe2\x80\xae"
                                "b value=1 step=1 epoch=1",
                                "#metric name=\xc3( value=1 step=1 epoch=1",
                                "#metric name= value=1 step=1 epoch=1",
                                "#metric name=x value=1 step=1.5 epoch=1",
                                "#metric name=x value=1 step=1e300 epoch=1",
                                "we print #metric name=x",
                                "#metric name=x value=1e999 step=1 epoch=1",
                                "#metric value=1 step=1 epoch=1",
                                "#metric name=x value=1 step=1 epoch=1 direction=up",
                                "#progress phase=dreaming step=1",
                                "#progress phase=training step=99999999999999999999",
                                "#ready port=0",
                                "#ready port=65536",
                                "#ready",
                                "# metric",
                                "#metricname=x",
                                ""})
            QVERIFY2(std::holds_alternative<LogLine>(parseWorkerLine(bad)), bad);
    }

    void logsArePagedInBothDirections()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"log.txt"_qs);
        {
            JobLog log(path);
            for (int i = 0; i < 3000; ++i)
                log.append(i % 10 == 0 ? u"warning"_qs : u"info"_qs, u"line %1 \u00fc\twith tab"_qs.arg(i));
        }
        JobLog::Query query;
        query.limit = 700;
        QStringList forward;
        for (;;) {
            const auto page = JobLog::read(path, query);
            QVERIFY(page.ok());
            for (const LogEvent &event : page->events)
                forward.append(event.message);
            query.after = page->position;
            if (!page->more)
                break;
        }
        QCOMPARE(forward.size(), 3000);
        QCOMPARE(forward.at(1234), u"line 1234 \u00fc\twith tab"_qs);

        JobLog::Query tail;
        tail.tail = true;
        tail.limit = 900;
        QStringList backward;
        qint64 last = 0;
        for (;;) {
            const auto page = JobLog::read(path, tail);
            if (page->events.isEmpty())
                break;
            for (qsizetype i = page->events.size() - 1; i >= 0; --i) {
                backward.prepend(page->events.at(i).message);
                QVERIFY(last == 0 || page->events.at(i).id < last);
                last = page->events.at(i).id;
            }
            tail.before = last;
        }
        QCOMPARE(backward, forward);

        JobLog::Query filtered;
        filtered.level = u"warning"_qs;
        filtered.contains = u"LINE 5"_qs;
        filtered.limit = 1000;
        for (const LogEvent &event : eventsOf(path, filtered))
            QVERIFY(event.level == u"warning" && event.message.startsWith(u"line 5"_qs));
        // 50, 500 to 590, and 5's own thousand has none below 3000: lines 50, 500, 510, ... 590.
        QCOMPARE(eventsOf(path, filtered).size(), 11);

        JobLog::Query inside; // an offset within a line goes on with the next one
        inside.after = 5;
        inside.limit = 1;
        QCOMPARE(eventsOf(path, inside).first().message, forward.at(1));
        QVERIFY(eventsOf(folder.filePath(u"none"_qs), {}).isEmpty());
    }

    void logsAreBounded()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"log.txt"_qs);
        JobLog log(path);
        const QString line(8000, u'x');
        for (int i = 0; i < 3000; ++i)
            log.append(u"info"_qs, line);
        QVERIFY(QFileInfo(path).size() <= JobLog::maxBytes);
        JobLog::Query tail;
        tail.tail = true;
        tail.limit = 1;
        QVERIFY(eventsOf(path, tail).first().message.contains(u"limit"_qs));
    }

    void aHundredThousandLinesAreSearchedInPages()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"log.txt"_qs);
        constexpr int lines = 100'000;
        {
            JobLog log(path);
            for (int i = 0; i < lines; ++i) {
                log.append(i % 1000 == 999 ? u"error"_qs : u"info"_qs,
                           u"line %1 of a run that says a good deal about itself"_qs.arg(i) +
                               (i == 5 || i == 99'990 ? u" NEEDLE"_qs : QString()));
            }
        }
        QVERIFY(QFileInfo(path).size() > 8 * 1024 * 1024); // twice of what one request reads

        // Forwards with a filter that matches twice: pages may be empty, the cursor goes on.
        JobLog::Query query;
        query.contains = u"needle"_qs;
        QStringList found;
        int pages = 0;
        for (bool more = true; more; ++pages) {
            const auto page = JobLog::read(path, query);
            QVERIFY(page.ok());
            QVERIFY(!page->more || page->position > query.after.value_or(0));
            for (const LogEvent &event : page->events)
                found.append(event.message.section(u' ', 1, 1));
            query.after = page->position;
            more = page->more;
        }
        QCOMPARE(found, (QStringList{u"5"_qs, u"99990"_qs}));
        QVERIFY(pages > 2);

        // Backwards likewise.
        JobLog::Query back;
        back.tail = true;
        back.contains = u"needle"_qs;
        found.clear();
        for (bool more = true; more;) {
            const auto page = JobLog::read(path, back);
            QVERIFY(page.ok());
            for (auto it = page->events.rbegin(); it != page->events.rend(); ++it)
                found.append(it->message.section(u' ', 1, 1));
            QVERIFY(page->reachesBack == 0 ||
                    page->reachesBack < back.before.value_or(page->reachesBack + 1));
            back.before = page->reachesBack;
            more = page->reachesBack > 0;
        }
        QCOMPARE(found, (QStringList{u"99990"_qs, u"5"_qs}));

        // By level, a limit above the page's is cut to it, and the last ones are the last ones.
        JobLog::Query errors;
        errors.level = u"error"_qs;
        errors.tail = true;
        errors.limit = 30;
        auto page = JobLog::read(path, errors);
        QCOMPARE(page->events.size(), 30);
        QVERIFY(page->events.last().message.startsWith(u"line 99999 "_qs));
        QVERIFY(page->events.first().message.startsWith(u"line 70999 "_qs));
        JobLog::Query many;
        many.limit = 1'000'000;
        page = JobLog::read(path, many);
        QCOMPARE(page->events.size(), JobLog::maxPage);
        QCOMPARE(page->reachesBack, 0);
        many.after = page->position;
        QVERIFY(JobLog::read(path, many)->events.first().message.startsWith(u"line 1000 "_qs));
        JobLog::Query middle;
        middle.before = page->events.last().id;
        middle.limit = 2;
        page = JobLog::read(path, middle);
        QVERIFY(page->events.last().message.startsWith(u"line 998 "_qs));
        QCOMPARE(page->reachesBack, page->events.first().id);
    }

    void aFullLogKeepsRoomForThePlatform()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"log.txt"_qs);
        {
            JobLog log(path);
            for (int i = 0; i < 3000; ++i)
                log.append(u"info"_qs, QString(8000, u'x'));
            log.note(u"error"_qs, u"Failed: out of memory"_qs);
        }
        JobLog again(path); // the run goes on
        again.append(u"info"_qs, QString(8000, u'y'));
        again.note(u"info"_qs, u"Succeeded."_qs);
        JobLog::Query tail;
        tail.tail = true;
        tail.limit = 4;
        QStringList last;
        for (const LogEvent &event : eventsOf(path, tail))
            last.append(event.message.left(20));
        QCOMPARE(last.at(0).left(7), u"The log"_qs);
        QCOMPARE(last.at(1), u"Failed: out of memor"_qs);
        QCOMPARE(last.at(2).left(7), u"The log"_qs);
        QCOMPARE(last.at(3), u"Succeeded."_qs);
        QVERIFY(QFileInfo(path).size() <= JobLog::maxBytes);
    }

    void roomOnTheDiskIsEstimatedAndCompared()
    {
        constexpr qint64 rest = 64 * 1024 * 1024;
        QCOMPARE(estimatedRunBytes({}), rest);
        QCOMPARE(estimatedRunBytes({1000, 10, 0}), rest + 96'000 + 10 * 1024 + 7 * 10 * 256);
        QCOMPARE(estimatedRunBytes({1000, 10, 5000}), rest + 96'000 + 10 * 1024 + 7 * 5000);
        const auto has = [](qint64 bytes) { return [bytes](const QString &) { return bytes; }; };
        QVERIFY(checkRunSpace(u"/x"_qs, {}, has(rest)).ok());
        QVERIFY(checkRunSpace(u"/x"_qs, {}, has(-1)).ok()); // unknown
        const auto refused = checkRunSpace(u"/x"_qs, {}, has(rest - 1));
        QCOMPARE(httpStatusFor(refused.error()), 409);
        QVERIFY2(refused.error().message.contains(u"64.0 MiB"_qs) &&
                     refused.error().message.contains(u"/x"_qs),
                 qPrintable(refused.error().message));
        QTemporaryDir folder;
        QVERIFY(freeBytesOf(folder.filePath(u"not/yet/there"_qs)) > 0);
    }

    void reducesSeriesWithoutLosingExtremes()
    {
        MetricSeries series;
        for (int i = 0; i < 10000; ++i) {
            MetricPoint point;
            point.seq = i + 1;
            point.step = i;
            point.value = i == 4321 ? 99.0 : i == 7777 ? -99.0 : i == 10 ? std::nan("") : std::sin(i / 100.0);
            series.points.append(point);
        }
        MetricSeries reduced = series;
        reduceSeries(reduced, 400);
        QVERIFY(reduced.aggregated);
        QVERIFY(reduced.points.size() <= 400);
        QCOMPARE(reduced.points.first().seq, 1);
        QCOMPARE(reduced.points.last().seq, 10000);
        QVERIFY(std::any_of(reduced.points.begin(), reduced.points.end(),
                            [](const MetricPoint &p) { return p.value == 99.0; }));
        QVERIFY(std::any_of(reduced.points.begin(), reduced.points.end(),
                            [](const MetricPoint &p) { return p.value == -99.0; }));
        QVERIFY(std::is_sorted(reduced.points.begin(), reduced.points.end(),
                               [](const MetricPoint &a, const MetricPoint &b) { return a.seq < b.seq; }));
        MetricSeries part = series;
        reduceSeries(part, 400, 100, 199);
        QCOMPARE(part.points.size(), 100);
        QVERIFY(!part.aggregated);
    }

    void exportsWhatTheWorkerReads()
    {
        TestStore store;
        const auto filled = store->record([&](DataWrite &write) -> Outcome<Done> {
            Item item;
            item.id = u"a"_qs;
            item.name = u"A, \"quoted\""_qs;
            item.metadata = {{u"genre"_qs, u"x"_qs}};
            Item inactive;
            inactive.id = u"b"_qs;
            inactive.name = u"B"_qs;
            inactive.active = false;
            if (auto created = store->items().create(write, {item, inactive}); !created.ok())
                return created;
            QList<EventRow> rows;
            for (int i = 0; i < 6; ++i) {
                EventRow row;
                row.userId = i == 0 ? QByteArray("u,\"1\"") : QByteArray("u2");
                row.itemId = "a";
                row.eventTypeId = i < 4 ? 1 : 2;
                row.occurredMs = 1'700'000'000'999 + i;
                rows.append(row);
            }
            store->events().append(write, rows);
            return Done{};
        });
        QVERIFY(filled.ok());
        const RunDirectory directory(store.folder.path(), u"train-1-1"_qs);
        QVERIFY(directory.create().ok());
        const std::atomic<bool> go{false};
        DatasetRequest request{store.file(), directory, {{1, {u"view"_qs, 20}}}, 3};
        auto facts = exportDataset(request, go);
        QVERIFY2(facts.ok(), facts.ok() ? "" : qPrintable(facts.error().message));
        QCOMPARE(facts->value(u"events"_qs).toInteger(), 3); // not the click, not what came after event 3
        QCOMPARE(facts->value(u"users"_qs).toInteger(), 2);
        QFile events(directory.eventsFile());
        QVERIFY(events.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = events.readAll().split('\n');
        QCOMPARE(lines.at(0), QByteArray("user_id,item_id,event_type,weight,timestamp,timestamp_ms,row"));
        QCOMPARE(lines.at(1), QByteArray("\"u,\"\"1\"\"\",a,view,20,1700000000,1700000000999,1"));
        QCOMPARE(lines.at(2), QByteArray("u2,a,view,20,1700000001,1700000001000,2"));
        QCOMPARE(lines.size(), 5);
        QFile items(directory.itemsFile());
        QVERIFY(items.open(QIODevice::ReadOnly));
        const QList<QByteArray> rows = items.readAll().trimmed().split('\n');
        QCOMPARE(rows.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(rows.at(1)).object().value(u"active"_qs).toBool(), false);
        const QString digest = facts->value(u"digest"_qs).toString();
        QCOMPARE(exportDataset(request, go)->value(u"digest"_qs).toString(), digest);
        request.throughEventId = 2;
        QVERIFY(exportDataset(request, go)->value(u"digest"_qs).toString() != digest);
        const std::atomic<bool> cancelled{true};
        QVERIFY(!exportDataset(request, cancelled).ok());
    }

    void aJsonFileIsReadUpToItsLimit()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"metrics.json"_qs);
        QVERIFY(readJsonObject(path, 10).error().message.contains(u"no metrics.json"_qs));
        write(path, R"({"a": 1})");
        const auto read = readJsonObject(path, 8);
        QVERIFY(read.ok());
        QCOMPARE(read->value(u"a"_qs).toInt(), 1);
        QVERIFY(readJsonObject(path, 7).error().message.contains(u"larger"_qs));
        write(path, "[1]");
        QVERIFY(readJsonObject(path, 8).error().message.contains(u"object"_qs));
    }

    void aProgramsVersionIsItsChecksum()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"program"_qs);
        std::atomic<bool> cancelled{false};
        QVERIFY(!programVersion(path, cancelled).ok());
        write(path, "abc");
        const auto version = programVersion(path, cancelled);
        QVERIFY(version.ok());
        QCOMPARE(*version, u"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_qs);
        cancelled = true;
        QVERIFY(!programVersion(path, cancelled).ok());
    }

    void artifactDigestIsThatOfSha256sum()
    {
        QTemporaryDir folder;
        const QString artifact = folder.filePath(u"artifact"_qs);
        write(artifact + u"/b.bin"_qs, "two");
        write(artifact + u"/a/z.bin"_qs, "one");
        QProcess shell;
        shell.setWorkingDirectory(artifact);
        shell.start(
            u"sh"_qs,
            {u"-c"_qs, u"LC_ALL=C; find . -type f -printf '%P\\n' | sort | xargs sha256sum | sha256sum"_qs});
        QVERIFY(shell.waitForFinished());
        const auto digest = digestArtifact(artifact);
        QVERIFY(digest.ok());
        QCOMPARE(digest->sha256.toLatin1(), shell.readAllStandardOutput().left(64));
        QCOMPARE(digest->bytes, 6);
        std::atomic<bool> cancelled{false};
        QCOMPARE(digestArtifact(artifact, &cancelled)->sha256, digest->sha256);
        cancelled = true;
        QVERIFY(!digestArtifact(artifact, &cancelled).ok());
        QVERIFY(QFile::link(u"/etc/hostname"_qs, artifact + u"/link"_qs));
        QVERIFY(!digestArtifact(artifact).ok());
        QVERIFY(!digestArtifact(folder.filePath(u"none"_qs)).ok());
    }

    void configDigestDependsOnWhatCounts()
    {
        RunResult result;
        result.workerManifest = {
            {u"evaluation"_qs, QJsonObject{{u"protocol"_qs, u"p"_qs}, {u"split_digest"_qs, u"s"_qs}}},
            {u"environment"_qs, QJsonObject{{u"code_version"_qs, u"1"_qs}, {u"host_cpu"_qs, u"x"_qs}}}};
        ManifestFacts facts;
        facts.plan = {{u"family"_qs, u"f"_qs},
                      {u"options"_qs, QJsonObject{{u"seed"_qs, 1}}},
                      {u"dataset"_qs, QJsonObject{{u"digest"_qs, u"d"_qs}}}};
        facts.jobName = u"one"_qs;
        facts.startedAt = u"then"_qs;
        const QString digest = configDigest(wholeManifest(result, facts));
        // What the worker says of its code stands above the program's checksum.
        facts.codeVersion = u"sha256:abc"_qs;
        QCOMPARE(configDigest(wholeManifest(result, facts)), digest);
        RunResult silent = result;
        silent.workerManifest.remove(u"environment"_qs);
        const QJsonObject filled = wholeManifest(silent, facts);
        QCOMPARE(filled.value(u"environment"_qs).toObject(),
                 (QJsonObject{{u"code_version"_qs, u"sha256:abc"_qs}}));
        facts.codeVersion = u"sha256:def"_qs;
        QVERIFY(configDigest(wholeManifest(silent, facts)) != configDigest(filled));
        QCOMPARE(digest.size(), 64);
        ManifestFacts other = facts;
        other.jobName = u"two"_qs;
        other.startedAt = u"later"_qs;
        QCOMPARE(configDigest(wholeManifest(result, other)), digest);
        other.plan.insert(u"options"_qs, QJsonObject{{u"seed"_qs, 2}});
        QVERIFY(configDigest(wholeManifest(result, other)) != digest);
        other = facts;
        other.plan.insert(u"dataset"_qs, QJsonObject{{u"digest"_qs, u"e"_qs}});
        QVERIFY(configDigest(wholeManifest(result, other)) != digest);
    }

    void findsTheWorkerAnewEachTime()
    {
        QTemporaryDir folder;
        const QString ini = folder.filePath(u"platform.ini"_qs);
        const QString program = folder.filePath(u"my-worker"_qs);
        const WorkerLocator locator({}, ini);
        write(ini, "[worker]\nprogram=" + program.toUtf8() + "\n");
        auto found = locator.locate();
        QVERIFY(!found.ok());
        QVERIFY(found.error().message.contains(program));
        QVERIFY(found.error().message.contains(u"platform.ini"_qs));
        write(program, "#!/bin/sh\n");
        QVERIFY(!locator.locate().ok()); // not executable
        QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner);
        found = locator.locate();
        QVERIFY(found.ok());
        QCOMPARE(*found, program);
        QVERIFY(WorkerLocator(u"/none"_qs, ini).locate().error().message.contains(u"--worker"_qs));
    }
};

QTEST_GUILESS_MAIN(TestJobsParts)
#include "tst_jobs_parts.moc"
