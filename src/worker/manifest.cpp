// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest.h"

#include "torchruntime.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace nsl::worker
{

namespace
{

std::string isoTime(std::int64_t milliseconds)
{
    const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
    std::tm parts{};
    if (gmtime_r(&seconds, &parts) == nullptr) {
        return {};
    }
    char text[64];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    char tail[16];
    std::snprintf(tail, sizeof tail, ".%03dZ", static_cast<int>(milliseconds % 1000));
    return std::string(text, length) + tail;
}

std::string processorName()
{
    std::ifstream in("/proc/cpuinfo");
    std::string line;
    while (std::getline(in, line)) {
        if (line.starts_with("model name")) {
            const std::size_t colon = line.find(": ");
            return colon == std::string::npos ? std::string() : line.substr(colon + 2);
        }
    }
    return "unknown";
}

nlohmann::json datasetJson(const RunFacts &facts)
{
    nlohmann::json dataset = {
        {"events", facts.events.events.size()},
        {"users", facts.events.users.size()},
        {"items", facts.catalogueItems},
        {"per_signal_counts", facts.events.perSignalCounts},
        {"dropped_signals", nullptr},
        {"from", isoTime(facts.events.from)},
        {"to", isoTime(facts.events.to)},
        {"through_event_id", facts.events.throughRow},
        {"catalogue_revision", nullptr},
        {"digest", nullptr},
        {"input_digest", facts.dataDigest},
        {"trained_events", facts.interactions.count},
        {"trained_users", facts.interactions.users.size()},
        {"trained_items", facts.interactions.items.size()},
    };
    if (const auto known = facts.config.run.find("dataset");
        known != facts.config.run.end() && known->is_object()) {
        dataset.update(*known);
    }
    return dataset;
}

} // namespace

nlohmann::json optionsJson(const OptionValues &options)
{
    nlohmann::json result = nlohmann::json::object();
    for (const auto &[name, value] : options.all()) {
        std::visit([&, key = name](const auto &v) { result[key] = v; }, value);
    }
    return result;
}

nlohmann::json makeManifest(const RunFacts &facts)
{
    const auto fromPlatform = [&](const char *key) {
        const auto it = facts.config.run.find(key);
        return it == facts.config.run.end() ? nlohmann::json() : *it;
    };
    return {
        {"manifest_version", 1},
        {"job_name", fromPlatform("job_name")},
        {"template", fromPlatform("template")},
        {"family", facts.config.family},
        {"options", optionsJson(facts.options)},
        {"dataset", datasetJson(facts)},
        {"evaluation",
         {{"protocol", evaluationProtocol},
          {"split_digest", facts.splitDigest},
          {"k", metricK},
          {"candidates", facts.interactions.coreItems()},
          {"users", facts.evaluatedUsers},
          {"live_job_name", fromPlatform("live_job_name")}}},
        {"environment",
         {{"code_version", NSL_VERSION},
          {"torch_version", torchVersion()},
          {"threads", facts.options.integer("threads")},
          {"host_cpu", processorName()}}},
        {"parent_version", fromPlatform("parent_version")},
        {"started_at", facts.startedAt},
        {"finished_at", facts.finishedAt},
        {"artifact", {{"bytes", facts.artifactBytes}, {"sha256", facts.artifactSha256}}},
        {"index", facts.index},
    };
}

std::string utcNow()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return isoTime(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

} // namespace nsl::worker
