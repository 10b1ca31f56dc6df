// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/pluginfamilies.h"
#include "jobs/workerprocess.h"
#include "outcome.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace nsl
{

/// What to start for a family; `arguments` come before the command word (train, serve).
struct WorkerProgram
{
    QString program;
    QStringList arguments;
    bool isOurs = true;                   ///< nsl-worker; false: a program that the configuration names
    QMap<QString, QString> environment{}; ///< of every worker of this workspace

    /// What starts it with the command `word` in the container root `root`.
    WorkerProcess::Command command(const QString &word, const QString &root, int threads = 1) const;
};

/// Finds the worker program, anew at each start of a worker, so that a change of the configuration takes
/// effect with the next one. nsl-worker is the one given on the command line, else `[worker] program=` of the
/// workspace's platform.ini, else nsl-worker beside this executable, else in libexec.
class WorkerLocator
{
public:
    WorkerLocator(QString givenProgram, QString configurationFile);

    /// The families of the configuration, as they were read at start.
    void declarePlugins(const QList<PluginFamily> &plugins) { m_plugins = plugins; }

    /// What every worker has in its environment: see WorkerMark.
    void setMark(const QString &mark) { m_mark = mark; }

    /// The program of a family: nsl-worker for the shipped ones, that of the configuration for the others; or
    /// a sentence that says what is missing where.
    Outcome<WorkerProgram> locate(const QString &familyKey) const;

    /// The path of an executable file, or a sentence that says what is missing where.
    Outcome<QString> locate() const;

private:
    QMap<QString, QString> environment() const;

    QString m_givenProgram;
    QString m_configurationFile;
    QList<PluginFamily> m_plugins;
    QString m_mark;
};

} // namespace nsl
