// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"
#include "trainingjob.h"

#include <QFile>
#include <QString>

#include <optional>

namespace nsl
{

/// A run's log on disk: one line per event, `<ISO time>\t<level>\t<message>`. An event's id is the offset of
/// its line in the file plus one: increasing, stable, and where a reader can go on without reading what comes
/// before.
class JobLog
{
public:
    static constexpr qint64 maxBytes = 16 * 1024 * 1024;
    static constexpr qint64 keptForNotes = 64 * 1024; ///< of it
    static constexpr qsizetype maxPage = 1000;

    struct Query
    {
        qsizetype limit = 200;
        /// Forward, a page ends with the event that makes it this long, whatever the limit.
        qsizetype bytes = 4 * 1024 * 1024;
        std::optional<qint64> after;  ///< events whose id is greater
        std::optional<qint64> before; ///< the last `limit` events whose id is smaller
        bool tail = false;            ///< the last `limit` events
        QString contains;             ///< only events whose message has this text, in any case
        QString level;                ///< only events of this level
    };

    struct Page
    {
        QList<LogEvent> events;
        qint64 position = 0; ///< go on with `after` = this
        bool more = false;   ///< there is more right now
        /// Earlier events, matching or not, have ids below this: go on with `before` = this; 0 = there are
        /// none.
        qint64 reachesBack = 0;
    };

    explicit JobLog(const QString &path);

    /// Appends what the worker says. Beyond the limit one last line says that the rest is dropped.
    void append(const QString &level, const QString &message);
    /// Appends what the platform says of the run: there is room kept for it.
    void note(const QString &level, const QString &message);

    /// An absent file is an empty log.
    static Outcome<Page> read(const QString &path, const Query &query);

private:
    void write(const QString &level, const QString &message);

    QFile m_file;
    bool m_isFull = false;
};

} // namespace nsl
