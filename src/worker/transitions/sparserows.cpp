// SPDX-License-Identifier: GPL-3.0-or-later
#include "transitions/sparserows.h"

#include "failure.h"

#include <algorithm>

namespace nsl::worker
{

void SparseRows::write(const std::string &name, ArtifactWriter &artifact) const
{
    artifact.addIntegers(name + "_first", first);
    artifact.addIntegers(name + "_columns", columns);
    artifact.addTensor(name + "_values", {static_cast<std::int64_t>(values.size())}, values);
}

SparseRows SparseRows::read(const std::string &name, const ArtifactReader &artifact, std::size_t rows,
                            std::size_t width)
{
    SparseRows result;
    const std::size_t entries = artifact.count(name + "_columns.i32");
    result.first =
        artifact.integers<std::int64_t>(name + "_first", rows + 1, 0, static_cast<std::int64_t>(entries));
    if (result.first.front() != 0 || result.first.back() != static_cast<std::int64_t>(entries) ||
        !std::is_sorted(result.first.begin(), result.first.end())) {
        throw Failure("The model artifact cannot be used: the rows of " + name + " do not fit together.");
    }
    result.columns =
        artifact.integers<std::int32_t>(name + "_columns", entries, 0, static_cast<std::int32_t>(width) - 1);
    result.values = artifact.tensor(name + "_values", {static_cast<std::int64_t>(entries)}).values;
    return result;
}

} // namespace nsl::worker
