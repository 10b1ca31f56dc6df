// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlitestore.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace nsl
{

/// Gives the database's unused space back to the disk while it is served: page by page, in short turns on the
/// store's thread, so that requests are answered in between.
class Compaction : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Compaction)

public:
    struct Result
    {
        qint64 bytesBefore = 0;
        qint64 bytesAfter = 0;
    };
    using Finished = std::function<void(const Outcome<Result> &)>;

    explicit Compaction(SqliteStore &store, QObject *parent = nullptr);

    /// Calls `finished` once, later, unless `context` is destroyed before. Conflict, at once, while another
    /// one runs, and for a database that an earlier version made and that was not compacted at rest since
    /// (code "compact_at_rest").
    void start(QObject *context, Finished finished);

private:
    void takeTurn();
    void end(const Outcome<Result> &result);

    SqliteStore &m_store;
    QTimer m_turns;
    QMetaObject::Connection m_contextGone;
    Finished m_finished;
    Result m_result;
};

} // namespace nsl
