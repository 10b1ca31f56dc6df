// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/admincommands.h"

#include "ingest/sampledata.h"
#include "operationsjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QJsonValue isoOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toString(Qt::ISODateWithMs)) : QJsonValue();
}

CommandResult resultOf(const ImportJob &job, const QString &shownPath)
{
    CommandResult result;
    result.output = jsonLine(toJson(job));
    for (const ImportJob::RowError &error : job.errors) {
        const QString reason =
            error.column.isEmpty() ? error.message : u"%1 (%2)"_s.arg(error.message, error.column);
        // Line 0 is the file as a whole.
        result.errors.append(error.line > 0 ? u"%1:%2: %3"_s.arg(shownPath).arg(error.line).arg(reason)
                                            : u"%1: %2"_s.arg(shownPath, reason));
    }
    if (!job.extraColumns.isEmpty())
        result.errors.append(u"Other columns went to metadata: %1"_s.arg(job.extraColumns.join(u", "_s)));
    for (const ImportJob::Note &note : job.notes)
        result.errors.append(note.count > 1 ? u"%1 (%2)"_s.arg(note.text).arg(note.count) : note.text);
    if (job.from.isValid())
        result.errors.append(
            u"Events from %1 to %2"_s.arg(isoOrNull(job.from).toString(), isoOrNull(job.to).toString()));
    if (job.status != ImportState::Succeeded) {
        result.exitCode = CommandResult::Failed;
        result.errors.append(job.status == ImportState::Cancelled
                                 ? u"The import was cancelled; nothing was imported."_s
                                 : u"Nothing was imported."_s);
    }
    return result;
}

} // namespace

AdminCommands::AdminCommands(SqliteStore &store, Credentials &credentials, ImportRunner &imports,
                             OperationsCommands &operations, const QString &osUser, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_credentials(credentials)
    , m_imports(imports)
    , m_operations(operations)
    , m_compaction(store)
    , m_actor{u"user"_s, 0, osUser, osUser}
{
}

void AdminCommands::execute(const AdminCommand &command, QObject *context, Finished finished)
{
    const QJsonObject &arguments = command.arguments;
    try {
        if (command.name == "vacuum"_L1) // with the store open: in turns
            vacuum(context, std::move(finished));
        else if (OperationsCommands::knows(command.name))
            m_operations.execute(command, context, std::move(finished));
        else if (command.name == "import"_L1)
            import(arguments, context, std::move(finished));
        else if (command.name == "key create"_L1)
            finished(createKey(arguments));
        else if (command.name == "key list"_L1)
            finished(listKeys());
        else if (command.name == "key revoke"_L1)
            finished(revokeKey(arguments));
        else if (command.name == "client create"_L1)
            finished(createClient(arguments));
        else if (command.name == "client list"_L1)
            finished(listClients());
        else if (command.name == "client revoke"_L1)
            finished(revokeClient(arguments));
        else if (command.name == "sample"_L1)
            finished(sample(arguments));
        else
            finished(CommandResult::failure(u"There is no command \"%1\"."_s.arg(command.name)));
    } catch (const StoreFailure &failed) {
        finished(CommandResult::failure(failed.error()));
    }
}

CommandResult AdminCommands::createKey(const QJsonObject &arguments)
{
    const QStringList scopes = arguments.value(u"scopes"_s).toString().split(u',', Qt::SkipEmptyParts);
    const auto key = m_credentials.createKey(m_actor, {}, arguments.value(u"name"_s).toString(), {}, scopes);
    if (!key)
        return CommandResult::failure(key.error());
    return {CommandResult::Ok, *key + '\n', {}};
}

CommandResult AdminCommands::listKeys()
{
    QJsonArray keys;
    for (const auto stored = m_store.keys().list(); const ApiKey &key : stored) {
        keys.append(QJsonObject{{u"id"_s, key.id},
                                {u"name"_s, key.name},
                                {u"environment"_s, key.environment},
                                {u"scopes"_s, QJsonArray::fromStringList(key.scopes)},
                                {u"revoked"_s, key.revoked},
                                {u"prefix"_s, key.prefix},
                                {u"last_used_at"_s, isoOrNull(key.lastUsedAt)},
                                {u"created_at"_s, isoOrNull(key.createdAt)}});
    }
    return {CommandResult::Ok, jsonLine(keys), {}};
}

CommandResult AdminCommands::revokeKey(const QJsonObject &arguments)
{
    const QString which = arguments.value(u"which"_s).toString();
    for (const auto stored = m_store.keys().list(); const ApiKey &key : stored) {
        if (QString::number(key.id) != which && key.prefix != which)
            continue;
        const auto revoked = m_store.change(
            m_actor, {}, [&](StateChange &change) { return m_store.keys().revoke(change, key.id); });
        return revoked ? CommandResult() : CommandResult::failure(revoked.error());
    }
    return CommandResult::failure(
        u"There is no key with the id or prefix \"%1\"; see key list."_s.arg(which));
}

CommandResult AdminCommands::createClient(const QJsonObject &arguments)
{
    const auto client = m_credentials.createClient(m_actor, {}, arguments.value(u"name"_s).toString());
    if (!client)
        return CommandResult::failure(client.error());
    return {CommandResult::Ok,
            jsonLine(QJsonObject{{u"client_id"_s, client->clientId},
                                 {u"client_secret"_s, QString::fromLatin1(client->clientSecret)}}),
            {}};
}

CommandResult AdminCommands::listClients()
{
    QJsonArray clients;
    for (const auto stored = m_store.clients().list(); const CoreClient &client : stored) {
        clients.append(QJsonObject{{u"id"_s, client.id},
                                   {u"client_id"_s, client.clientId},
                                   {u"name"_s, client.name},
                                   {u"scopes"_s, QJsonArray::fromStringList(client.scopes)},
                                   {u"revoked"_s, client.revoked},
                                   {u"last_used_at"_s, isoOrNull(client.lastUsedAt)},
                                   {u"created_at"_s, isoOrNull(client.createdAt)}});
    }
    return {CommandResult::Ok, jsonLine(clients), {}};
}

CommandResult AdminCommands::revokeClient(const QJsonObject &arguments)
{
    const QString which = arguments.value(u"which"_s).toString();
    for (const auto stored = m_store.clients().list(); const CoreClient &client : stored) {
        if (QString::number(client.id) != which && client.clientId != which)
            continue;
        const auto revoked = m_store.change(
            m_actor, {}, [&](StateChange &change) { return m_store.clients().revoke(change, client.id); });
        return revoked ? CommandResult() : CommandResult::failure(revoked.error());
    }
    return CommandResult::failure(u"There is no client with the id \"%1\"; see client list."_s.arg(which));
}

CommandResult AdminCommands::sample(const QJsonObject &arguments)
{
    const auto counts =
        SampleData::install(m_store, quint64(arguments.value(u"seed"_s).toInteger(1)), m_actor, {});
    if (!counts)
        return CommandResult::failure(counts.error());
    return {CommandResult::Ok, jsonLine(toJson(*counts)), {}};
}

void AdminCommands::import(const QJsonObject &arguments, QObject *context, Finished finished)
{
    const auto request = importRequestFromJson(arguments);
    if (!request)
        return finished(CommandResult::failure(request.error()));
    const QString shownPath = arguments.value(u"shown_path"_s).toString(request->path);
    const auto started = m_imports.start(*request, m_actor, {});
    if (!started)
        return finished(CommandResult::failure(u"%1: %2"_s.arg(shownPath, started.error().message)));
    const qint64 id = started->id;
    connect(&m_imports, &ImportRunner::importFinished, context,
            [id, shownPath, finished = std::move(finished)](const ImportJob &job) {
                if (job.id == id)
                    finished(resultOf(job, shownPath));
            });
    connect(context, &QObject::destroyed, &m_imports, [imports = &m_imports, id] {
        const auto cancelled = imports->cancel(id);
        Q_UNUSED(cancelled) // it may have ended by itself, which is just as well
    });
}

void AdminCommands::vacuum(QObject *context, Finished finished)
{
    m_compaction.start(context, [finished = std::move(finished)](const Outcome<Compaction::Result> &result) {
        if (!result)
            return finished(CommandResult::failure(result.error()));
        finished({CommandResult::Ok,
                  jsonLine(QJsonObject{{u"bytes_before"_s, result->bytesBefore},
                                       {u"bytes_after"_s, result->bytesAfter}}),
                  {}});
    });
}

} // namespace nsl
