// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces that may be read but not written. The superuser may write everything, so the program runs as
// somebody else where the test does not.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

class TestCliReadonly : public QObject
{
    Q_OBJECT

private:
    static constexpr uid_t nobody = 65534;

    struct Ran
    {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
    };

    Ran run(QStringList words)
    {
        words.prepend(QStringLiteral(NSL_BIN_DIR) + u"/nsl-platform"_s);
        if (::geteuid() == 0) {
            words = QStringList{u"setpriv"_s, u"--reuid=%1"_s.arg(nobody), u"--regid=%1"_s.arg(nobody),
                                u"--clear-groups"_s} +
                    words;
        }
        QProcess process;
        process.start(words.first(), words.mid(1));
        if (!process.waitForFinished(60'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    Ran runHere(const QStringList &words) { return run(words + QStringList{u"--workspace"_s, m_workspace}); }
    void expectRefused(const QStringList &words, const QByteArray &sentence)
    {
        const Ran ran = runHere(words);
        QCOMPARE(ran.exitCode, 1);
        QVERIFY(ran.output.isEmpty());
        QVERIFY2(ran.errors.contains(sentence) && ran.errors.contains(m_workspace.toUtf8()),
                 ran.errors.constData());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_workspace;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_workspace = m_folder->filePath(u"w"_s);
        if (::geteuid() == 0)
            QCOMPARE(::chown(QFile::encodeName(m_folder->path()).constData(), nobody, nobody), 0);
        if (run({u"--version"_s}).exitCode != 0)
            QSKIP("The program cannot be run by another user from here.");
        const Ran made = runHere({u"sample"_s});
        QVERIFY2(made.exitCode == 0, made.errors.constData());
    }
    void cleanup()
    {
        QFile::setPermissions(m_workspace, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void aFolderThatCannotBeWritten()
    {
        QVERIFY(QFile::setPermissions(m_workspace, QFile::ReadOwner | QFile::ExeOwner));
        for (const QString &command : {u"serve"_s, u"sample"_s, u"status"_s, u"backup"_s, u"vacuum"_s})
            expectRefused({command}, "cannot be read and written");
    }

    void aDatabaseThatCannotBeWritten()
    {
        QVERIFY(QFile::setPermissions(m_workspace + u"/platform.db"_s, QFile::ReadOwner));
        for (const QString &command : {u"serve"_s, u"vacuum"_s})
            expectRefused({command}, "can be read but not written");
        expectRefused({u"key"_s, u"create"_s, u"--name"_s, u"k"_s, u"--scopes"_s, u"admin"_s},
                      "can be read but not written");
        // Looking does no harm.
        const Ran status = runHere({u"status"_s});
        QVERIFY2(status.exitCode == 0, status.errors.constData());
    }

    void aLockThatCannotBeWritten()
    {
        QVERIFY(QFile::setPermissions(m_workspace + u"/run/lock"_s, QFile::ReadOwner));
        expectRefused({u"serve"_s}, "The lock");
    }
};

QTEST_GUILESS_MAIN(TestCliReadonly)
#include "tst_cli_readonly.moc"
