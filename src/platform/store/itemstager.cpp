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

void bindOptional(sqlite3_stmt *statement, int index, const std::optional<QByteArray> &text)
{
    if (text)
        bindText(statement, index, *text);
    else
        sqlite3_bind_null(statement, index);
}

void bindOptional(sqlite3_stmt *statement, int index, std::optional<bool> value)
{
    if (value)
        sqlite3_bind_int(statement, index, *value ? 1 : 0);
    else
        sqlite3_bind_null(statement, index);
}

} // namespace

ItemStager::ItemStager(DataWrite &write, qint64 importId, bool update)
    : m_database(write.database())
    , m_importId(importId)
    , m_update(update)
    , m_now(write.now().toMSecsSinceEpoch())
    , m_rev(write.nextRev()) // also notes that this transaction writes
{
    m_insert =
        prepare("INSERT INTO item (id, name, description, metadata, active, import_id, created_at, "
                "updated_at, rev) VALUES (?1, ?2, coalesce(?3, ''), coalesce(?4, '{}'), coalesce(?5, 1), "
                "?6, ?7, ?7, ?8) ON CONFLICT DO NOTHING");
    m_find = prepare("SELECT import_id FROM item WHERE id = ?1");
    m_insertUpdate = prepare("INSERT INTO item_update (id, name, description, metadata, active, import_id, "
                             "replaces_metadata) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING");
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

bool ItemStager::step(sqlite3_stmt *statement)
{
    const int result = sqlite3_step(statement);
    const int inserted = sqlite3_changes(m_database.handle());
    sqlite3_reset(statement);
    if (result != SQLITE_DONE)
        throw m_database.failure(u"an item"_s);
    return inserted > 0;
}

bool ItemStager::insertNew(const ItemRow &row)
{
    bindText(m_insert, 1, row.id);
    bindOptional(m_insert, 2, row.name);
    bindOptional(m_insert, 3, row.description);
    bindOptional(m_insert, 4, row.metadata);
    bindOptional(m_insert, 5, row.active);
    sqlite3_bind_int64(m_insert, 6, m_importId);
    sqlite3_bind_int64(m_insert, 7, m_now);
    sqlite3_bind_int64(m_insert, 8, m_rev);
    return step(m_insert);
}

bool ItemStager::insertUpdate(const ItemRow &row)
{
    bindText(m_insertUpdate, 1, row.id);
    bindOptional(m_insertUpdate, 2, row.name);
    bindOptional(m_insertUpdate, 3, row.description);
    bindOptional(m_insertUpdate, 4, row.metadata);
    bindOptional(m_insertUpdate, 5, row.active);
    sqlite3_bind_int64(m_insertUpdate, 6, m_importId);
    sqlite3_bind_int(m_insertUpdate, 7, row.replacesMetadata ? 1 : 0);
    return step(m_insertUpdate);
}

std::optional<qint64> ItemStager::importOf(const ItemRow &row)
{
    bindText(m_find, 1, row.id);
    const int result = sqlite3_step(m_find);
    const auto found =
        result == SQLITE_ROW ? std::optional<qint64>(sqlite3_column_int64(m_find, 0)) : std::nullopt;
    sqlite3_reset(m_find);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        throw m_database.failure(u"an item"_s);
    return found;
}

ItemStager::Staged ItemStager::stage(const ItemRow &row)
{
    if (row.name && insertNew(row))
        return Staged::New;
    const auto importId = importOf(row);
    if (!importId)
        return Staged::NameMissing;
    if (*importId == m_importId)
        return Staged::TwiceInFile;
    if (!m_update)
        return Staged::AlreadyStored;
    return insertUpdate(row) ? Staged::Update : Staged::TwiceInFile;
}

} // namespace nsl
