// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/eventrepository.h"
#include "store/itemrepository.h"

#include <memory>

namespace nsl
{

/// A read-only connection for long reads on another thread than the writer's. Use it on the thread that
/// opened it. Begins one read transaction, so that all it reads is of one moment.
class StoreReader
{
public:
    static Outcome<std::unique_ptr<StoreReader>> open(const QString &file);
    ~StoreReader();
    Q_DISABLE_COPY_MOVE(StoreReader)

    EventRepository &events() { return m_events; }
    ItemRepository &items() { return m_items; }

private:
    explicit StoreReader(std::unique_ptr<Database> database);

    std::unique_ptr<Database> m_database;
    EventRepository m_events;
    ItemRepository m_items;
};

} // namespace nsl
