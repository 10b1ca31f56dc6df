// SPDX-License-Identifier: GPL-3.0-or-later
// From exec to the first page painted with data, against an empty QMainWindow in the same run, on the
// platform plugin that QT_QPA_PLATFORM names. A platform with sample data and a trained model is already
// running. Usage: bench_start [runs]

#include "platformprocess.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QTextStream>
#include <QTimer>

#include <algorithm>

using namespace nsl::test;

namespace
{

QTextStream out(stdout);

struct Start
{
    double milliseconds = 0;
    double residentMiB = 0;
};

/// Runs a program until it prints "painted <resident KiB>", which it does after its first complete paint.
Start measure(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    Start start;
    QByteArray line;
    while (process.waitForReadyRead(20000)) {
        while (process.canReadLine()) {
            line = process.readLine().trimmed();
            if (line.startsWith("painted ")) {
                start.milliseconds = double(timer.nsecsElapsed()) / 1e6;
                start.residentMiB = line.mid(8).toDouble() / 1024;
            }
        }
    }
    process.waitForFinished(20000);
    return start;
}

/// The other role of this program: an empty window that says when it was painted.
int emptyWindow(int argc, char *argv[])
{
    QApplication app(argc, argv);
    class Window : public QMainWindow
    {
        void paintEvent(QPaintEvent *) override
        {
            QTimer::singleShot(0, this, [] {
                QFile status(QStringLiteral("/proc/self/status"));
                status.open(QIODevice::ReadOnly);
                for (const QByteArray &line : status.readAll().split('\n')) {
                    if (line.startsWith("VmRSS:"))
                        out << "painted " << QString::fromLatin1(line.mid(6).simplified().split(' ').first())
                            << Qt::endl;
                }
                qApp->quit();
            });
        }
    } window;
    window.resize(1280, 800);
    window.show();
    return app.exec();
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.value(values.size() / 2);
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc > 1 && qstrcmp(argv[1], "--empty") == 0)
        return emptyWindow(argc, argv);
    QCoreApplication app(argc, argv);
    const int runs = argc > 1 ? std::clamp(atoi(argv[1]), 1, 100) : 11;
    PlatformProcess platform;
    if (!platform.start() || platform.post(QStringLiteral("/api/sample")).status != 200)
        return 1;
    const Reply started = platform.post(QStringLiteral("/api/training/start"),
                                        {{QStringLiteral("template_id"), 1}, {QStringLiteral("epochs"), 1}});
    waitUntil(
        [&] {
            const Reply job =
                platform.get(QStringLiteral("/api/training-jobs/%1").arg(started["jobId"].toInteger()));
            return job["job"].toObject().value(QStringLiteral("status")).toString() ==
                   QLatin1String("Succeeded");
        },
        120000);
    QList<double> empty;
    QList<double> console;
    QList<double> emptyMemory;
    QList<double> consoleMemory;
    for (int i = 0; i < runs; ++i) {
        const Start bare = measure(app.applicationFilePath(), {QStringLiteral("--empty")});
        const Start ours =
            measure(QStringLiteral(NSL_BIN_DIR "/nsl-console"),
                    {QStringLiteral("--measure-start"), QStringLiteral("--workspace"), platform.workspace()});
        empty.append(bare.milliseconds);
        console.append(ours.milliseconds);
        emptyMemory.append(bare.residentMiB);
        consoleMemory.append(ours.residentMiB);
    }
    out << "median of " << runs << ": empty window " << median(empty) << " ms, " << median(emptyMemory)
        << " MiB; console " << median(console) << " ms, " << median(consoleMemory) << " MiB; ratios "
        << median(console) / median(empty) << " and " << median(consoleMemory) / median(emptyMemory)
        << Qt::endl;
    return 0;
}
