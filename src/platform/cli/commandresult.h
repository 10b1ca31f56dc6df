// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace nsl
{

/// One compact line of JSON for stdout.
QByteArray jsonLine(const QJsonObject &object);
QByteArray jsonLine(const QJsonArray &array);

/// What a command leaves behind: exit code, the result for stdout, sentences for stderr.
struct CommandResult
{
    enum Exit { Ok = 0, Failed = 1, Usage = 2 };

    int exitCode = Ok;
    QByteArray output; ///< whole lines; may be empty
    QStringList errors;

    static CommandResult failure(const QString &sentence) { return {Failed, {}, {sentence}}; }
    static CommandResult failure(const PlatformError &error) { return failure(error.message); }

    QJsonObject toJson() const;
    static CommandResult fromJson(const QJsonObject &object);
};

/// A command for the one who holds the workspace, as it crosses the admin socket.
struct AdminCommand
{
    QString name; ///< "key create", "import", ...
    QJsonObject arguments;

    QJsonObject toJson() const;
    static AdminCommand fromJson(const QJsonObject &object);
};

} // namespace nsl
