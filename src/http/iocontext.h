// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <asio.hpp>

namespace nsl::http
{

/// execution_context::shutdown() is protected; called after the thread has ended it destroys what is still
/// queued while the things that the queued handlers refer to exist.
class IoContext : public asio::io_context
{
public:
    using asio::io_context::shutdown;
};

} // namespace nsl::http
