// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nsl::tabular
{

/// Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates.
bool isUtf8(std::string_view text);

/// The text without blanks (ASCII white space and the no-break space, which spreadsheets leave) at its ends.
std::string_view trimmed(std::string_view text);

/// At most `most` characters (not bytes) of a text, with an ellipsis where it was cut and nothing that a
/// terminal would obey: for quoting a file in a sentence.
std::string glimpse(std::string_view text, std::size_t most = 40);

} // namespace nsl::tabular
