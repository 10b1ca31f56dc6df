// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningplatform.h"

using namespace nsl;

class TestApiImports : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    QTemporaryDir m_folder;

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile target(m_folder.filePath(name));
        if (!target.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return {};
        target.write(bytes);
        return target.fileName();
    }

    QJsonObject ended(const HttpAnswer &started)
    {
        QJsonObject import = started.value("import").toObject();
        const QString path = u"/api/imports/%1"_qs.arg(import.value(u"id"_qs).toInteger());
        const bool done = QTest::qWaitFor(
            [&] {
                import = m_platform->get(path).value("import").toObject();
                return import.value(u"status"_qs).toString() != u"Running";
            },
            RunningPlatform::deadline);
        return done ? import : QJsonObject();
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
    }
    void cleanup() { m_platform.reset(); }

    void importsItemsAndEvents()
    {
        auto answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"items"_qs},
             {u"path"_qs, file(u"items.csv"_qs, "item_id,name,genre\na,Apple,fruit\nb,Bean,seed\n")}});
        QCOMPARE(answer.status, 200);
        const QJsonObject items = ended(answer);
        QCOMPARE(items.value(u"status"_qs).toString(), u"Succeeded"_qs);
        QCOMPARE(items.value(u"inserted"_qs).toInt(), 2);
        QCOMPARE(items.value(u"extra_columns"_qs).toArray(), QJsonArray{u"genre"_qs});
        answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"events"_qs},
             {u"defaultType"_qs, u"view"_qs},
             {u"map"_qs, QJsonObject{{u"user_id"_qs, u"who"_qs}}},
             {u"path"_qs,
              file(u"events.csv"_qs, "who,item_id,timestamp\nu1,a,1700000000\nu1,b,1700000001\n")}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(ended(answer).value(u"inserted"_qs).toInt(), 2);
        QCOMPARE(m_platform->core(u"/v1/events?user_id=u1"_qs).value("data").toArray().size(), 2);
    }

    void refusesWhatItCannotImport()
    {
        const QString path = u"/api/imports"_qs;
        const QString good = file(u"good.csv"_qs, "item_id,name\na,Apple\n");
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"users"_qs}, {u"path"_qs, good}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"items"_qs}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, u"good.csv"_qs}}).status,
                 400);
        QCOMPARE(
            m_platform->post(path, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, u"/none/such.csv"_qs}}).status,
            400);
        const auto bad =
            m_platform->post(path, {{u"kind"_qs, u"items"_qs},
                                    {u"path"_qs, file(u"bad.csv"_qs, "item_id,name\na,Apple\n,Nothing\n")}});
        QCOMPARE(bad.status, 200);
        const QJsonObject import = ended(bad);
        QCOMPARE(import.value(u"status"_qs).toString(), u"Failed"_qs);
        QCOMPARE(import.value(u"errors"_qs).toArray().first().toObject().value(u"line"_qs).toInt(), 3);
        QCOMPARE(m_platform->core(u"/v1/items"_qs).value("data").toArray().size(), 0);
        QCOMPARE(m_platform->get(u"/api/imports/99"_qs).status, 404);
        QCOMPARE(m_platform->send("DELETE", u"/api/imports/99"_qs, "{}", m_platform->session.key).status,
                 404);
        const QString ended = u"/api/imports/%1"_qs.arg(import.value(u"id"_qs).toInteger());
        QCOMPARE(m_platform->send("DELETE", ended, "{}", m_platform->session.key).status, 409);
    }

    void reportsTimesAndNotes()
    {
        auto answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"items"_qs}, {u"path"_qs, file(u"items.csv"_qs, ",item_id,name\n0,a,Apple\n")}});
        QCOMPARE(ended(answer).value(u"status"_qs).toString(), u"Succeeded"_qs);
        answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"events"_qs},
             {u"separator"_qs, u"tab"_qs},
             {u"columns"_qs, QJsonArray{u"user_id"_qs, u"item_id"_qs, u"type"_qs, u"timestamp"_qs}},
             {u"path"_qs,
              file(u"events.dat"_qs,
                   "u1\ta\tview\t2019-10-01 00:00:00 UTC\nu1\ta\tview\t1700000000123\n\t\t\t\n")}});
        QCOMPARE(answer.status, 200);
        const QJsonObject import = ended(answer);
        QCOMPARE(import.value(u"status"_qs).toString(), u"Succeeded"_qs);
        QCOMPARE(import.value(u"from"_qs).toString(), u"2019-10-01T00:00:00.000Z"_qs);
        QCOMPARE(import.value(u"to"_qs).toString(), u"2023-11-14T22:13:20.123Z"_qs);
        const QJsonArray notes = import.value(u"notes"_qs).toArray();
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes.first().toObject().value(u"code"_qs).toString(), u"empty_rows"_qs);
        QCOMPARE(notes.first().toObject().value(u"count"_qs).toInt(), 1);
        const auto wrong = [&](const QString &key, const QJsonValue &value) {
            return m_platform
                ->post(u"/api/imports"_qs, {{u"kind"_qs, u"events"_qs},
                                            {u"path"_qs, m_folder.filePath(u"events.dat"_qs)},
                                            {key, value}})
                .status;
        };
        QCOMPARE(wrong(u"separator"_qs, u"\""_qs), 400);
        QCOMPARE(wrong(u"separator"_qs, u"123456789"_qs), 400);
        QCOMPARE(wrong(u"columns"_qs, u"a,b"_qs), 400);
        QCOMPARE(wrong(u"columns"_qs, QJsonArray{u"a"_qs, u"a"_qs}), 400);
    }

    void previewsThroughTheSameReader()
    {
        const QString path = u"/api/imports/preview"_qs;
        const auto preview = m_platform->post(
            path, {{u"kind"_qs, u"items"_qs},
                   {u"map"_qs, QJsonObject{{u"name"_qs, u"title"_qs}}},
                   {u"path"_qs, file(u"items.csv"_qs, "item_id;title;genre\na;Apple;x\n-b;Bread;y\n")}});
        QCOMPARE(preview.status, 200);
        QCOMPARE(preview.value("separator").toString(), u";"_qs);
        QCOMPARE(preview.value("columns").toArray(), (QJsonArray{u"item_id"_qs, u"title"_qs, u"genre"_qs}));
        QCOMPARE(preview.value("map").toObject(),
                 (QJsonObject{{u"item_id"_qs, u"item_id"_qs}, {u"name"_qs, u"title"_qs}}));
        QCOMPARE(preview.value("rows").toArray().size(), 2);
        QCOMPARE(preview.value("rows").toArray().first().toArray(),
                 (QJsonArray{u"a"_qs, u"Apple"_qs, u"x"_qs}));
        QCOMPARE(preview.value("errors").toArray().size(), 1);
        QCOMPARE(preview.value("errors").toArray().first().toObject().value(u"line"_qs).toInt(), 3);
        QCOMPARE(m_platform->core(u"/v1/items"_qs).value("data").toArray().size(), 0);
        QCOMPARE(
            m_platform->post(path, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, u"/none/such.csv"_qs}}).status,
            400);
    }

    void otherKeysImportFromNamedFoldersOnly()
    {
        QTemporaryDir open;
        const QString good = file(u"good.csv"_qs, "item_id,name\na,Apple\n");
        QFile allowed(open.filePath(u"good.csv"_qs));
        QVERIFY(allowed.open(QIODevice::WriteOnly));
        allowed.write("item_id,name\nb,Bread\n");
        allowed.close();
        const QByteArray key = m_platform->keyWith({u"admin"_qs});
        const auto import = [&](const QString &path, const QString &route = u"/api/imports"_qs) {
            const QJsonObject body{{u"kind"_qs, u"items"_qs}, {u"path"_qs, path}};
            return m_platform->send("POST", route, QJsonDocument(body).toJson(), key);
        };
        // No folder is open as long as none is named.
        QCOMPARE(import(good).status, 403);
        QCOMPARE(import(good).code(), u"folder_not_open"_qs);
        QCOMPARE(import(u"/none/such.csv"_qs).status, 403);
        QFile ini(m_platform->store.folder.filePath(u"platform.ini"_qs));
        QVERIFY(ini.open(QIODevice::WriteOnly));
        ini.write("[import]\nfolders=/nowhere, " + open.path().toUtf8() + "\n");
        ini.close();
        QCOMPARE(import(good).status, 403);
        QCOMPARE(import(good, u"/api/imports/preview"_qs).status, 403);
        // Neither steps back nor links lead out of the folder.
        QCOMPARE(import(open.path() + u"/../"_qs + good.section(u'/', -2)).status, 403);
        QVERIFY(QFile::link(good, open.filePath(u"link.csv"_qs)));
        QCOMPARE(import(open.filePath(u"link.csv"_qs)).status, 403);
        QCOMPARE(import(open.path() + u"-beside/x.csv"_qs).status, 403);
        QCOMPARE(import(allowed.fileName(), u"/api/imports/preview"_qs).status, 200);
        const auto started = import(allowed.fileName());
        QCOMPARE(started.status, 200);
        QCOMPARE(ended(started).value(u"status"_qs).toString(), u"Succeeded"_qs);
        // The session's key stands for the person whose files these are.
        QCOMPARE(m_platform->post(u"/api/imports/preview"_qs, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, good}})
                     .status,
                 200);
    }

    void installsSampleDataOnce()
    {
        QCOMPARE(m_platform->post(u"/api/sample"_qs, {{u"seed"_qs, u"x"_qs}}).status, 400);
        const auto answer = m_platform->post(u"/api/sample"_qs, {{u"seed"_qs, 1}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("items").toInteger() >= 300);
        QVERIFY(answer.value("events").toInteger() >= 10'000);
        QCOMPARE(m_platform->post(u"/api/sample"_qs, {}).status, 409);
    }
};

QTEST_GUILESS_MAIN(TestApiImports)
#include "tst_api_imports.moc"
