// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nsl::worker
{

/// A sparse matrix by rows (compressed sparse row): entry k of row r has column columns[k] and values[k] for
/// k from first[r] to first[r + 1]. Three plain arrays rather than a library's matrix class: they are written
/// and checked as they stand, and the one thing ever done with them is to add up a few rows.
struct SparseRows
{
    std::vector<std::int64_t> first = {0}; ///< [rows + 1]
    std::vector<std::int32_t> columns;
    std::vector<float> values;

    std::size_t rows() const { return first.size() - 1; }
    void add(std::int32_t column, float value)
    {
        columns.push_back(column);
        values.push_back(value);
    }
    void endRow() { first.push_back(static_cast<std::int64_t>(columns.size())); }

    void write(const std::string &name, ArtifactWriter &artifact) const;
    /// Throws Failure unless the artifact holds a sound matrix of @p rows rows and @p width columns.
    static SparseRows read(const std::string &name, const ArtifactReader &artifact, std::size_t rows,
                           std::size_t width);
};

} // namespace nsl::worker
