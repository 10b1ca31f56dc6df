// SPDX-License-Identifier: GPL-3.0-or-later
#include "computethreads.h"

#include <dlfcn.h>
#include <omp.h>

namespace nsl::worker
{

void setLibraryThreads(int threads)
{
    omp_set_num_threads(threads);
    // OpenBLAS has threads of its own, which the call above does not reach; another BLAS lacks the symbol.
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
        set(threads);
    }
}

} // namespace nsl::worker
