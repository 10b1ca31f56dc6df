// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/evaluationservice.h"
#include "jobs/jobsupervisor.h"
#include "jobs/rundirectory.h"
#include "jobs/workerlocator.h"
#include "jobs/workermark.h"
#include "jobs/workerprocess.h"
#include "runningplatform.h"

#include <QDir>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace nsl;

/// How worker processes end, and what is removed of their folders.
class TestJobsProcesses : public QObject
{
    Q_OBJECT

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    /// Whether a process is at work; one that is dead but not reaped is not.
    static bool works(qint64 pid)
    {
        QFile stat(u"/proc/%1/stat"_qs.arg(pid));
        if (!stat.open(QIODevice::ReadOnly))
            return false;
        const QByteArray line = stat.readAll();
        const char state = line.mid(line.lastIndexOf(')') + 2, 1).at(0);
        return state != 'Z' && state != 'X';
    }

    /// A script around a worker, and what was at work at the moment of ended().
    struct Wrapped
    {
        Wrapped(const QByteArray &script)
        {
            const QString program = folder.filePath(u"wrapper"_qs);
            write(program, "#!/bin/sh\n" + script);
            QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner);
            QObject::connect(&process, &WorkerProcess::lineRead, &process,
                             [this](const QByteArray &line) { inner = line.toLongLong(); });
            QObject::connect(&process, &WorkerProcess::ended, &process, [this](int code) {
                ++ends;
                exitCode = code;
                outerWorks = works(outer);
                innerWorks = works(inner);
            });
            process.start({program, {}, folder.path(), 1, {}});
            outer = process.pid();
        }

        QTemporaryDir folder;
        WorkerProcess process;
        qint64 outer = 0;
        qint64 inner = 0; ///< printed by the script's child
        int ends = 0;
        int exitCode = -1;
        bool outerWorks = true;
        bool innerWorks = true;
    };

    /// A script and what it started, of which only the latter goes on: as after the end of a platform that
    /// had no time to end anything.
    static qint64 orphan(const QString &mark, const QString &root)
    {
        QProcess wrapper;
        QProcessEnvironment environment = minimalEnvironment();
        environment.insert(QString::fromLatin1(WorkerMark::variable), mark);
        environment.insert(u"NSL_WORKER_ROOT"_qs, root);
        wrapper.setProcessEnvironment(environment);
        wrapper.start(u"/bin/sh"_qs, {u"-c"_qs, u"sh -c 'echo $$; exec sleep 300'\necho 0"_qs});
        if (!QTest::qWaitFor([&] { return wrapper.canReadLine(); }, 30'000))
            return 0;
        const qint64 inner = wrapper.readLine().toLongLong();
        wrapper.kill();
        wrapper.waitForFinished();
        return inner;
    }

private Q_SLOTS:
    void aWorkerHoldsNothingOfThePlatform()
    {
        // Not closed on exec, as a library may leave one.
        const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
        QVERIFY(listening > 2);
        QFile open(u"/dev/null"_qs);
        QVERIFY(open.open(QIODevice::ReadOnly));
        ::fcntl(open.handle(), F_SETFD, 0);
        Wrapped wrapped("exec sleep 300\n");
        const QDir held(u"/proc/%1/fd"_qs.arg(wrapped.outer));
        const auto runs = [&wrapped] {
            QFile name(u"/proc/%1/comm"_qs.arg(wrapped.outer));
            return name.open(QIODevice::ReadOnly) && name.readAll() == "sleep\n";
        };
        QTRY_VERIFY_WITH_TIMEOUT(runs(), 30'000);
        QCOMPARE(held.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot),
                 (QStringList{u"0"_qs, u"1"_qs, u"2"_qs}));
        ::close(listening);
        wrapped.process.stop(std::chrono::milliseconds(1));
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.ends, 1, 30'000);
    }

    void aStopReachesWhatAScriptStarted()
    {
        Wrapped wrapped("sh -c 'echo $$; exec sleep 300'\necho 0\n");
        QTRY_VERIFY_WITH_TIMEOUT(wrapped.inner > 1, 30'000);
        QVERIFY(wrapped.inner != wrapped.outer);
        QVERIFY(works(wrapped.outer) && works(wrapped.inner));
        wrapped.process.stop(std::chrono::minutes(10));
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.ends, 1, 30'000);
        QVERIFY(!wrapped.outerWorks);
        QVERIFY(!wrapped.innerWorks);
        QCOMPARE(wrapped.exitCode, 128 + SIGTERM);
        QVERIFY(!wrapped.process.isRunning());
    }

    void whatIgnoresAStopIsKilledWhenTheGraceIsOver()
    {
        // The script dies of SIGTERM at once, its child does not.
        Wrapped wrapped("sh -c 'trap \"\" TERM; echo $$; exec sleep 300'\necho 0\n");
        QTRY_VERIFY_WITH_TIMEOUT(wrapped.inner > 1, 30'000);
        wrapped.process.stop(std::chrono::minutes(10));
        QTRY_VERIFY_WITH_TIMEOUT(!works(wrapped.outer), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.process.pid(), 0, 30'000);
        QCOMPARE(wrapped.ends, 0);
        QVERIFY(wrapped.process.isRunning());
        QVERIFY(works(wrapped.inner));
        wrapped.process.stop(std::chrono::milliseconds(1)); // shortens the grace
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.ends, 1, 30'000);
        QVERIFY(!wrapped.innerWorks);
        QCOMPARE(wrapped.exitCode, 128 + SIGTERM);
    }

    void whatAnEndedScriptLeavesBehindIsKilled()
    {
        Wrapped wrapped("mkfifo up\nsh -c 'trap \"\" TERM; echo $$; echo >up; exec sleep 300' &\n"
                        "read -r line <up\nexit 3\n");
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.ends, 1, 30'000);
        QVERIFY(wrapped.inner > 1);
        QVERIFY(!wrapped.innerWorks);
        QCOMPARE(wrapped.exitCode, 3);
    }

    void aWorkerThatIsStoppedBeforeItRanEnds()
    {
        Wrapped wrapped("exec sleep 300\n");
        wrapped.process.stop(std::chrono::minutes(10));
        QTRY_COMPARE_WITH_TIMEOUT(wrapped.ends, 1, 30'000);
        QVERIFY(!wrapped.outerWorks);
        QCOMPARE(wrapped.exitCode, 128 + SIGTERM);
    }

    void whatAKilledPlatformLeftIsEnded()
    {
        QTemporaryDir workspace;
        QTemporaryDir elsewhere;
        const QString jobs = workspace.filePath(u"jobs"_qs);
        const QString root = jobs + u"/train-1"_qs;
        QVERIFY(QDir().mkpath(root));
        const auto mark = WorkerMark::open(jobs);
        QVERIFY(mark.ok());
        QCOMPARE(WorkerMark::open(jobs)->text(), mark->text());
        QCOMPARE(QFile::permissions(workspace.filePath(u"run/worker-mark"_qs)) &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(*mark->endLeftovers(std::chrono::seconds(30)), 0);
        const qint64 ours = orphan(mark->text(), root);
        const qint64 removed = orphan(mark->text(), jobs + u"/removed"_qs); // its folder is gone
        // A process of another workspace, of a copy of this one, and one that a person started in it.
        const QList<qint64> strangers{orphan(u"0123456789abcdef0123456789abcdef"_qs, root),
                                      orphan(mark->text(), elsewhere.path()), orphan({}, root)};
        const auto end = qScopeGuard([&] {
            for (const qint64 stranger : strangers)
                ::kill(static_cast<pid_t>(stranger), SIGKILL);
        });
        QVERIFY(works(ours) && works(removed));
        QCOMPARE(*mark->endLeftovers(std::chrono::seconds(30)), 2);
        QVERIFY(!works(ours) && !works(removed));
        for (const qint64 stranger : strangers)
            QVERIFY(stranger > 1 && works(stranger));
    }

    void everyStartEndsWhatAnEarlierOneLeft()
    {
        QTemporaryDir scripts;
        RunningPlatform platform(
            writeScript(scripts.filePath(u"worker.sh"_qs),
                        "sh -c 'echo $$ >inner.new; mv inner.new inner; exec sleep 300'\n"));
        platform.fill(20, 60, 20);
        const QString jobs = platform.store.folder.filePath(u"jobs"_qs);
        const auto mark = WorkerMark::open(jobs);
        QVERIFY(mark.ok());
        const qint64 left = orphan(mark->text(), jobs + u"/train-1"_qs);
        QVERIFY(works(left));
        QVERIFY(platform.start());
        QVERIFY(!works(left));
        // And a worker of this start carries the mark, so that the next one would find what it leaves.
        const QString name = platform.train(u"popularity"_qs);
        QFile file(jobs + u'/' + name + u"/inner"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(file.exists(), RunningPlatform::deadline);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const qint64 inner = file.readAll().trimmed().toLongLong();
        QVERIFY(works(inner));
        QVERIFY(*mark->endLeftovers(std::chrono::seconds(30)) > 0);
        QVERIFY(!works(inner));
        QCOMPARE(platform.ended(name), u"Failed"_qs);
        QVERIFY(platform.stop());
    }

    void linksAreRemovedAndNotWhatTheyPointTo()
    {
        QTemporaryDir outside;
        const QString kept = outside.filePath(u"kept"_qs);
        write(kept, "precious");
        TestStore store;
        const QString jobs = store.folder.filePath(u"jobs"_qs);
        const auto linkAt = [&](const QString &path) {
            QDir().mkpath(QFileInfo(path).path());
            removeTree(path);
            QVERIFY(QFile::link(outside.path(), path));
        };
        const RunDirectory directory(jobs, u"train-1-1"_qs);
        const QString root = directory.root();
        for (const QString &name : {u"/input"_qs, u"/model"_qs, u"/output"_qs, u"/checkpoints"_qs})
            linkAt(root + name);
        QVERIFY(directory.create().ok());
        QVERIFY(QFile::exists(kept));
        QVERIFY(!QFileInfo(root + u"/model"_qs).isSymLink() && QFileInfo(root + u"/model"_qs).isDir());
        linkAt(root + u"/model"_qs);
        linkAt(root + u"/output"_qs);
        QVERIFY(directory.clearOutput().ok());
        QVERIFY(QFile::exists(kept));
        linkAt(root + u"/input/data"_qs);
        linkAt(root + u"/checkpoints"_qs);
        directory.removeInput();
        QVERIFY(QFile::exists(kept));
        QVERIFY(!QFileInfo(root + u"/input/data"_qs).isSymLink());

        const WorkerLocator locator({}, store.folder.filePath(u"platform.ini"_qs));
        JobSupervisor::Options options;
        options.jobsFolder = jobs;
        linkAt(jobs + u"/.compare-1"_qs);
        JobSupervisor supervisor(*store.store, locator, options);
        QVERIFY(supervisor.start().ok());
        QVERIFY(QFile::exists(kept));
        QVERIFY(!QFileInfo(jobs + u"/.compare-1"_qs).isSymLink());
        const QString evaluations = store.folder.filePath(u"evaluations"_qs);
        linkAt(evaluations);
        EvaluationService::Options scoring;
        scoring.jobsFolder = jobs;
        scoring.folder = evaluations + u'/'; // a slash would follow the link
        EvaluationService evaluation(*store.store, locator, scoring);
        QVERIFY(evaluation.start().ok());
        QVERIFY(QFile::exists(kept));
        QVERIFY(!QFileInfo(evaluations).isSymLink());

        // A link to nothing goes too, a tree goes whole, and nothing is no failure.
        QVERIFY(QFile::link(u"/none/there"_qs, evaluations));
        QVERIFY(removeTree(evaluations) && !QFileInfo(evaluations).isSymLink());
        QVERIFY(QFile::link(outside.path(), root + u"/model/inner"_qs));
        QVERIFY(removeTree(root) && !QFileInfo::exists(root) && removeTree(root));
        QVERIFY(QFile::exists(kept));
    }
};

QTEST_GUILESS_MAIN(TestJobsProcesses)
#include "tst_jobs_processes.moc"
