// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerprocess.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace
{
constexpr int patience = 300'000;
}

WorkerRoot::WorkerRoot(int users, int items)
{
    QByteArray events = "user_id,item_id,event_type,weight,timestamp,row\n";
    int row = 1;
    for (int step = 0; step < 10; ++step) {
        for (int user = 0; user < users; ++user) {
            const int ring = user % (items / 10);
            const int item = ring * 10 + (user / 3 + step) % 10;
            const bool bought = (user + step) % 4 == 0;
            events += "user-" + QByteArray::number(user) + ",item-" + QByteArray::number(item) + ',' +
                      (bought ? "purchase,100," : "view,20,") +
                      QByteArray::number(1'700'000'000 + step * 3600) + ',' + QByteArray::number(row++) +
                      '\n';
        }
    }
    QByteArray catalogue;
    for (int item = 0; item < items; ++item) {
        catalogue +=
            R"({"id":"item-)" + QByteArray::number(item) + R"(","name":"Thing )" + QByteArray::number(item) +
            R"(","description":"of ring)" + QByteArray::number(item / 10) + R"(","metadata":{"kind":"ring)" +
            QByteArray::number(item / 10) + R"("},"active":)" + (item == 3 ? "false" : "true") + "}\n";
    }
    catalogue += R"({"id":"brand-new","name":"Thing without events","metadata":{"kind":"ring1"}})"
                 "\n";
    write(QStringLiteral("input/data/events/events.csv"), events);
    write(QStringLiteral("input/data/items/items.jsonl"), catalogue);
}

QString WorkerRoot::path(const QString &relative) const
{
    return relative.isEmpty() ? m_folder.path() : m_folder.filePath(relative);
}

QByteArray WorkerRoot::read(const QString &relative) const
{
    QFile file(path(relative));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void WorkerRoot::write(const QString &relative, const QByteArray &bytes) const
{
    QDir().mkpath(QFileInfo(path(relative)).path());
    QFile file(path(relative));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

bool WorkerRoot::exists(const QString &relative) const
{
    return QFileInfo::exists(path(relative));
}

void WorkerRoot::setHyperparameters(const QMap<QString, QString> &values) const
{
    QJsonObject object;
    for (auto it = values.begin(); it != values.end(); ++it) {
        object.insert(it.key(), it.value());
    }
    write(QStringLiteral("input/config/hyperparameters.json"), QJsonDocument(object).toJson());
}

QByteArray WorkerRoot::artifactDigest() const
{
    QMap<QByteArray, QByteArray> lines;
    QDirIterator files(path(QStringLiteral("model/artifact")), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QByteArray name = QDir(path(QStringLiteral("model/artifact"))).relativeFilePath(file).toUtf8();
        const QByteArray bytes = read(QDir(path()).relativeFilePath(file));
        lines[name] =
            QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() + "  " + name + "\n";
    }
    return QCryptographicHash::hash(QByteArrayList(lines.values()).join(), QCryptographicHash::Sha256)
        .toHex();
}

void prepareWorker(QProcess &process, const WorkerRoot &root, const QMap<QString, QString> &environment)
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(QStringLiteral("NSL_WORKER_ROOT"), root.path());
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        variables.insert(it.key(), it.value());
    }
    process.setProcessEnvironment(variables);
    process.setProgram(QStringLiteral(NSL_BIN_DIR "/nsl-worker"));
}

Finished runWorker(const WorkerRoot &root, const QStringList &arguments,
                   const QMap<QString, QString> &environment)
{
    QProcess process;
    prepareWorker(process, root, environment);
    process.setArguments(arguments);
    process.start();
    Finished result;
    if (!process.waitForFinished(patience) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        result.errors = QStringLiteral("did not end by itself: ") + process.errorString();
        return result;
    }
    result.exitCode = process.exitCode();
    result.output = QString::fromUtf8(process.readAllStandardOutput());
    result.errors = QString::fromUtf8(process.readAllStandardError());
    return result;
}
