// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/itemfilter.h"
#include "store/servingreader.h"

#include <QByteArray>
#include <QHash>

#include <optional>
#include <unordered_map>

namespace nsl
{

/// The catalogue as recommendations need it, kept in memory until forget() is called: whenever the
/// catalogue has changed. Lives on the reader's thread; throws StoreFailure as the repositories do.
class ItemDirectory
{
public:
    explicit ItemDirectory(ServingReader &reader)
        : m_reader(reader)
    {
    }

    void forget();
    /// The JSON of an item's row up to its rank, which is to be followed by `<rank>,"score":<score>}`; null
    /// where the item cannot be recommended (any more). Valid until the next call.
    const QByteArray *rowHead(const QByteArray &id);
    bool matches(const QByteArray &id, const ItemFilter &filter);
    const QByteArrayList &inactiveIds();

private:
    ServingReader &m_reader;
    std::unordered_map<QByteArray, QByteArray> m_heads; ///< of those that were asked for; empty = none
    qsizetype m_headBytes = 0;
    QHash<QByteArray, Item> m_filtered; ///< items that a filter looked at
    qsizetype m_filteredBytes = 0;
    std::optional<QByteArrayList> m_inactive;
};

} // namespace nsl
