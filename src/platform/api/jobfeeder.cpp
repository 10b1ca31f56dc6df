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
// The rest waits until the client has taken this much.
constexpr std::size_t enoughAtOnce = 256 * 1024;

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

bool JobFeeder::sendLog()
{
    JobLog::Query query;
    query.limit = JobLog::maxPage;
    query.after = m_logId;
    const auto page = JobLog::read(m_logFile, query);
    if (!page.ok())
        return true;
    for (const LogEvent &event : page->events) {
        say("log", toJson(event), event.id);
        m_logId = event.id;
    }
    return !page->more;
}

void JobFeeder::sendMetrics()
{
    for (const MetricTrim &trim : m_store.metrics().trimsAfter(m_jobId, m_trimSeq)) {
        say("trim", {{u"seq"_qs, trim.seq}, {u"after_step"_qs, trim.afterStep}});
        m_trimSeq = trim.seq + 1;
    }
    struct Point
    {
        const MetricSeries *series;
        MetricPoint point;
    };
    const QList<MetricSeries> all = m_store.metrics().series(m_jobId, {}, m_seq);
    QList<Point> points;
    for (const MetricSeries &series : all) {
        for (const MetricPoint &point : series.points)
            points.append({&series, point});
    }
    std::sort(points.begin(), points.end(),
              [](const Point &left, const Point &right) { return left.point.seq < right.point.seq; });
    for (const Point &one : points) {
        say("metric", {{u"name"_qs, one.series->name},
                       {u"unit"_qs, one.series->unit},
                       {u"direction"_qs, toText(one.series->direction)},
                       {u"seq"_qs, one.point.seq},
                       {u"step"_qs, one.point.step},
                       {u"epoch"_qs, one.point.epoch},
                       {u"wall_ms"_qs, one.point.wallMs},
                       {u"value"_qs, json::metricJson(one.point.value)}});
        m_seq = one.point.seq;
    }
}

void JobFeeder::pump()
{
    if (m_hasEnded || !m_stream.isOpen() || m_stream.backlog() > enoughAtOnce)
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
        sendMetrics();
        const QString status = job->status.text;
        if (job->rev != m_rev) {
            m_rev = job->rev;
            say("status",
                {{u"job_name"_qs, job->jobName}, {u"status"_qs, status}, {u"job"_qs, toJson(*job)}});
        }
        if (!isActive(job->status.value) && logIsWhole) {
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
