// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 2.3 (journal, identity), 2.6 (API keys) and 2.7 (imports, health).
#include "row.h"
#include "sections.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace nsl;

namespace
{
const QString keysPath = u"/api/api-keys"_qs;
const QString importsPath = u"/api/imports"_qs;
} // namespace

class OperationsRows : public RowTests
{
    Q_OBJECT

private:
    static QJsonObject keyBody()
    {
        return {{u"name"_qs, platform().fresh(u"key "_qs)},
                {u"environment"_qs, u"test"_qs},
                {u"scopes"_qs, QJsonArray{u"events"_qs, u"items"_qs}}};
    }
    static qint64 newKey() { return write("POST", keysPath, keyBody()).value("id").toInteger(); }

    static QString itemsFile(int rows)
    {
        const QString path = platform().store.folder.filePath(platform().fresh(u"items"_qs) + u".csv"_qs);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file");
        file.write("movieId,title\n");
        const QByteArray stem = "f" + QByteArray::number(platform().next()) + '_';
        for (int i = 0; i < rows; ++i)
            file.write(stem + QByteArray::number(i) + ",Film\n");
        return path;
    }
    static QJsonObject importBody(const QString &path = itemsFile(3))
    {
        return {{u"kind"_qs, u"items"_qs},
                {u"path"_qs, path},
                {u"map"_qs, QJsonObject{{u"item_id"_qs, u"movieId"_qs}, {u"name"_qs, u"title"_qs}}},
                {u"dry_run"_qs, true},
                {u"update"_qs, true},
                {u"default_type"_qs, u"view"_qs}};
    }
    static void waitForImports()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!platform().imports.isRunning(), RunningPlatform::deadline);
    }
    static qint64 runningImport()
    {
        waitForImports();
        // Seconds of work, so that it still runs when the next requests come.
        static const QString path = itemsFile(1'000'000);
        const auto started = write("POST", importsPath, importBody(path));
        return started.value("import").toObject().value(u"id"_qs).toInteger();
    }

    QList<Row> table() const override
    {
        const auto at = [](const QString &path) { return [path] { return Ask{path}; }; };
        return {
            {"GET", keysPath, at(keysPath), u"{keys:[@key] rev:int}"_qs},
            {.method = "POST",
             .route = keysPath,
             .request =
                 [] {
                     return Ask{keysPath, keyBody()};
                 },
             .answer = u"{id:int name:text environment:text? scopes:[text] revoked:bool prefix:text "
                       "last_used_at:time? created_at:time fullKey:text}"_qs,
             .missing = {},
             .isSecret = true},
            {"PATCH", keysPath + u"/{}"_qs,
             [] {
                 return Ask{keysPath + u"/%1"_qs.arg(newKey()),
                            QJsonObject{{u"name"_qs, u"renamed"_qs},
                                        {u"scopes"_qs, QJsonArray{u"recommendations"_qs}},
                                        {u"environment"_qs, u"production"_qs}}};
             },
             u"{key:@key}"_qs, keysPath + u"/999999"_qs},
            {"DELETE", keysPath + u"/{}"_qs, [] { return Ask{keysPath + u"/%1"_qs.arg(newKey())}; },
             u"{ok:bool}"_qs, keysPath + u"/999999"_qs},
            {"GET", u"/api/journal"_qs, at(u"/api/journal?object=endpoint/1&since=0&limit=5"_qs),
             u"{entries:[@journal] head_hash:sha}"_qs},
            {"GET", u"/api/whoami"_qs, at(u"/api/whoami"_qs),
             u"{key_name:text scopes:[text] workspace:text}"_qs},
            {"GET", u"/api/users"_qs, at(u"/api/users?prefix=u1&limit=3"_qs), u"{users:[text]}"_qs},
            {"POST",
             importsPath,
             [] {
                 waitForImports();
                 return Ask{importsPath, importBody()};
             },
             u"{import:@import}"_qs,
             {},
             true,
             false,
             0}, // a dry run
            {"POST",
             importsPath + u"/preview"_qs,
             [] {
                 return Ask{importsPath + u"/preview"_qs, importBody()};
             },
             u"{separator:text? columns:[text] map:object rows:[[text]] errors:[{line:int column:text? "
             "message:text}] notes:[{code:text text:text count:int}] from:time? to:time?}"_qs,
             {},
             true,
             false,
             0},
            {"GET", importsPath + u"/{}"_qs,
             [] {
                 waitForImports();
                 const auto started = write("POST", importsPath, importBody()).value("import").toObject();
                 return Ask{importsPath + u"/%1"_qs.arg(started.value(u"id"_qs).toInteger())};
             },
             u"{import:@import}"_qs, importsPath + u"/999999"_qs},
            {"DELETE", importsPath + u"/{}"_qs,
             [] { return Ask{importsPath + u"/%1"_qs.arg(runningImport())}; }, u"{import:@import}"_qs,
             importsPath + u"/999999"_qs, true, false, 0},
            {"GET", u"/metrics"_qs, at(u"/metrics"_qs), {}},
        };
    }

private Q_SLOTS:
    void cleanup() { waitForImports(); }

    void aKeyIsShownOnceAndRevokedForGood()
    {
        const auto made = write("POST", keysPath, keyBody());
        const QByteArray text = made.value("fullKey").toString().toLatin1();
        static const QRegularExpression legal(u"\\Ansl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}\\z"_qs);
        QVERIFY(legal.match(QString::fromLatin1(text)).hasMatch());
        QVERIFY(text.startsWith(made.value("prefix").toString().toLatin1()));
        QVERIFY(!platform().get(keysPath).body.contains(text.mid(13)));
        const QString path = keysPath + u"/%1"_qs.arg(made.value("id").toInteger());
        QCOMPARE(platform().send("GET", u"/api/events/templates"_qs, {}, text).status, 200);
        QCOMPARE(write("DELETE", path).status, 200);
        const auto refused = platform().send("GET", u"/api/events/templates"_qs, {}, text);
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.body, QByteArray(R"({"error":"Unauthorized"})"));
        // The row stays.
        bool isThere = false;
        const auto rows = platform().get(keysPath).value("keys").toArray();
        for (const QJsonValue row : rows) {
            if (row.toObject().value(u"id"_qs) == made.value("id"))
                isThere = row.toObject().value(u"revoked"_qs).toBool();
        }
        QVERIFY(isThere);
        QCOMPARE(write("PATCH", path, {{u"name"_qs, u"again"_qs}}).status, 409);
        QCOMPARE(write("DELETE", path).status, 200);
        QCOMPARE(
            write("POST", keysPath, {{u"name"_qs, u"x"_qs}, {u"scopes"_qs, QJsonArray{u"god"_qs}}}).status,
            400);
        QCOMPARE(write("POST", keysPath, {{u"name"_qs, u"x"_qs}}).status, 400);
        QCOMPARE(write("POST", keysPath, {{u"scopes"_qs, QJsonArray{u"admin"_qs}}}).status, 400);
        const QString other = keysPath + u"/%1"_qs.arg(newKey());
        const auto partial =
            write("PATCH", other, {{u"name"_qs, u"only the name"_qs}}).value("key").toObject();
        QCOMPARE(partial.value(u"environment"_qs).toString(), u"test"_qs);
        QCOMPARE(partial.value(u"scopes"_qs).toArray().size(), 2);
    }

    void theJournalIsReadInParts()
    {
        const auto all = platform().get(u"/api/journal?limit=1000"_qs);
        const QJsonArray entries = all.value("entries").toArray();
        QVERIFY(entries.size() > 20);
        QCOMPARE(entries.first().toObject().value(u"hash"_qs), all.value("head_hash"));
        // Newest first, and by cursor the same as at once.
        QJsonArray walked;
        QString cursor;
        do {
            const auto page = platform().get(u"/api/journal?limit=7"_qs +
                                             (cursor.isEmpty() ? QString() : u"&cursor="_qs + cursor));
            const auto rows = page.value("entries").toArray();
            QVERIFY(rows.size() <= 7);
            for (const QJsonValue row : rows)
                walked.append(row);
            cursor = page.value("next_cursor").toString();
        } while (!cursor.isEmpty());
        QCOMPARE(walked.size(), static_cast<qsizetype>(platform().store->journal().verify()->entries));
        QCOMPARE(walked.first(), entries.first());
        // Since an entry that is known, and since a moment.
        const QJsonObject third = entries.at(3).toObject();
        const auto since = platform().get(u"/api/journal?since=%1"_qs.arg(third.value(u"id"_qs).toInteger()));
        QCOMPARE(since.value("entries").toArray().size(), 3);
        const auto never = platform().get(u"/api/journal?since=2100-01-01T00:00:00Z"_qs);
        QCOMPARE(never.value("entries").toArray().size(), 0);
        QCOMPARE(never.value("head_hash"), all.value("head_hash"));
        QVERIFY(!platform()
                     .get(u"/api/journal?since=2001-01-01T00:00:00Z"_qs)
                     .value("entries")
                     .toArray()
                     .isEmpty());
        QCOMPARE(platform().get(u"/api/journal?since=then"_qs).status, 400);
        // Of one object, and of a kind.
        for (const QString &object : {u"endpoint/1"_qs, u"endpoint"_qs, u"api-key"_qs, u"workspace"_qs}) {
            const auto rows =
                platform().get(u"/api/journal?limit=1000&object="_qs + object).value("entries").toArray();
            QVERIFY2(!rows.isEmpty(), qPrintable(object));
            for (const QJsonValue row : rows) {
                const QString named = row.toObject().value(u"object"_qs).toString();
                QVERIFY(named == object || named.startsWith(object + u'/'));
            }
        }
    }

    void identity()
    {
        const auto answer = platform().send("GET", u"/api/instance?nonce=N-1_a"_qs, {}, {});
        QCOMPARE(answer.value("proof").toString().toLatin1(),
                 QMessageAuthenticationCode::hash("N-1_a", platform().session.key, QCryptographicHash::Sha256)
                     .toHex());
        QCOMPARE(platform().send("GET", u"/api/instance?nonce=a%2Bb"_qs, {}, {}).status, 400);
        const auto users = platform().get(u"/api/users?prefix=u1&limit=100"_qs).value("users").toArray();
        QVERIFY(users.contains(u"u1"_qs) && users.contains(u"u10"_qs) && !users.contains(u"u2"_qs));
    }

    void metricsAreText()
    {
        const auto page = platform().get(u"/metrics"_qs);
        QCOMPARE(page.headers.value("content-type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QVERIFY(page.body.contains("\nnsl_jobs{status=\"Succeeded\"} "));
        QVERIFY(
            page.body.contains("\nnsl_endpoint_in_service{endpoint=\"production\",status=\"InService\","));
        QVERIFY(page.body.contains("\nprocess_resident_memory_bytes "));
        QVERIFY(page.body.endsWith('\n'));
        const auto refused = platform().send("GET", u"/metrics"_qs, {}, {});
        QCOMPARE(refused.body, QByteArray(R"({"error":"Unauthorized"})"));
        QCOMPARE(write("POST", u"/metrics"_qs).status, 405);
    }

    void importsRefuse()
    {
        waitForImports();
        const auto start = [](const QString &key, const QJsonValue &value) {
            QJsonObject body = importBody();
            body.insert(key, value);
            return write("POST", importsPath, body).status;
        };
        QCOMPARE(start(u"kind"_qs, u"users"_qs), 400);
        QCOMPARE(start(u"path"_qs, u"relative.csv"_qs), 400);
        QCOMPARE(start(u"path"_qs, u"/nowhere/at/all.csv"_qs), 400);
        QCOMPARE(start(u"map"_qs, 5), 400);
        QCOMPARE(start(u"map"_qs, QJsonObject{{u"colour"_qs, u"title"_qs}}), 400);
        const qint64 id = runningImport();
        QCOMPARE(write("POST", importsPath, importBody()).code(), u"import_running"_qs);
        const QString path = importsPath + u"/%1"_qs.arg(id);
        QCOMPARE(write("DELETE", path).status, 200);
        waitForImports();
        QCOMPARE(platform().get(path).value("import").toObject().value(u"status"_qs).toString(),
                 u"Cancelled"_qs);
        QCOMPARE(write("DELETE", path).status, 409);
    }

    void anImportTellsWhatItDid()
    {
        QJsonObject body = importBody();
        body.remove(u"dry_run"_qs);
        const auto started = platform().send("POST", importsPath, QJsonDocument(body).toJson(),
                                             platform().session.key, {{"X-Request-Id", "one-entry"}});
        const QString path =
            importsPath + u"/%1"_qs.arg(started.value("import").toObject().value(u"id"_qs).toInteger());
        waitForImports();
        // One entry for the whole, none for its items.
        int entries = 0;
        for (const JournalEntry &entry : platform().store->journal().page(1000).entries)
            entries += entry.requestId == u"one-entry" ? 1 : 0;
        QCOMPARE(entries, 1);
        const QJsonObject done = platform().get(path).value("import").toObject();
        QCOMPARE(done.value(u"status"_qs).toString(), u"Succeeded"_qs);
        QCOMPARE(done.value(u"rows"_qs).toInt(), 3);
        QCOMPARE(done.value(u"inserted"_qs).toInt(), 3);
        QCOMPARE(done.value(u"bytes"_qs), done.value(u"bytes_total"_qs));
        // The same file again is refused unless it is meant.
        const auto again = write("POST", importsPath, body);
        waitForImports();
        const auto refused = platform().get(
            importsPath + u"/%1"_qs.arg(again.value("import").toObject().value(u"id"_qs).toInteger()));
        QCOMPARE(refused.value("import").toObject().value(u"status"_qs).toString(), u"Failed"_qs);
        QCOMPARE(refused.value("import").toObject().value(u"errors"_qs).toArray().size(), 1);
    }

    void sampleData()
    {
        // Only into an empty catalogue, which this one is not; the row that succeeds has a platform of its
        // own.
        const QString path = u"/api/sample"_qs;
        QVERIFY(RowCheck::errorComplaint(write("POST", path), 409, false).isEmpty());
        QCOMPARE(write("POST", path, {{u"seed"_qs, -1}}).status, 400);
        QCOMPARE(platform().send("POST", path, "{}", {}).status, 401);
        QCOMPARE(platform().send("POST", path, "{}", platform().keyWith({u"events"_qs})).status, 403);
        RunningPlatform empty;
        QVERIFY(empty.start());
        const auto answer = empty.post(path, {{u"seed"_qs, 2}});
        QCOMPARE(answer.status, 200);
        QVERIFY(Shape::complaints(answer.json(), u"{items:int events:int users:int}"_qs).isEmpty());
        QVERIFY(empty.stop());
        platform().visited.insert(u"POST "_qs + path);
    }
};

std::unique_ptr<QObject> operationsRows()
{
    return std::make_unique<OperationsRows>();
}

#include "operationsrows.moc"
