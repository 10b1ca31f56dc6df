// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/workspacestatus.h"

#include "jobs/diskspace.h"
#include "jobs/pluginfamilies.h"
#include "operations/filetools.h"
#include "store/database.h"
#include "store/newestbackup.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QStorageInfo>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

qint64 countOf(Database &database, const QString &from)
{
    Statement row = database.run(u"SELECT count(*) FROM "_s + from);
    row.next();
    return row.integer(0);
}

void addContent(Database &database, QJsonObject &status)
{
    database.run(u"BEGIN"_s); // all of one moment
    Statement version = database.run(u"PRAGMA user_version"_s);
    version.next();
    const qint64 schema = version.integer(0);
    status.insert(u"schema"_s, schema);
    if (schema < 1)
        return;
    const QString notDeleted = schema >= 2 ? u" WHERE deleted_at IS NULL"_s : QString();
    Statement events = database.run(u"SELECT value FROM counter WHERE name = 'events'"_s);
    events.next();
    QJsonObject jobs;
    Statement byStatus =
        database.run(u"SELECT status, count(*) FROM job%1 GROUP BY status ORDER BY status"_s.arg(notDeleted));
    while (byStatus.next())
        jobs.insert(byStatus.text(0), byStatus.integer(1));
    status.insert(u"counts"_s,
                  QJsonObject{{u"items"_s, countOf(database, u"visible_item"_s)},
                              {u"events"_s, events.integer(0)},
                              {u"jobs"_s, jobs},
                              {u"versions"_s,
                               countOf(database, u"version v JOIN job ON job.id = v.job_id"_s + notDeleted)},
                              {u"api_keys"_s, countOf(database, u"api_key WHERE revoked = 0"_s)}});
    QJsonArray endpoints;
    Statement rows = database.run(
        u"SELECT e.name, e.status, f.name, v.number, j.job_name, e.failure_reason FROM endpoint e LEFT JOIN "
        "version v ON v.id = e.active_version_id LEFT JOIN family f ON f.id = v.family_id LEFT JOIN job j ON "
        "j.id = v.job_id ORDER BY e.is_default DESC, e.id"_s);
    while (rows.next()) {
        endpoints.append(QJsonObject{
            {u"endpoint_name"_s, rows.text(0)},
            {u"status"_s, rows.text(1)},
            {u"version"_s,
             rows.isNull(3) ? QJsonValue() : QJsonValue(u"%1 v%2"_s.arg(rows.text(2)).arg(rows.integer(3)))},
            {u"job_name"_s, rows.isNull(4) ? QJsonValue() : QJsonValue(rows.text(4))},
            {u"failure_reason"_s, rows.text(5).isEmpty() ? QJsonValue() : QJsonValue(rows.text(5))}});
    }
    status.insert(u"endpoints"_s, endpoints);
    Statement head = database.run(u"SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1"_s);
    const bool any = head.next();
    status.insert(u"journal_entries"_s, any ? head.integer(0) : 0);
    status.insert(u"journal_head"_s, any ? head.text(1) : QString());
}

} // namespace

Outcome<QJsonObject> workspaceStatus(const Workspace &workspace)
{
    QJsonObject status{{u"workspace"_s, workspace.folder()},
                       {u"version"_s, QStringLiteral(NSL_VERSION)},
                       {u"schema"_s, QJsonValue()}};
    if (QFileInfo::exists(workspace.databaseFile())) {
        auto database = Database::open(workspace.databaseFile(), Database::Mode::ReadOnly);
        if (!database)
            return database.error();
        try {
            addContent(*database.value(), status);
        } catch (const StoreFailure &failure) {
            return PlatformError::storage(failure.error().message + u' ' +
                                          rescueSentence(workspace.backupFolder()));
        }
    }
    QJsonArray families;
    for (const PluginFamily &plugin : readPluginFamilies(workspace.configurationFile()).families) {
        families.append(QJsonObject{
            {u"family_key"_s, plugin.family.key},
            {u"name"_s, plugin.family.name},
            {u"program"_s, plugin.program},
            {u"problem"_s, plugin.family.enabled ? QJsonValue() : QJsonValue(plugin.family.disabledReason)}});
    }
    status.insert(u"plugin_families"_s, families);
    qint64 databaseBytes = 0;
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        databaseBytes += QFileInfo(workspace.databaseFile() + suffix).size();
    status.insert(u"disk"_s,
                  QJsonObject{{u"database_bytes"_s, databaseBytes},
                              {u"jobs_bytes"_s, bytesBelow(workspace.jobsFolder())},
                              {u"backups_bytes"_s, bytesBelow(workspace.backupFolder())},
                              {u"log_bytes"_s, bytesBelow(workspace.logFolder())},
                              {u"free_bytes"_s, QStorageInfo(workspace.folder()).bytesAvailable()}});
    const QString newest = listBackups(workspace.backupFolder()).value(0);
    status.insert(u"newest_backup"_s, newest.isEmpty() ? QJsonValue() : QJsonValue(newest));
    return status;
}

QString statusText(const QJsonObject &status)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        lines.append(u"%1 %2"_s.arg(name + u':', -12).arg(value));
    };
    add(u"Workspace"_s, status[u"workspace"_s].toString());
    add(u"Running"_s,
        status[u"running"_s].toBool()
            ? u"yes, %1, process %2"_s.arg(status[u"url"_s].toString()).arg(status[u"pid"_s].toInteger())
            : u"no"_s);
    if (status[u"schema"_s].isNull()) {
        add(u"Content"_s, u"none yet"_s);
        return lines.join(u'\n');
    }
    const QJsonObject counts = status[u"counts"_s].toObject();
    add(u"Schema"_s, QString::number(status[u"schema"_s].toInteger()));
    add(u"Content"_s, u"%1 items, %2 events, %3 versions"_s.arg(counts[u"items"_s].toInteger())
                          .arg(counts[u"events"_s].toInteger())
                          .arg(counts[u"versions"_s].toInteger()));
    QStringList jobs;
    for (const QJsonObject byStatus = counts[u"jobs"_s].toObject(); const QString &name : byStatus.keys())
        jobs.append(u"%1 %2"_s.arg(byStatus[name].toInteger()).arg(name));
    add(u"Jobs"_s, jobs.isEmpty() ? u"none"_s : jobs.join(u", "_s));
    for (const auto endpoints = status[u"endpoints"_s].toArray(); const QJsonValue &endpoint : endpoints) {
        const QString version = endpoint[u"version"_s].toString();
        const QString reason = endpoint[u"failure_reason"_s].toString();
        add(u"Endpoint"_s, endpoint[u"endpoint_name"_s].toString() + u", "_s +
                               endpoint[u"status"_s].toString() +
                               (version.isEmpty() ? QString() : u", "_s + version) +
                               (reason.isEmpty() ? QString() : u" ("_s + reason + u')'));
    }
    for (const auto families = status[u"plugin_families"_s].toArray(); const QJsonValue &family : families) {
        const QString problem = family[u"problem"_s].toString();
        add(u"Family"_s,
            family[u"name"_s].toString() + u", "_s +
                (problem.isEmpty() ? family[u"program"_s].toString() : u"not available: "_s + problem));
    }
    add(u"Journal"_s, u"%1 entries, head %2"_s.arg(status[u"journal_entries"_s].toInteger())
                          .arg(status[u"journal_head"_s].toString()));
    const QJsonObject disk = status[u"disk"_s].toObject();
    add(u"Disk"_s,
        u"database %1, runs %2, backups %3, log %4, free %5"_s.arg(
            sizeText(disk[u"database_bytes"_s].toInteger()), sizeText(disk[u"jobs_bytes"_s].toInteger()),
            sizeText(disk[u"backups_bytes"_s].toInteger()), sizeText(disk[u"log_bytes"_s].toInteger()),
            sizeText(disk[u"free_bytes"_s].toInteger())));
    add(u"Backup"_s, status[u"newest_backup"_s].toString(u"none; nsl-platform backup makes one"_s));
    return lines.join(u'\n');
}

} // namespace nsl
