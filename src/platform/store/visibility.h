// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/database.h"

namespace nsl
{

/// Where to read a table from whose rows a running import may hide ("item", "event"): the view that leaves
/// hidden rows out while there are any, else the table itself, which SQLite reads by its indexes alone.
inline QString visibleRows(Database &database, QLatin1StringView table)
{
    const bool anyHidden =
        database.run(QStringLiteral("SELECT 1 FROM import WHERE hidden = 1 LIMIT 1")).next();
    return anyHidden ? QStringLiteral("visible_") + table : QString(table);
}

} // namespace nsl
