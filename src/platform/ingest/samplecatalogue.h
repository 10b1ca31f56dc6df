// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/samplerandom.h"
#include "recommendation.h"

namespace nsl
{

/// The sample's bookshop: shelves, on each of them some series and some single titles, some of them in
/// demand.
class SampleCatalogue
{
public:
    /// Titles that are taken one after the other: the parts of a series, or a single title.
    struct Line
    {
        QList<qsizetype> parts; ///< positions in items()
        quint64 demand = 1;     ///< relative
    };
    struct Shelf
    {
        QList<Line> lines;
    };

    static SampleCatalogue make(SampleRandom &random, int itemCount);

    const QList<Item> &items() const { return m_items; }
    const QList<Shelf> &shelves() const { return m_shelves; }

private:
    QList<Item> m_items;
    QList<Shelf> m_shelves;
};

} // namespace nsl
