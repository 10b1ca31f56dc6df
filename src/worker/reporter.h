// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nsl::worker
{

/// The lines a worker prints: `#metric`, `#progress`, `#ready`, and everything else is log. Each line is
/// flushed at once, because the reader shows it live.
class Reporter
{
public:
    /// @p direction "min", "max" or "none"; empty leaves it out. Values that are not finite are written as
    /// NaN, Infinity or -Infinity.
    void metric(std::string_view name, double value, std::int64_t step, std::int64_t epoch,
                std::string_view direction = {}, std::string_view unit = {});
    /// @p phase one of preparing, training, evaluating, refitting, indexing, packaging.
    void progress(std::string_view phase, std::int64_t step, std::int64_t steps, std::int64_t epoch,
                  std::int64_t epochs);
    void ready(std::uint16_t port);
    /// One line of log; line breaks in @p text become spaces.
    void log(std::string text);
};

/// The shortest decimal text that reads back as the same double.
std::string numberText(double value);

} // namespace nsl::worker
