// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/eventstreams.h"

#include <QHash>

namespace nsl
{

/// Streams one run: `log` (with the log's ids, to go on from), `metric`, `trim` (points with a seq up to
/// `seq` and a step after `after_step` are void: they are measured again), `status`, and `end` when the run
/// has ended and everything has been said.
class JobFeeder : public StreamFeeder
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobFeeder)

public:
    struct From
    {
        qint64 logId = 0;          ///< log events with a greater id
        std::optional<qint64> seq; ///< points with a greater seq; absent = the newest maxOldPoints
    };
    static constexpr qint64 maxOldPoints = 2000;

    JobFeeder(http::Stream stream, SqliteStore &store, qint64 jobId, QString logFile, From from);

    void pump() override;

private:
    /// Whether the client has not taken so much of what was said that the rest had better wait.
    bool isBehind() const;
    /// Both say a part at a time; whether that was all there is just now.
    bool sendLog();
    bool sendMetrics();
    void sendPointsThrough(qint64 seq);
    void say(const char *event, const QJsonObject &data, std::optional<qint64> id = {});

    SqliteStore &m_store;
    const qint64 m_jobId;
    const QString m_logFile;
    qint64 m_logId;
    qint64 m_seq = 0;
    qint64 m_trimSeq = 0; ///< trims below this one were said, or concern nothing that was
    qint64 m_rev = 0;
    QHash<qint64, MetricSeries> m_series; ///< by id
    bool m_hasEnded = false;
    QTimer m_timer; ///< the log is a file that says nothing when it grows
};

} // namespace nsl
