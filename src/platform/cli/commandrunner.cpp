// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandrunner.h"

#include "cli/adminclient.h"

#include <QTimer>

#include <chrono>

#include <pwd.h>
#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
constexpr auto answerPatience = 10s;
constexpr auto retryInterval = 100ms;
} // namespace

QString operatingSystemUser()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry && entry->pw_name ? QString::fromLocal8Bit(entry->pw_name)
                                   : u"uid %1"_s.arg(qint64(::geteuid()));
}

CommandRunner::CommandRunner(AdminCommand command, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
    , m_deadline(answerPatience)
{
}

CommandRunner::~CommandRunner() = default;

void CommandRunner::start(const QString &folder)
{
    const auto workspace = Workspace::open(folder);
    if (!workspace) {
        emit commandFinished(CommandResult::failure(workspace.error().message));
        return;
    }
    m_workspace = *workspace;
    attempt();
}

void CommandRunner::attempt()
{
    auto lock = WorkspaceLock::take(*m_workspace, WorkspaceLock::Role::Command);
    if (lock) {
        m_lock = std::move(lock).value();
        runHere();
        return;
    }
    m_obstacle = lock.error().message;
    if (lock.error().code == "workspace_served"_L1)
        runThere();
    else if (lock.error().code == "workspace_busy"_L1)
        retryOrFail();
    else
        emit commandFinished(CommandResult::failure(m_obstacle));
}

void CommandRunner::runHere()
{
    m_operations = std::make_unique<OperationsCommands>(*m_workspace, operatingSystemUser(), QJsonObject());
    const auto report = [this](const CommandResult &result) { emit commandFinished(result); };
    if (m_command.name != "restore"_L1) {
        if (const auto whole = m_workspace->checkWhole(); !whole)
            return report(CommandResult::failure(whole.error().message));
    }
    // These look at a workspace that may be damaged, so nothing opens it for them.
    if (OperationsCommands::knows(m_command.name))
        return m_operations->execute(m_command, m_operations.get(), report);
    auto store = SqliteStore::open(m_workspace->databaseFile(), m_workspace->backupFolder());
    if (!store) {
        emit commandFinished(CommandResult::failure(store.error().message));
        return;
    }
    m_store = std::move(store).value();
    m_credentials = std::make_unique<Credentials>(*m_store);
    m_imports = std::make_unique<ImportRunner>(*m_store);
    m_imports->removeLeftovers();
    m_commands = std::make_unique<AdminCommands>(*m_store, *m_credentials, *m_imports, *m_operations,
                                                 operatingSystemUser());
    m_commands->execute(m_command, m_commands.get(), report);
}

void CommandRunner::runThere()
{
    auto *client = new AdminClient(this);
    connect(client, &AdminClient::commandFinished, this, &CommandRunner::commandFinished);
    connect(client, &AdminClient::serverUnreachable, this, [this, client] {
        client->deleteLater();
        retryOrFail();
    });
    client->send(m_workspace->adminSocket(), m_command);
}

void CommandRunner::retryOrFail()
{
    if (m_deadline.hasExpired()) {
        emit commandFinished(CommandResult::failure(m_obstacle + u" It does not answer; try again later."_s));
        return;
    }
    QTimer::singleShot(retryInterval, this, &CommandRunner::attempt);
}

} // namespace nsl
