// SPDX-License-Identifier: GPL-3.0-or-later
#include "torchruntime.h"

#include "computethreads.h"
#include "torchheaders.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

namespace nsl::worker
{

void setComputeThreads(int threads)
{
    at::set_num_threads(threads);
    setLibraryThreads(threads);
}

void seedTorch(std::uint64_t seed)
{
    at::manual_seed(seed);
}

std::string torchVersion()
{
    return TORCH_VERSION;
}

} // namespace nsl::worker
