// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "outcome.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Reads the first rows of a file as an import of it would, and stores nothing. Invalid for a file that
/// cannot be opened or a map that cannot be; what is wrong inside the file is in the preview's errors.
Outcome<FilePreview> previewImport(SqliteStore &store, const ImportRequest &request);

} // namespace nsl
