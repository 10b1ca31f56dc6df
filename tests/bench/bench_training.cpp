// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the real worker trains the two-tower GRU, by the size of the catalogue, and what memory it takes.
//   bench_training [ITEMS...]        (20000 100000 1000000 without any)
// Generated data: users with 500 events each, every item at least once, the rest by a steep popularity. One
// thread, the family's defaults, no filter by number of events. The speed is the worker's own figure of the
// first epoch (all of its batches); the run is then ended, as the rest of it is not about speed.
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>

namespace
{

constexpr int eventsPerUser = 500;
constexpr int atLeastEvents = 100'000;

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// events.csv and items.jsonl of a catalogue of @p items. Returns the number of events.
int writeData(const QString &root, int items)
{
    std::mt19937_64 random(1);
    std::vector<int> sequence(static_cast<std::size_t>(items));
    std::iota(sequence.begin(), sequence.end(), 0);
    const int events = std::max(atLeastEvents, items + items / 5);
    while (sequence.size() < static_cast<std::size_t>(events)) {
        const double uniform = static_cast<double>(random() % 1'000'003) / 1'000'003.0;
        sequence.push_back(static_cast<int>(std::pow(uniform, 4) * items));
    }
    for (std::size_t left = sequence.size(); left > 1; --left) {
        std::swap(sequence[left - 1], sequence[random() % left]);
    }
    QByteArray csv = "user_id,item_id,event_type,weight,timestamp,row\n";
    for (int i = 0; i < events; ++i) {
        const QByteArray number = QByteArray::number(i + 1);
        csv += 'u' + QByteArray::number(i / eventsPerUser) + ",i" +
               QByteArray::number(sequence[static_cast<std::size_t>(i)]) + ",view,20," + number + ',' +
               number + '\n';
    }
    QByteArray catalogue;
    for (int i = 0; i < items; ++i) {
        catalogue +=
            R"({"id":"i)" + QByteArray::number(i) + R"(","name":"Item )" + QByteArray::number(i) + "\"}\n";
    }
    return write(root + QStringLiteral("/input/data/events/events.csv"), csv) &&
                   write(root + QStringLiteral("/input/data/items/items.jsonl"), catalogue)
               ? events
               : 0;
}

qint64 peakMebibytes(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    static const QRegularExpression peak(QStringLiteral("VmHWM:\\s+(\\d+) kB"));
    return peak.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong() / 1024;
}

bool measure(int items)
{
    const QTemporaryDir folder;
    const QString root = folder.path();
    for (const char *name : {"input/config", "input/data/events", "input/data/items"}) {
        QDir(root).mkpath(QLatin1String(name));
    }
    const int events = writeData(root, items);
    if (events == 0 ||
        !write(root + QStringLiteral("/input/config/hyperparameters.json"),
               R"({"family":"two-tower-gru","min_user_events":"1","min_item_events":"1","threads":"1"})")) {
        std::fprintf(stderr, "Cannot write the data to %s.\n", qPrintable(root));
        return false;
    }
    QProcess worker;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NSL_WORKER_ROOT"), root);
    worker.setProcessEnvironment(environment);
    worker.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    worker.start(QStringLiteral(NSL_BIN_DIR "/nsl-worker"), {QStringLiteral("train")});
    static const QRegularExpression speed(QStringLiteral("name=examples_per_second value=([0-9.e+]+) "));
    QByteArray output;
    qint64 untilTraining = -1;
    QRegularExpressionMatch match;
    while (!match.hasMatch() && worker.waitForReadyRead(-1)) {
        output += worker.readAllStandardOutput();
        if (untilTraining < 0 && output.contains("phase=training")) {
            untilTraining = timer.elapsed();
        }
        match = speed.match(QString::fromUtf8(output));
    }
    const qint64 rss = peakMebibytes(worker.processId());
    worker.terminate();
    worker.waitForFinished(-1);
    if (!match.hasMatch()) {
        std::fprintf(stderr, "The worker ended without a figure.\n");
        return false;
    }
    std::printf("%10d %10d %12.0f %12.1f %10lld\n", items, events, match.captured(1).toDouble(),
                static_cast<double>(untilTraining) / 1000.0, static_cast<long long>(rss));
    std::fflush(stdout);
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QList<int> sizes;
    for (const QString &argument : QCoreApplication::arguments().mid(1)) {
        sizes << argument.toInt();
    }
    if (sizes.isEmpty()) {
        sizes = {20'000, 100'000, 1'000'000};
    }
    std::printf("%10s %10s %12s %12s %10s\n", "items", "events", "examples/s", "preparing s", "RSS MiB");
    return std::all_of(sizes.begin(), sizes.end(), [](int items) { return items >= 10 && measure(items); })
               ? 0
               : 1;
}
