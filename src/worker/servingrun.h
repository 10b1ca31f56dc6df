// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "containerpaths.h"
#include "httpserver.h"
#include "model.h"
#include "reporter.h"

#include <cstdint>
#include <memory>
#include <string>

namespace nsl::worker
{

/// How a serving worker was told to serve, by its environment.
struct ServingOptions
{
    std::uint16_t port = 8080;  ///< SAGEMAKER_BIND_TO_PORT; 0 = a free one
    std::string token;          ///< NSL_WORKER_TOKEN; empty only in a container: then any host may ask
    std::string artifactSha256; ///< NSL_ARTIFACT_SHA256; empty = not checked as a whole

    /// Throws Failure for values that make no sense.
    static ServingOptions fromEnvironment();
};

/// Answers `GET /ping` and `POST /invocations`.
class ServingHandler : public http::Handler
{
public:
    ServingHandler(Recommender &recommender, std::string token);
    void handle(http::Request request, http::Responder responder) override;

private:
    http::Response answer(const http::Request &request);

    Recommender &m_recommender;
    std::string m_token;
    std::string m_pingReply;
};

/// Whether a Host header names this machine's loopback interface.
bool isLoopbackHost(std::string_view host);

/// Verifies and loads the artifact, warms up, serves until SIGTERM.
class ServingRun
{
public:
    ServingRun(ContainerPaths paths, Reporter &reporter)
        : m_paths(std::move(paths))
        , m_reporter(reporter)
    {
    }

    /// Ends with Stopped once the open requests are answered. Throws Failure.
    void run();

private:
    ContainerPaths m_paths;
    Reporter &m_reporter;
};

} // namespace nsl::worker
