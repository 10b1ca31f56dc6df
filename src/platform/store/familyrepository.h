// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "family.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Model families. Their rows live here, their declared options come from the program.
class FamilyRepository
{
public:
    explicit FamilyRepository(Database &database)
        : m_database(database)
    {
    }

    /// Called at start with the families that this program knows: inserts or updates their rows by key and
    /// disables rows that are no longer declared. Families, options included, are kept for reading.
    /// Changes nothing (and journals nothing) when nothing differs.
    Outcome<Done> declare(StateChange &change, const QList<Family> &families);
    QList<Family> list() const;                ///< in order of id
    QList<Family> listSince(qint64 rev) const; ///< that changed after `rev`, in order of id
    std::optional<Family> find(qint64 id) const;
    std::optional<Family> findByKey(const QString &key) const;

private:
    QList<Family> select(const QString &where, const QVariantList &values) const;

    Database &m_database;
    QList<Family> m_declared;
};

} // namespace nsl
