// SPDX-License-Identifier: GPL-3.0-or-later
#include "streamcontroller.h"

#include "api/changefeeder.h"
#include "api/jobfeeder.h"
#include "paths.h"

namespace nsl
{

namespace
{

/// Where the client goes on; nothing where it begins. Invalid for a text that is no number.
Outcome<std::optional<qint64>> lastEventId(const ApiCall &call)
{
    const QByteArray text = call.header("last-event-id").trimmed();
    if (text.isEmpty())
        return std::optional<qint64>();
    bool ok = false;
    const qint64 id = text.toLongLong(&ok);
    if (!ok || id < 0)
        return PlatformError::invalid(u"Last-Event-ID must be the id of an event of this stream."_qs,
                                      u"invalid_last_event_id"_qs);
    return std::optional<qint64>(id);
}

} // namespace

void StreamController::addRoutes(Router &router)
{
    router.addAsync(u"GET"_qs, paths::jobLogs + u"/{}/stream"_qs,
                    [this](const ApiCall &call, const ApiReply &reply) { job(call, reply); });
    router.addAsync(u"GET"_qs, u"/api/events-stream"_qs,
                    [this](const ApiCall &call, const ApiReply &reply) { changes(call, reply); });
}

void StreamController::job(const ApiCall &call, const ApiReply &reply)
{
    const auto after = lastEventId(call);
    const auto sinceSeq = call.queryInteger(u"since_seq"_qs, -1, 0, std::numeric_limits<qint64>::max());
    if (!after.ok() || !sinceSeq.ok()) {
        reply(after.ok() ? sinceSeq.error() : after.error());
        return;
    }
    const QString jobName = call.parameters.first();
    const auto found = m_store.jobs().findByName(jobName);
    if (!found) {
        reply(PlatformError::notFound(u"There is no training job named \"%1\"."_qs.arg(jobName.left(100)),
                                      u"job_not_found"_qs));
        return;
    }
    JobFeeder::From from;
    from.logId = after->value_or(0);
    if (*sinceSeq >= 0)
        from.seq = *sinceSeq;
    m_streams.open(call, reply, [&](http::Stream stream) {
        return std::make_unique<JobFeeder>(std::move(stream), m_store, found->id,
                                           m_jobs.directoryOf(found->jobName).logFile(), from);
    });
}

void StreamController::changes(const ApiCall &call, const ApiReply &reply)
{
    const auto after = lastEventId(call);
    if (!after.ok()) {
        reply(after.error());
        return;
    }
    const qint64 now = m_store.rev();
    m_streams.open(call, reply, [&](http::Stream stream) {
        return std::make_unique<ChangeFeeder>(std::move(stream), m_store, qMin(after->value_or(now), now));
    });
}

} // namespace nsl
