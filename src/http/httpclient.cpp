// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpclient.h"

#include "clientconnection.h"
#include "loopcore.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace nsl::http
{

/// The connections of one client and the requests that wait for one. Lives on the loop's thread.
class ClientCore : public ConnectionOwner, public std::enable_shared_from_this<ClientCore>
{
public:
    ClientCore(std::shared_ptr<LoopCore> loop, Client::Options options)
        : m_loop(std::move(loop))
        , m_options(std::move(options))
        , m_timer(m_loop->io)
    {
    }

    std::string textOf(std::string_view method, std::string_view path, std::string_view body) const;
    void ask(Exchange exchange);
    void close();

    const Client::Options &options() const { return m_options; }
    LoopCore &loop() { return *m_loop; }

    void handleIdle(Connection &connection) override;
    void handleClosed(Connection &connection, std::optional<Exchange> unanswered,
                      const std::string &error) override;

private:
    void pump();
    void watchTime();
    void endLate();
    void fail(const Exchange &exchange, const std::string &error);

    const std::shared_ptr<LoopCore> m_loop;
    const Client::Options m_options;
    asio::steady_timer m_timer; ///< runs while anything is open
    bool m_timerRuns = false;
    bool m_isClosed = false;
    std::deque<Exchange> m_waiting;
    std::vector<std::shared_ptr<Connection>> m_connections;
    std::vector<Connection *> m_idle; ///< the one used last is at the end
};

std::string ClientCore::textOf(std::string_view method, std::string_view path, std::string_view body) const
{
    std::string text;
    text.reserve(body.size() + 512);
    text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(m_options.address);
    text.append(":").append(std::to_string(m_options.port)).append("\r\n");
    for (const auto &[name, value] : m_options.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty()) {
        text.append("Content-Type: application/json\r\nContent-Length: ");
        text.append(std::to_string(body.size())).append("\r\n");
    }
    text.append("\r\n").append(body);
    return text;
}

void ClientCore::ask(Exchange exchange)
{
    if (m_isClosed || m_waiting.size() >= m_options.maxWaiting) {
        fail(exchange, m_isClosed ? "it has ended" : "too many requests wait for it");
        return;
    }
    m_waiting.push_back(std::move(exchange));
    pump();
    watchTime();
}

void ClientCore::pump()
{
    while (!m_waiting.empty() && !m_isClosed) {
        if (!m_idle.empty()) {
            Connection *connection = m_idle.back();
            m_idle.pop_back();
            Exchange next = std::move(m_waiting.front());
            m_waiting.pop_front();
            connection->send(std::move(next));
            continue;
        }
        if (m_connections.size() >= m_options.maxConnections)
            return;
        auto connection = std::make_shared<Connection>(m_loop->io, *this, m_options.maxAnswerBytes);
        m_connections.push_back(connection);
        Exchange next = std::move(m_waiting.front());
        m_waiting.pop_front();
        connection->connect(m_options.address, m_options.port, std::move(next));
    }
}

void ClientCore::handleIdle(Connection &connection)
{
    m_idle.push_back(&connection);
    pump();
}

void ClientCore::handleClosed(Connection &connection, std::optional<Exchange> unanswered,
                              const std::string &error)
{
    std::erase(m_idle, &connection);
    std::erase_if(m_connections, [&](const auto &known) { return known.get() == &connection; });
    if (unanswered && unanswered->mayBeSentAgain && !m_isClosed) {
        unanswered->mayBeSentAgain = false;
        m_waiting.push_front(std::move(*unanswered));
        // The others were kept as long and may be as dead.
        const auto others = std::exchange(m_idle, {});
        for (Connection *other : others)
            other->end({});
    } else if (unanswered) {
        fail(*unanswered, error);
    }
    pump();
}

void ClientCore::watchTime()
{
    if (m_timerRuns)
        return;
    m_timerRuns = true;
    m_timer.expires_after(
        std::clamp(m_options.answerLimit / 20, std::chrono::milliseconds(5), std::chrono::milliseconds(100)));
    m_timer.async_wait([weak = weak_from_this()](const asio::error_code &error) {
        const auto self = weak.lock();
        if (error || !self)
            return;
        self->m_timerRuns = false;
        self->endLate();
        if (!self->m_waiting.empty() || self->m_idle.size() < self->m_connections.size())
            self->watchTime();
    });
}

void ClientCore::endLate()
{
    const auto now = std::chrono::steady_clock::now();
    const std::string sentence = "it did not answer in time";
    std::vector<Exchange> late;
    while (!m_waiting.empty() && m_waiting.front().deadline <= now) {
        late.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    for (const Exchange &exchange : late)
        fail(exchange, sentence);
    const auto connections = m_connections; // a closed one leaves the list
    for (const auto &connection : connections) {
        if (connection->deadline() && *connection->deadline() <= now)
            connection->end(sentence);
    }
}

void ClientCore::close()
{
    m_isClosed = true;
    m_timer.cancel();
    const auto connections = m_connections;
    for (const auto &connection : connections)
        connection->end("it has ended");
    while (!m_waiting.empty()) {
        const Exchange exchange = std::move(m_waiting.front());
        m_waiting.pop_front();
        fail(exchange, "it has ended");
    }
}

void ClientCore::fail(const Exchange &exchange, const std::string &error)
{
    exchange.answered({0, {}, error});
}

Client::Client(Loop &loop, Options options)
    : m_core(std::make_shared<ClientCore>(loop.m_core, std::move(options)))
{
}

Client::~Client()
{
    close();
}

void Client::ask(std::string_view method, std::string_view path, std::string_view body, Answered answered)
{
    Exchange exchange;
    exchange.text = m_core->textOf(method, path, body);
    exchange.answered = std::move(answered);
    exchange.deadline = std::chrono::steady_clock::now() + m_core->options().answerLimit;
    if (m_core->loop().isCurrent()) {
        m_core->ask(std::move(exchange));
        return;
    }
    m_core->loop().post(
        [core = m_core, exchange = std::move(exchange)]() mutable { core->ask(std::move(exchange)); });
}

void Client::close()
{
    m_core->loop().post([core = m_core] { core->close(); });
}

} // namespace nsl::http
