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
    /// @p phase one of preparing, training, evaluating, refitting, indexing, packaging; @p step of @p steps
    /// is where it is in the whole phase, all epochs of a fit included.
    void progress(std::string_view phase, std::int64_t step, std::int64_t steps, std::int64_t epoch,
                  std::int64_t epochs);
    void ready(std::uint16_t port);
    /// One line of log; line breaks in @p text become spaces.
    void log(std::string text);
};

/// The progress of one phase, told at its beginning, its end and about ten times between.
class PhaseProgress
{
public:
    /// @p steps in all; the phase begins now.
    PhaseProgress(Reporter &reporter, std::string phase, std::size_t steps, std::int64_t epoch,
                  std::int64_t epochs);

    void reach(std::size_t step);
    void finish() { reach(m_steps); }

private:
    Reporter &m_reporter;
    std::string m_phase;
    std::size_t m_steps;
    std::size_t m_told = 0; ///< the step that was told last
    std::int64_t m_epoch;
    std::int64_t m_epochs;
};

/// The shortest decimal text that reads back as the same double.
std::string numberText(double value);

} // namespace nsl::worker
