// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Made-up shop data with something to learn in it: tastes that drift, sessions, popular and rare items, and
/// series whose parts people take in order. The same seed gives the same data on every machine.
class SampleData
{
public:
    struct Generated
    {
        QList<Item> items;
        /// In order of time; eventTypeId is 1, 2 or 3 for view, click, purchase.
        QList<EventRow> events;
        qint64 users = 0;
    };

    static constexpr int itemCount = 400;
    static constexpr int userCount = 500;
    static constexpr int eventCount = 15'000;

    static Generated generate(quint64 seed);
    /// Puts the data into a workspace in one transaction. Conflict (code "catalogue_not_empty") where there
    /// are items or events; Conflict when an event type it needs is not there.
    static Outcome<SampleCounts> install(SqliteStore &store, quint64 seed, const Actor &actor,
                                         const QString &requestId);
};

} // namespace nsl
