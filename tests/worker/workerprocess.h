// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

/// A run's folder with a small generated data set, and the real worker on it.
class WorkerRoot
{
public:
    /// @p users with ten events each, on @p items in rings of ten: what follows an item can be learned.
    explicit WorkerRoot(int users = 40, int items = 40);

    QString path(const QString &relative = {}) const;
    QByteArray read(const QString &relative) const;
    void write(const QString &relative, const QByteArray &bytes) const;
    bool exists(const QString &relative) const;
    void setHyperparameters(const QMap<QString, QString> &values) const;
    /// SHA-256 of the artifact, as sha256sum and sort would make it.
    QByteArray artifactDigest() const;

private:
    QTemporaryDir m_folder;
};

struct Finished
{
    int exitCode = -1;
    QString output;
    QString errors;
};

/// Sets up `nsl-worker` for @p root without starting it.
void prepareWorker(QProcess &process, const WorkerRoot &root, const QMap<QString, QString> &environment = {});
/// Runs `nsl-worker` to its end.
Finished runWorker(const WorkerRoot &root, const QStringList &arguments,
                   const QMap<QString, QString> &environment = {});
