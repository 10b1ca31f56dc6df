// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordid.h"
#include "states.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace nsl
{

/// A recipe for training: event types with weights, and thresholds.
struct SignalTemplate
{
    struct Signal
    {
        RecordId eventTypeId;
        QString name;
        int weight = 50;

        friend bool operator==(const Signal &, const Signal &) = default;
    };

    RecordId id;
    QString name;
    Reported<TemplateStatus> status;
    QList<Signal> eventTypes;
    qint64 perSignalMin = 0; ///< an event type with fewer events is left out of a run
    qint64 totalMin = 0;     ///< a run with fewer events in all is refused
    std::optional<RecordId> familyId;
    QDateTime createdAt;
    QDateTime updatedAt;
    qint64 rev = 0;

    friend bool operator==(const SignalTemplate &, const SignalTemplate &) = default;
};

} // namespace nsl
