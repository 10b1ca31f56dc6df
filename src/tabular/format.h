// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delimitedreader.h"
#include "record.h"

#include <memory>
#include <string>
#include <string_view>

namespace nsl::tabular
{

/// How a file is to be read, found from its beginning and its name.
struct FileFormat
{
    enum class Kind { Delimited, JsonLines, JsonArray, Unreadable };

    Kind kind = Kind::Delimited;
    DelimitedFormat delimited;
    std::string reason; ///< Unreadable: a sentence that says what the file is and what to do
};

/// How many bytes of a file recognise() should see.
constexpr std::size_t recognisedBytes = 64 * 1024;

/// `head`: the first bytes, unpacked; `name`: the file's name. `separator`: what the caller knows of it, or
/// empty for the one that cuts the first lines best: comma, tab, semicolon, bar or two colons.
FileFormat recognise(std::string_view head, std::string_view name, std::string_view separator);

/// Whether the text can separate fields: one to eight characters, none of them a quote or a line break.
bool isSeparator(std::string_view text);

/// A reader for a format that is not Unreadable. A delimited one still has to read its header.
std::unique_ptr<RecordReader> makeReader(Input &input, const FileFormat &format);

} // namespace nsl::tabular
