// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainingjob.h"

#include <optional>

namespace nsl
{

/// How much of a whole run is done, 0..1; absent before its training has begun and where nothing is known.
///
/// A worker counts steps within an epoch and epochs within a fit, and a run has two fits: on the training
/// part of the data, validated after each epoch, and again on all of it. The answer never falls while a run
/// goes on.
std::optional<double> runFraction(const TrainingJob &job);

} // namespace nsl
