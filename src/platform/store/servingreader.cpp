// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/servingreader.h"

#include <sqlite3.h>

namespace nsl
{

using namespace Qt::StringLiterals;

/// A statement of SQLite's own: prepared once, several times faster than through QVariants. Reset after each
/// use, so that no read transaction stays open.
class ServingReader::Query
{
public:
    Query(Database &database, const char *sql)
        : m_database(database)
    {
        if (sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement,
                               nullptr) != SQLITE_OK)
            throw database.failure(u"a question of the recommendations"_s);
    }
    ~Query() { sqlite3_finalize(m_statement); }
    Q_DISABLE_COPY_MOVE(Query)

    void bind(int index, qint64 number) { sqlite3_bind_int64(m_statement, index, number); }
    void bind(int index, const QByteArray &text)
    {
        sqlite3_bind_text(m_statement, index, text.constData(), int(text.size()), SQLITE_TRANSIENT);
    }
    /// Runs it, calling `row` for each row until that returns false.
    template<typename Row>
    void run(Row &&row)
    {
        const auto reset = qScopeGuard([this] { sqlite3_reset(m_statement); });
        for (;;) {
            const int result = sqlite3_step(m_statement);
            if (result == SQLITE_DONE)
                return;
            if (result != SQLITE_ROW)
                throw m_database.failure(u"a question of the recommendations"_s);
            if (!row())
                return;
        }
    }
    qint64 integer(int column) const { return sqlite3_column_int64(m_statement, column); }
    QByteArray bytes(int column) const
    {
        const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
        return QByteArray(text, sqlite3_column_bytes(m_statement, column));
    }

private:
    Database &m_database;
    sqlite3_stmt *m_statement = nullptr;
};

namespace
{

// Rows of a running import are not seen (compare the views of the schema).
constexpr auto marksSql =
    "SELECT (SELECT value FROM counter WHERE name = 'catalogue'), "
    "(SELECT value FROM counter WHERE name = 'events'), (SELECT coalesce(max(id), 0) FROM event), "
    "(SELECT coalesce(group_concat(id), '') FROM import WHERE hidden = 1)";
constexpr auto ofUserSql =
    "SELECT item_id, type_id, occurred_at FROM event WHERE user_id = ? AND (import_id = 0 OR import_id NOT "
    "IN (SELECT id FROM import WHERE hidden = 1)) ORDER BY occurred_at DESC, id DESC";
constexpr auto usersAfterSql =
    "SELECT user_id FROM event WHERE id > ? AND (import_id = 0 OR import_id NOT IN (SELECT id FROM import "
    "WHERE hidden = 1))";

} // namespace

ServingReader::ServingReader(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_items(*m_database)
    , m_clients(*m_database)
    , m_jobs(*m_database)
    , m_version(std::make_unique<Query>(*m_database, "PRAGMA data_version"))
    , m_marks(std::make_unique<Query>(*m_database, marksSql))
    , m_ofUser(std::make_unique<Query>(*m_database, ofUserSql))
    , m_usersAfter(std::make_unique<Query>(*m_database, usersAfterSql))
{
}

ServingReader::~ServingReader() = default;

Outcome<std::unique_ptr<ServingReader>> ServingReader::open(const QString &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    try {
        return std::unique_ptr<ServingReader>(new ServingReader(std::move(database).value()));
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

bool ServingReader::hasMoved()
{
    qint64 version = -1;
    m_version->run([&] {
        version = m_version->integer(0);
        return true;
    });
    const bool moved = version != m_lastVersion;
    m_lastVersion = version;
    return moved;
}

ServingReader::Marks ServingReader::marks()
{
    Marks marks;
    m_marks->run([&] {
        marks = {m_marks->integer(0), m_marks->integer(1), m_marks->integer(2), m_marks->bytes(3)};
        return true;
    });
    return marks;
}

void ServingReader::forEachOfUser(const QByteArray &userId,
                                  const std::function<bool(const PastEvent &)> &take)
{
    m_ofUser->bind(1, userId);
    m_ofUser->run([&] { return take({m_ofUser->bytes(0), m_ofUser->integer(1), m_ofUser->integer(2)}); });
}

QByteArrayList ServingReader::usersAfter(qint64 eventId)
{
    QByteArrayList users;
    m_usersAfter->bind(1, eventId);
    m_usersAfter->run([&] {
        users.append(m_usersAfter->bytes(0));
        return true;
    });
    return users;
}

} // namespace nsl
