// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/operationscommands.h"

#include "operations/backup.h"
#include "operations/restore.h"
#include "operations/verification.h"
#include "operations/workspacestatus.h"
#include "store/sqlitestore.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QPointer>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

CommandResult status(const Workspace &workspace, const QJsonObject &served, bool asJson)
{
    auto found = workspaceStatus(workspace);
    if (!found)
        return CommandResult::failure(found.error());
    QJsonObject object = *found;
    object.insert(u"running"_s, !served.isEmpty());
    for (auto it = served.begin(); it != served.end(); ++it)
        object.insert(it.key(), it.value());
    return {CommandResult::Ok, asJson ? jsonLine(object) : statusText(object).toUtf8() + '\n', {}};
}

CommandResult backup(const Workspace &workspace, const QString &target, bool isServed, const StopFlag &stop)
{
    if (!isServed) {
        // Checks and migrates it: a backup of a damaged workspace is none.
        const auto opened = SqliteStore::open(workspace.databaseFile(), workspace.backupFolder());
        if (!opened)
            return CommandResult::failure(opened.error());
    }
    const auto made = makeBackup(workspace, target, stop);
    if (!made)
        return CommandResult::failure(made.error());
    return {CommandResult::Ok,
            jsonLine(QJsonObject{{u"backup"_s, made->folder},
                                 {u"files"_s, made->manifest.files.size()},
                                 {u"bytes"_s, made->manifest.totalBytes()},
                                 {u"schema"_s, made->manifest.schema},
                                 {u"journal_entries"_s, made->manifest.journalEntries},
                                 {u"journal_head"_s, made->manifest.journalHead}}),
            {}};
}

CommandResult verify(const Workspace &workspace, bool isServed, bool asJson, const StopFlag &stop)
{
    const auto found = verifyWorkspace(workspace, isServed, stop);
    if (!found)
        return CommandResult::failure(found.error());
    CommandResult result;
    result.exitCode = found->isWhole() ? CommandResult::Ok : CommandResult::Failed;
    if (asJson)
        result.output = jsonLine(found->toJson());
    else if (found->isWhole())
        result.output = found->toText().toUtf8() + '\n';
    else
        result.errors = found->toText().split(u'\n');
    return result;
}

CommandResult restore(const Workspace &workspace, const QString &from, bool force, const Actor &actor,
                      const StopFlag &stop)
{
    const auto restored = restoreBackup(workspace, from, force, actor, stop);
    if (!restored)
        return CommandResult::failure(restored.error());
    return {
        CommandResult::Ok,
        jsonLine(QJsonObject{
            {u"restored"_s, from},
            {u"files"_s, restored->manifest.files.size()},
            {u"journal_head"_s, restored->manifest.journalHead},
            {u"replaced"_s, restored->replaced.isEmpty() ? QJsonValue() : QJsonValue(restored->replaced)}}),
        {}};
}

CommandResult vacuum(const Workspace &workspace)
{
    auto opened = SqliteStore::open(workspace.databaseFile(), workspace.backupFolder());
    if (!opened)
        return CommandResult::failure(opened.error());
    const qint64 before = QFileInfo(workspace.databaseFile()).size();
    if (const auto compacted = opened.value()->compact(); !compacted)
        return CommandResult::failure(compacted.error());
    return {CommandResult::Ok,
            jsonLine(QJsonObject{{u"bytes_before"_s, before},
                                 {u"bytes_after"_s, QFileInfo(workspace.databaseFile()).size()}}),
            {}};
}

} // namespace

OperationsCommands::OperationsCommands(const Workspace &workspace, const QString &osUser, QJsonObject served,
                                       QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_actor{u"user"_s, 0, osUser, osUser}
    , m_served(std::move(served))
{
}

OperationsCommands::~OperationsCommands()
{
    if (!m_thread)
        return;
    *m_stop = true;
    m_thread->wait();
}

bool OperationsCommands::knows(const QString &command)
{
    static const QStringList all{u"status"_s, u"backup"_s, u"verify"_s, u"restore"_s, u"vacuum"_s};
    return all.contains(command);
}

OperationsCommands::Work OperationsCommands::workOf(const AdminCommand &command) const
{
    const QJsonObject arguments = command.arguments;
    const bool isServed = !m_served.isEmpty();
    const bool asJson = arguments.value(u"json"_s).toBool();
    if (command.name == "status"_L1) {
        return [workspace = m_workspace, served = m_served, asJson](const StopFlag &) {
            return status(workspace, served, asJson);
        };
    }
    if (command.name == "backup"_L1) {
        return [workspace = m_workspace, isServed, target = arguments.value(u"to"_s).toString()](
                   const StopFlag &stop) { return backup(workspace, target, isServed, stop); };
    }
    if (command.name == "verify"_L1) {
        return [workspace = m_workspace, isServed, asJson](const StopFlag &stop) {
            return verify(workspace, isServed, asJson, stop);
        };
    }
    if (isServed) {
        return [name = command.name, served = m_served](const StopFlag &) {
            return CommandResult::failure(
                u"The workspace is served by process %1; stop it (SIGTERM, or systemctl --user stop "
                "nsl-platform) and repeat nsl-platform %2."_s.arg(served[u"pid"_s].toInteger())
                    .arg(name));
        };
    }
    if (command.name == "restore"_L1) {
        return [workspace = m_workspace, actor = m_actor, from = arguments.value(u"from"_s).toString(),
                force = arguments.value(u"force"_s).toBool()](const StopFlag &stop) {
            return restore(workspace, from, force, actor, stop);
        };
    }
    return [workspace = m_workspace](const StopFlag &) { return vacuum(workspace); };
}

void OperationsCommands::execute(const AdminCommand &command, QObject *context, Finished finished)
{
    if (m_thread && m_thread->isRunning()) {
        finished(
            CommandResult::failure(u"Another backup or check is under way; try again when it is done."_s));
        return;
    }
    if (m_thread)
        m_thread->wait();
    m_stop = std::make_shared<StopFlag>(false);
    const auto result = std::make_shared<CommandResult>();
    m_thread.reset(QThread::create([stop = m_stop, result, work = workOf(command)] {
        try {
            *result = work(*stop);
        } catch (const StoreFailure &failed) {
            *result = CommandResult::failure(failed.error());
        }
    }));
    connect(m_thread.get(), &QThread::finished, context,
            [result, finished = std::move(finished)] { finished(*result); });
    connect(context, &QObject::destroyed, m_thread.get(), [stop = m_stop] { *stop = true; });
    m_thread->start();
}

} // namespace nsl
