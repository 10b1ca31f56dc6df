// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/servecommand.h"

#include "api/platformserver.h"
#include "cli/commandrunner.h"

#include <QJsonDocument>

#include <exception>
#include <unistd.h>

Q_LOGGING_CATEGORY(serveLog, "nsl.serve", QtWarningMsg)

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
    Outcome<Done> up = Done();
    try {
        up = bringUp();
    } catch (const std::exception &error) {
        // Such as a process that may open no further file.
        up = PlatformError::storage(
            u"The platform could not be started: %1."_s.arg(QString::fromLocal8Bit(error.what())));
    }
    if (!up) {
        if (m_log)
            qCCritical(serveLog).noquote() << up.error().message;
        m_log.reset(); // the sentence comes once more, for people
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
    if (const auto whole = m_workspace->checkWhole(); !whole)
        return whole.error();
    const auto configuration = Configuration::resolve(m_line, QProcessEnvironment::systemEnvironment(),
                                                      m_workspace->configurationFile());
    if (!configuration)
        return configuration.error();
    auto log = PlatformLog::start({m_workspace->logFile(), configuration->logLevel, configuration->logBytes});
    if (!log)
        return log.error();
    m_log = std::move(log).value();
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
    options.workerProgram = configuration->worker;
    options.jobs.maxRunning = configuration->maxRunning;
    options.jobs.maxArtifactBytes = configuration->maxArtifactBytes;
    options.hostName = configuration->hostName;
    options.configurationFile = m_workspace->configurationFile();
    const QString instance = options.identity.instance;
    m_server = std::make_unique<PlatformServer>(*m_store, *m_credentials, *m_imports, options);
    const auto url = m_server->start(configuration->port);
    if (!url)
        return url.error();

    m_operations = std::make_unique<OperationsCommands>(
        *m_workspace, user, QJsonObject{{u"url"_s, url->toString()}, {u"pid"_s, qint64(::getpid())}});
    m_commands = std::make_unique<AdminCommands>(*m_store, *m_credentials, *m_imports, *m_operations, user);
    m_admin = std::make_unique<AdminServer>(*m_commands);
    if (const auto listening = m_admin->listen(m_workspace->adminSocket()); !listening) {
        // HTTP works all the same.
        emit warned(listening.error().message +
                    u" Other nsl-platform commands cannot reach this workspace while it is served."_s);
    }
    auto handover = Handover::write(*m_workspace, *url, instance, secrets);
    if (!handover)
        return handover.error();
    m_handover = std::move(handover).value();
    qCInfo(serveLog).noquote() << u"Version %1 serves %2 (schema %3) at %4, process %5."_s
                                      .arg(QStringLiteral(NSL_VERSION), m_workspace->folder())
                                      .arg(m_store->schemaVersion())
                                      .arg(url->toString())
                                      .arg(::getpid());
    emit ready(QJsonDocument(QJsonObject{{u"url"_s, url->toString()},
                                         {u"workspace"_s, m_workspace->folder()},
                                         {u"pid"_s, qint64(::getpid())}})
                   .toJson(QJsonDocument::Compact) +
               '\n');
    return Done();
}

void ServeCommand::stop()
{
    qCInfo(serveLog) << "Asked to stop.";
    // Nobody new is sent here from now on.
    m_handover.reset();
    if (m_admin)
        m_admin->close();
    if (!m_server) {
        emit finished(CommandResult::Ok, {});
        return;
    }
    connect(m_server.get(), &PlatformServer::stopped, this, [this] {
        qCInfo(serveLog) << "Stopped.";
        emit finished(CommandResult::Ok, {});
    });
    m_server->stop();
}

} // namespace nsl
