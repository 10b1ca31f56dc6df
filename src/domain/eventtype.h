// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordid.h"

#include <QDateTime>
#include <QString>

namespace nsl
{

/// A signal that the customer defines ("click", "purchase").
struct EventType
{
    RecordId id;
    QString name;
    int weight = 50; ///< how informative it is, 1-100 (0 is legal on the wire only)
    qint64 eventCount = 0;
    QDateTime lastEventAt; ///< UTC; invalid = none yet
    QDateTime createdAt;
    qint64 rev = 0;

    friend bool operator==(const EventType &, const EventType &) = default;
};

} // namespace nsl
