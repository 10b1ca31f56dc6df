// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <QAtomicInteger>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDriver>
#include <QSqlError>
#include <QTimeZone>

#include <sqlite3.h>

#include "canonicaljson.h"

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

StoreFailure failureOf(const QSqlError &error)
{
    QString text = error.databaseText();
    if (text.isEmpty())
        text = error.driverText();
    return StoreFailure(PlatformError::storage(u"The workspace's database refused: %1."_s.arg(text)));
}

} // namespace

StoreFailure::StoreFailure(PlatformError error)
    : std::runtime_error(error.message.toStdString())
    , m_error(std::move(error))
{
}

bool Statement::next()
{
    if (m_query.next())
        return true;
    // A row that cannot be read looks like the end unless the error is asked for.
    if (m_query.lastError().isValid())
        throw failureOf(m_query.lastError());
    return false;
}

QDateTime Statement::time(int column) const
{
    return isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(integer(column), Qt::UTC);
}

QJsonValue Statement::json(int column) const
{
    if (isNull(column))
        return QJsonValue(QJsonValue::Undefined);
    // Wrapped, because a document is an object or an array and a column may hold a bare value.
    const QByteArray wrapped = '[' + text(column).toUtf8() + ']';
    return QJsonDocument::fromJson(wrapped).array().at(0);
}

QVariant toColumn(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QVariant toColumn(const QJsonValue &value)
{
    return value.isUndefined() ? QVariant() : QVariant(QString::fromUtf8(canonicalJson(value)));
}

Database::Database(const QString &file)
    : m_file(file)
{
    static QAtomicInteger<quint64> counter;
    m_connection = u"nsl-store-%1"_s.arg(counter.fetchAndAddRelaxed(1));
}

Outcome<std::unique_ptr<Database>> Database::open(const QString &file, Mode mode)
{
    std::unique_ptr<Database> opened(new Database(file));
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, opened->m_connection);
    database.setDatabaseName(file);
    database.setConnectOptions(mode == Mode::ReadOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s
                                                      : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    opened->m_database = database;
    if (!database.open()) {
        return PlatformError::storage(
            u"Cannot open the database %1: %2."_s.arg(file, database.lastError().databaseText()));
    }
    // SQLite opens a file that it may not write for reading, and says so only at the first change.
    if (mode == Mode::ReadWrite && sqlite3_db_readonly(opened->handle(), "main") == 1) {
        return PlatformError::storage(u"The database %1 can be read but not written: give its file and its "
                                      u"folder to the user that runs "
                                      "nsl-platform, on a file system that is not read-only."_s.arg(file),
                                      u"database_readonly"_s);
    }
    try {
        if (mode == Mode::ReadWrite) {
            QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
            // Works on a new file only, or with the next VACUUM: unused pages can then be given back one by
            // one.
            opened->run(u"PRAGMA auto_vacuum = INCREMENTAL"_s);
            opened->run(u"PRAGMA journal_mode = WAL"_s);
            opened->run(u"PRAGMA synchronous = FULL"_s);
            opened->run(u"PRAGMA foreign_keys = ON"_s);
            // An import touches the leaves of the users' index in no order: with SQLite's 2 MB each of them
            // is read again and again. The memory is taken only as pages are used.
            opened->run(u"PRAGMA cache_size = -32768"_s);
            // 32 MB of log: a page that many commits change is written into the file once.
            opened->run(u"PRAGMA wal_autocheckpoint = 8000"_s);
        }
        opened->run(u"PRAGMA trusted_schema = OFF"_s);
    } catch (const StoreFailure &failure) {
        return PlatformError::storage(u"Cannot use %1 as a database: %2"_s.arg(file, failure.error().message),
                                      u"database_damaged"_s);
    }
    return opened;
}

Database::~Database()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Statement Database::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        throw failureOf(query.lastError());
    for (const QVariant &value : values) {
        // A null QString is an empty text to us; only an invalid variant is NULL.
        const bool emptyText = value.typeId() == QMetaType::QString && value.toString().isEmpty();
        query.addBindValue(emptyText ? QVariant(u""_s) : value);
    }
    if (!query.exec())
        throw failureOf(query.lastError());
    return Statement(std::move(query));
}

void Database::runScript(const QByteArray &sql, const QString &attempt)
{
    // SQLite's own loop: triggers hold semicolons, which a split at ';' would cut.
    if (sqlite3_exec(handle(), sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw failure(attempt);
}

sqlite3 *Database::handle() const
{
    const QVariant handle = m_database.driver()->handle();
    return *static_cast<sqlite3 *const *>(handle.constData());
}

StoreFailure Database::failure(const QString &attempt) const
{
    return StoreFailure(PlatformError::storage(u"The workspace's database refused %1: %2."_s.arg(
        attempt, QString::fromUtf8(sqlite3_errmsg(handle())))));
}

UnsyncedCommits::UnsyncedCommits(Database &database)
    : m_database(database)
{
    Q_ASSERT(!database.inTransaction()); // SQLite would refuse
    sqlite3_exec(m_database.handle(), "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
}

UnsyncedCommits::~UnsyncedCommits()
{
    if (sqlite3_exec(m_database.handle(), "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr) !=
        SQLITE_OK)
        qCritical("Commits may not wait for the disk any more: %s; restart the platform.",
                  sqlite3_errmsg(m_database.handle()));
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
    if (database.m_inTransaction) {
        throw StoreFailure(PlatformError::storage(
            u"A transaction was begun inside another one; nothing was written."_s, u"nested_transaction"_s));
    }
    database.run(u"BEGIN IMMEDIATE"_s);
    database.m_inTransaction = true;
    m_open = true;
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    m_database.m_inTransaction = false;
    try {
        m_database.run(u"ROLLBACK"_s);
    } catch (const StoreFailure &) {
        // SQLite has rolled back by itself (a full disk, for example): that is what was wanted.
    }
}

void Transaction::commit()
{
    m_database.run(u"COMMIT"_s);
    m_open = false;
    m_database.m_inTransaction = false;
}

} // namespace nsl
