// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingrun.h"

#include "computethreads.h"
#include "failure.h"
#include "invocation.h"
#include "servedfamilies.h"
#include "sha256.h"
#include "stopsignal.h"

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace nsl::worker
{

namespace
{

constexpr int warmUpQueries = 20;
constexpr std::size_t warmUpLimit = 20;

std::string environment(const char *name)
{
    const char *value = std::getenv(name);
    return value != nullptr ? value : "";
}

http::Response jsonResponse(int status, std::string body)
{
    http::Response response;
    response.status = status;
    response.headers.emplace("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

/// Takes the cost of the first requests before anyone waits for them.
void warmUp(Recommender &recommender)
{
    Query query;
    query.limit = warmUpLimit;
    const Recommendations popular = recommender.recommend(query);
    for (int i = 0; i < warmUpQueries && !popular.items.empty(); ++i) {
        throwIfStopped();
        Query warm;
        warm.limit = warmUpLimit;
        const std::size_t length = std::min(popular.items.size(), static_cast<std::size_t>(i % 10) + 1);
        for (std::size_t k = 0; k < length; ++k) {
            warm.history.push_back({popular.items[k].first, 1.0F, static_cast<std::int64_t>(k)});
        }
        recommender.recommend(warm);
    }
}

/// Blocks until a stop is requested. The signal stays blocked except while waiting, so that one that comes
/// between the check and the wait is not missed.
void waitForStop()
{
    sigset_t blocked;
    sigset_t previous;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    pthread_sigmask(SIG_BLOCK, &blocked, &previous);
    sigset_t waiting = previous;
    sigdelset(&waiting, SIGTERM);
    sigdelset(&waiting, SIGINT);
    while (!stopRequested()) {
        sigsuspend(&waiting);
    }
    pthread_sigmask(SIG_SETMASK, &previous, nullptr);
}

} // namespace

ServingOptions ServingOptions::fromEnvironment()
{
    ServingOptions options;
    const std::string port = environment("SAGEMAKER_BIND_TO_PORT");
    if (!port.empty()) {
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
        if (error != std::errc() || end != port.data() + port.size()) {
            throw Failure("SAGEMAKER_BIND_TO_PORT must be a port number from 0 to 65535.");
        }
    }
    options.token = environment("NSL_WORKER_TOKEN");
    if (!options.token.empty() && options.token.size() < 16) {
        throw Failure("NSL_WORKER_TOKEN must have at least 16 characters.");
    }
    options.artifactSha256 = environment("NSL_ARTIFACT_SHA256");
    if (!options.artifactSha256.empty() &&
        (options.artifactSha256.size() != 64 ||
         options.artifactSha256.find_first_not_of("0123456789abcdef") != std::string::npos)) {
        throw Failure("NSL_ARTIFACT_SHA256 must be 64 lower-case hex digits.");
    }
    return options;
}

bool isLoopbackHost(std::string_view host)
{
    std::string_view name = host;
    std::string_view port;
    if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos && !name.ends_with(']')) {
        port = name.substr(colon + 1);
        name = name.substr(0, colon);
        if (port.empty() || port.size() > 5 ||
            port.find_first_not_of("0123456789") != std::string_view::npos) {
            return false;
        }
    }
    return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

ServingHandler::ServingHandler(Recommender &recommender, std::string token)
    : m_recommender(recommender)
    , m_token(std::move(token))
    , m_pingReply(pingReply(recommender.dimension()))
{
}

void ServingHandler::handle(http::Request request, http::Responder responder)
{
    responder.respond(answer(request));
}

http::Response ServingHandler::answer(const http::Request &request)
{
    if (!m_token.empty()) {
        if (!isLoopbackHost(request.header("host"))) {
            return jsonResponse(421, errorReply("This worker answers to a loopback host name only."));
        }
        constexpr std::string_view scheme = "Bearer ";
        const std::string_view given = request.header("authorization");
        if (!given.starts_with(scheme) || !equalInConstantTime(given.substr(scheme.size()), m_token)) {
            return jsonResponse(401, errorReply("Unauthorized"));
        }
    }
    if (request.path == "/ping") {
        // Requests are taken only once the model is warm.
        return request.method == "GET" || request.method == "HEAD"
                   ? jsonResponse(200, m_pingReply)
                   : jsonResponse(405, errorReply("/ping takes GET."));
    }
    if (request.path != "/invocations") {
        return jsonResponse(404,
                            errorReply("There is no such path; this worker has /ping and /invocations."));
    }
    if (request.method != "POST") {
        return jsonResponse(405, errorReply("/invocations takes POST."));
    }
    const auto parsed = parseInvocation(request.body);
    if (const auto *sentence = std::get_if<std::string>(&parsed)) {
        return jsonResponse(400, errorReply(*sentence));
    }
    return jsonResponse(200, invocationReply(m_recommender.recommend(std::get<Query>(parsed))));
}

void ServingRun::run()
{
    const ServingOptions options = ServingOptions::fromEnvironment();
    setLibraryThreads(1);
    std::unique_ptr<Recommender> recommender;
    {
        const ArtifactReader artifact(m_paths.artifact(), options.artifactSha256);
        recommender = loadRecommender(artifact);
    }
    warmUp(*recommender);

    ServingHandler handler(*recommender, options.token);
    http::Options server;
    // Only a container, which has no root of its own choosing, is reached from outside without a token.
    const bool isContainer = environment("NSL_WORKER_ROOT").empty();
    server.address = options.token.empty() && isContainer ? "0.0.0.0" : "127.0.0.1";
    server.port = options.port;
    http::Server http(server, handler);
    const http::Server::Started started = http.start();
    if (!started) {
        throw Failure("Cannot listen on port " + std::to_string(options.port) + ": " + started.error);
    }
    m_reporter.ready(started.port);
    waitForStop();
    http.stop(std::chrono::milliseconds(2000));
    throw Stopped();
}

} // namespace nsl::worker
