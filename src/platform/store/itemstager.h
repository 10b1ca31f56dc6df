// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"

#include <QByteArray>

#include <optional>

struct sqlite3_stmt;

namespace nsl
{

/// An item as a file gives it: UTF-8 bytes, for bulk work. What the file does not say is absent: an item that
/// is stored keeps it, a new one gets nothing, and is active.
struct ItemRow
{
    QByteArray id;
    std::optional<QByteArray> name; ///< a new item needs one
    std::optional<QByteArray> description;
    std::optional<QByteArray> metadata; ///< JSON object text
    /// Whether the metadata of a stored item is replaced as a whole; else key by key.
    bool replacesMetadata = false;
    std::optional<bool> active;
};

/// Adds the rows of a running import to the catalogue, hidden until it ends, with prepared statements of
/// SQLite's own: several times faster than going through QVariants. Lives within one transaction.
class ItemStager
{
public:
    enum class Staged { New, Update, TwiceInFile, AlreadyStored, NameMissing };

    /// `update`: an item that is stored already takes what the row says when the import ends, else it is
    /// refused.
    ItemStager(DataWrite &write, qint64 importId, bool update);
    ~ItemStager();
    Q_DISABLE_COPY_MOVE(ItemStager)

    /// Throws StoreFailure.
    Staged stage(const ItemRow &row);

private:
    sqlite3_stmt *prepare(const char *sql);
    bool insertNew(const ItemRow &row);
    bool insertUpdate(const ItemRow &row);
    /// Whether the statement, whose values are bound, has inserted.
    bool step(sqlite3_stmt *statement);
    /// The import that an item came with; nothing when it is not stored.
    std::optional<qint64> importOf(const ItemRow &row);

    Database &m_database;
    const qint64 m_importId;
    const bool m_update;
    const qint64 m_now; ///< milliseconds since the epoch
    const qint64 m_rev;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_find = nullptr;
    sqlite3_stmt *m_insertUpdate = nullptr;
};

} // namespace nsl
