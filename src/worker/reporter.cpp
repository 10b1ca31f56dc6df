// SPDX-License-Identifier: GPL-3.0-or-later
#include "reporter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace nsl::worker
{

namespace
{
void printLine(const std::string &line)
{
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}
} // namespace

void Reporter::metric(std::string_view name, double value, std::int64_t step, std::int64_t epoch,
                      std::string_view direction, std::string_view unit)
{
    std::string line = "#metric name=" + std::string(name) + " value=" + numberText(value) +
                       " step=" + std::to_string(step) + " epoch=" + std::to_string(epoch);
    if (!unit.empty()) {
        line += " unit=" + std::string(unit);
    }
    if (!direction.empty()) {
        line += " direction=" + std::string(direction);
    }
    printLine(line);
}

void Reporter::progress(std::string_view phase, std::int64_t step, std::int64_t steps, std::int64_t epoch,
                        std::int64_t epochs)
{
    printLine("#progress phase=" + std::string(phase) + " step=" + std::to_string(step) +
              " steps=" + std::to_string(steps) + " epoch=" + std::to_string(epoch) +
              " epochs=" + std::to_string(epochs));
}

void Reporter::ready(std::uint16_t port)
{
    printLine("#ready port=" + std::to_string(port));
}

void Reporter::log(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\r', ' ');
    printLine(text);
}

PhaseProgress::PhaseProgress(Reporter &reporter, std::string phase, std::size_t steps, std::int64_t epoch,
                             std::int64_t epochs)
    : m_reporter(reporter)
    , m_phase(std::move(phase))
    , m_steps(std::max<std::size_t>(steps, 1))
    , m_epoch(epoch)
    , m_epochs(epochs)
{
    m_reporter.progress(m_phase, 0, static_cast<std::int64_t>(m_steps), m_epoch, m_epochs);
}

void PhaseProgress::reach(std::size_t step)
{
    constexpr std::size_t lines = 10;
    const std::size_t now = std::min(step, m_steps);
    if (now <= m_told || (now < m_steps && now * lines / m_steps == m_told * lines / m_steps)) {
        return;
    }
    m_told = now;
    m_reporter.progress(m_phase, static_cast<std::int64_t>(now), static_cast<std::int64_t>(m_steps), m_epoch,
                        m_epochs);
}

std::string numberText(double value)
{
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "Infinity" : "-Infinity";
    }
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return {text, end.ptr};
}

} // namespace nsl::worker
