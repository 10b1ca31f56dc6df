// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <utility>
#include <variant>

namespace nsl
{

/// The value of an operation that has none.
using Done = std::monostate;

/// Either a value or the error that explains why there is none.
/// (std::expected is not there in the compilers that we support.)
template<typename T>
class [[nodiscard]] Outcome
{
public:
    Outcome(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Outcome(PlatformError error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// Throws std::bad_variant_access when there is no value.
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T value() && { return std::get<0>(std::move(m_state)); }
    const T *operator->() const { return &value(); }
    const T &operator*() const & { return value(); }

    /// Throws std::bad_variant_access when there is a value.
    const PlatformError &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, PlatformError> m_state;
};

} // namespace nsl
