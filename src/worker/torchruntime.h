// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace nsl::worker
{

/// Fixes the number of threads of LibTorch, OpenMP and the BLAS. Results are reproducible to the last bit at
/// one thread only.
void setComputeThreads(int threads);

/// Seeds the random numbers of LibTorch (initial weights, dropout).
void seedTorch(std::uint64_t seed);

std::string torchVersion();

} // namespace nsl::worker
