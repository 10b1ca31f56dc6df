// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/servecommand.h"

#include "api/platformserver.h"
#include "cli/commandrunner.h"

#include <QJsonDocument>

#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

ServeCommand::ServeCommand(CommandLine line, QObject *parent)
    : QObject(parent)
    , m_line(std::move(line))
{
    connect(&m_signals, &UnixSignals::stopRequested, this, &ServeCommand::stop);
}

ServeCommand::~ServeCommand() = default;

void ServeCommand::start()
{
    if (const auto up = bringUp(); !up) {
        m_handover.reset();
        emit finished(CommandResult::Failed, up.error().message);
    }
}

Outcome<Done> ServeCommand::bringUp()
{
    const auto workspace = Workspace::open(m_line.workspace);
    if (!workspace)
        return workspace.error();
    m_workspace = *workspace;
    auto lock = WorkspaceLock::take(*m_workspace, WorkspaceLock::Role::Server);
    if (!lock)
        return lock.error();
    m_lock = std::move(lock).value();
    auto store = SqliteStore::open(m_workspace->databaseFile(), m_workspace->backupFolder());
    if (!store)
        return store.error();
    m_store = std::move(store).value();
    m_credentials = std::make_unique<Credentials>(*m_store);
    const QString user = operatingSystemUser();
    const SessionSecrets secrets = m_credentials->openSession(user);
    m_imports = std::make_unique<ImportRunner>(*m_store);
    m_imports->removeLeftovers();

    PlatformServer::Options options;
    options.identity.workspace = m_workspace->folder();
    options.identity.instance = QString::fromLatin1(Credentials::randomText(16));
    options.identity.sessionKey = secrets.key;
    options.jobsFolder = m_workspace->jobsFolder();
    options.workerProgram = m_line.worker;
    options.configurationFile = m_workspace->configurationFile();
    const QString instance = options.identity.instance;
    m_server = std::make_unique<PlatformServer>(*m_store, *m_credentials, *m_imports, options);
    const auto url = m_server->start(m_line.port);
    if (!url)
        return url.error();

    m_commands = std::make_unique<AdminCommands>(*m_store, *m_credentials, *m_imports, user);
    m_admin = std::make_unique<AdminServer>(*m_commands);
    if (const auto listening = m_admin->listen(m_workspace->adminSocket()); !listening) {
        // The path of a socket may have about 100 characters only; HTTP works all the same.
        emit warned(listening.error().message +
                    u" Other nsl-platform commands cannot reach this workspace while it is served."_s);
    }
    auto handover = Handover::write(*m_workspace, *url, instance, secrets);
    if (!handover)
        return handover.error();
    m_handover = std::move(handover).value();
    emit ready(QJsonDocument(QJsonObject{{u"url"_s, url->toString()},
                                         {u"workspace"_s, m_workspace->folder()},
                                         {u"pid"_s, qint64(::getpid())}})
                   .toJson(QJsonDocument::Compact) +
               '\n');
    return Done();
}

void ServeCommand::stop()
{
    // Nobody new is sent here from now on.
    m_handover.reset();
    if (m_admin)
        m_admin->close();
    if (!m_server) {
        emit finished(CommandResult::Ok, {});
        return;
    }
    connect(m_server.get(), &PlatformServer::stopped, this, [this] { emit finished(CommandResult::Ok, {}); });
    m_server->stop();
}

} // namespace nsl
