// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/tokenchecker.h"

#include <QCryptographicHash>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype tokenLetters = 43;

// Found by the digest of 256 random bits: there is nothing to learn from the time of a look-up.
QByteArray digestOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

} // namespace

std::optional<TokenChecker::Known> TokenChecker::find(const QByteArray &digest) const
{
    const auto found = m_clients.findToken(digest, QDateTime::currentDateTimeUtc());
    if (!found)
        return std::nullopt;
    if (!m_session.clientId.isEmpty() && found->clientId == m_session.clientId) {
        return Known{{{u"user"_s, 0, m_session.osUser, m_session.osUser}, found->scopes}, found->expiresAt};
    }
    const auto client = m_clients.findByClientId(found->clientId);
    if (!client || client->client.revoked)
        return std::nullopt; // also the session client of an earlier start
    return Known{{{u"client"_s, client->client.id, client->client.name, {}}, found->scopes},
                 found->expiresAt};
}

std::optional<Caller> TokenChecker::check(const QByteArray &token) const
{
    if (token.size() != tokenLetters)
        return std::nullopt;
    const auto known = find(digestOf(token));
    return known ? std::optional(known->caller) : std::nullopt;
}

std::optional<Caller> TokenChecker::checkRemembering(const QByteArray &token)
{
    if (token.size() != tokenLetters)
        return std::nullopt;
    const QByteArray digest = digestOf(token);
    auto it = m_known.constFind(digest);
    if (it == m_known.constEnd()) {
        const auto found = find(digest);
        if (!found)
            return std::nullopt;
        if (m_known.size() >= maxKnown)
            m_known.clear();
        it = m_known.insert(digest, *found);
    }
    return it->expiresAt > QDateTime::currentDateTimeUtc() ? std::optional(it->caller) : std::nullopt;
}

} // namespace nsl
