// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonValue>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <memory>
#include <optional>
#include <stdexcept>

struct sqlite3;

namespace nsl
{

/// Thrown by everything that reads or writes the database when SQLite fails: a full disk, a damaged file,
/// a broken rule of the schema. SqliteStore's change(), record() and read() turn it into an Outcome;
/// whoever calls a repository's reading functions directly lets it pass or catches it.
class StoreFailure : public std::runtime_error
{
public:
    explicit StoreFailure(PlatformError error);
    const PlatformError &error() const noexcept { return m_error; }

private:
    PlatformError m_error;
};

/// One prepared statement with typed columns. Throws StoreFailure.
class Statement
{
public:
    explicit Statement(QSqlQuery query)
        : m_query(std::move(query))
    {
    }

    /// The next row, or false after the last one.
    bool next();
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    double real(int column) const { return m_query.value(column).toDouble(); }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    bool isNull(int column) const { return m_query.isNull(column); }
    /// Milliseconds since the Unix epoch as UTC; invalid for NULL.
    QDateTime time(int column) const;
    /// JSON text; undefined for NULL.
    QJsonValue json(int column) const;
    qint64 insertedId() const { return m_query.lastInsertId().toLongLong(); }
    qint64 changedRows() const { return m_query.numRowsAffected(); }

private:
    QSqlQuery m_query;
};

/// One connection to the workspace's SQLite file. Belongs to the thread that opened it.
class Database
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Opens without looking at the content. ReadWrite creates the file (mode 0600) and sets WAL and
    /// synchronous=FULL. Errors are PlatformError::Kind::Storage sentences that name the file.
    static Outcome<std::unique_ptr<Database>> open(const QString &file, Mode mode);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    const QString &file() const { return m_file; }
    /// Prepares, binds in order, executes. Throws StoreFailure.
    Statement run(const QString &sql, const QVariantList &values = {});
    /// Several statements without values, as a migration has them; each is run to its end. Throws
    /// StoreFailure, which names the attempt.
    void runScript(const QByteArray &sql, const QString &attempt = QStringLiteral("a migration"));
    /// SQLite's own handle, for bulk work.
    sqlite3 *handle() const;
    /// The failure of the last call on handle(), naming what was tried.
    StoreFailure failure(const QString &attempt) const;

    bool inTransaction() const { return m_inTransaction || m_inGroup; }
    /// What is wrong where the file that was opened is not the one of its name any more: it was removed or
    /// replaced, so whatever is written goes into the void. Nothing while all is well.
    std::optional<PlatformError> loss() const;

private:
    friend class Transaction;
    friend class TransactionGroup;
    explicit Database(const QString &file);

    QString m_file;
    QString m_connection;
    QSqlDatabase m_database;
    quint64 m_device = 0; ///< of the file as it was opened; 0 = not known
    quint64 m_inode = 0;
    bool m_inTransaction = false;
    bool m_inGroup = false;
};

/// A write transaction that rolls back unless committed. Nesting is a mistake and throws StoreFailure; inside
/// a TransactionGroup it is a part of that, which can be rolled back by itself.
class Transaction
{
public:
    explicit Transaction(Database &database);
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    void commit();

private:
    Database &m_database;
    const bool m_isPart;
    bool m_open = false;
};

/// Makes the transactions of its life one: they are on the disk together or not at all. Rolls all of them
/// back unless committed. Throws StoreFailure.
class TransactionGroup
{
public:
    explicit TransactionGroup(Database &database);
    ~TransactionGroup();
    Q_DISABLE_COPY_MOVE(TransactionGroup)

    void commit();

private:
    /// SQLite rolls back by itself where it cannot go on, a full disk for example.
    bool isStillOpen() const;

    Database &m_database;
    bool m_open = false;
};

/// While it lives, commits do not wait for the disk: a power cut may undo the latest of them, and no other.
/// The first commit after it makes them durable with itself. Without effect inside a group of transactions,
/// which has one commit; not to be made inside a transaction.
class UnsyncedCommits
{
public:
    explicit UnsyncedCommits(Database &database);
    ~UnsyncedCommits();
    Q_DISABLE_COPY_MOVE(UnsyncedCommits)

private:
    Database &m_database;
    const bool m_isPart;
};

/// For binding: NULL for an invalid time, else milliseconds since the Unix epoch.
QVariant toColumn(const QDateTime &time);
/// For binding: NULL for undefined, else compact JSON text with sorted keys.
QVariant toColumn(const QJsonValue &value);
/// For binding: NULL for an absent value.
template<typename T>
QVariant toColumn(const std::optional<T> &value)
{
    return value ? QVariant(*value) : QVariant();
}

} // namespace nsl
