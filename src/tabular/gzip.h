// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes.h"

#include <memory>

namespace nsl::tabular
{

/// Whether the bytes begin as a gzip file does.
bool isGzip(std::string_view head);

/// The unpacked bytes of gzip data, of all its members. Throws InputError for damaged or cut data.
class GzipInput : public Input
{
public:
    /// `packed` outlives this.
    explicit GzipInput(Input &packed);
    ~GzipInput() override;
    GzipInput(const GzipInput &) = delete;
    GzipInput &operator=(const GzipInput &) = delete;

    std::size_t read(char *to, std::size_t size) override;

private:
    bool fill();

    struct State;
    Input &m_packed;
    std::unique_ptr<State> m_state;
};

} // namespace nsl::tabular
