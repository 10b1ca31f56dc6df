// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandresult.h"

#include <QStringList>

namespace nsl
{

/// What the words on the command line ask for.
struct CommandLine
{
    enum class Kind { Usage, Help, Version, Serve, Admin };

    Kind kind = Kind::Usage;
    QString message;   ///< what is wrong, for Usage
    QString workspace; ///< folder
    QString port;      ///< for Serve, like the next five; empty = not given: see Configuration
    QString hostName;
    QString worker;
    QString maxRunning;
    QString logLevel;
    QString logBytes;
    AdminCommand command; ///< for Admin

    /// `arguments` without the program's name.
    static CommandLine parse(const QStringList &arguments);
    /// What --help prints.
    static QString help();
};

} // namespace nsl
