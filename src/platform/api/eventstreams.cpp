// SPDX-License-Identifier: GPL-3.0-or-later
#include "eventstreams.h"

#include <QJsonDocument>

namespace nsl
{

namespace
{

http::Response headFor(const ApiCall &call)
{
    http::Response head;
    head.headers = {{"Content-Type", "text/event-stream"},
                    {"Cache-Control", "no-store"},
                    {"X-Content-Type-Options", "nosniff"},
                    {"X-Accel-Buffering", "no"},
                    {"X-Request-Id", call.requestId.toStdString()}};
    return head;
}

} // namespace

std::string sseEvent(const char *event, const QJsonObject &data, std::optional<qint64> id)
{
    std::string text;
    if (id)
        text += "id: " + std::to_string(*id) + '\n';
    text += "event: ";
    text += event;
    // Compact JSON holds no line break.
    text += "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact).toStdString() + "\n\n";
    return text;
}

EventStreams::EventStreams(SqliteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &EventStreams::look);
}

void EventStreams::open(const ApiCall &call, const ApiReply &reply, const Feed &feed)
{
    http::Response head = headFor(call);
    if (call.method == u"HEAD") {
        call.responder.respond(std::move(head));
        return;
    }
    if (m_streams.size() >= maxStreams) {
        reply(PlatformError::unavailable(u"Too many event streams are open: close one."_qs,
                                         u"too_many_streams"_qs));
        return;
    }
    if (m_streams.empty())
        m_seenRev = m_store.rev();
    const quint64 id = m_nextId++;
    head.body = ": open\n\n";
    Entry entry;
    entry.keyId = call.actor().keyId;
    // The server ends before this object does, so the call back finds it.
    entry.stream = call.responder.stream(std::move(head), ": still here\n\n", [this, id] {
        QMetaObject::invokeMethod(
            this, [this, id] { forget(id); }, Qt::QueuedConnection);
    });
    entry.feeder = feed(entry.stream);
    StreamFeeder &feeder = *entry.feeder;
    m_streams.emplace(id, std::move(entry));
    m_timer.start();
    feeder.pump();
}

void EventStreams::forget(quint64 id)
{
    m_streams.erase(id);
    if (m_streams.empty())
        m_timer.stop();
}

void EventStreams::look()
{
    const auto rev = m_store.read([this]() -> Outcome<qint64> { return m_store.rev(); });
    if (!rev.ok() || *rev == m_seenRev)
        return;
    m_seenRev = *rev;
    closeUnauthorised();
    for (const auto &[id, entry] : m_streams)
        entry.feeder->pump();
}

void EventStreams::closeUnauthorised()
{
    for (const auto &[id, entry] : m_streams) {
        if (entry.keyId == 0)
            continue;
        const auto key = m_store.read(
            [&]() -> Outcome<std::optional<ApiKey>> { return m_store.keys().find(entry.keyId); });
        const bool isGood = key.ok() && *key && !(*key)->revoked && (*key)->scopes.contains(u"admin"_qs);
        if (!isGood)
            entry.stream.end();
    }
}

} // namespace nsl
