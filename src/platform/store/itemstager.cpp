// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/itemstager.h"

#include <sqlite3.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

void bindText(sqlite3_stmt *statement, int index, const QByteArray &text)
{
    // A null pointer would be NULL. The row outlives the step, so SQLite need not copy.
    sqlite3_bind_text(statement, index, text.isNull() ? "" : text.constData(), int(text.size()),
                      SQLITE_STATIC);
}

} // namespace

ItemStager::ItemStager(DataWrite &write, qint64 importId, bool update)
    : m_database(write.database())
    , m_importId(importId)
    , m_update(update)
    , m_now(write.now().toMSecsSinceEpoch())
    , m_rev(write.nextRev()) // also notes that this transaction writes
{
    m_insert = prepare("INSERT INTO item (id, name, description, metadata, active, import_id, created_at, "
                       "updated_at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8) ON CONFLICT DO NOTHING");
    m_find = prepare("SELECT import_id FROM item WHERE id = ?1");
    m_insertUpdate = prepare("INSERT INTO item_update (id, name, description, metadata, active, import_id) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
}

ItemStager::~ItemStager()
{
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_find);
    sqlite3_finalize(m_insertUpdate);
}

sqlite3_stmt *ItemStager::prepare(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_database.handle(), sql, -1, &statement, nullptr) == SQLITE_OK)
        return statement;
    // The destructor of a half-built object is not called.
    const StoreFailure failure = m_database.failure(u"items"_s);
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_find);
    throw failure;
}

bool ItemStager::insert(sqlite3_stmt *statement, const ItemRow &row)
{
    bindText(statement, 1, row.id);
    bindText(statement, 2, row.name);
    bindText(statement, 3, row.description);
    bindText(statement, 4, row.metadata.isEmpty() ? QByteArrayLiteral("{}") : row.metadata);
    sqlite3_bind_int(statement, 5, row.active ? 1 : 0);
    sqlite3_bind_int64(statement, 6, m_importId);
    if (statement == m_insert) {
        sqlite3_bind_int64(statement, 7, m_now);
        sqlite3_bind_int64(statement, 8, m_rev);
    }
    const int result = sqlite3_step(statement);
    const int inserted = sqlite3_changes(m_database.handle());
    sqlite3_reset(statement);
    if (result != SQLITE_DONE)
        throw m_database.failure(u"an item"_s);
    return inserted > 0;
}

qint64 ItemStager::importOf(const ItemRow &row)
{
    bindText(m_find, 1, row.id);
    const int result = sqlite3_step(m_find);
    const qint64 found = result == SQLITE_ROW ? sqlite3_column_int64(m_find, 0) : 0;
    sqlite3_reset(m_find);
    if (result != SQLITE_ROW)
        throw m_database.failure(u"an item"_s);
    return found;
}

ItemStager::Staged ItemStager::stage(const ItemRow &row)
{
    if (insert(m_insert, row))
        return Staged::New;
    if (importOf(row) == m_importId)
        return Staged::TwiceInFile;
    if (!m_update)
        return Staged::AlreadyStored;
    return insert(m_insertUpdate, row) ? Staged::Update : Staged::TwiceInFile;
}

} // namespace nsl
