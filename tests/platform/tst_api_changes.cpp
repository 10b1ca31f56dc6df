// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that say what changed, replies to repeated writes, deletions, and web pages of other origins.
#include "api/writeguard.h"
#include "runningplatform.h"

#include <QDir>
#include <QSettings>

using namespace nsl;

class TestApiChanges : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    qint64 m_family = 0;

    HttpAnswer get(const QString &path, const QByteArray &tag)
    {
        return m_platform->send("GET", path, {}, m_platform->session.key, {{"If-None-Match", tag}});
    }
    HttpAnswer remove(const QString &path)
    {
        return m_platform->send("DELETE", path, {}, m_platform->session.key);
    }
    HttpAnswer write(const QString &path, const QByteArray &body, const QByteArray &key,
                     const QByteArray &token = {})
    {
        return m_platform->send("POST", path, body, token.isEmpty() ? m_platform->session.key : token,
                                {{"Idempotency-Key", key}});
    }
    /// A run that succeeded, with a version and a folder.
    TrainingJob finished()
    {
        const TrainingJob job = startJob(*m_platform->store.store, m_family);
        const RunDirectory directory(m_platform->store.folder.filePath(u"jobs"_qs), job.jobName);
        if (!directory.create().ok() || !finishJob(*m_platform->store.store, job.id).ok())
            qFatal("no finished run");
        return job;
    }
    void label(qint64 id, const QString &text)
    {
        QCOMPARE(m_platform->patch(u"/api/training-jobs/%1"_qs.arg(id), {{u"label"_qs, text}}).status, 200);
    }
    static QList<qint64> ids(const HttpAnswer &answer, const char *name)
    {
        QList<qint64> result;
        const auto rows = answer.value(name).toArray();
        for (const QJsonValue row : rows)
            result.append(row.isObject() ? row.toObject().value(u"id"_qs).toInteger() : row.toInteger());
        return result;
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QSettings settings(m_platform->store.folder.filePath(u"platform.ini"_qs), QSettings::IniFormat);
        settings.setValue(u"core/allowed_origins"_qs,
                          QStringList{u"https://shop.example"_qs, u"http://localhost:3000"_qs});
        settings.sync();
        QVERIFY(m_platform->start());
        m_family = m_platform->store->families().findByKey(u"popularity"_qs)->id;
    }
    void cleanup()
    {
        QVERIFY(m_platform->store->journal().verify().ok());
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void anUnchangedListIsNotSentAgain_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("jobs") << u"/api/training-jobs"_qs;
        QTest::newRow("models") << u"/api/models"_qs;
        QTest::newRow("families") << u"/api/model-families"_qs;
        QTest::newRow("endpoints") << u"/api/model-endpoints"_qs;
        QTest::newRow("details") << u"/api/model-families/details?family_id=1"_qs;
        QTest::newRow("templates") << u"/api/events/templates"_qs;
        QTest::newRow("event types") << u"/api/events/event-types"_qs;
        QTest::newRow("keys") << u"/api/api-keys"_qs;
    }
    void anUnchangedListIsNotSentAgain()
    {
        QFETCH(QString, path);
        const auto first = m_platform->get(path);
        QCOMPARE(first.status, 200);
        const QByteArray tag = first.headers.value("etag");
        QVERIFY(!tag.isEmpty());
        const auto again = get(path, tag);
        QCOMPARE(again.status, 304);
        QVERIFY(again.body.isEmpty());
        QCOMPARE(again.headers.value("etag"), tag);
        QCOMPARE(get(path, "\"other\", " + tag).status, 304);
        QCOMPARE(get(path, "W/\"other\"").status, 200);
        // Another view is another reply.
        QCOMPARE(get(path + (path.contains(u'?') ? u"&"_qs : u"?"_qs) + u"view=summary"_qs, tag).status, 200);
    }

    void aChangeChangesTheTag()
    {
        const TrainingJob job = finished();
        const QStringList paths{u"/api/training-jobs"_qs, u"/api/models"_qs,
                                u"/api/model-families/details?family_id=%1"_qs.arg(m_family)};
        for (const QString &path : paths) {
            const QByteArray tag = m_platform->get(path).headers.value("etag");
            label(job.id, path.left(70));
            const auto after = get(path, tag);
            QCOMPARE(after.status, 200);
            QVERIFY(after.headers.value("etag") != tag);
        }
        const QByteArray tag = m_platform->get(u"/api/model-families"_qs).headers.value("etag");
        finished();
        const auto families = get(u"/api/model-families"_qs, tag);
        QCOMPARE(families.status, 200);
        const QByteArray types = m_platform->get(u"/api/events/event-types"_qs).headers.value("etag");
        QCOMPARE(m_platform->post(u"/api/events/event-types"_qs, {{u"name"_qs, u"like"_qs}}).status, 200);
        QCOMPARE(get(u"/api/events/event-types"_qs, types).status, 200);
    }

    void onlyWhatChangedSinceARev()
    {
        const TrainingJob first = finished();
        const TrainingJob second = finished();
        const auto all = m_platform->get(u"/api/training-jobs"_qs);
        QCOMPARE(ids(all, "jobs"), (QList<qint64>{second.id, first.id}));
        const QString since = u"/api/training-jobs?since_rev=%1"_qs;
        qint64 rev = all.value("rev").toInteger();
        auto changed = m_platform->get(since.arg(rev));
        QVERIFY(ids(changed, "jobs").isEmpty());
        QVERIFY(changed.value("removed").isArray());
        label(first.id, u"best"_qs);
        changed = m_platform->get(since.arg(rev));
        QCOMPARE(ids(changed, "jobs"), QList<qint64>{first.id});
        QVERIFY(changed.value("removed").toArray().isEmpty());
        rev = changed.value("rev").toInteger();
        QCOMPARE(remove(u"/api/training-jobs/%1"_qs.arg(second.id)).status, 200);
        changed = m_platform->get(since.arg(rev));
        QCOMPARE(ids(changed, "removed"), QList<qint64>{second.id});
        QVERIFY(ids(changed, "jobs").isEmpty());

        const auto forgotten = m_platform->store->record([&](DataWrite &change) -> Outcome<Done> {
            m_platform->store->changes().startAnew(change, rev + 1000);
            return Done{};
        });
        QVERIFY(forgotten.ok());
        QCOMPARE(m_platform->get(since.arg(rev)).status, 410);
        const auto fresh = m_platform->get(u"/api/training-jobs"_qs);
        QCOMPARE(m_platform->get(since.arg(fresh.value("rev").toInteger())).status, 200);
        QCOMPARE(m_platform->get(since.arg(u"x"_qs)).status, 400);
        QCOMPARE(m_platform->get(since.arg(-1)).status, 400);
    }

    void pagesAndSummaries()
    {
        QList<qint64> made;
        for (int i = 0; i < 5; ++i)
            made.prepend(finished().id);
        for (const auto &[path, name] :
             {std::pair(u"/api/training-jobs"_qs, "jobs"), std::pair(u"/api/models"_qs, "models")}) {
            QList<qint64> seen;
            QString cursor;
            for (int page = 0; page < 5; ++page) {
                const auto answer = m_platform->get(path + u"?limit=2"_qs +
                                                    (cursor.isEmpty() ? QString() : u"&cursor="_qs + cursor));
                QCOMPARE(answer.status, 200);
                QVERIFY(ids(answer, name).size() <= 2);
                seen += ids(answer, name);
                cursor = answer.value("next_cursor").toString();
                if (cursor.isEmpty())
                    break;
            }
            QCOMPARE(seen, ids(m_platform->get(path), name));
            QCOMPARE(seen.size(), 5);
            QCOMPARE(m_platform->get(path + u"?limit=0"_qs).status, 400);
            QCOMPARE(m_platform->get(path + u"?cursor=x"_qs).status, 400);
            QCOMPARE(m_platform->get(path + u"?view=poem"_qs).status, 400);
            const auto summary =
                m_platform->get(path + u"?view=summary"_qs).value(name).toArray().first().toObject();
            const auto whole = m_platform->get(path).value(name).toArray().first().toObject();
            QVERIFY(whole.contains(u"metrics"_qs) && !summary.contains(u"metrics"_qs));
            for (const QString &key : summary.keys())
                QCOMPARE(summary.value(key), whole.value(key));
            QVERIFY(summary.contains(u"rev"_qs) && summary.contains(u"label"_qs));
        }
        const auto first = m_platform->get(u"/api/model-families?limit=1"_qs);
        const auto second = m_platform->get(u"/api/model-families?limit=1&cursor="_qs +
                                            first.value("next_cursor").toString());
        QVERIFY(ids(first, "families") != ids(second, "families"));
    }

    void deletingARunLeavesATombstone()
    {
        const TrainingJob job = finished();
        const qint64 model = m_platform->store->versions().findByJob(job.jobName)->id;
        const QString folder = m_platform->store.folder.filePath(u"jobs/"_qs + job.jobName);
        QVERIFY(QDir(folder).exists());
        QCOMPARE(remove(u"/api/models/%1"_qs.arg(model)).status, 200);
        QVERIFY(!QDir(folder).exists());
        QCOMPARE(m_platform->get(u"/api/models/%1"_qs.arg(model)).status, 404);
        QCOMPARE(m_platform->get(u"/api/training-jobs/%1"_qs.arg(job.id)).status, 404);
        QCOMPARE(remove(u"/api/models/%1"_qs.arg(model)).status, 404);
        QCOMPARE(remove(u"/api/training-jobs/%1"_qs.arg(job.id)).status, 404);
        QVERIFY(m_platform->store->jobs().findTombstone(job.jobName));
        // A number is never given again.
        const TrainingJob next = finished();
        QCOMPARE(m_platform->store->versions().findByJob(next.jobName)->number, 2);
        const TrainingJob active = startJob(*m_platform->store.store, m_family);
        QCOMPARE(remove(u"/api/training-jobs/%1"_qs.arg(active.id)).status, 409);
    }

    void aRepeatedWriteIsDoneOnce()
    {
        const QByteArray body = R"({"name":"like","weight":7})";
        const QString path = u"/api/events/event-types"_qs;
        const auto first = write(path, body, "key-1");
        QCOMPARE(first.status, 200);
        const auto again = write(path, body, "key-1");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.headers.value("idempotent-replayed"), QByteArray("true"));
        QVERIFY(!first.headers.contains("idempotent-replayed"));
        QCOMPARE(m_platform->store->eventTypes().list().size(), 4);
        // Refusals are replies too.
        const auto refused = write(path, body, "key-2");
        QVERIFY(refused.status >= 400 && refused.status < 500);
        QCOMPARE(write(path, body, "key-2").body, refused.body);
        // One key stands for one request, of one caller.
        const auto other = write(path, R"({"name":"share"})", "key-1");
        QCOMPARE(other.status, 409);
        QCOMPARE(other.code(), u"idempotency_key_reused"_qs);
        const auto stranger =
            write(path, R"({"name":"share"})", "key-1", m_platform->keyWith({u"events"_qs}));
        QCOMPARE(stranger.status, 200);
        QCOMPARE(write(path, body, QByteArray(256, 'k')).status, 400);
        // Reading is not affected.
        QCOMPARE(
            m_platform->send("GET", path, {}, m_platform->session.key, {{"Idempotency-Key", "key-1"}}).body,
            m_platform->get(path).body);
        // While the first is still being answered, a repetition is not begun.
        WriteGuard guard(*m_platform->store.store);
        ApiCall call;
        call.method = u"POST"_qs;
        call.caller.actor = {u"key"_qs, 1, u"ada"_qs, {}};
        call.headers.insert("idempotency-key", "key-4");
        const auto open = guard.begin(call);
        QVERIFY(open && !guard.begin(call));
        ApiCall strangers = call;
        strangers.caller.actor.keyId = 2;
        QVERIFY(guard.begin(strangers));
        open->end();
        QVERIFY(guard.begin(call));
        // It holds over a restart.
        const QByteArray item = R"({"id":"x1","name":"X"})";
        QCOMPARE(write(u"/v1/items"_qs, item, "key-3", m_platform->coreToken()).status, 200);
        QVERIFY(m_platform->stop());
        QVERIFY(m_platform->start());
        const auto after = write(u"/v1/items"_qs, item, "key-3", m_platform->coreToken());
        QCOMPARE(after.status, 200);
        QCOMPARE(after.headers.value("idempotent-replayed"), QByteArray("true"));
        QCOMPARE(m_platform->store->items().count(), 1);
    }

    void aWriteAndTheReplyThatIsKeptAreOneTransaction()
    {
        const QByteArray body = R"({"id":"whole-1","name":"W"})";
        const QByteArray events =
            R"({"user_id":"whole","item_id":"whole-2","type":"view","timestamp":1700000000})";
        QCOMPARE(write(u"/v1/items"_qs, R"({"id":"whole-2","name":"V"})", "whole-0", m_platform->coreToken())
                     .status,
                 200);
        const qint64 itemsBefore = m_platform->store->items().count();
        const qint64 lastEvent = m_platform->store->events().lastId();
        // As a crash or a full disk between the two would have it.
        m_platform->store.runBehind(u"CREATE TRIGGER refuse_reply BEFORE INSERT ON kept_reply BEGIN "
                                    "SELECT RAISE(ABORT, 'the disk is full'); END"_qs);
        QVERIFY(write(u"/v1/items"_qs, body, "whole-1", m_platform->coreToken()).status >= 500);
        QVERIFY(write(u"/v1/events"_qs, events, "whole-3", m_platform->coreToken()).status >= 500);
        QCOMPARE(m_platform->store->items().count(), itemsBefore);
        QCOMPARE(m_platform->store->events().lastId(), lastEvent);
        m_platform->store.runBehind(u"DROP TRIGGER refuse_reply"_qs);
        for (const bool isRepeated : {false, true}) {
            const auto item = write(u"/v1/items"_qs, body, "whole-1", m_platform->coreToken());
            const auto event = write(u"/v1/events"_qs, events, "whole-3", m_platform->coreToken());
            QCOMPARE(item.status, 200);
            QCOMPARE(event.status, 200);
            QCOMPARE(event.headers.contains("idempotent-replayed"), isRepeated);
            QCOMPARE(m_platform->store->items().count(), itemsBefore + 1);
            QCOMPARE(m_platform->store->events().lastId(), lastEvent + 1);
        }
        // What a write fails with takes nothing else along.
        QCOMPARE(write(u"/v1/items"_qs, body, "whole-4", m_platform->coreToken()).status, 409);
        QCOMPARE(write(u"/v1/items"_qs, body, "whole-4", m_platform->coreToken())
                     .headers.value("idempotent-replayed"),
                 QByteArray("true"));
    }

    void aWorkspaceThatIsRemovedIsNotWritten()
    {
        RunningPlatform platform;
        QVERIFY(platform.start());
        QCOMPARE(platform.send("GET", u"/healthz"_qs, {}, {}).value("status").toString(), u"ok"_qs);
        const QByteArray item = R"({"id":"gone-1","name":"G"})";
        QVERIFY(platform.coreToken() != "none"); // a token is stored too, so it is made before
        const QString aside = platform.store.folder.filePath(u"aside.db"_qs);
        QVERIFY(QFile::rename(platform.store.file(), aside));
        const auto refused = platform.send("POST", u"/v1/items"_qs, item, platform.coreToken());
        QVERIFY2(refused.status >= 500, refused.body.constData());
        const auto health = platform.send("GET", u"/healthz"_qs, {}, {});
        QCOMPARE(health.status, 503);
        QCOMPARE(health.value("status").toString(), u"read_only"_qs);
        QVERIFY(health.value("reason").toString().contains(platform.store.file()));
        QCOMPARE(platform.get(u"/api/model-families"_qs).status, 200); // what was read stays readable
        // Another file of that name is not ours.
        QFile stranger(platform.store.file());
        QVERIFY(stranger.open(QIODevice::WriteOnly));
        stranger.close();
        QVERIFY(platform.send("POST", u"/v1/items"_qs, item, platform.coreToken()).status >= 500);
        QVERIFY(stranger.remove() && QFile::rename(aside, platform.store.file()));
        QCOMPARE(platform.send("POST", u"/v1/items"_qs, item, platform.coreToken()).status, 200);
        QCOMPARE(platform.send("GET", u"/healthz"_qs, {}, {}).status, 200);
    }

    void aSecretIsNotKept()
    {
        const QByteArray body = R"({"name":"once","scopes":["events"]})";
        const auto first = write(u"/api/api-keys"_qs, body, "secret-1");
        QCOMPARE(first.status, 200);
        const QByteArray key = first.value("fullKey").toString().toLatin1();
        const auto again = write(u"/api/api-keys"_qs, body, "secret-1");
        QCOMPARE(again.status, 409);
        QVERIFY(!again.body.contains(key));
        QCOMPARE(m_platform->get(u"/api/api-keys"_qs).value("keys").toArray().size(), 1);
        QVERIFY(m_platform->stop());
        for (const QFileInfo &file : QDir(m_platform->store.folder.path()).entryInfoList(QDir::Files)) {
            QFile content(file.filePath());
            QVERIFY(content.open(QIODevice::ReadOnly));
            QVERIFY2(!content.readAll().contains(key.mid(13)), qPrintable(file.fileName()));
        }
        QVERIFY(m_platform->start());
    }

    void onlyConfiguredOriginsMayUseTheCoreApi()
    {
        const auto ask = [&](const QByteArray &method, const QString &path, const QByteArray &origin) {
            return m_platform->send(method, path, {},
                                    method == "OPTIONS" ? QByteArray() : m_platform->coreToken(),
                                    {{"Origin", origin}});
        };
        const QByteArray allow = "access-control-allow-origin";
        for (const QString &path :
             {u"/v1/items"_qs, u"/items"_qs, u"/v1/recommendations"_qs, u"/v1/events/1"_qs}) {
            const auto preflight = ask("OPTIONS", path, "https://shop.example");
            QCOMPARE(preflight.status, 204);
            QCOMPARE(preflight.headers.value(allow), QByteArray("https://shop.example"));
            QVERIFY(preflight.headers.value("access-control-allow-methods").contains("GET"));
            QVERIFY(preflight.headers.value("access-control-allow-headers").contains("Authorization"));
            QVERIFY(!ask("OPTIONS", path, "https://evil.example").headers.contains(allow));
        }
        QCOMPARE(ask("GET", u"/v1/items"_qs, "http://localhost:3000").headers.value(allow),
                 QByteArray("http://localhost:3000"));
        QVERIFY(
            ask("GET", u"/v1/items"_qs, "http://localhost:3000").headers.value("vary").contains("Origin"));
        QVERIFY(!ask("GET", u"/v1/items"_qs, "https://evil.example").headers.contains(allow));
        const auto platform = m_platform->send("GET", u"/api/models"_qs, {}, m_platform->session.key,
                                               {{"Origin", "https://shop.example"}});
        QCOMPARE(platform.status, 200);
        QVERIFY(!platform.headers.contains(allow));
        const auto options =
            m_platform->send("OPTIONS", u"/api/models"_qs, {}, {}, {{"Origin", "https://shop.example"}});
        QCOMPARE(options.status, 405);
        QVERIFY(!options.headers.contains(allow));
    }

    void headSaysWhatGetWouldSay()
    {
        // By hand: a client that does not know the method would wait for a body.
        const auto head = [&](const QByteArray &path) {
            return m_platform->raw("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                                   m_platform->session.key + "\r\nConnection: close\r\n\r\n");
        };
        for (const QString &path : {u"/api/models"_qs, u"/api/model-endpoints"_qs}) {
            const auto get = m_platform->get(path);
            const QByteArray answer = head(path.toLatin1());
            QVERIFY(answer.startsWith("HTTP/1.1 200 "));
            QVERIFY(answer.endsWith("\r\n\r\n"));
            QVERIFY(answer.contains("Content-Length: " + QByteArray::number(get.body.size()) + "\r\n"));
            QVERIFY(answer.contains(get.headers.value("etag")));
        }
        QVERIFY(head("/api/training/start").startsWith("HTTP/1.1 405 "));
    }

    void aLongListComesWhole()
    {
        constexpr int many = 1200; // its text is written on another thread
        const auto made =
            m_platform->store->change(testActor(), {}, [&](StateChange &change) -> Outcome<Done> {
                for (int i = 0; i < many; ++i) {
                    NewJob wanted;
                    wanted.templateId = 1;
                    wanted.templateName = u"All signals"_qs;
                    wanted.familyId = m_family;
                    const auto job = m_platform->store->jobs().create(change, wanted);
                    if (!job.ok())
                        return job.error();
                    const auto ended =
                        m_platform->store->jobs().setStatus(change, job->id, JobStatus::Stopping);
                    if (!ended.ok())
                        return ended.error();
                }
                return Done{};
            });
        QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
        const auto whole = m_platform->get(u"/api/training-jobs"_qs);
        QCOMPARE(whole.status, 200);
        QCOMPARE(ids(whole, "jobs").size(), many);
        QCOMPARE(whole.headers.value("content-type"), QByteArray("application/json"));
        QVERIFY(!whole.headers.value("x-request-id").isEmpty());
        QCOMPARE(get(u"/api/training-jobs"_qs, whole.headers.value("etag")).status, 304);
        QCOMPARE(ids(m_platform->get(u"/api/training-jobs?view=summary"_qs), "jobs"), ids(whole, "jobs"));
        // One that nobody takes does not hold up the end.
        QTcpSocket socket;
        socket.connectToHost(m_platform->url.host(), static_cast<quint16>(m_platform->url.port()));
        socket.write("GET /api/training-jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                     m_platform->session.key + "\r\n\r\n");
        QSignalSpy sent(&socket, &QTcpSocket::bytesWritten);
        QVERIFY(sent.wait(RunningPlatform::deadline));
        QVERIFY(m_platform->stop());
    }
};

QTEST_GUILESS_MAIN(TestApiChanges)
#include "tst_api_changes.moc"
