// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recommendation.h"

#include "store/writing.h"
#include <QStringList>

#include <QList>

#include <optional>

namespace nsl
{

/// The catalogue. Rows of an import that is still running are not seen.
class ItemRepository
{
public:
    explicit ItemRepository(Database &database)
        : m_database(database)
    {
    }

    qint64 count() const;
    qint64 activeCount() const;
    /// Raised by every change of the catalogue, imports included; 0 in a new workspace.
    qint64 revision() const;
    /// At most `limit` items in order of id, after `startingAfter` if not empty.
    QList<Item> page(int limit, const QString &startingAfter = {}) const;
    std::optional<Item> find(const QString &id) const;
    /// Those of the ids that exist, in the order given.
    QList<Item> findMany(const QStringList &ids) const;
    QStringList inactiveIds() const;
    QList<QByteArray> activeIds() const; ///< in UTF-8, in order

    /// All or nothing: an id that exists or comes twice is a Conflict with code "item_already_exists".
    Outcome<Done> create(DataWrite &write, const QList<Item> &items);
    Outcome<Item> update(DataWrite &write, const Item &item);
    Outcome<Done> remove(DataWrite &write, const QString &id);
    /// For all writers of items: notes that the catalogue changed.
    void raiseRevision(DataWrite &write);

    /// Whether the text is a legal item id: ^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$
    static bool isLegalId(QStringView id);

private:
    QList<Item> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
