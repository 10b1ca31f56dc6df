// SPDX-License-Identifier: GPL-3.0-or-later
#include "excludedids.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace nsl
{

QByteArray jsonString(const QByteArray &utf8)
{
    const bool isPlain = std::all_of(utf8.begin(), utf8.end(),
                                     [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
    if (isPlain)
        return '"' + utf8 + '"';
    const QByteArray list = QJsonDocument(QJsonArray{QString::fromUtf8(utf8)}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

bool ExcludedIds::add(const QByteArray &id)
{
    return append(jsonString(id), 1);
}

bool ExcludedIds::add(const ExcludedIds &others)
{
    return others.isEmpty() || append(others.m_text, others.m_count);
}

bool ExcludedIds::append(const QByteArray &text, qsizetype count)
{
    if (m_count + count > maxCount || m_text.size() + text.size() + 1 > maxBytes)
        return false;
    if (m_count > 0)
        m_text += ',';
    m_text += text;
    m_count += count;
    return true;
}

} // namespace nsl
