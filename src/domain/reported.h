// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nsl
{

/// An enum value as a server reported it. A word that this program does not know is kept as it
/// came and shown as its text, so that a newer server never makes a state look like another one.
template<typename E>
struct Reported
{
    E value = E::Unknown;
    QString text; ///< the word on the wire; empty = the field was missing

    Reported() = default;
    Reported(E known)
        : value(known)
        , text(toText(known))
    {
    }
    Reported(E known, QString word)
        : value(known)
        , text(std::move(word))
    {
    }

    bool operator==(E other) const { return value == other; }
    friend bool operator==(const Reported &, const Reported &) = default;
};

} // namespace nsl
