// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemdirectory.h"

#include "corejson.h"

#include <QJsonDocument>

namespace nsl
{

namespace
{

constexpr qsizetype maxHeadBytes = 96 * 1024 * 1024;
constexpr qsizetype maxFilteredBytes = 64 * 1024 * 1024;

/// Made by the one function that writes a row, then cut where the two numbers of this row begin.
QByteArray headOf(const Item &item)
{
    static const QByteArray tail = R"(0,"score":0})";
    QByteArray row = QJsonDocument(toJson(Recommendation{item.id, 0, 0, item.name, item.description}, item))
                         .toJson(QJsonDocument::Compact);
    Q_ASSERT(row.endsWith("\"rank\":" + tail));
    row.chop(tail.size());
    return row;
}

/// Roughly what an item takes in memory; metadata takes several times its text.
qsizetype bytesOf(const Item &item)
{
    return 256 + 2 * (item.id.size() + item.name.size() + item.description.size()) +
           6 * QJsonDocument(item.metadata).toJson(QJsonDocument::Compact).size();
}

} // namespace

void ItemDirectory::forget()
{
    m_heads.clear();
    m_headBytes = 0;
    m_filtered.clear();
    m_filteredBytes = 0;
    m_inactive.reset();
}

const QByteArray *ItemDirectory::rowHead(const QByteArray &id)
{
    auto known = m_heads.find(id);
    if (known == m_heads.end()) {
        const auto item = m_reader.items().find(QString::fromUtf8(id));
        if (m_headBytes > maxHeadBytes) {
            m_heads.clear();
            m_headBytes = 0;
        }
        known = m_heads
                    .emplace(QByteArray(id.constData(), id.size()),
                             item && item->active ? headOf(*item) : QByteArray())
                    .first;
        m_headBytes += id.size() + known->second.size() + 128;
    }
    return known->second.isEmpty() ? nullptr : &known->second;
}

bool ItemDirectory::matches(const QByteArray &id, const ItemFilter &filter)
{
    auto known = m_filtered.constFind(id);
    if (known == m_filtered.constEnd()) {
        const auto item = m_reader.items().find(QString::fromUtf8(id));
        if (!item)
            return false;
        if (m_filteredBytes > maxFilteredBytes) {
            m_filtered.clear();
            m_filteredBytes = 0;
        }
        m_filteredBytes += id.size() + bytesOf(*item);
        known = m_filtered.insert(QByteArray(id.constData(), id.size()), *item);
    }
    return filter.matches(*known);
}

const QByteArrayList &ItemDirectory::inactiveIds()
{
    if (!m_inactive) {
        QByteArrayList ids;
        for (const QString &id : m_reader.items().inactiveIds())
            ids.append(id.toUtf8());
        m_inactive = ids;
    }
    return *m_inactive;
}

} // namespace nsl
