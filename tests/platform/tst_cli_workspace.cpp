// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/handover.h"
#include "operations/workspace.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestCliWorkspace : public QObject
{
    Q_OBJECT

private slots:
    void foldersArePrivate();
    void unusableFolderIsExplained();
    void sharedFolderIsLeftAlone();
    void defaultFolder();
    void lockIsExclusive();
    void handoverIsPrivateAndRemoved();
    void workerIsReadAnew();
    void commandLines_data();
    void commandLines();
};

namespace
{
const auto othersMayNothing = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                              QFile::WriteOther | QFile::ExeOther;
}

void TestCliWorkspace::foldersArePrivate()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::open(folder.filePath(u"a/b"_s));
    QVERIFY(workspace.ok());
    for (const QString &each : {workspace->folder(), workspace->runFolder(), workspace->jobsFolder()}) {
        QVERIFY(QFileInfo(each).isDir());
        QCOMPARE(QFile::permissions(each) & othersMayNothing, QFile::Permissions());
    }
}

void TestCliWorkspace::unusableFolderIsExplained()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    for (const QString &bad : {file.fileName(), file.fileName() + u"/below"_s, u"/proc/nsl-workspace"_s}) {
        const auto refused = Workspace::open(bad);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, u"workspace_unreadable"_s);
        QVERIFY(!refused.error().message.isEmpty());
    }
}

void TestCliWorkspace::sharedFolderIsLeftAlone()
{
    QTemporaryDir folder;
    const QByteArray shared = QFile::encodeName(folder.filePath(u"shared"_s));
    QCOMPARE(::mkdir(shared.constData(), 0777), 0);
    QCOMPARE(::chmod(shared.constData(), 01777), 0);
    const auto refused = Workspace::open(folder.filePath(u"shared"_s));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"workspace_shared"_s);
    struct stat found = {};
    QCOMPARE(::stat(shared.constData(), &found), 0);
    QCOMPARE(found.st_mode & 07777u, 01777u);
}

void TestCliWorkspace::defaultFolder()
{
    QVERIFY(qputenv("XDG_DATA_HOME", "/some/data"));
    QCOMPARE(Workspace::defaultFolder(), u"/some/data/nsl-console/default"_s);
    QVERIFY(qputenv("XDG_DATA_HOME", "relative"));
    QVERIFY(Workspace::defaultFolder().endsWith(u"/.local/share/nsl-console/default"_s));
    QVERIFY(qunsetenv("XDG_DATA_HOME"));
    QVERIFY(Workspace::defaultFolder().endsWith(u"/.local/share/nsl-console/default"_s));
}

void TestCliWorkspace::lockIsExclusive()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::open(folder.filePath(u"w"_s));
    auto first = WorkspaceLock::take(*workspace, WorkspaceLock::Role::Server);
    QVERIFY(first.ok());
    const auto second = WorkspaceLock::take(*workspace, WorkspaceLock::Role::Command);
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, u"workspace_served"_s);
    QVERIFY(second.error().message.contains(QString::number(::getpid())));
    // A lock file that is lost lets nobody in.
    QVERIFY(QFile::remove(workspace->lockFile()));
    const auto third = WorkspaceLock::take(*workspace, WorkspaceLock::Role::Server);
    QVERIFY(!third.ok());
    QCOMPARE(third.error().code, u"workspace_served"_s);
    first.value().reset();
    QVERIFY(WorkspaceLock::take(*workspace, WorkspaceLock::Role::Command).ok());
    QCOMPARE(QFile::permissions(workspace->lockFile()) & othersMayNothing, QFile::Permissions());
}

void TestCliWorkspace::handoverIsPrivateAndRemoved()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::open(folder.filePath(u"w"_s));
    {
        // A file that others could read, as an earlier program may have left it.
        QFile old(workspace->handoverFile());
        QVERIFY(old.open(QFile::WriteOnly));
        QVERIFY(old.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    }
    {
        const SessionSecrets secrets{"nsl_k", u"client"_s, "secret", u"ada"_s};
        const auto handover = Handover::write(*workspace, QUrl(u"http://127.0.0.1:1"_s), u"i"_s, secrets);
        QVERIFY(handover.ok());
        QCOMPARE(QFile::permissions(workspace->handoverFile()) & othersMayNothing, QFile::Permissions());
        QFile file(workspace->handoverFile());
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonObject content = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(content.value(u"url"_s).toString(), u"http://127.0.0.1:1"_s);
        QCOMPARE(content.value(u"pid"_s).toInteger(), qint64(::getpid()));
        QCOMPARE(content.value(u"key"_s).toString(), u"nsl_k"_s);
        QCOMPARE(content.value(u"core"_s).toObject().value(u"client_secret"_s).toString(), u"secret"_s);
    }
    QVERIFY(!QFile::exists(workspace->handoverFile()));
}

void TestCliWorkspace::workerIsReadAnew()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::open(folder.filePath(u"w"_s));
    QCOMPARE(workspace->configuredWorker(), QString());
    for (const QByteArray program : {"/opt/one", "/opt/another"}) {
        QFile file(workspace->configurationFile());
        QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
        file.write("[worker]\nprogram=" + program + "\n");
        file.close();
        QCOMPARE(workspace->configuredWorker(), QString::fromLatin1(program));
        QVERIFY(file.remove());
    }
}

void TestCliWorkspace::commandLines_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("kind");
    const auto usage = int(CommandLine::Kind::Usage);
    const auto admin = int(CommandLine::Kind::Admin);
    const auto serve = int(CommandLine::Kind::Serve);
    QTest::newRow("nothing") << u""_s << usage;
    QTest::newRow("unknown") << u"fly"_s << usage;
    QTest::newRow("key alone") << u"key"_s << usage;
    QTest::newRow("key create bare") << u"key create"_s << usage;
    QTest::newRow("key create without scopes") << u"key create --name x"_s << usage;
    QTest::newRow("key create") << u"key create --name x --scopes a,b"_s << admin;
    QTest::newRow("key list") << u"key list --workspace /w"_s << admin;
    QTest::newRow("key list too much") << u"key list x"_s << usage;
    QTest::newRow("key revoke bare") << u"key revoke"_s << usage;
    QTest::newRow("key revoke") << u"key revoke 1"_s << admin;
    QTest::newRow("client create") << u"client create --name x"_s << admin;
    QTest::newRow("client option of key") << u"client create --name x --scopes a"_s << usage;
    QTest::newRow("serve") << u"serve --port 0 --worker /bin/true"_s << serve;
    QTest::newRow("serve bad port") << u"serve --port 70000"_s << usage;
    QTest::newRow("serve unknown option") << u"serve --listen 0.0.0.0"_s << usage;
    QTest::newRow("sample") << u"sample --seed 7"_s << admin;
    QTest::newRow("sample bad seed") << u"sample --seed x"_s << usage;
    QTest::newRow("import")
        << u"import items f.csv --map item_id=movieId,name=title --update --again --dry-run"_s << admin;
    QTest::newRow("import bad kind") << u"import users f.csv"_s << usage;
    QTest::newRow("import bad map") << u"import items f.csv --map item_id"_s << usage;
    QTest::newRow("import map twice") << u"import items f.csv --map a=b,a=c"_s << usage;
    QTest::newRow("import no file") << u"import items"_s << usage;
    QTest::newRow("empty workspace") << u"key list --workspace="_s << usage;
}

void TestCliWorkspace::commandLines()
{
    QFETCH(QString, words);
    QFETCH(int, kind);
    const CommandLine line = CommandLine::parse(words.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(int(line.kind), kind);
    QCOMPARE(line.message.isEmpty(), line.kind != CommandLine::Kind::Usage);
}

QTEST_GUILESS_MAIN(TestCliWorkspace)
#include "tst_cli_workspace.moc"
