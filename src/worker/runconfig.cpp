// SPDX-License-Identifier: GPL-3.0-or-later
#include "runconfig.h"

#include "failure.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{

constexpr std::size_t maxConfigBytes = 4 * 1024 * 1024;

nlohmann::json readObject(const std::filesystem::path &file)
{
    nlohmann::json value = nlohmann::json::parse(readSmallFile(file, maxConfigBytes), nullptr, false);
    if (!value.is_object()) {
        throw Failure("The file " + file.string() + " does not hold a JSON object.");
    }
    return value;
}

std::map<std::string, std::string> readHyperparameters(const ContainerPaths &paths)
{
    std::map<std::string, std::string> given;
    const nlohmann::json hyperparameters = readObject(paths.hyperparameters());
    for (const auto &[name, value] : hyperparameters.items()) {
        if (!value.is_string()) {
            throw Failure("The hyperparameter " + name.substr(0, 40) +
                          " is not a string, as the container contract asks.");
        }
        given.emplace(name, value.get<std::string>());
    }
    return given;
}

} // namespace

OptionValues readProtocolOptions(const ContainerPaths &paths)
{
    const std::vector<OptionSpec> specs = protocolOptions();
    std::map<std::string, std::string> given = readHyperparameters(paths);
    std::erase_if(given, [&](const auto &entry) {
        return std::none_of(specs.begin(), specs.end(),
                            [&](const OptionSpec &spec) { return spec.name == entry.first; });
    });
    return resolveOptions("evaluate", specs, given);
}

int requestedThreads(const ContainerPaths &paths)
{
    try {
        return static_cast<int>(readProtocolOptions(paths).integer("threads"));
    } catch (const Failure &) {
        return 1;
    }
}

RunConfig readRunConfig(const ContainerPaths &paths)
{
    RunConfig config;
    config.given = readHyperparameters(paths);
    if (const auto family = config.given.find("family"); family != config.given.end()) {
        config.family = family->second;
        config.given.erase(family);
    }
    if (config.family.empty()) {
        throw Failure(
            "hyperparameters.json names no family; set \"family\", for example to \"two-tower-gru\".");
    }
    std::error_code error;
    if (std::filesystem::exists(paths.runConfig(), error)) {
        config.run = readObject(paths.runConfig());
    }
    return config;
}

} // namespace nsl::worker
