// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace nsl::worker
{

/// The run cannot go on. what() is one sentence a person can act on; it ends up in `output/failure`.
class Failure : public std::runtime_error
{
public:
    explicit Failure(const std::string &sentence)
        : std::runtime_error(sentence)
    {
    }
};

/// The run was asked to stop (SIGTERM): no model is left behind.
class Stopped : public std::exception
{
public:
    const char *what() const noexcept override { return "stopped"; }
};

} // namespace nsl::worker
