// SPDX-License-Identifier: GPL-3.0-or-later
// The store numbers its records, so here, and only here, an id gives its number out again.
#include "recordid.h"

namespace nsl
{

template<std::same_as<qint64> T>
RecordId::operator T() const
{
    return m_number;
}

template RecordId::operator qint64() const;

} // namespace nsl
