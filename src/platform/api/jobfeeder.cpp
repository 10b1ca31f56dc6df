// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobfeeder.h"

#include "jobs/joblog.h"
#include "jsonwrite.h"
#include "trainingjson.h"

#include <algorithm>

namespace nsl
{

namespace
{

constexpr int logInterval = 200;
constexpr int behindInterval = 20; // while there is more to say than the client has taken
// The rest waits until the client has taken this much. With one page of the log and one of points on top of
// it, each byte of which may become several in JSON, it stays below what a client is dropped for.
constexpr std::size_t enoughAtOnce = 256 * 1024;
constexpr qsizetype logPageBytes = 64 * 1024;
constexpr qint64 pointsAtOnce = 500;

} // namespace

JobFeeder::JobFeeder(http::Stream stream, SqliteStore &store, qint64 jobId, QString logFile, From from)
    : StreamFeeder(std::move(stream))
    , m_store(store)
    , m_jobId(jobId)
    , m_logFile(std::move(logFile))
    , m_logId(from.logId)
{
    // A seq counts the points of all series together.
    if (from.seq)
        m_seq = *from.seq;
    else
        m_seq = std::max<qint64>(0, m_store.metrics().lastSeq(jobId) - maxOldPoints);
    // Who begins anew holds nothing that could be void.
    m_trimSeq = from.seq.value_or(0) > 0 ? m_seq : m_store.metrics().lastSeq(jobId);
    m_timer.setInterval(logInterval);
    connect(&m_timer, &QTimer::timeout, this, &JobFeeder::pump);
    m_timer.start();
}

void JobFeeder::say(const char *event, const QJsonObject &data, std::optional<qint64> id)
{
    m_stream.write(sseEvent(event, data, id));
}

bool JobFeeder::isBehind() const
{
    return m_stream.backlog() > enoughAtOnce;
}

bool JobFeeder::sendLog()
{
    JobLog::Query query;
    query.limit = JobLog::maxPage;
    query.bytes = logPageBytes;
    for (;;) {
        if (isBehind())
            return false;
        query.after = m_logId;
        const auto page = JobLog::read(m_logFile, query);
        if (!page.ok())
            return true;
        for (const LogEvent &event : page->events)
            say("log", toJson(event), event.id);
        const bool goesOn = page->more && page->position > m_logId;
        m_logId = page->position;
        if (!goesOn)
            return !page->more;
    }
}

bool JobFeeder::sendMetrics()
{
    for (const MetricTrim &trim : m_store.metrics().trimsAfter(m_jobId, m_trimSeq)) {
        say("trim", {{u"seq"_qs, trim.seq}, {u"after_step"_qs, trim.afterStep}});
        m_trimSeq = trim.seq + 1;
    }
    const qint64 last = m_store.metrics().lastSeq(m_jobId);
    while (m_seq < last) {
        if (isBehind())
            return false;
        const qint64 through = std::min(last, m_seq + pointsAtOnce);
        sendPointsThrough(through);
        m_seq = through;
    }
    return true;
}

void JobFeeder::sendPointsThrough(qint64 seq)
{
    const QList<SeriesPoint> points = m_store.metrics().between(m_jobId, m_seq, seq);
    for (const SeriesPoint &one : points) {
        auto series = m_series.constFind(one.seriesId);
        if (series == m_series.constEnd()) { // one that is new
            m_series = m_store.metrics().seriesById(m_jobId);
            series = m_series.constFind(one.seriesId);
        }
        say("metric", {{u"name"_qs, series->name},
                       {u"unit"_qs, series->unit},
                       {u"direction"_qs, toText(series->direction)},
                       {u"seq"_qs, one.point.seq},
                       {u"step"_qs, one.point.step},
                       {u"epoch"_qs, one.point.epoch},
                       {u"wall_ms"_qs, one.point.wallMs},
                       {u"value"_qs, json::metricJson(one.point.value)}});
    }
}

void JobFeeder::pump()
{
    if (m_hasEnded || !m_stream.isOpen() || isBehind())
        return;
    try {
        // The status first: what an ended run has logged and measured is complete.
        const auto job = m_store.jobs().find(m_jobId);
        if (!job) { // deleted meanwhile
            m_hasEnded = true;
            m_stream.end();
            return;
        }
        const bool logIsWhole = sendLog();
        const bool pointsAreWhole = sendMetrics();
        m_timer.setInterval(logIsWhole && pointsAreWhole ? logInterval : behindInterval);
        const QString status = job->status.text;
        if (job->rev != m_rev) {
            m_rev = job->rev;
            say("status",
                {{u"job_name"_qs, job->jobName}, {u"status"_qs, status}, {u"job"_qs, toJson(*job)}});
        }
        if (!isActive(job->status.value) && logIsWhole && pointsAreWhole) {
            say("end", {{u"job_name"_qs, job->jobName}, {u"status"_qs, status}});
            m_hasEnded = true;
            m_stream.end();
        }
    } catch (const StoreFailure &) {
        m_hasEnded = true;
        m_stream.end(); // the client asks again and is told
    }
}

} // namespace nsl
