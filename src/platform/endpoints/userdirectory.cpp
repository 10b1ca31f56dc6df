// SPDX-License-Identifier: GPL-3.0-or-later
#include "userdirectory.h"

#include <algorithm>
#include <utility>

namespace nsl
{

namespace
{

constexpr qsizetype maxDirectoryBytes = 64 * 1024 * 1024;
constexpr qint64 maxNewRows = 5000; ///< more new events than that: everybody is read again

/// Unix seconds, with a fraction where there is one: "1700000000", "1700000000.250".
QByteArray unixSeconds(qint64 milliseconds)
{
    const qint64 whole = milliseconds / 1000;
    const int fraction = int(qAbs(milliseconds % 1000));
    if (fraction == 0)
        return QByteArray::number(whole);
    const QByteArray sign = milliseconds < 0 && whole == 0 ? "-" : "";
    return sign + QByteArray::number(whole) + '.' + QByteArray::number(1000 + fraction).mid(1);
}

} // namespace

void UserDirectory::clear()
{
    m_users.clear();
    m_bytes = 0;
}

const UserText &UserDirectory::find(const QByteArray &userId, qint64 modelId,
                                    const QHash<qint64, int> &weights)
{
    if (m_bytes > maxDirectoryBytes)
        clear();
    QHash<qint64, UserText> &ofUser = m_users[userId];
    auto known = ofUser.find(modelId);
    if (known == ofUser.end()) {
        known = ofUser.insert(modelId, read(userId, weights));
        m_bytes += userId.size() + known->history.size() + known->seen.text().size() + 256;
        for (const QByteArray &id : std::as_const(known->seenBefore))
            m_bytes += id.size() + 64;
    }
    return *known;
}

UserText UserDirectory::read(const QByteArray &userId, const QHash<qint64, int> &weights)
{
    QByteArrayList history; // newest first
    QSet<QByteArray> seen;
    UserText text;
    m_reader.forEachOfUser(userId, [&](const ServingReader::PastEvent &event) {
        if (!seen.contains(event.itemId)) {
            seen.insert(event.itemId);
            const bool isNamed = text.seen.count() < maxSeen && text.seen.text().size() < maxSeenBytes;
            if (isNamed)
                text.seen.add(event.itemId);
            else
                text.seenBefore.insert(event.itemId);
        }
        const auto weight = weights.constFind(event.eventTypeId);
        if (weight != weights.constEnd() && history.size() < historyLength) {
            history.append('[' + jsonString(event.itemId) + ',' + QByteArray::number(*weight) + ',' +
                           unixSeconds(event.occurredMs) + ']');
        }
        return true;
    });
    std::reverse(history.begin(), history.end());
    text.history = '[' + history.join(',') + ']';
    return text;
}

void UserDirectory::follow(const ServingReader::Marks &before, const ServingReader::Marks &now)
{
    if (m_users.empty() || (before.events == now.events && before.hidden == now.hidden))
        return;
    const bool isSmall = before.hidden == now.hidden && now.lastEventId - before.lastEventId <= maxNewRows;
    const QByteArrayList users = isSmall ? m_reader.usersAfter(before.lastEventId) : QByteArrayList();
    // Ids of rows that were taken back are given again: then the new rows are not all above the old ones.
    if (!isSmall || users.size() != now.events - before.events) {
        clear();
        return;
    }
    for (const QByteArray &user : users)
        m_users.erase(user);
}

} // namespace nsl
