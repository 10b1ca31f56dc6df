// SPDX-License-Identifier: GPL-3.0-or-later
#include "runconfig.h"

#include "failure.h"

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

} // namespace

RunConfig readRunConfig(const ContainerPaths &paths)
{
    RunConfig config;
    const nlohmann::json hyperparameters = readObject(paths.hyperparameters());
    for (const auto &[name, value] : hyperparameters.items()) {
        if (!value.is_string()) {
            throw Failure("The hyperparameter " + name.substr(0, 40) +
                          " is not a string, as the container contract asks.");
        }
        if (name == "family") {
            config.family = value.get<std::string>();
        } else {
            config.given.emplace(name, value.get<std::string>());
        }
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
