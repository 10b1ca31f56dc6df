// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nsl::http
{

/// One request as plain data: nothing in it belongs to the connection, so it may go to any thread.
struct Request
{
    std::string method;                            ///< upper case, "GET"
    std::string path;                              ///< decoded, always begins with '/', never holds a NUL
    std::multimap<std::string, std::string> query; ///< decoded; a key may repeat, order kept per key
    std::map<std::string, std::string> headers;    ///< names in lower case; repeated ones joined by ", "
    std::string body;                              ///< whole, within the server's body limit
    std::string peer;                              ///< "127.0.0.1:54321"

    /// The header's value, empty when absent. @p name in lower case.
    std::string_view header(std::string_view name) const;
    /// The first value of a query key, nothing when absent.
    std::optional<std::string> queryValue(const std::string &name) const;
};

/// One answer. Content-Length, Date and Connection are the server's business.
struct Response
{
    int status = 200;
    std::multimap<std::string, std::string> headers; ///< an entry with a control character in it is left out
    std::string body;
};

/// Decodes %XX (and '+' as a space where @p plusIsSpace); nothing for a malformed escape or a NUL.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace);

/// Decodes `a=1&b=2`, as in a URL's query or a form body; nothing when an escape is malformed or when there
/// are more than @p maxPairs pairs.
std::optional<std::multimap<std::string, std::string>> formDecoded(std::string_view text,
                                                                   std::size_t maxPairs = 256);

/// The standard reason phrase ("Not Found"), "Status" for a code without one.
std::string_view reasonPhrase(int status);

} // namespace nsl::http
