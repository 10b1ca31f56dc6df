// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storereader.h"

namespace nsl
{

using namespace Qt::StringLiterals;

StoreReader::StoreReader(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_events(*m_database)
    , m_items(*m_database)
{
}

StoreReader::~StoreReader() = default;

Outcome<std::unique_ptr<StoreReader>> StoreReader::open(const QString &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    try {
        // In WAL mode a read transaction is a snapshot, and it begins with its first read.
        database.value()->run(u"BEGIN"_s);
        database.value()->run(u"SELECT value FROM counter"_s).next();
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
    return std::unique_ptr<StoreReader>(new StoreReader(std::move(database).value()));
}

} // namespace nsl
