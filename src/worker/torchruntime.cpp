// SPDX-License-Identifier: GPL-3.0-or-later
#include "torchruntime.h"

#include "torchheaders.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <dlfcn.h>
#include <omp.h>

namespace nsl::worker
{

void setComputeThreads(int threads)
{
    at::set_num_threads(threads);
    omp_set_num_threads(threads);
    // OpenBLAS has threads of its own, which neither of the calls above reaches; another BLAS lacks the
    // symbol.
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
        set(threads);
    }
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
