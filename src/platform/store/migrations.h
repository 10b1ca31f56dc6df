// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/database.h"

namespace nsl
{

/// The numbered scripts of resources/schema, compiled into the program.
class Migrations
{
public:
    /// The newest schema that this program knows.
    static int newest();
    /// Brings the schema up to date, or up to `last`, each step in a transaction of its own, and returns its
    /// number. Refuses a schema that is newer than newest().
    static Outcome<int> apply(Database &database, int last = newest());
};

} // namespace nsl
