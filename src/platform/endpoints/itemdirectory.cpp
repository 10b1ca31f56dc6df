// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemdirectory.h"

namespace nsl
{

namespace
{

constexpr qsizetype maxItems = 200'000;
constexpr qsizetype maxFilters = 32;
constexpr int walkPage = 2000;

} // namespace

void ItemDirectory::followCatalogue()
{
    const qint64 revision = m_store.items().revision();
    if (revision == m_revision)
        return;
    m_items.clear();
    m_outside.clear();
    m_inactive.reset();
    m_revision = revision;
}

QHash<QString, Item> ItemDirectory::active(const QStringList &ids)
{
    followCatalogue();
    QHash<QString, Item> found;
    for (const QString &id : ids) {
        auto known = m_items.constFind(id);
        if (known == m_items.constEnd()) {
            const auto item = m_store.items().find(id);
            if (!item || !item->active)
                continue;
            if (m_items.size() >= maxItems)
                m_items.clear();
            known = m_items.insert(id, *item);
        }
        found.insert(id, *known);
    }
    return found;
}

const QStringList &ItemDirectory::inactiveIds()
{
    followCatalogue();
    if (!m_inactive)
        m_inactive = m_store.items().inactiveIds();
    return *m_inactive;
}

QStringList ItemDirectory::idsOutside(const ItemFilter &filter)
{
    followCatalogue();
    const QString key = filter.text();
    if (const auto known = m_outside.constFind(key); known != m_outside.constEnd())
        return *known;
    QStringList outside;
    QString after;
    for (;;) {
        const QList<Item> page = m_store.items().page(walkPage, after);
        for (const Item &item : page) {
            if (item.active && !filter.matches(item))
                outside.append(item.id);
        }
        if (page.size() < walkPage)
            break;
        after = page.last().id;
    }
    if (m_outside.size() >= maxFilters)
        m_outside.clear();
    m_outside.insert(key, outside);
    return outside;
}

} // namespace nsl
