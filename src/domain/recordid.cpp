// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordid.h"

#include <limits>

namespace nsl
{

RecordId RecordId::fromText(const QString &text)
{
    RecordId id;
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber, 10);
    // "017" and "+17" are other texts than "17", so they are other ids.
    if (isNumber && number != 0 && QString::number(number) == text)
        id.m_number = number;
    else
        id.m_text = text;
    return id;
}

RecordId RecordId::fromJson(const QJsonValue &value)
{
    if (value.isString())
        return fromText(value.toString());
    if (!value.isDouble())
        return {};
    // Integers are held exactly, and one that is none gives each default back.
    constexpr qint64 low = std::numeric_limits<qint64>::min();
    const qint64 first = value.toInteger(low);
    if (first == value.toInteger(low + 1))
        return first == 0 ? fromText(QStringLiteral("0")) : RecordId(first);
    return {}; // digits are lost already: two ids could have become one
}

RecordId RecordId::fromVariant(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString)
        return fromText(value.toString());
    return value.isNull() ? RecordId() : RecordId(value.toLongLong());
}

QString RecordId::text() const
{
    return m_number != 0 ? QString::number(m_number) : m_text;
}

QJsonValue RecordId::toJson() const
{
    if (m_number != 0)
        return m_number;
    return m_text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(m_text);
}

QVariant RecordId::toVariant() const
{
    if (m_number != 0)
        return QVariant(m_number);
    // A store's columns hold 0 where there is nothing.
    return m_text.isEmpty() ? QVariant(qint64(0)) : QVariant(m_text);
}

std::strong_ordering RecordId::compare(const RecordId &other) const
{
    const bool isText = !m_text.isEmpty();
    if (isText != !other.m_text.isEmpty())
        return isText ? std::strong_ordering::greater : std::strong_ordering::less;
    return isText ? m_text.compare(other.m_text) <=> 0 : m_number <=> other.m_number;
}

} // namespace nsl
