// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/itemfilter.h"
#include "store/sqlitestore.h"

#include <QHash>

namespace nsl
{

/// The catalogue as recommendations need it, kept in memory. Every look-up first compares the catalogue's
/// revision, so a change is seen by the very next request. Lives on the store's thread; throws StoreFailure
/// as the repositories do.
class ItemDirectory
{
public:
    explicit ItemDirectory(SqliteStore &store)
        : m_store(store)
    {
    }

    /// The items among the ids that can be recommended, by id; inactive ones are not in it.
    QHash<QString, Item> active(const QStringList &ids);
    const QStringList &inactiveIds();
    /// Ids of the active items that do not match. Walks the catalogue once per filter and revision.
    QStringList idsOutside(const ItemFilter &filter);

private:
    void followCatalogue();

    SqliteStore &m_store;
    qint64 m_revision = -1;
    QHash<QString, Item> m_items; ///< those that were asked for
    std::optional<QStringList> m_inactive;
    QHash<QString, QStringList> m_outside; ///< by the filter's text
};

} // namespace nsl
