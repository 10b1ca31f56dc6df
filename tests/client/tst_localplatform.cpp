// SPDX-License-Identifier: GPL-3.0-or-later
#include "localplatform.h"
#include "responder.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <sys/stat.h>
#include <unistd.h>

using namespace nsl;

class tst_LocalPlatform : public QObject
{
    Q_OBJECT

    static void writeHandOver(const QString &workspace, const QUrl &url,
                              const QByteArray &key = "nsl_local_key")
    {
        const QString folder = workspace + QStringLiteral("/run");
        QVERIFY(QDir().mkpath(folder));
        ::chmod(QFile::encodeName(folder).constData(), 0700);
        QFile file(folder + QStringLiteral("/platform.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QJsonObject object{
            {QStringLiteral("url"), url.toString()},
            {QStringLiteral("pid"), 42},
            {QStringLiteral("instance"), QStringLiteral("inst-1")},
            {QStringLiteral("key"), QString::fromLatin1(key)},
            {QStringLiteral("core"), QJsonObject{{QStringLiteral("client_id"), QStringLiteral("c")},
                                                 {QStringLiteral("client_secret"), QStringLiteral("s")}}}};
        file.write(QJsonDocument(object).toJson());
        file.close();
        ::chmod(QFile::encodeName(file.fileName()).constData(), 0600);
    }

    static QByteArray proofAnswer(const QByteArray &proof)
    {
        const QJsonObject object{{QStringLiteral("instance"), QStringLiteral("inst-1")},
                                 {QStringLiteral("version"), QStringLiteral("1")},
                                 {QStringLiteral("proof"), QString::fromLatin1(proof)}};
        return Responder::answer(200, QJsonDocument(object).toJson());
    }

    static QByteArray proofFor(const Received &request, const QByteArray &key)
    {
        const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
        const QByteArray nonce = query.queryItemValue(QStringLiteral("nonce")).toLatin1();
        return QMessageAuthenticationCode::hash(nonce, key, QCryptographicHash::Sha256).toHex();
    }

    /// A program that stands in the place of nsl-platform.
    static QString script(const QTemporaryDir &dir, const QByteArray &body)
    {
        QFile file(dir.filePath(QStringLiteral("program.sh")));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\n" + body);
        file.close();
        ::chmod(QFile::encodeName(file.fileName()).constData(), 0700);
        return file.fileName();
    }

private slots:
    void attachesToAProvedPlatform()
    {
        QTemporaryDir dir;
        Responder server(
            [](const Received &request) { return proofAnswer(proofFor(request, "nsl_local_key")); });
        writeHandOver(dir.path(), server.url());
        LocalPlatform platform({dir.path(), QStringLiteral("/nonexistent"), {}, 5000});
        QSignalSpy ready(&platform, &LocalPlatform::ready);
        QSignalSpy failed(&platform, &LocalPlatform::failed);
        platform.open();
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(failed.size(), 0);
        QVERIFY(!platform.ownsProcess());
        QCOMPARE(platform.processId(), 42);
        QCOMPARE(platform.profile().platformUrl, server.url());
        QCOMPARE(platform.profile().key.reveal(), QByteArray("nsl_local_key"));
        QVERIFY(platform.profile().hasCore());
        QCOMPARE(platform.profile().effectiveTokenUrl().path(), QStringLiteral("/oauth2/token"));
        QVERIFY(!server.received().first().headers.contains("authorization"));
        QSignalSpy stopped(&platform, &LocalPlatform::stopped);
        platform.stop();
        QTRY_COMPARE(stopped.size(), 1); // what is not ours goes on
    }

    void anImpostorLearnsNothing()
    {
        QTemporaryDir dir;
        Responder impostor([](const Received &) { return proofAnswer(QByteArray(64, 'a')); });
        writeHandOver(dir.path(), impostor.url());
        LocalPlatform platform({dir.path(), QStringLiteral("/nonexistent"), {}, 5000});
        QSignalSpy failed(&platform, &LocalPlatform::failed);
        platform.open();
        QTRY_COMPARE(failed.size(), 1); // and there is no program to start in its place
        QCOMPARE(failed.first().first().value<PlatformError>().code, QStringLiteral("platform_missing"));
        QVERIFY(platform.profile().key.isEmpty());
        for (const Received &request : impostor.received())
            QVERIFY(!request.headers.contains("authorization"));
    }

    void handOversThatOthersCouldTouchAreRefused()
    {
        QTemporaryDir dir;
        const QUrl url(QStringLiteral("http://127.0.0.1:9"));
        QCOMPARE(readHandOver(dir.path()).error().code, QStringLiteral("handover_missing"));
        writeHandOver(dir.path(), url);
        const QString folder = dir.filePath(QStringLiteral("run"));
        const QByteArray path = QFile::encodeName(folder + QStringLiteral("/platform.json"));
        QVERIFY(readHandOver(dir.path()).ok());
        ::chmod(path.constData(), 0640);
        QCOMPARE(readHandOver(dir.path()).error().code, QStringLiteral("handover_insecure"));
        ::chmod(path.constData(), 0600);
        ::chmod(QFile::encodeName(folder).constData(), 0755);
        QCOMPARE(readHandOver(dir.path()).error().code, QStringLiteral("handover_insecure"));
        ::chmod(QFile::encodeName(folder).constData(), 0700);
        QVERIFY(QFile::rename(QFile::decodeName(path), dir.filePath(QStringLiteral("moved"))));
        QCOMPARE(
            ::symlink(QFile::encodeName(dir.filePath(QStringLiteral("moved"))).constData(), path.constData()),
            0);
        QCOMPARE(readHandOver(dir.path()).error().code, QStringLiteral("handover_insecure"));
    }

    void handOversMustPointToThisMachine_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("elsewhere") << "http://192.0.2.1:80" << QByteArray("k");
        QTest::newRow("no port") << "http://127.0.0.1" << QByteArray("k");
        QTest::newRow("user info") << "http://a:b@127.0.0.1:1" << QByteArray("k");
        QTest::newRow("no key") << "http://127.0.0.1:1" << QByteArray();
        QTest::newRow("header break") << "http://127.0.0.1:1" << QByteArray("a\r\nX: y");
    }

    void handOversMustPointToThisMachine()
    {
        QFETCH(QString, url);
        QFETCH(QByteArray, key);
        QTemporaryDir dir;
        writeHandOver(dir.path(), QUrl(url), key);
        QCOMPARE(readHandOver(dir.path()).error().code, QStringLiteral("handover_unreadable"));
    }

    void aProgramThatEndsIsTold()
    {
        QTemporaryDir dir;
        const QString program = script(
            dir, "echo 'first line' >&2\necho 'The workspace is in use by another platform.' >&2\nexit 1\n");
        LocalPlatform platform({dir.filePath(QStringLiteral("w")), program, {}, 10'000});
        QSignalSpy failed(&platform, &LocalPlatform::failed);
        platform.open();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10'000);
        const auto error = failed.first().first().value<PlatformError>();
        QCOMPARE(error.code, QStringLiteral("platform_exited"));
        QCOMPARE(error.message, QStringLiteral("The workspace is in use by another platform."));
        QVERIFY(platform.diagnostics().contains(QStringLiteral("first line")));
    }

    void aProgramThatNeverGetsReadyIsEnded()
    {
        QTemporaryDir dir;
        const QString program = script(dir, "exec sleep 600\n");
        LocalPlatform platform({dir.filePath(QStringLiteral("w")), program, {}, 200});
        QSignalSpy failed(&platform, &LocalPlatform::failed);
        platform.open();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10'000);
        QCOMPARE(failed.first().first().value<PlatformError>().code,
                 QStringLiteral("platform_start_timeout"));
        QTRY_VERIFY_WITH_TIMEOUT(!platform.findChild<QProcess *>(), 10'000);
        QCOMPARE(failed.size(), 1);
    }

    void argumentsAndEnvironmentCarryNoSecret()
    {
        QTemporaryDir dir;
        const QString out = dir.filePath(QStringLiteral("seen"));
        const QString program =
            script(dir, "{ echo \"$@\"; env; } > " + QFile::encodeName(out) + "\nexit 1\n");
        qputenv("NSL_API_KEY", "nsl_of_the_cloud");
        LocalPlatform platform(
            {dir.filePath(QStringLiteral("w")), program, QStringLiteral("/opt/worker"), 10'000});
        QSignalSpy failed(&platform, &LocalPlatform::failed);
        platform.open();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10'000);
        QFile seen(out);
        QVERIFY(seen.open(QIODevice::ReadOnly));
        const QByteArray text = seen.readAll();
        QVERIFY(text.startsWith("serve --workspace " + QFile::encodeName(dir.filePath(QStringLiteral("w"))) +
                                " --worker /opt/worker\n"));
        QVERIFY(!text.contains("nsl_of_the_cloud"));
        qunsetenv("NSL_API_KEY");
    }
};

QTEST_GUILESS_MAIN(tst_LocalPlatform)
#include "tst_localplatform.moc"
