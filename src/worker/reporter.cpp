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
