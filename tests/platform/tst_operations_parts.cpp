// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/configuration.h"
#include "operations/platformlog.h"
#include "operations/prometheustext.h"
#include "operations/workspacestatus.h"
#include "teststore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace nsl;
using namespace Qt::StringLiterals;

/// Log, configuration, metrics, manual pages and the service file.
class TestOperationsParts : public QObject
{
    Q_OBJECT

private slots:
    void logIsJsonLines();
    void logRotates();
    void logHoldsNoSecrets_data();
    void logHoldsNoSecrets();
    void logPathThatCannotBe();
    void precedence();
    void badValuesAreNamed_data();
    void badValuesAreNamed();
    void statusNamesFamiliesOfTheConfiguration();
    void metricsPage();
    void everyFlagIsInTheManual();
    void serviceFile();

private:
    static QList<QJsonObject> linesOf(const QString &file);
};

QList<QJsonObject> TestOperationsParts::linesOf(const QString &name)
{
    QFile file(name);
    QList<QJsonObject> lines;
    if (!file.open(QFile::ReadOnly))
        return lines;
    while (!file.atEnd())
        lines.append(QJsonDocument::fromJson(file.readLine()).object());
    return lines;
}

void TestOperationsParts::logIsJsonLines()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"platform.log"_s);
    {
        auto log = PlatformLog::start({.file = file, .toStandardError = false});
        QVERIFY(log.ok());
        TestStore store;
        const auto created = store->change(testActor(), u"r-1"_s, [&](StateChange &change) {
            return store->eventTypes().create(change, u"like"_s, 5);
        });
        QVERIFY(created.ok());
        // What was taken back is not in the log.
        const auto refused = store->change(testActor(), u"r-2"_s, [&](StateChange &change) -> Outcome<Done> {
            const auto kept = store->eventTypes().create(change, u"love"_s, 5);
            return kept ? PlatformError::invalid(u"no"_s) : kept.error();
        });
        QVERIFY(!refused.ok());
        qWarning("careful\nnow");
    }
    qInstallMessageHandler(nullptr);
    const auto lines = linesOf(file);
    QVERIFY(lines.size() > 2);
    const QJsonObject last = lines.last();
    QCOMPARE(last[u"level"_s].toString(), u"warning"_s);
    QCOMPARE(last[u"message"_s].toString(), u"careful\nnow"_s);
    QVERIFY(QDateTime::fromString(last[u"at"_s].toString(), Qt::ISODateWithMs).isValid());
    const QJsonObject change = lines.at(lines.size() - 2);
    QCOMPARE(change[u"category"_s].toString(), u"nsl.journal"_s);
    QCOMPARE(change[u"message"_s].toString(), u"event_type.created event-type/4 by ada (request r-1)"_s);
    QCOMPARE(QFile::permissions(file) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
}

void TestOperationsParts::logRotates()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"platform.log"_s);
    {
        auto log = PlatformLog::start(
            {.file = file, .maximumBytes = 2000, .keptFiles = 2, .toStandardError = false});
        QVERIFY(log.ok());
        for (int i = 0; i < 200; ++i)
            qWarning("line %d", i);
    }
    const QStringList files = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files, (QStringList{u"platform.log"_s, u"platform.log.1"_s, u"platform.log.2"_s}));
    for (const QString &each : files) {
        QVERIFY(QFileInfo(folder.filePath(each)).size() <= 2000);
        QVERIFY(!linesOf(folder.filePath(each)).isEmpty());
    }
    QCOMPARE(linesOf(file).last()[u"message"_s].toString(), u"line 199"_s);
}

void TestOperationsParts::logHoldsNoSecrets_data()
{
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("message");
    const QString token = u"AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde"_s;
    QTest::newRow("key") << token << QString(u"got nsl_abcd1234_"_s + token + u" from x"_s);
    QTest::newRow("bearer") << token << QString(u"Authorization: Bearer "_s + token);
    QTest::newRow("basic") << u"aWQ6c2VjcmV0"_s << u"authorization: basic aWQ6c2VjcmV0"_s;
    QTest::newRow("client secret") << token << QString(u"{\"client_secret\":\""_s + token + u"\"}"_s);
    QTest::newRow("worker token") << token << QString(u"NSL_WORKER_TOKEN="_s + token + u" nsl-worker"_s);
}

void TestOperationsParts::logHoldsNoSecrets()
{
    QFETCH(QString, secret);
    QFETCH(QString, message);
    const QByteArray line = PlatformLog::lineOf(QtWarningMsg, u"default"_s, message);
    QVERIFY2(!line.contains(secret.toUtf8()), line.constData());
    QVERIFY(line.contains("***"));
}

void TestOperationsParts::logPathThatCannotBe()
{
    const auto log = PlatformLog::start({.file = u"/proc/no/platform.log"_s});
    QVERIFY(!log.ok());
    QVERIFY(log.error().message.contains(u"/proc/no/platform.log"_s));
}

void TestOperationsParts::precedence()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"platform.ini"_s);
    CommandLine line;
    QProcessEnvironment environment;
    auto found = Configuration::resolve(line, environment, file);
    QVERIFY(found.ok());
    QCOMPARE(found->port, quint16(0));
    QCOMPARE(found->maxRunning, 1);
    QVERIFY(found->logLevel == PlatformLog::Level::Info);
    QFile ini(file);
    QVERIFY(ini.open(QFile::WriteOnly));
    ini.write(
        "[server]\nport=1001\n[log]\nlevel=warning\nmax_bytes=70000\n[jobs]\nmax_running=3\n"
        // Read elsewhere, but it must not make the file illegible.
        "[family/mine]\nprogram=x\noptions=[{\"name\":\"a\",\"default\":1,\"description\":\"b, c; d\"}]\n");
    ini.close();
    found = Configuration::resolve(line, environment, file);
    QCOMPARE(found->port, quint16(1001));
    QVERIFY(found->logLevel == PlatformLog::Level::Warning);
    QCOMPARE(found->logBytes, 70000);
    QCOMPARE(found->maxRunning, 3);
    QVERIFY(found->hostName.isEmpty());
    environment.insert(u"NSL_PLATFORM_PORT"_s, u"1002"_s);
    environment.insert(u"NSL_PLATFORM_HOST_NAME"_s, u"models.example.org"_s);
    environment.insert(u"NSL_PLATFORM_WORKER"_s, u"/opt/worker"_s);
    environment.insert(u"NSL_PLATFORM_LOG_LEVEL"_s, u"debug"_s);
    environment.insert(u"NSL_PLATFORM_MAX_RUNNING"_s, u"4"_s);
    found = Configuration::resolve(line, environment, file);
    QCOMPARE(found->port, quint16(1002));
    QCOMPARE(found->worker, u"/opt/worker"_s);
    QVERIFY(found->logLevel == PlatformLog::Level::Debug);
    QCOMPARE(found->maxRunning, 4);
    QCOMPARE(found->hostName, u"models.example.org"_s);
    line.port = u"1003"_s;
    line.hostName = u"proxy"_s;
    line.worker = u"/opt/mine"_s;
    line.maxRunning = u"5"_s;
    found = Configuration::resolve(line, environment, file);
    QCOMPARE(found->port, quint16(1003));
    QCOMPARE(found->worker, u"/opt/mine"_s);
    QCOMPARE(found->maxRunning, 5);
    QCOMPARE(found->hostName, u"proxy"_s);
    QCOMPARE(CommandLine::parse({u"serve"_s, u"--host-name"_s, u"a.example"_s}).hostName, u"a.example"_s);
}

void TestOperationsParts::badValuesAreNamed_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QByteArray>("ini");
    QTest::addColumn<QString>("says");
    QTest::newRow("port") << u"NSL_PLATFORM_PORT=70000"_s << QByteArray() << u"NSL_PLATFORM_PORT"_s;
    QTest::newRow("port in file") << u""_s << QByteArray("[server]\nport=x\n") << u"server/port"_s;
    QTest::newRow("level") << u"NSL_PLATFORM_LOG_LEVEL=loud"_s << QByteArray() << u"loud"_s;
    QTest::newRow("none running") << u"NSL_PLATFORM_MAX_RUNNING=0"_s << QByteArray() << u"from 1 to 16"_s;
    QTest::newRow("too many running in file")
        << u""_s << QByteArray("[jobs]\nmax_running=17\n") << u"jobs/max_running"_s;
    QTest::newRow("host with scheme")
        << u"NSL_PLATFORM_HOST_NAME=https://models.example.org"_s << QByteArray() << u"without https://"_s;
    QTest::newRow("host with port in file")
        << u""_s << QByteArray("[server]\nhost_name=models.example.org:443\n") << u"server/host_name"_s;
    QTest::newRow("any host") << u"NSL_PLATFORM_HOST_NAME=*"_s << QByteArray() << u"a host name is"_s;
    QTest::newRow("bytes in file") << u""_s << QByteArray("[log]\nmax_bytes=1\n") << u"65536"_s;
}

void TestOperationsParts::badValuesAreNamed()
{
    QFETCH(QString, variable);
    QFETCH(QByteArray, ini);
    QFETCH(QString, says);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"platform.ini"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(ini);
    file.close();
    QProcessEnvironment environment;
    if (!variable.isEmpty())
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const auto refused = Configuration::resolve({}, environment, file.fileName());
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.contains(says), qPrintable(refused.error().message));
}

void TestOperationsParts::statusNamesFamiliesOfTheConfiguration()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::open(folder.path());
    QVERIFY(workspace.ok());
    QVERIFY(SqliteStore::open(workspace->databaseFile()).ok());
    QFile ini(workspace->configurationFile());
    QVERIFY(ini.open(QFile::WriteOnly));
    ini.write("[family/good]\nprogram=/bin/sh\nname=Good one\n[family/bad]\nprogram=missing.py\n");
    ini.close();
    const auto status = workspaceStatus(*workspace);
    QVERIFY(status.ok());
    const QJsonArray families = (*status)[u"plugin_families"_s].toArray();
    QCOMPARE(families.size(), 2);
    QVERIFY(families.at(0)[u"problem"_s].isNull());
    QVERIFY(families.at(1)[u"problem"_s].toString().contains(u"missing.py"_s));
    const QString text = statusText(*status);
    QVERIFY2(text.contains(u"Good one, /bin/sh"_s), qPrintable(text));
    QVERIFY2(text.contains(u"bad, not available: "_s) && text.contains(u"line 5"_s), qPrintable(text));
}

void TestOperationsParts::metricsPage()
{
    TestStore store;
    startJob(*store.store, declareFamily(*store.store, u"f"_s));
    PrometheusText page;
    addPlatformMetrics(page, *store.store);
    page.family(u"odd"_s, u"gauge"_s, u"a\nb"_s);
    page.sample(std::nan(""), {{u"name"_s, u"a\"b\\c\nd"_s}});
    const QByteArray text = page.text();
    QVERIFY(text.contains("nsl_jobs{status=\"Executing\"} 1\n"));
    QVERIFY(text.contains(
        "nsl_endpoint_in_service{endpoint=\"production\",status=\"OutOfService\",version=\"\"} 0\n"));
    QVERIFY(text.contains("odd{name=\"a\\\"b\\\\c\\nd\"} NaN\n"));
    // Every line is a comment or a sample, and every family is declared before its samples and once.
    static const QRegularExpression legal(
        u"\\A(# HELP [a-z_]+ .+|# TYPE [a-z_]+ "
        u"(counter|gauge)|[a-z_]+(\\{[a-z_]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z_]+="
        "\"([^\"\\\\]|\\\\.)*\")*\\})? (NaN|[-+]?[0-9.eE+-]+))\\z"_s);
    QSet<QString> declared;
    for (const QString &line : QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)) {
        QVERIFY2(legal.match(line).hasMatch(), qPrintable(line));
        if (line.startsWith(u"# TYPE "_s)) {
            QVERIFY(!declared.contains(line.section(u' ', 2, 2)));
            declared.insert(line.section(u' ', 2, 2));
        } else if (!line.startsWith(u'#')) {
            QVERIFY(declared.contains(line.section(QRegularExpression(u"[ {]"_s), 0, 0)));
        }
    }
    QVERIFY(declared.contains(u"process_resident_memory_bytes"_s));
}

void TestOperationsParts::everyFlagIsInTheManual()
{
    QFile manual(QStringLiteral(NSL_SOURCE_DIR) + u"/packaging/man/nsl-platform.1"_s);
    QVERIFY(manual.open(QFile::ReadOnly));
    const QString text = QString::fromUtf8(manual.readAll()).replace(u"\\-"_s, u"-"_s);
    static const QRegularExpression flag(u"--[a-z][a-z-]*|NSL_PLATFORM_[A-Z_]+"_s);
    const QString help = CommandLine::help();
    int flags = 0;
    for (auto it = flag.globalMatch(help); it.hasNext(); ++flags) {
        const QString each = it.next().captured();
        QVERIFY2(text.contains(each), qPrintable(each));
    }
    QVERIFY(flags > 15);
    // The other way round too: the manual promises nothing that the program does not know.
    int promised = 0;
    for (auto it = flag.globalMatch(text); it.hasNext(); ++promised) {
        const QString each = it.next().captured();
        QVERIFY2(help.contains(each), qPrintable(each));
    }
    QVERIFY(promised > 15);
    // And every command.
    for (const QString &line : help.split(u'\n')) {
        static const QRegularExpression command(u"\\A  ([a-z]+)\\b"_s);
        if (const auto match = command.match(line); match.hasMatch())
            QVERIFY2(text.contains(match.captured(1)), qPrintable(line));
    }
}

void TestOperationsParts::serviceFile()
{
    const QString tool = QStandardPaths::findExecutable(u"systemd-analyze"_s);
    if (tool.isEmpty())
        QSKIP("systemd-analyze is not here");
    QFile unit(QStringLiteral(NSL_SOURCE_DIR) + u"/packaging/systemd/nsl-platform.service"_s);
    QVERIFY(unit.open(QFile::ReadOnly));
    // The program is not installed where a test runs, and the check wants it to be there.
    QByteArray content = unit.readAll();
    QVERIFY(content.contains("ExecStart=/usr/bin/nsl-platform serve\n"));
    content.replace("/usr/bin/nsl-platform", QByteArray(NSL_BIN_DIR) + "/nsl-platform");
    QTemporaryDir folder;
    QFile copy(folder.filePath(u"nsl-platform.service"_s));
    QVERIFY(copy.open(QFile::WriteOnly));
    copy.write(content);
    copy.close();
    QProcess check;
    check.setProcessChannelMode(QProcess::MergedChannels);
    check.start(tool, {u"--man=no"_s, u"verify"_s, copy.fileName()});
    QVERIFY(check.waitForFinished(60'000));
    const QByteArray said = check.readAll();
    if (said.contains("Failed to"))
        QSKIP("systemd-analyze cannot run here");
    QVERIFY2(check.exitCode() == 0 && !said.contains("nsl-platform.service:"), said.constData());
}

QTEST_GUILESS_MAIN(TestOperationsParts)
#include "tst_operations_parts.moc"
