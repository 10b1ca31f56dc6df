// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/samplecatalogue.h"
#include "store/eventrepository.h"

#include <QSet>

namespace nsl
{

/// One customer of the sample's bookshop: two favourite shelves, of which one is given up for another
/// half-way; visits of some titles; and after a part of a series usually the next one.
class SampleShopper
{
public:
    SampleShopper(const SampleCatalogue &catalogue, SampleRandom &random, QByteArray userId);

    /// As many events, in order of time; types 1 view, 2 click, 3 purchase.
    QList<EventRow> shop(int eventCount);

private:
    struct Choice
    {
        qsizetype shelf = -1;
        qsizetype line = -1;
        qsizetype part = 0;
    };

    void changeTaste();
    Choice nextChoice();
    Choice browse();
    bool isTaken(const Choice &choice) const;
    qsizetype itemOf(const Choice &choice) const;

    const SampleCatalogue &m_catalogue;
    SampleRandom &m_random;
    const QByteArray m_userId;
    QList<quint64> m_taste; ///< weight per shelf
    QSet<qsizetype> m_taken;
    Choice m_last;
};

} // namespace nsl
