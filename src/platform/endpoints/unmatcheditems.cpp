// SPDX-License-Identifier: GPL-3.0-or-later
#include "unmatcheditems.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nsl
{

namespace
{

constexpr int pageRows = 50; ///< read at once: metadata may be large
constexpr auto sliceTime = std::chrono::milliseconds(3);
constexpr std::size_t maxWalks = 16; ///< further filters are not looked for
constexpr qsizetype maxUnmatchedBytes = 32 * 1024 * 1024;

qsizetype bytesOf(const QString &key, const std::optional<ExcludedIds> &ids)
{
    return key.size() * qsizetype(sizeof(QChar)) + (ids ? ids->text().size() : 0) + 256;
}

} // namespace

UnmatchedItems::UnmatchedItems(ServingReader &reader, Later later)
    : m_reader(reader)
    , m_later(std::move(later))
    , m_self(std::make_shared<UnmatchedItems *>(this))
{
}

void UnmatchedItems::forget()
{
    m_known.clear();
    m_bytes = 0;
    for (const auto &walk : m_walks)
        walk->isOvertaken = true;
}

void UnmatchedItems::find(const ItemFilter &filter, Clock::time_point deadline, Found found)
{
    const QString key = filter.text();
    if (const auto known = m_known.constFind(key); known != m_known.constEnd()) {
        // A copy: what the caller does may make this forget it.
        const std::optional<ExcludedIds> ids = *known;
        found(ids ? &*ids : nullptr);
        return;
    }
    const auto same =
        std::find_if(m_walks.begin(), m_walks.end(), [&](const auto &walk) { return walk->key == key; });
    if (same != m_walks.end()) {
        (*same)->waiting.push_back({deadline, std::move(found)});
        return;
    }
    if (m_walks.size() >= maxWalks) {
        found(nullptr);
        return;
    }
    const auto walk = std::make_shared<Walk>();
    walk->filter = filter;
    walk->key = key;
    walk->waiting.push_back({deadline, std::move(found)});
    m_walks.push_back(walk);
    if (m_walks.size() == 1)
        goOn();
}

void UnmatchedItems::goOn()
{
    m_later([weak = std::weak_ptr(m_self)] {
        const auto self = weak.lock();
        if (!self)
            return;
        UnmatchedItems &items = **self;
        items.answerLate(Clock::now());
        const auto walk = items.m_walks.front();
        bool isOver = true;
        try {
            isOver = items.look(*walk);
        } catch (const StoreFailure &) {
            walk->ids.reset();
            walk->isOvertaken = true; // the next one may be luckier
        }
        if (isOver)
            items.m_walks.pop_front();
        if (!items.m_walks.empty())
            items.goOn();
        if (isOver)
            items.end(*walk);
    });
}

void UnmatchedItems::end(Walk &walk)
{
    if (!walk.isOvertaken) {
        m_bytes += bytesOf(walk.key, walk.ids);
        if (m_bytes > maxUnmatchedBytes) {
            m_known.clear();
            m_bytes = bytesOf(walk.key, walk.ids);
        }
        m_known.insert(walk.key, walk.ids);
    }
    for (const Waiting &each : std::exchange(walk.waiting, {}))
        each.found(walk.ids ? &*walk.ids : nullptr);
}

bool UnmatchedItems::look(Walk &walk)
{
    const auto end = Clock::now() + sliceTime;
    for (int rows = 0; rows < sliceRows && Clock::now() < end; rows += pageRows) {
        const QList<Item> page = m_reader.items().page(pageRows, walk.after);
        for (const Item &item : page) {
            if (item.active && !walk.filter.matches(item) && !walk.ids->add(item.id.toUtf8())) {
                walk.ids.reset();
                return true;
            }
        }
        if (page.size() < pageRows)
            return true;
        walk.after = page.last().id;
    }
    return false;
}

void UnmatchedItems::answerLate(Clock::time_point now)
{
    std::vector<Waiting> late;
    for (const auto &walk : m_walks) {
        const auto first = std::stable_partition(walk->waiting.begin(), walk->waiting.end(),
                                                 [&](const Waiting &each) { return each.deadline > now; });
        std::move(first, walk->waiting.end(), std::back_inserter(late));
        walk->waiting.erase(first, walk->waiting.end());
    }
    for (const Waiting &each : late)
        each.found(nullptr);
}

} // namespace nsl
