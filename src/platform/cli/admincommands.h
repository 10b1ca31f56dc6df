// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/operationscommands.h"
#include "ingest/importrunner.h"
#include "operations/compaction.h"
#include "store/credentials.h"

#include <QObject>

#include <functional>
#include <optional>

namespace nsl
{

/// Carries out the commands that change a workspace: in the server for those who come through its admin
/// socket, or in the command's own process when nothing serves the workspace.
class AdminCommands : public QObject
{
    Q_OBJECT

public:
    using Finished = std::function<void(const CommandResult &)>;

    AdminCommands(SqliteStore &store, Credentials &credentials, ImportRunner &imports,
                  OperationsCommands &operations, const QString &osUser, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AdminCommands)

    /// Calls `finished` exactly once, at once or later; later only while `context` lives. The destruction of
    /// `context` cancels an import that it started.
    void execute(const AdminCommand &command, QObject *context, Finished finished);

private:
    CommandResult createKey(const QJsonObject &arguments);
    CommandResult listKeys();
    CommandResult revokeKey(const QJsonObject &arguments);
    CommandResult createClient(const QJsonObject &arguments);
    CommandResult listClients();
    CommandResult revokeClient(const QJsonObject &arguments);
    CommandResult sample(const QJsonObject &arguments);
    void import(const QJsonObject &arguments, QObject *context, Finished finished);
    void vacuum(QObject *context, Finished finished);

    SqliteStore &m_store;
    Credentials &m_credentials;
    ImportRunner &m_imports;
    OperationsCommands &m_operations;
    Compaction m_compaction;
    Actor m_actor;
};

} // namespace nsl
