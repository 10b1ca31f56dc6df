// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "eventtype.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Event types: the signals that a customer defines.
class EventTypeRepository
{
public:
    explicit EventTypeRepository(Database &database)
        : m_database(database)
    {
    }

    QList<EventType> list() const;                ///< in order of id
    QList<EventType> listSince(qint64 rev) const; ///< that changed after `rev`, in order of id
    std::optional<EventType> find(qint64 id) const;
    std::optional<EventType> findByName(const QString &name) const;
    /// Conflict when the name is taken, Invalid when it is empty or over 64 characters or the weight is
    /// outside 0-100. Writes its journal entry.
    Outcome<EventType> create(StateChange &change, const QString &name, int weight);
    /// Writes name and weight of an existing type; no journal entry when nothing differs.
    Outcome<EventType> update(StateChange &change, qint64 id, const QString &name, int weight);
    /// Recorded events stay. NotFound; Conflict while a template uses it.
    Outcome<Done> remove(StateChange &change, qint64 id);

private:
    Database &m_database;
};

} // namespace nsl
