// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace
{

struct Ran
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
};

QString program()
{
    return QStringLiteral(NSL_BIN_DIR) + u"/nsl-platform"_s;
}

} // namespace

/// The program as people and scripts run it.
class TestCliCommands : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void usage();
    void keys_data() { whereItRuns(); }
    void keys();
    void clients_data() { whereItRuns(); }
    void clients();
    void sampleOnce_data() { whereItRuns(); }
    void sampleOnce();
    void imports_data() { whereItRuns(); }
    void imports();
    void serveHandsOverAndCleansUp();
    void secondServeNamesTheFirst();
    void fewFileHandlesAreEnough_data();
    void fewFileHandlesAreEnough();
    void takenPort();
    void newerSchema();
    void crashedServerIsNoObstacle();

private:
    static void whereItRuns();
    Ran run(const QStringList &words);
    /// Starts `serve` and returns the JSON line it prints when it is ready.
    QJsonObject serve(QProcess &process, const QStringList &further = {});
    QString write(const QString &name, const QByteArray &content);
    QString path(const QString &below) const { return m_folder->filePath(below); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_server;
};

void TestCliCommands::whereItRuns()
{
    QTest::addColumn<bool>("served");
    QTest::newRow("by itself") << false;
    QTest::newRow("through the server") << true;
}

void TestCliCommands::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<QProcess>();
    const QVariant served = QTest::currentDataTag()
                                ? QVariant(qstrcmp(QTest::currentDataTag(), "through the server") == 0)
                                : QVariant(false);
    if (served.toBool())
        QVERIFY(!serve(*m_server).isEmpty());
}

void TestCliCommands::cleanup()
{
    if (m_server->state() == QProcess::NotRunning)
        return;
    m_server->terminate();
    QVERIFY(m_server->waitForFinished(60'000));
    QCOMPARE(m_server->exitCode(), 0);
}

Ran TestCliCommands::run(const QStringList &words)
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(program(), words + QStringList{u"--workspace"_s, path(u"w"_s)});
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QJsonObject TestCliCommands::serve(QProcess &process, const QStringList &further)
{
    process.start(program(), QStringList{u"serve"_s, u"--workspace"_s, path(u"w"_s)} + further);
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(60'000))
            return {};
    }
    return QJsonDocument::fromJson(process.readLine()).object();
}

QString TestCliCommands::write(const QString &name, const QByteArray &content)
{
    QFile file(path(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return name;
}

void TestCliCommands::usage()
{
    for (const QStringList &words : {QStringList{u"fly"_s}, QStringList{u"key"_s, u"create"_s},
                                     QStringList{u"import"_s, u"users"_s, u"x"_s}}) {
        const Ran ran = run(words);
        QCOMPARE(ran.exitCode, 2);
        QVERIFY(ran.output.isEmpty());
        QVERIFY(!ran.errors.isEmpty());
    }
    const Ran help = run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("import items|events FILE"));
}

void TestCliCommands::keys()
{
    const Ran made = run({u"key"_s, u"create"_s, u"--name"_s, u"ci"_s, u"--scopes"_s, u"admin,events"_s});
    QCOMPARE(made.exitCode, 0);
    QVERIFY(QRegularExpression(u"\\Ansl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}\\n\\z"_s)
                .match(QString::fromLatin1(made.output))
                .hasMatch());
    QVERIFY(made.errors.isEmpty());
    const Ran bad = run({u"key"_s, u"create"_s, u"--name"_s, u"ci"_s, u"--scopes"_s, u"root"_s});
    QCOMPARE(bad.exitCode, 1);
    QVERIFY(bad.output.isEmpty());
    QVERIFY(bad.errors.contains("\"root\""));
    Ran listed = run({u"key"_s, u"list"_s});
    QJsonArray keys = QJsonDocument::fromJson(listed.output).array();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.at(0)[u"name"_s].toString(), u"ci"_s);
    QVERIFY(!listed.output.contains(made.output.trimmed()));
    QCOMPARE(run({u"key"_s, u"revoke"_s, u"99"_s}).exitCode, 1);
    QCOMPARE(run({u"key"_s, u"revoke"_s, QString::number(keys.at(0)[u"id"_s].toInteger())}).exitCode, 0);
    listed = run({u"key"_s, u"list"_s});
    keys = QJsonDocument::fromJson(listed.output).array();
    QVERIFY(keys.at(0)[u"revoked"_s].toBool());
}

void TestCliCommands::clients()
{
    const Ran made = run({u"client"_s, u"create"_s, u"--name"_s, u"shop"_s});
    QCOMPARE(made.exitCode, 0);
    const QString id = made.json().value(u"client_id"_s).toString();
    QVERIFY(!id.isEmpty());
    QVERIFY(!made.json().value(u"client_secret"_s).toString().isEmpty());
    QCOMPARE(made.output.count('\n'), 1);
    QCOMPARE(run({u"client"_s, u"revoke"_s, id}).exitCode, 0);
    const Ran listed = run({u"client"_s, u"list"_s});
    const QJsonArray clients = QJsonDocument::fromJson(listed.output).array();
    QCOMPARE(clients.size(), 1);
    QVERIFY(clients.at(0)[u"revoked"_s].toBool());
}

void TestCliCommands::sampleOnce()
{
    const Ran first = run({u"sample"_s, u"--seed"_s, u"3"_s});
    QCOMPARE(first.exitCode, 0);
    QCOMPARE(first.json(), (QJsonObject{{u"items"_s, 400}, {u"events"_s, 15000}, {u"users"_s, 500}}));
    const Ran second = run({u"sample"_s});
    QCOMPARE(second.exitCode, 1);
    QVERIFY(second.output.isEmpty());
    QVERIFY(second.errors.contains("empty catalogue"));
}

void TestCliCommands::imports()
{
    const Ran items =
        run({u"import"_s, u"items"_s, write(u"items.csv"_s, "movieId,title,genres\n1,One,x\n2,Two,y\n"),
             u"--map"_s, u"item_id=movieId,name=title"_s});
    QCOMPARE(items.exitCode, 0);
    QCOMPARE(items.output.count('\n'), 1);
    QCOMPARE(items.json().value(u"status"_s).toString(), u"Succeeded"_s);
    QCOMPARE(items.json().value(u"inserted"_s).toInteger(), 2);
    QVERIFY(items.errors.contains("genres"));
    const QStringList events{
        u"import"_s, u"events"_s,          write(u"e.csv"_s, "userId,movieId,rating,timestamp\nu,1,4,100\n"),
        u"--map"_s,  u"item_id=movieId"_s, u"--default-type"_s,
        u"view"_s};
    QCOMPARE(run(events).exitCode, 0);
    const Ran again = run(events);
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.errors.contains("imported before"));
    QCOMPARE(run(events + QStringList{u"--again"_s}).exitCode, 0);
    const Ran bad = run({u"import"_s, u"events"_s,
                         write(u"bad.csv"_s, "user_id,item_id,type,timestamp\nu,1,view,1\nu,9,view,1\n")});
    QCOMPARE(bad.exitCode, 1);
    QVERIFY2(bad.errors.startsWith("bad.csv:3: "), bad.errors.constData());
    QCOMPARE(bad.json().value(u"status"_s).toString(), u"Failed"_s);
    QCOMPARE(bad.json().value(u"inserted"_s).toInteger(), 0);
    const Ran none = run({u"import"_s, u"events"_s, u"none.csv"_s});
    QCOMPARE(none.exitCode, 1);
    QVERIFY(none.output.isEmpty());
    QVERIFY(none.errors.contains("none.csv"));
}

void TestCliCommands::serveHandsOverAndCleansUp()
{
    const QJsonObject ready = serve(*m_server);
    QVERIFY(ready.value(u"url"_s).toString().startsWith(u"http://127.0.0.1:"_s));
    QCOMPARE(ready.value(u"workspace"_s).toString(), path(u"w"_s));
    QCOMPARE(ready.value(u"pid"_s).toInteger(), m_server->processId());
    QFile file(path(u"w/run/platform.json"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    const QJsonObject handover = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(handover.value(u"url"_s), ready.value(u"url"_s));
    QVERIFY(handover.value(u"key"_s).toString().startsWith(u"nsl_"_s));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString &each :
         {u"w/run/platform.json"_s, u"w/run/admin.sock"_s, u"w/platform.db"_s, u"w/run"_s, u"w"_s}) {
        QVERIFY2(QFile::exists(path(each)), qPrintable(each));
        QCOMPARE(QFile::permissions(path(each)) & others, QFile::Permissions());
    }
    m_server->terminate();
    QVERIFY(m_server->waitForFinished(60'000));
    QCOMPARE(m_server->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_server->exitCode(), 0);
    QVERIFY(!QFile::exists(path(u"w/run/platform.json"_s)));
    QVERIFY(m_server->readAllStandardOutput().isEmpty());
}

void TestCliCommands::secondServeNamesTheFirst()
{
    QVERIFY(!serve(*m_server).isEmpty());
    const Ran second = run({u"serve"_s});
    QCOMPARE(second.exitCode, 1);
    QVERIFY(second.output.isEmpty());
    QVERIFY(second.errors.contains(QByteArray::number(m_server->processId())));
    QVERIFY(QFile::exists(path(u"w/run/platform.json"_s)));
}

void TestCliCommands::fewFileHandlesAreEnough_data()
{
    QTest::addColumn<int>("handles");
    QTest::newRow("64") << 64;
    QTest::newRow("128") << 128;
}

void TestCliCommands::fewFileHandlesAreEnough()
{
    QFETCH(const int, handles);
    m_server->start(u"/bin/sh"_s,
                    {u"-c"_s, u"ulimit -n %1; exec \"$0\" serve --workspace \"$1\""_s.arg(handles), program(),
                     path(u"w"_s)});
    while (!m_server->canReadLine())
        QVERIFY(m_server->waitForReadyRead(60'000));
    const QUrl url(QJsonDocument::fromJson(m_server->readLine()).object().value(u"url"_s).toString());
    QVERIFY(url.port() > 0);
    // More than there are handles, and none of them says anything.
    std::vector<std::unique_ptr<QTcpSocket>> silent;
    for (int i = 0; i < handles + 40; ++i) {
        silent.push_back(std::make_unique<QTcpSocket>());
        silent.back()->connectToHost(url.host(), quint16(url.port()));
        QVERIFY(silent.back()->waitForConnected(60'000));
    }
    for (int i = 0; i < 20; ++i) {
        QTcpSocket socket;
        socket.connectToHost(url.host(), quint16(url.port()));
        QVERIFY(socket.waitForConnected(60'000));
        socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(60'000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200"));
    }
    QCOMPARE(m_server->state(), QProcess::Running);
    // It says why it takes fewer than it would.
    QFile log(path(u"w/log/platform.log"_s));
    QVERIFY(log.open(QFile::ReadOnly));
    QVERIFY(log.readAll().contains("ulimit -n"));
}

void TestCliCommands::takenPort()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const Ran refused = run({u"serve"_s, u"--port"_s, QString::number(taken.serverPort())});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.output.isEmpty());
    QVERIFY(refused.errors.contains(QByteArray::number(taken.serverPort())));
    QVERIFY(!QFile::exists(path(u"w/run/platform.json"_s)));
}

void TestCliCommands::newerSchema()
{
    QCOMPARE(run({u"key"_s, u"list"_s}).exitCode, 0);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        database.setDatabaseName(path(u"w/platform.db"_s));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(u"PRAGMA user_version = 4711"_s));
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    for (const QStringList &words : {QStringList{u"serve"_s}, QStringList{u"key"_s, u"list"_s}}) {
        const Ran refused = run(words);
        QCOMPARE(refused.exitCode, 1);
        QVERIFY(refused.errors.contains("made by a newer version"));
    }
}

void TestCliCommands::crashedServerIsNoObstacle()
{
    QVERIFY(!serve(*m_server).isEmpty());
    m_server->kill();
    QVERIFY(m_server->waitForFinished(60'000));
    QVERIFY(QFile::exists(path(u"w/run/admin.sock"_s))); // a leftover
    QCOMPARE(run({u"key"_s, u"list"_s}).exitCode, 0);
    QVERIFY(!serve(*m_server).isEmpty());
    QCOMPARE(run({u"key"_s, u"list"_s}).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestCliCommands)
#include "tst_cli_commands.moc"
