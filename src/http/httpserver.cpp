// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpserver.h"

#include "servercore.h"

#include <utility>

namespace nsl::http
{

Responder::Responder(std::weak_ptr<ServerCore> core, std::uint64_t id)
    : m_core(std::move(core))
    , m_id(id)
{
}

void Responder::respond(Response response) const
{
    if (const auto core = m_core.lock())
        core->post(m_id, std::move(response));
}

Stream Responder::stream(Response head, std::string heartbeat, std::function<void()> closed) const
{
    auto state = std::make_shared<Stream::State>();
    if (const auto core = m_core.lock())
        core->postStream(m_id, std::move(head), std::move(heartbeat), std::move(closed), state);
    return Stream(m_core, m_id, std::move(state));
}

Stream::Stream(std::weak_ptr<ServerCore> core, std::uint64_t id, std::shared_ptr<State> state)
    : m_core(std::move(core))
    , m_id(id)
    , m_state(std::move(state))
{
}

void Stream::write(std::string piece) const
{
    const auto core = m_core.lock();
    if (core && isOpen())
        core->postPiece(m_id, std::move(piece), m_state);
}

void Stream::end() const
{
    if (const auto core = m_core.lock())
        core->postEnd(m_id);
}

Server::Server(Options options, Handler &handler)
    : m_core(std::make_shared<ServerCore>(std::move(options), handler))
{
}

Server::~Server()
{
    m_core->stop(std::chrono::milliseconds(0));
}

Server::Started Server::start()
{
    return m_core->start();
}

void Server::stopAccepting()
{
    m_core->stopAccepting();
}

std::size_t Server::pendingRequests() const
{
    return m_core->pending();
}

void Server::stop(std::chrono::milliseconds grace)
{
    m_core->stop(grace);
}

} // namespace nsl::http
