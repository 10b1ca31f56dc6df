// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"
#include "store/sqlitestore.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

namespace nsl
{

/// One event in the form of text/event-stream; `id` is left out where there is none to go on from.
std::string sseEvent(const char *event, const QJsonObject &data, std::optional<qint64> id = {});

/// What fills one event stream. Lives as long as the stream.
class StreamFeeder : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StreamFeeder)

public:
    explicit StreamFeeder(http::Stream stream)
        : m_stream(std::move(stream))
    {
    }
    /// To be called once, when the stream is open, and whenever the store has changed.
    virtual void pump() = 0;

protected:
    http::Stream m_stream;
};

/// The open event streams: who reads them, what fills them. A key that is revoked, or loses the scope, loses
/// its streams, whoever revoked it. Lives on the store's thread.
class EventStreams : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventStreams)

public:
    static constexpr std::size_t maxStreams = 200;
    static constexpr int lookInterval =
        50; ///< milliseconds between two looks at the store, while anyone reads
    using Feed = std::function<std::unique_ptr<StreamFeeder>(http::Stream)>;

    explicit EventStreams(SqliteStore &store, QObject *parent = nullptr);

    /// Answers the call with a stream that `feed` fills. Unavailable where too many are open.
    void open(const ApiCall &call, const ApiReply &reply, const Feed &feed);
    std::size_t openStreams() const { return m_streams.size(); }

private:
    struct Entry
    {
        qint64 keyId = 0; ///< 0 = the session's key, which is good for as long as the server runs
        http::Stream stream;
        std::unique_ptr<StreamFeeder> feeder;
    };

    void look();
    void closeUnauthorised();
    void forget(quint64 id);

    SqliteStore &m_store;
    std::map<quint64, Entry> m_streams;
    quint64 m_nextId = 1;
    qint64 m_seenRev = 0;
    QTimer m_timer;
};

} // namespace nsl
