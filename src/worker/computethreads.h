// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nsl::worker
{

/// Fixes the number of threads of OpenMP and the BLAS.
void setLibraryThreads(int threads);

} // namespace nsl::worker
