// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/excludedids.h"
#include "store/servingreader.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <unordered_map>

namespace nsl
{

/// What a worker is told of a user: parts of the body of POST /invocations.
struct UserText
{
    QByteArray history; ///< `[[item_id,weight,timestamp],...]`: the last 200 events the version can read
    ExcludedIds seen;   ///< every item of any event, or the latest of them
    QSet<QByteArray> seenBefore; ///< the rest: too many to be named in a request
};

/// Users as versions see them, kept in memory until they have new events. Lives on the reader's thread;
/// throws StoreFailure.
class UserDirectory
{
public:
    static constexpr int historyLength = 200;
    static constexpr qsizetype maxSeenBytes = 1'000'000; ///< in a request; leaves room for others
    static constexpr qsizetype maxSeen = 100'000;

    explicit UserDirectory(ServingReader &reader)
        : m_reader(reader)
    {
    }

    /// `weights` by event type of the signals that the version was trained on. Valid until the next call.
    const UserText &find(const QByteArray &userId, qint64 modelId, const QHash<qint64, int> &weights);
    /// What has to be read again between two moments.
    void follow(const ServingReader::Marks &before, const ServingReader::Marks &now);

private:
    UserText read(const QByteArray &userId, const QHash<qint64, int> &weights);
    void clear();

    ServingReader &m_reader;
    std::unordered_map<QByteArray, QHash<qint64, UserText>> m_users; ///< by user, then by model
    qsizetype m_bytes = 0;
};

} // namespace nsl
