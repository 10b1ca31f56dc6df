// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDebug>
#include <QHashFunctions>
#include <QJsonValue>
#include <QString>
#include <QVariant>

#include <compare>
#include <concepts>

namespace nsl
{

/// Which record is meant: the text of its id as its server wrote it ("17", "job-2", a UUID). An empty id
/// names nothing. Two ids are the same if and only if their texts are.
///
/// A number is held as one, so that a server that numbers its records pays nothing for the text. Taking the
/// number out again is for that server alone: the conversion is defined in the platform's store, and a client
/// that tries to use it does not link. A text id could only become a made-up number there.
class RecordId
{
public:
    RecordId() = default;
    /// A number that a store gave; stores begin at 1, so 0 is the empty id.
    template<std::integral I>
    RecordId(I number)
        : m_number(qint64(number))
    {
    }
    /// The id of this text.
    static RecordId fromText(const QString &text);
    /// Text or an integer, as ids come in JSON; anything else is no id.
    static RecordId fromJson(const QJsonValue &value);
    /// What toVariant() made.
    static RecordId fromVariant(const QVariant &value);

    bool isEmpty() const { return m_number == 0 && m_text.isEmpty(); }
    /// As it was written; empty for no id.
    QString text() const;
    /// A number where the id is one, else its text; null for no id.
    QJsonValue toJson() const;
    QVariant toVariant() const;

    /// The number of a record of one's own store: see above.
    template<std::same_as<qint64> T>
    operator T() const;
    /// For a statement's values.
    operator QVariant() const { return toVariant(); }

    friend bool operator==(const RecordId &, const RecordId &) = default;
    template<std::integral I>
    friend bool operator==(const RecordId &id, I number)
    {
        return id == RecordId(number);
    }
    /// Numbers by their value, then texts: a higher one is the later record where ids are numbers.
    friend std::strong_ordering operator<=>(const RecordId &left, const RecordId &right)
    {
        return left.compare(right);
    }
    template<std::integral I>
    friend std::strong_ordering operator<=>(const RecordId &id, I number)
    {
        return id.compare(RecordId(number));
    }
    friend size_t qHash(const RecordId &id, size_t seed = 0)
    {
        return qHashMulti(seed, id.m_number, id.m_text);
    }

    // Streams would take the number otherwise, and Qt's meta types stream what they can.
    friend QDebug operator<<(QDebug debug, const RecordId &id) { return debug << id.text(); }
    friend QDataStream &operator<<(QDataStream &, const RecordId &) = delete;

private:
    std::strong_ordering compare(const RecordId &other) const;

    qint64 m_number = 0;
    QString m_text; ///< only where the text is not the plain form of a number other than 0
};

} // namespace nsl

Q_DECLARE_METATYPE(nsl::RecordId)
