// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"
#include "recommendation.h"

#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

namespace nsl
{

/// Which items a caller wants to see: terms over an item's own fields (id, name, description, active) and its
/// metadata. A term holds where the field is equal to the value as text; of a list, where one entry is. A
/// field that is not there is unequal to everything. Terms are combined from left to right: and, or "or"
/// where the term says so.
class ItemFilter
{
public:
    static constexpr qsizetype maxTerms = 20;

    /// Terms "key:value", "key!=value", each with "OR:" before it where it is an alternative. Invalid with
    /// code "invalid_filter".
    static Outcome<ItemFilter> parse(const QStringList &terms);
    /// Adds {"filters":[{column, operator, value, logic?}]}, as an object or as its text.
    Outcome<Done> addScope(const QJsonValue &scope);

    bool isEmpty() const { return m_terms.isEmpty(); }
    bool matches(const Item &item) const;
    /// Equal for filters with equal terms.
    QString text() const;

private:
    struct Term
    {
        QString key;
        QString value;
        bool isNegated = false;
        bool isAlternative = false;
    };
    Outcome<Done> add(Term term);

    QList<Term> m_terms;
};

} // namespace nsl
