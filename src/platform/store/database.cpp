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
#include <sys/stat.h>

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
            // A log that grew beyond that, because much was taken back at once, shrinks again.
            opened->run(u"PRAGMA journal_size_limit = 33554432"_s);
        }
        opened->run(u"PRAGMA trusted_schema = OFF"_s);
        struct stat found = {};
        if (::stat(QFile::encodeName(file).constData(), &found) == 0) {
            opened->m_device = found.st_dev;
            opened->m_inode = found.st_ino;
        }
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

std::optional<PlatformError> Database::loss() const
{
    struct stat found = {};
    const bool isThere = ::stat(QFile::encodeName(m_file).constData(), &found) == 0;
    if (m_inode == 0 || (isThere && found.st_dev == m_device && found.st_ino == m_inode))
        return std::nullopt;
    return PlatformError::storage(
        u"The database %1 was %2 while it was in use, so nothing is written any more: stop nsl-platform and "
        "put the workspace back."_s.arg(m_file, isThere ? u"replaced by another file"_s : u"removed"_s),
        u"workspace_lost"_s);
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
    , m_isPart(database.inTransaction())
{
    if (!m_isPart) // SQLite would refuse
        sqlite3_exec(m_database.handle(), "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
}

UnsyncedCommits::~UnsyncedCommits()
{
    if (m_isPart)
        return;
    if (sqlite3_exec(m_database.handle(), "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr) !=
        SQLITE_OK)
        qCritical("Commits may not wait for the disk any more: %s; restart the platform.",
                  sqlite3_errmsg(m_database.handle()));
}

Transaction::Transaction(Database &database)
    : m_database(database)
    , m_isPart(database.m_inGroup)
{
    if (database.m_inTransaction) {
        throw StoreFailure(PlatformError::storage(
            u"A transaction was begun inside another one; nothing was written."_s, u"nested_transaction"_s));
    }
    // SQLite gives a whole group up by itself where it cannot go on; a part would then be one of its own.
    if (m_isPart && sqlite3_get_autocommit(database.handle()) != 0) {
        throw StoreFailure(
            PlatformError::storage(u"The workspace's database has taken this request back."_s));
    }
    database.run(m_isPart ? u"SAVEPOINT part"_s : u"BEGIN IMMEDIATE"_s);
    database.m_inTransaction = true;
    m_open = true;
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    m_database.m_inTransaction = false;
    try {
        m_database.run(m_isPart ? u"ROLLBACK TO part"_s : u"ROLLBACK"_s);
        if (m_isPart)
            m_database.run(u"RELEASE part"_s);
    } catch (const StoreFailure &) {
        // SQLite has rolled back by itself (a full disk, for example): that is what was wanted.
    }
}

void Transaction::commit()
{
    m_database.run(m_isPart ? u"RELEASE part"_s : u"COMMIT"_s);
    m_open = false;
    m_database.m_inTransaction = false;
}

TransactionGroup::TransactionGroup(Database &database)
    : m_database(database)
{
    if (database.inTransaction()) {
        throw StoreFailure(PlatformError::storage(
            u"A group of transactions was begun inside a transaction; nothing was written."_s,
            u"nested_transaction"_s));
    }
    database.run(u"BEGIN IMMEDIATE"_s);
    database.m_inGroup = true;
    m_open = true;
}

TransactionGroup::~TransactionGroup()
{
    if (!m_open)
        return;
    m_database.m_inGroup = false;
    try {
        if (isStillOpen())
            m_database.run(u"ROLLBACK"_s);
    } catch (const StoreFailure &) {
        // As above.
    }
}

bool TransactionGroup::isStillOpen() const
{
    return sqlite3_get_autocommit(m_database.handle()) == 0;
}

void TransactionGroup::commit()
{
    if (!isStillOpen()) {
        throw StoreFailure(
            PlatformError::storage(u"The workspace's database has taken this request back."_s));
    }
    m_database.run(u"COMMIT"_s);
    m_open = false;
    m_database.m_inGroup = false;
}

} // namespace nsl
