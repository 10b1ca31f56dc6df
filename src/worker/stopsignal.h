// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nsl::worker
{

/// Makes SIGTERM and SIGINT a request to stop, which long work looks for at its next safe point.
void installStopSignals();

bool stopRequested() noexcept;

/// Throws Stopped when a stop was requested. Cheap: call it once per batch, per user or per thousand rows.
void throwIfStopped();

} // namespace nsl::worker
