// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include "importjob.h"
#include "operations/platformlog.h"
#include "operations/workspace.h"
#include "operationsjson.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

struct Definition
{
    QString name;
    QString usage;
    QStringList values;       ///< options with a value
    QStringList flags;        ///< options without one
    qsizetype positional = 0; ///< further words, exactly as many
};

const QList<Definition> &definitions()
{
    static const QList<Definition> all{
        {u"serve"_s,
         u"serve [--port N] [--listen ADDRESS] [--host-name NAME] [--worker PATH] [--max-running N] [--log-level debug|info|warning] [--log-bytes N]"_s,
         {u"port"_s, u"listen"_s, u"host-name"_s, u"worker"_s, u"max-running"_s, u"log-level"_s,
          u"log-bytes"_s},
         {},
         0},
        {u"key create"_s, u"key create --name X --scopes a,b"_s, {u"name"_s, u"scopes"_s}, {}, 0},
        {u"key list"_s, u"key list"_s, {}, {}, 0},
        {u"key revoke"_s, u"key revoke ID"_s, {}, {}, 1},
        {u"client create"_s, u"client create --name X"_s, {u"name"_s}, {}, 0},
        {u"client list"_s, u"client list"_s, {}, {}, 0},
        {u"client revoke"_s, u"client revoke ID"_s, {}, {}, 1},
        {u"sample"_s, u"sample [--seed N]"_s, {u"seed"_s}, {}, 0},
        {u"status"_s, u"status [--json]"_s, {}, {u"json"_s}, 0},
        {u"backup"_s, u"backup [--to FOLDER]"_s, {u"to"_s}, {}, 0},
        {u"verify"_s, u"verify [--json]"_s, {}, {u"json"_s}, 0},
        {u"restore"_s, u"restore BACKUP [--force]"_s, {}, {u"force"_s}, 1},
        {u"vacuum"_s, u"vacuum"_s, {}, {}, 0},
        {u"import"_s,
         u"import items|events FILE [--map ours=theirs,...] [--default-type NAME] [--separator CHARS|tab] [--columns a,b,...] [--null-ids] [--update] [--again] [--dry-run]"_s,
         {u"map"_s, u"default-type"_s, u"separator"_s, u"columns"_s},
         {u"update"_s, u"again"_s, u"dry-run"_s, u"null-ids"_s},
         2}};
    return all;
}

CommandLine usage(const QString &message)
{
    CommandLine line;
    line.message = message;
    return line;
}

/// "a=b,c=d"; nothing when it is not of that form.
std::optional<QMap<QString, QString>> parseMap(const QString &text)
{
    QMap<QString, QString> map;
    for (const QString &pair : text.split(u',')) {
        const qsizetype equals = pair.indexOf(u'=');
        const QString ours = pair.left(equals).trimmed();
        const QString theirs = pair.mid(equals + 1).trimmed();
        if (equals < 1 || ours.isEmpty() || theirs.isEmpty() || map.contains(ours))
            return std::nullopt;
        map.insert(ours, theirs);
    }
    return map;
}

CommandLine parseImport(const QCommandLineParser &parser, const QStringList &words, CommandLine line)
{
    ImportRequest request;
    request.kind = words.at(0);
    if (request.kind != "items"_L1 && request.kind != "events"_L1)
        return usage(u"Import items or events, not \"%1\"."_s.arg(request.kind));
    // The server has a working directory of its own.
    request.path = QFileInfo(words.at(1)).absoluteFilePath();
    request.defaultType = parser.value(u"default-type"_s);
    request.update = parser.isSet(u"update"_s);
    request.again = parser.isSet(u"again"_s);
    request.dryRun = parser.isSet(u"dry-run"_s);
    request.nullIds = parser.isSet(u"null-ids"_s);
    request.separator = parser.value(u"separator"_s);
    if (parser.isSet(u"columns"_s))
        request.columns = parser.value(u"columns"_s).split(u',');
    if (parser.isSet(u"map"_s)) {
        const auto map = parseMap(parser.value(u"map"_s));
        if (!map)
            return usage(u"--map takes ours=theirs,ours=theirs with each of ours once."_s);
        request.map = *map;
    }
    line.command.arguments = toJson(request);
    line.command.arguments.insert(u"shown_path"_s, words.at(1));
    return line;
}

} // namespace

QString CommandLine::help()
{
    QString text = u"nsl-platform COMMAND [--workspace DIR]\n\n"_s;
    for (const Definition &definition : definitions())
        text += u"  "_s + definition.usage + u'\n';
    text += u"\n  --help, -h   this text\n  --version    the version\n"
            "\nA value of serve comes from its flag, else from the environment (NSL_PLATFORM_PORT, "
            "NSL_PLATFORM_HOST_NAME,\nNSL_PLATFORM_WORKER, NSL_PLATFORM_MAX_RUNNING, NSL_PLATFORM_LOG_LEVEL, "
            "NSL_PLATFORM_LOG_BYTES), else from platform.ini in "
            "the workspace, else it is the\ndefault. The default workspace is NSL_PLATFORM_WORKSPACE, else "
            "%1.\n"_s.arg(Workspace::defaultFolder());
    return text;
}

CommandLine CommandLine::parse(const QStringList &arguments)
{
    CommandLine line;
    if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
        line.kind = Kind::Help;
        return line;
    }
    if (arguments == QStringList{u"--version"_s}) {
        line.kind = Kind::Version;
        return line;
    }
    const Definition *chosen = nullptr;
    qsizetype wordsOfName = 0;
    for (const Definition &definition : definitions()) {
        const QStringList name = definition.name.split(u' ');
        if (arguments.mid(0, name.size()) == name) {
            chosen = &definition;
            wordsOfName = name.size();
        }
    }
    if (!chosen)
        return usage(arguments.isEmpty()
                         ? u"A command is needed."_s
                         : u"There is no command \"%1\"."_s.arg(arguments.mid(0, 2).join(u' ')));

    QCommandLineParser parser;
    const QString fromEnvironment = qEnvironmentVariable("NSL_PLATFORM_WORKSPACE");
    parser.addOption({u"workspace"_s, u"Folder"_s, u"DIR"_s,
                      fromEnvironment.isEmpty() ? Workspace::defaultFolder() : fromEnvironment});
    for (const QString &option : chosen->values)
        parser.addOption({option, option, u"VALUE"_s});
    for (const QString &flag : chosen->flags)
        parser.addOption({flag, flag});
    // The parser takes its first word for the program's name.
    if (!parser.parse(QStringList{u"nsl-platform"_s} + arguments.mid(wordsOfName)))
        return usage(parser.errorText() + u'.');
    const QStringList words = parser.positionalArguments();
    if (words.size() != chosen->positional)
        return usage(u"Write: nsl-platform %1"_s.arg(chosen->usage));

    line.workspace = parser.value(u"workspace"_s);
    if (line.workspace.isEmpty())
        return usage(u"--workspace needs a folder."_s);
    if (chosen->name == "serve"_L1) {
        line.kind = Kind::Serve;
        line.port = parser.value(u"port"_s);
        line.hostName = parser.value(u"host-name"_s);
        line.maxRunning = parser.value(u"max-running"_s);
        line.logLevel = parser.value(u"log-level"_s);
        line.logBytes = parser.value(u"log-bytes"_s);
        bool isNumber = true;
        if (!line.port.isEmpty())
            line.port.toUShort(&isNumber);
        // The keys would cross the network in the clear.
        static const QStringList loopback{u"127.0.0.1"_s, u"localhost"_s};
        if (parser.isSet(u"listen"_s) && !loopback.contains(parser.value(u"listen"_s))) {
            return usage(u"--listen takes 127.0.0.1 only: there is no TLS here. To reach the platform from "
                         "elsewhere, put a proxy with TLS in front of it."_s);
        }
        if (!isNumber)
            return usage(u"--port takes a number from 0 to 65535."_s);
        if (!line.logLevel.isEmpty() && !PlatformLog::parseLevel(line.logLevel))
            return usage(u"--log-level takes debug, info or warning."_s);
        if (parser.isSet(u"worker"_s))
            line.worker = QFileInfo(parser.value(u"worker"_s)).absoluteFilePath();
        return line;
    }
    line.kind = Kind::Admin;
    line.command.name = chosen->name;
    if (chosen->name == "import"_L1)
        return parseImport(parser, words, line);
    for (const QString &flag : chosen->flags)
        line.command.arguments.insert(flag, parser.isSet(flag));
    // The server has a working directory of its own, so it gets whole paths.
    if (chosen->name == "restore"_L1)
        line.command.arguments.insert(u"from"_s, QFileInfo(words.first()).absoluteFilePath());
    else if (!words.isEmpty())
        line.command.arguments.insert(u"which"_s, words.first());
    if (chosen->values.contains(u"to"_s) && parser.isSet(u"to"_s))
        line.command.arguments.insert(u"to"_s, QFileInfo(parser.value(u"to"_s)).absoluteFilePath());
    for (const QString &needed : {u"name"_s, u"scopes"_s}) {
        if (!chosen->values.contains(needed))
            continue;
        if (!parser.isSet(needed))
            return usage(u"--%1 is missing. Write: nsl-platform %2"_s.arg(needed, chosen->usage));
        line.command.arguments.insert(needed, parser.value(needed));
    }
    if (chosen->name == "sample"_L1) {
        bool isNumber = true;
        const qint64 seed = parser.isSet(u"seed"_s) ? parser.value(u"seed"_s).toLongLong(&isNumber) : 1;
        if (!isNumber || seed < 0)
            return usage(u"--seed takes a whole number from 0."_s);
        line.command.arguments.insert(u"seed"_s, seed);
    }
    return line;
}

} // namespace nsl
