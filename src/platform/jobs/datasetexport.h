// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"
#include "rundirectory.h"

#include <QJsonObject>
#include <QMap>

#include <atomic>

namespace nsl
{

/// What to write for a run: the events of the surviving signals up to one event, with the template's weights,
/// and the whole catalogue.
struct DatasetRequest
{
    struct Signal
    {
        QString name;
        int weight = 0;
    };
    using Signals = QMap<qint64, Signal>; ///< by event type id

    QString databaseFile;
    RunDirectory directory;
    Signals survivors;
    qint64 throughEventId = 0;
};

/// Writes events.csv and items.jsonl of a run from one moment of the store, over a read-only connection of
/// its own: to be called on a thread that is not the writer's. Returns the facts for the manifest: events,
/// users, items, from, to and digest = SHA-256 of the lines `<sha256>  events.csv` and `<sha256>
/// items.jsonl`, where a row of events.csv counts without timestamp_ms if that says no more than timestamp.
/// When `cancelled` becomes true it stops with an error of kind Cancelled.
Outcome<QJsonObject> exportDataset(const DatasetRequest &request, const std::atomic<bool> &cancelled);

/// Writes events.csv alone, the same bytes as exportDataset() does: all that a split is made from.
Outcome<Done> exportEvents(const DatasetRequest &request, const std::atomic<bool> &cancelled);

} // namespace nsl
