// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace nsl
{

/// Items that a worker is asked to leave out, as they stand in the body of POST /invocations, and never more
/// of them than one request may hold: a worker takes 200 000 ids and a body of 2 MiB.
class ExcludedIds
{
public:
    static constexpr qsizetype maxBytes = 1'900'000; ///< room for a history of 200 events beside them
    static constexpr qsizetype maxCount = 200'000;

    /// False, and nothing is added, where it would be too many.
    bool add(const QByteArray &id);
    bool add(const ExcludedIds &others);

    /// `"a","b"`
    const QByteArray &text() const { return m_text; }
    qsizetype count() const { return m_count; }
    bool isEmpty() const { return m_count == 0; }

private:
    bool append(const QByteArray &text, qsizetype count);

    QByteArray m_text;
    qsizetype m_count = 0;
};

/// A text as a JSON string, quotes included.
QByteArray jsonString(const QByteArray &utf8);

} // namespace nsl
