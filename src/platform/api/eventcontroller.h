// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Recorded events over the Core API (contract 3).
class EventController
{
public:
    static constexpr qsizetype maxBatch = 200;

    explicit EventController(SqliteStore &store)
        : m_store(store)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult list(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    ApiResult create(const ApiCall &call);
    Outcome<EventRow> rowFrom(const QJsonObject &body, qint64 nowMs) const;
    std::optional<EventType> typeNamed(const QJsonValue &value) const;

    SqliteStore &m_store;
};

} // namespace nsl
