// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
        qint64 eventTypeId = 0;
        QString name;
        int weight = 50;

        friend bool operator==(const Signal &, const Signal &) = default;
    };

    qint64 id = 0;
    QString name;
    Reported<TemplateStatus> status;
    QList<Signal> eventTypes;
    qint64 perSignalMin = 0; ///< an event type with fewer events is left out of a run
    qint64 totalMin = 0;     ///< a run with fewer events in all is refused
    std::optional<qint64> familyId;
    QDateTime createdAt;
    QDateTime updatedAt;
    qint64 rev = 0;

    friend bool operator==(const SignalTemplate &, const SignalTemplate &) = default;
};

} // namespace nsl
