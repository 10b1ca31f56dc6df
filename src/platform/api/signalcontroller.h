// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"

namespace nsl
{

/// Event types and signal templates (contract 2.1).
class SignalController
{
public:
    explicit SignalController(SqliteStore &store)
        : m_store(store)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult listEventTypes(const ApiCall &call);
    ApiResult createEventType(const ApiCall &call);
    ApiResult updateEventType(const ApiCall &call);
    ApiResult removeEventType(const ApiCall &call);
    ApiResult saveValues(const ApiCall &call);
    ApiResult listTemplates(const ApiCall &call);
    ApiResult createTemplate(const ApiCall &call);
    ApiResult updateTemplate(const ApiCall &call);
    ApiResult removeTemplate(const ApiCall &call);

    Outcome<EventType> changedEventType(const QJsonObject &body, const EventType &before) const;
    Outcome<SignalTemplate> changedTemplate(const QJsonObject &body, SignalTemplate before) const;

    SqliteStore &m_store;
};

} // namespace nsl
