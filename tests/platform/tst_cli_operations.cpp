// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/rundirectory.h"
#include "jobs/runresult.h"
#include "operations/backup.h"
#include "operations/restore.h"
#include "operations/verification.h"
#include "operations/workspace.h"
#include "store/newestbackup.h"
#include "teststore.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace nsl;
using namespace Qt::StringLiterals;

/// status, backup, verify, restore and vacuum, as functions and as the program runs them.
class TestCliOperations : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void wholeWorkspaceIsWhole();
    void everyDamageIsFound_data();
    void everyDamageIsFound();
    void rewrittenJournalIsFoundByABackup();
    void leftoversAreNamed();
    void backupIsRestoredElsewhere();
    void restoreReplacesOnlyByForce();
    void damagedBackupIsRefused_data();
    void damagedBackupIsRefused();
    void interruptedRestoreIsSaid();
    void backupWhileServed();
    void statusOfBoth();
    void longWorkspacePath();
    void cancelledImportLeavesNothing();
    void vacuumGivesSpaceBack();
    void vacuumWhileServed();
    void vacuumOfAnOldDatabaseWhileServed();
    void backupOfADamagedArtifactIsRefused();
    void interruptedBackupLeavesNothing();

private:
    struct Ran
    {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
        QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    };

    static QString program() { return QStringLiteral(NSL_BIN_DIR) + u"/nsl-platform"_s; }
    Ran run(const QStringList &words, const QString &workspace = {});
    void serve();
    Verification verified();
    void damage(const QString &file, const QByteArray &content);
    QString path(const QString &below) const { return m_folder->filePath(below); }
    QString artifact(const QString &name) const
    {
        return RunDirectory(m_workspace->jobsFolder(), m_jobName).artifactFolder() + u'/' + name;
    }
    void runBehind(const QString &sql)
    {
        auto database = Database::open(m_workspace->databaseFile(), Database::Mode::ReadWrite);
        database.value()->run(sql);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Workspace> m_workspace;
    QString m_jobName;
    std::unique_ptr<QProcess> m_server;
    StopFlag m_stop{false};
};

/// A workspace with one trained version, whose artifact is there.
void TestCliOperations::init()
{
    m_stop = false;
    m_server = std::make_unique<QProcess>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_workspace = *Workspace::open(path(u"w"_s));
    auto store = SqliteStore::open(m_workspace->databaseFile()).value();
    const qint64 family = declareFamily(*store, u"f"_s);
    const TrainingJob job = startJob(*store, family);
    m_jobName = job.jobName;
    const RunDirectory directory(m_workspace->jobsFolder(), m_jobName);
    QVERIFY(directory.create().ok());
    QVERIFY(QDir().mkpath(directory.artifactFolder()));
    damage(artifact(u"weights.bin"_s), QByteArray(3'000'000, 'w'));
    damage(directory.logFile(), "a log\n");
    damage(directory.eventsFile(), "not part of a backup\n");
    const auto finished = store->change(testActor(), {}, [&](StateChange &change) {
        FinishedRun run;
        run.manifest = "{}";
        run.artifactSha256 = digestArtifact(directory.artifactFolder())->sha256;
        return store->jobs().finish(change, job.id, run);
    });
    QVERIFY(finished.ok());
    damage(m_workspace->configurationFile(), "[server]\nport=0\n");
}

void TestCliOperations::cleanup()
{
    if (m_server->state() == QProcess::NotRunning)
        return;
    m_server->terminate();
    QVERIFY(m_server->waitForFinished(60'000));
    QCOMPARE(m_server->exitCode(), 0);
}

void TestCliOperations::damage(const QString &name, const QByteArray &content)
{
    QFile file(name);
    QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
    QCOMPARE(file.write(content), content.size());
}

TestCliOperations::Ran TestCliOperations::run(const QStringList &words, const QString &workspace)
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(program(), words + QStringList{u"--workspace"_s,
                                                 workspace.isEmpty() ? m_workspace->folder() : workspace});
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCliOperations::serve()
{
    m_server->start(program(), {u"serve"_s, u"--workspace"_s, m_workspace->folder()});
    while (!m_server->canReadLine())
        QVERIFY(m_server->waitForReadyRead(60'000));
}

Verification TestCliOperations::verified()
{
    return verifyWorkspace(*m_workspace, false, m_stop).value();
}

void TestCliOperations::wholeWorkspaceIsWhole()
{
    const Verification found = verified();
    QVERIFY2(found.isWhole(), qPrintable(found.toText()));
    QVERIFY(found.leftovers.isEmpty());
    QCOMPARE(found.artifacts, 1);
    QVERIFY(!found.journalHead.isEmpty());
    const Ran ran = run({u"verify"_s});
    QCOMPARE(ran.exitCode, 0);
    QVERIFY(ran.output.contains("is whole"));
    QCOMPARE(run({u"verify"_s, u"--json"_s}).json()[u"journal_head"_s].toString(), found.journalHead);
}

void TestCliOperations::everyDamageIsFound_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("says");
    QTest::newRow("artifact changed") << u"artifact"_s << u"training-job/1"_s << u"F v1"_s;
    QTest::newRow("artifact missing") << u"no artifact"_s << u"training-job/1"_s << u"F v1"_s;
    QTest::newRow("foreign key") << u"UPDATE version SET family_id = 77"_s << u"version/1"_s << u"family"_s;
    QTest::newRow("counts") << u"UPDATE event_type SET event_count = 5 WHERE id = 1"_s << u"event-type/1"_s
                            << u"counts 5 events, but 0"_s;
    QTest::newRow("journal") << u"journal"_s << u"journal"_s << u"entry 3"_s;
    QTest::newRow("pages") << u"pages"_s << u"database"_s << u""_s;
}

void TestCliOperations::everyDamageIsFound()
{
    QFETCH(QString, sql);
    QFETCH(QString, object);
    QFETCH(QString, says);
    const auto backup = makeBackup(*m_workspace, {}, m_stop);
    QVERIFY(backup.ok());
    if (sql == "artifact"_L1) {
        damage(artifact(u"weights.bin"_s), QByteArray(3'000'000, 'v'));
    } else if (sql == "no artifact"_L1) {
        QVERIFY(QFile::remove(artifact(u"weights.bin"_s)));
    } else if (sql == "journal"_L1) {
        runBehind(u"DROP TRIGGER journal_is_append_only_update"_s);
        runBehind(u"UPDATE journal SET comment = 'forged' WHERE id = 3"_s);
    } else if (sql == "pages"_L1) {
        QFile file(m_workspace->databaseFile());
        QVERIFY(file.open(QFile::ReadWrite));
        QVERIFY(file.seek(8192));
        QVERIFY(file.write(QByteArray(int(file.size() - 8192), '\x5a')) > 0);
    } else {
        auto database = Database::open(m_workspace->databaseFile(), Database::Mode::ReadWrite);
        database.value()->run(u"PRAGMA foreign_keys = OFF"_s);
        database.value()->run(sql);
    }
    const Verification found = verified();
    QVERIFY(!found.isWhole());
    bool isNamed = false;
    for (const Verification::Finding &problem : found.problems)
        isNamed = isNamed || (problem.object == object && problem.text.contains(says));
    QVERIFY2(isNamed, qPrintable(found.toText()));
    const Ran ran = run({u"verify"_s});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY(ran.output.isEmpty());
    QVERIFY2(ran.errors.contains(object.toUtf8()), ran.errors.constData());
    QVERIFY2(ran.errors.contains(backup->folder.toUtf8()), ran.errors.constData());
}

void TestCliOperations::rewrittenJournalIsFoundByABackup()
{
    const auto backup = makeBackup(*m_workspace, {}, m_stop);
    QVERIFY(backup.ok());
    // The last entry goes, and the chain that is left is right in itself.
    runBehind(u"DROP TRIGGER journal_is_append_only_delete"_s);
    runBehind(u"DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)"_s);
    const Verification found = verified();
    QCOMPARE(found.problems.size(), 1);
    QCOMPARE(found.problems.first().object, u"journal"_s);
    QVERIFY(found.problems.first().text.contains(backup->folder));
}

void TestCliOperations::leftoversAreNamed()
{
    QVERIFY(QDir(m_workspace->jobsFolder()).mkdir(u"train-9-1"_s));
    QVERIFY(QDir(m_workspace->backupFolder()).mkdir(u".x.partial"_s));
    const Verification found = verified();
    QVERIFY(found.isWhole());
    QCOMPARE(found.leftovers.size(), 2);
    QVERIFY(found.leftovers.first().object.endsWith(u"/jobs/train-9-1"_s));
    QCOMPARE(run({u"verify"_s}).exitCode, 0);
}

void TestCliOperations::backupIsRestoredElsewhere()
{
    const Ran ran = run({u"backup"_s, u"--to"_s, u"saved"_s});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(ran.json()[u"backup"_s].toString(), path(u"saved"_s));
    QVERIFY(!QFile::exists(path(u"saved/jobs/%1/input/data/events/events.csv"_s.arg(m_jobName))));
    QVERIFY(QFile::exists(path(u"saved/jobs/%1/log.txt"_s.arg(m_jobName))));
    for (const QString &file : filesBelow(path(u"saved"_s))) {
        QCOMPARE(QFile::permissions(path(u"saved/"_s + file)) & (QFile::ReadOther | QFile::ReadGroup),
                 QFile::Permissions());
    }
    const Ran again = run({u"backup"_s, u"--to"_s, u"saved"_s});
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.errors.contains("exists already"));

    const QString other = path(u"other"_s);
    const Ran restored = run({u"restore"_s, u"saved"_s}, other);
    QVERIFY2(restored.exitCode == 0, restored.errors.constData());
    const Ran checked = run({u"verify"_s, u"--json"_s}, other);
    QCOMPARE(checked.exitCode, 0);
    QCOMPARE(checked.json()[u"artifacts"_s].toInteger(), 1);
    QVERIFY(QFile::exists(other + u"/platform.ini"_s));
    auto store = SqliteStore::open(other + u"/platform.db"_s).value();
    QCOMPARE(store->versions().list().size(), 1);
    const JournalEntry last = store->journal().page(1).entries.first();
    QCOMPARE(last.action, u"workspace.restored"_s);
    QCOMPARE(last.after[u"journal_head"_s], ran.json()[u"journal_head"_s]);
    QVERIFY(!store->changes().removedSince(RecordKind::Job, store->rev() - 1).ok());
    QCOMPARE(QDir(other).entryList({u".rest*"_s}, QDir::AllEntries | QDir::Hidden), QStringList());
}

void TestCliOperations::restoreReplacesOnlyByForce()
{
    const auto backup = makeBackup(*m_workspace, {}, m_stop);
    QVERIFY(backup.ok());
    qint64 rev = 0;
    {
        auto store = SqliteStore::open(m_workspace->databaseFile()).value();
        const auto created = store->change(testActor(), {}, [&](StateChange &change) {
            return store->eventTypes().create(change, u"later"_s, 5);
        });
        QVERIFY(created.ok());
        rev = store->rev();
    }
    damage(artifact(u"weights.bin"_s), "broken");
    const Ran refused = run({u"restore"_s, backup->folder});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.errors.contains("--force"));
    const Ran restored = run({u"restore"_s, backup->folder, u"--force"_s});
    QVERIFY2(restored.exitCode == 0, restored.errors.constData());
    const QString replaced = restored.json()[u"replaced"_s].toString();
    QVERIFY(QFile::exists(replaced + u"/platform.db"_s));
    QVERIFY(QFile::exists(replaced + u"/jobs/%1/model/artifact/weights.bin"_s.arg(m_jobName)));
    // What came after the backup is gone, and no rev of that time is taken for one of now.
    auto store = SqliteStore::open(m_workspace->databaseFile()).value();
    QVERIFY(!store->eventTypes().findByName(u"later"_s));
    QVERIFY(store->rev() > rev);
    store.reset();
    // The backup of the history that was left behind does not accuse the present one.
    const Verification found = verified();
    QVERIFY2(found.isWhole(), qPrintable(found.toText()));
}

void TestCliOperations::damagedBackupIsRefused_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("artifact") << u"artifact"_s;
    QTest::newRow("database") << u"database"_s;
    QTest::newRow("no list") << u"no list"_s;
    QTest::newRow("path outside") << u"path"_s;
    QTest::newRow("missing file") << u"missing"_s;
    QTest::newRow("another head") << u"head"_s;
}

void TestCliOperations::damagedBackupIsRefused()
{
    QFETCH(QString, what);
    const auto backup = makeBackup(*m_workspace, path(u"saved"_s), m_stop);
    QVERIFY(backup.ok());
    const QString manifest = path(u"saved/backup.json"_s);
    const QString weights = path(u"saved/jobs/%1/model/artifact/weights.bin"_s.arg(m_jobName));
    QFile file(manifest);
    QVERIFY(file.open(QFile::ReadOnly));
    QByteArray text = file.readAll();
    file.close();
    if (what == "artifact"_L1)
        damage(weights, "x");
    else if (what == "database"_L1)
        damage(path(u"saved/platform.db"_s), "x");
    else if (what == "no list"_L1)
        QVERIFY(QFile::remove(manifest));
    else if (what == "missing"_L1)
        QVERIFY(QFile::remove(weights));
    else if (what == "path"_L1)
        damage(manifest, text.replace("\"platform.ini\"", "\"../platform.ini\""));
    else
        damage(manifest, text.replace(backup->manifest.journalHead.toLatin1(), QByteArray(64, '0')));
    const Ran ran = run({u"restore"_s, u"saved"_s}, path(u"other"_s));
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.errors.contains(path(u"saved"_s).toUtf8()) || ran.errors.contains("journal"),
             ran.errors.constData());
    QVERIFY(!QFile::exists(path(u"other/platform.db"_s)));
    QVERIFY(!QFile::exists(path(u"platform.ini"_s)));
    QVERIFY(!QFile::exists(path(u"other/.restore.partial"_s)));
}

void TestCliOperations::interruptedRestoreIsSaid()
{
    QVERIFY(QDir().mkdir(m_workspace->restoreMarker()));
    for (const QString &command : {u"verify"_s, u"serve"_s}) {
        const Ran ran = run({command});
        QCOMPARE(ran.exitCode, 1);
        QVERIFY2(ran.errors.contains("restore"), ran.errors.constData());
    }
    const auto made = makeBackup(*m_workspace, path(u"saved"_s), m_stop);
    QVERIFY(made.ok());
    QCOMPARE(run({u"restore"_s, u"saved"_s, u"--force"_s}).exitCode, 0);
    QCOMPARE(run({u"verify"_s}).exitCode, 0);
}

void TestCliOperations::backupWhileServed()
{
    serve();
    const Ran ran = run({u"backup"_s});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    const QString folder = ran.json()[u"backup"_s].toString();
    QCOMPARE(listBackups(m_workspace->backupFolder()), QStringList{folder});
    QCOMPARE(run({u"verify"_s}).exitCode, 0);
    // A restore is refused, and the sentence says who to stop and how.
    const Ran refused = run({u"restore"_s, folder, u"--force"_s});
    QCOMPARE(refused.exitCode, 1);
    for (const QByteArray &word :
         {QByteArray::number(m_server->processId()), QByteArray("SIGTERM"), QByteArray("restore")})
        QVERIFY2(refused.errors.contains(word), refused.errors.constData());
    cleanup();
    QCOMPARE(run({u"restore"_s, folder}, path(u"other"_s)).exitCode, 0);
    QCOMPARE(run({u"verify"_s}, path(u"other"_s)).exitCode, 0);
}

void TestCliOperations::statusOfBoth()
{
    QJsonObject status = run({u"status"_s, u"--json"_s}).json();
    QCOMPARE(status[u"running"_s], QJsonValue(false));
    QCOMPARE(status[u"workspace"_s].toString(), m_workspace->folder());
    QCOMPARE(status[u"counts"_s][u"versions"_s].toInteger(), 1);
    QCOMPARE(status[u"counts"_s][u"jobs"_s][u"Succeeded"_s].toInteger(), 1);
    QCOMPARE(status[u"endpoints"_s].toArray().size(), 1);
    QVERIFY(status[u"disk"_s][u"jobs_bytes"_s].toInteger() >= 3'000'000);
    QVERIFY(status[u"newest_backup"_s].isNull());
    QVERIFY(run({u"status"_s}).output.contains("Running:     no"));
    serve();
    status = run({u"status"_s, u"--json"_s}).json();
    QCOMPARE(status[u"running"_s], QJsonValue(true));
    QCOMPARE(status[u"pid"_s].toInteger(), m_server->processId());
    QVERIFY(status[u"url"_s].toString().startsWith(u"http://127.0.0.1:"_s));
    const Ran empty = run({u"status"_s}, path(u"new"_s));
    QCOMPARE(empty.exitCode, 0);
    QVERIFY(empty.output.contains("none yet"));
}

void TestCliOperations::longWorkspacePath()
{
    // Longer than a socket's name may be.
    const QString longPath = path(QString(120, u'l') + u"/w"_s);
    m_server->start(program(), {u"serve"_s, u"--workspace"_s, longPath});
    while (!m_server->canReadLine())
        QVERIFY(m_server->waitForReadyRead(60'000));
    const Ran ran = run({u"status"_s, u"--json"_s}, longPath);
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(ran.json()[u"running"_s], QJsonValue(true));
    QVERIFY(QFile::exists(longPath + u"/run/admin.sock"_s));
    cleanup();
    QVERIFY(!QFile::exists(longPath + u"/run/admin.sock"_s));
}

void TestCliOperations::cancelledImportLeavesNothing()
{
    // Its client goes away in the middle: the server ends the import and nothing of it is there.
    QByteArray rows("item_id,name\n");
    for (int i = 0; i < 300'000; ++i)
        rows += 'i' + QByteArray::number(i) + ",name\n";
    damage(path(u"items.csv"_s), rows);
    serve();
    QProcess client;
    client.start(program(),
                 {u"import"_s, u"items"_s, path(u"items.csv"_s), u"--workspace"_s, m_workspace->folder()});
    const auto importState = [this](const QString &state) {
        auto database = Database::open(m_workspace->databaseFile(), Database::Mode::ReadOnly);
        return database.value()->run(u"SELECT 1 FROM import WHERE status = ?"_s, {state}).next();
    };
    QTRY_VERIFY_WITH_TIMEOUT(importState(u"Running"_s), 60'000);
    client.kill();
    QVERIFY(client.waitForFinished(60'000));
    QTRY_VERIFY_WITH_TIMEOUT(importState(u"Cancelled"_s), 60'000);
    const auto storedRows = [this] {
        auto database = Database::open(m_workspace->databaseFile(), Database::Mode::ReadOnly);
        Statement row = database.value()->run(u"SELECT count(*) FROM item"_s);
        row.next();
        return row.integer(0);
    };
    QTRY_COMPARE_WITH_TIMEOUT(storedRows(), 0, 60'000);
}

void TestCliOperations::vacuumGivesSpaceBack()
{
    runBehind(
        u"CREATE TABLE bulk AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        "2000) SELECT i, randomblob(1000) AS b FROM n"_s);
    runBehind(u"DROP TABLE bulk"_s);
    const Ran ran = run({u"vacuum"_s});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    const QJsonObject result = ran.json();
    QVERIFY(result[u"bytes_after"_s].toInteger() + 1'000'000 < result[u"bytes_before"_s].toInteger());
    QCOMPARE(run({u"verify"_s}).exitCode, 0);
}

void TestCliOperations::vacuumWhileServed()
{
    runBehind(
        u"CREATE TABLE bulk AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        "4000) SELECT i, randomblob(1000) AS b FROM n"_s);
    runBehind(u"DROP TABLE bulk"_s);
    serve();
    const Ran ran = run({u"vacuum"_s});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    const QJsonObject result = ran.json();
    QVERIFY2(result[u"bytes_after"_s].toInteger() + 3'000'000 < result[u"bytes_before"_s].toInteger(),
             ran.output.constData());
    QCOMPARE(QFileInfo(m_workspace->databaseFile()).size(), result[u"bytes_after"_s].toInteger());
    // Nothing left to do is fine too.
    QCOMPARE(run({u"vacuum"_s}).exitCode, 0);
    QCOMPARE(run({u"verify"_s}).exitCode, 0);
}

void TestCliOperations::vacuumOfAnOldDatabaseWhileServed()
{
    // As an earlier version made it.
    {
        auto database = Database::open(m_workspace->databaseFile(), Database::Mode::ReadWrite);
        database.value()->run(u"PRAGMA auto_vacuum = NONE"_s);
        database.value()->run(u"VACUUM"_s);
    }
    serve();
    const Ran refused = run({u"vacuum"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("Stop the server once"), refused.errors.constData());
    cleanup();
    QCOMPARE(run({u"vacuum"_s}).exitCode, 0);
    serve();
    const Ran ran = run({u"vacuum"_s});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
}

void TestCliOperations::backupOfADamagedArtifactIsRefused()
{
    damage(artifact(u"weights.bin"_s), "x");
    const Ran ran = run({u"backup"_s});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.errors.contains(m_jobName.toUtf8()), ran.errors.constData());
    QVERIFY(
        QDir(m_workspace->backupFolder()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestCliOperations::interruptedBackupLeavesNothing()
{
    m_stop = true;
    const auto stopped = makeBackup(*m_workspace, {}, m_stop);
    QVERIFY(!stopped.ok());
    QVERIFY(stopped.error().kind == PlatformError::Kind::Cancelled);
    QVERIFY(
        QDir(m_workspace->backupFolder()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

QTEST_GUILESS_MAIN(TestCliOperations)
#include "tst_cli_operations.moc"
