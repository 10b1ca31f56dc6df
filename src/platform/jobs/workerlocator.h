// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QString>

namespace nsl
{

/// Finds the worker program, anew at each start of a worker, so that a change of the configuration takes
/// effect with the next one: the one given on the command line, else `[worker] program=` of the workspace's
/// platform.ini, else nsl-worker beside this executable, else in libexec.
class WorkerLocator
{
public:
    WorkerLocator(QString givenProgram, QString configurationFile);

    /// The path of an executable file, or a sentence that says what is missing where.
    Outcome<QString> locate() const;

private:
    QString m_givenProgram;
    QString m_configurationFile;
};

} // namespace nsl
