// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/credentials.h"

#include "textrules.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int prefixLetters = 8;
constexpr int secretBytes = 32; // 43 characters of base64url

QByteArray sha256(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    // Each byte is a number of the system's generator: QRandomGenerator::system() is getrandom() here.
    std::generate(bytes.begin(), bytes.end(), [] { return char(QRandomGenerator::system()->bounded(256)); });
    return bytes;
}

QByteArray randomLetters(int count)
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    QByteArray letters;
    for (int i = 0; i < count; ++i)
        letters.append(alphabet[QRandomGenerator::system()->bounded(36)]);
    return letters;
}

/// "nsl_<8>" of a well-formed key, else empty.
QByteArray prefixOf(const QByteArray &key)
{
    constexpr qsizetype length = 4 + prefixLetters + 1 + 43;
    if (key.size() != length || !key.startsWith("nsl_") || key.at(4 + prefixLetters) != '_')
        return {};
    return key.left(4 + prefixLetters);
}

PlatformError invalidClient()
{
    PlatformError error =
        PlatformError::invalid(u"The client id or its secret is wrong."_s, u"invalid_client"_s);
    error.kind = PlatformError::Kind::Unauthorized;
    return error;
}

std::optional<PlatformError> mistakeIn(const QString &name)
{
    if (name.trimmed().isEmpty() || name.size() > 80)
        return PlatformError::invalid(u"A name of 1 to 80 characters is needed."_s);
    if (!isCleanLine(name))
        return PlatformError::invalid(
            u"The name holds a control character, such as a line break or a tab."_s);
    return std::nullopt;
}

} // namespace

Credentials::Credentials(SqliteStore &store)
    : m_store(store)
{
}

const QStringList &Credentials::keyScopes()
{
    static const QStringList scopes{u"admin"_s, u"events"_s, u"items"_s, u"recommendations"_s};
    return scopes;
}

const QStringList &Credentials::defaultCoreScopes()
{
    static const QStringList scopes{u"neuronsearchlab-api/read"_s, u"neuronsearchlab-api/write"_s};
    return scopes;
}

QByteArray Credentials::randomText(int bytes)
{
    return randomBytes(bytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool Credentials::equalInConstantTime(const QByteArray &left, const QByteArray &right)
{
    // Lengths are no secret; every byte is looked at whatever differs.
    if (left.size() != right.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= unsigned(uchar(left.at(i)) ^ uchar(right.at(i)));
    return difference == 0;
}

SessionSecrets Credentials::openSession(const QString &osUser)
{
    SessionSecrets session;
    session.key = "nsl_" + randomLetters(prefixLetters) + '_' + randomText(secretBytes);
    session.clientId = u"local-"_s + QString::fromLatin1(randomLetters(16));
    session.clientSecret = randomText(secretBytes);
    session.osUser = osUser;
    m_session = session;
    return session;
}

Outcome<QByteArray> Credentials::createKey(const Actor &actor, const QString &requestId, const QString &name,
                                           const QString &environment, const QStringList &scopes)
{
    if (const auto mistake = mistakeIn(name))
        return *mistake;
    if (scopes.isEmpty())
        return PlatformError::invalid(
            u"A key needs at least one scope of: %1."_s.arg(keyScopes().join(u", "_s)));
    for (const QString &scope : scopes) {
        if (!keyScopes().contains(scope)) {
            return PlatformError::invalid(
                u"There is no scope \"%1\"; the scopes are: %2."_s.arg(scope, keyScopes().join(u", "_s)));
        }
    }
    ApiKey wanted;
    wanted.name = name.trimmed();
    wanted.environment = environment;
    wanted.scopes = scopes;
    wanted.scopes.removeDuplicates();
    const QByteArray prefix = "nsl_" + randomLetters(prefixLetters);
    const QByteArray key = prefix + '_' + randomText(secretBytes);
    wanted.prefix = QString::fromLatin1(prefix);
    const auto created = m_store.change(actor, requestId, [&](StateChange &change) {
        return m_store.keys().create(change, wanted, sha256(key));
    });
    if (!created)
        return created.error();
    return key;
}

Outcome<Credentials::NewClient> Credentials::createClient(const Actor &actor, const QString &requestId,
                                                          const QString &name, const QStringList &scopes)
{
    if (const auto mistake = mistakeIn(name))
        return *mistake;
    NewClient client{QString::fromLatin1(randomLetters(26)), randomText(secretBytes)};
    CoreClient wanted;
    wanted.clientId = client.clientId;
    wanted.name = name.trimmed();
    wanted.scopes = scopes;
    const auto created = m_store.change(actor, requestId, [&](StateChange &change) {
        return m_store.clients().create(change, wanted, sha256(client.clientSecret));
    });
    if (!created)
        return created.error();
    return client;
}

std::optional<Caller> Credentials::checkKey(const QByteArray &key)
{
    const QByteArray prefix = prefixOf(key);
    if (prefix.isEmpty())
        return std::nullopt;
    const QByteArray digest = sha256(key);
    if (m_session && equalInConstantTime(digest, sha256(m_session->key)))
        return Caller{{u"user"_s, 0, m_session->osUser, m_session->osUser}, {u"admin"_s}};
    const auto stored = m_store.keys().findByPrefix(QString::fromLatin1(prefix));
    for (const KeyRepository::Stored &each : stored) {
        if (!equalInConstantTime(digest, each.sha256))
            continue;
        // Noted at most once a minute: a busy key must not turn every read into a write.
        if (!each.key.lastUsedAt.isValid() ||
            each.key.lastUsedAt.secsTo(QDateTime::currentDateTimeUtc()) >= 60) {
            const auto noted = m_store.record([&](DataWrite &write) -> Outcome<Done> {
                m_store.keys().touch(write, each.key.id);
                return Done();
            });
            Q_UNUSED(noted) // the note is a courtesy; the key is good without it
        }
        return Caller{{u"key"_s, each.key.id, each.key.name, {}}, each.key.scopes};
    }
    return std::nullopt;
}

Outcome<IssuedToken> Credentials::issueToken(const QString &clientId, const QByteArray &secret,
                                             const QString &scope)
{
    QStringList allowed;
    qint64 row = 0;
    if (m_session && clientId == m_session->clientId) {
        if (!equalInConstantTime(sha256(secret), sha256(m_session->clientSecret)))
            return invalidClient();
        allowed = defaultCoreScopes();
    } else {
        const auto stored = m_store.clients().findByClientId(clientId);
        // The comparison is made for an unknown client too, so that time does not tell which ids exist.
        const QByteArray expected = stored ? stored->sha256 : QByteArray(32, '\0');
        const bool equal = equalInConstantTime(sha256(secret), expected);
        if (!stored || !equal || stored->client.revoked)
            return invalidClient();
        allowed = stored->client.scopes;
        row = stored->client.id;
    }
    QStringList wanted = scope.split(u' ', Qt::SkipEmptyParts);
    wanted.removeDuplicates();
    for (const QString &each : std::as_const(wanted)) {
        if (!allowed.contains(each))
            return PlatformError::invalid(u"This client has no scope \"%1\"."_s.arg(each),
                                          u"invalid_scope"_s);
    }
    IssuedToken issued{randomText(secretBytes), tokenLifetimeSeconds, wanted.isEmpty() ? allowed : wanted};
    return m_store.record([&](DataWrite &write) -> Outcome<IssuedToken> {
        m_store.clients().removeExpiredTokens(write);
        m_store.clients().addToken(write, sha256(issued.accessToken),
                                   {clientId, issued.scopes, write.now().addSecs(tokenLifetimeSeconds)});
        if (row > 0)
            m_store.clients().touch(write, row);
        return issued;
    });
}

std::optional<Caller> Credentials::checkToken(const QByteArray &token)
{
    return TokenChecker(m_store.clients(), sessionClient()).check(token);
}

SessionClient Credentials::sessionClient() const
{
    return m_session ? SessionClient{m_session->clientId, m_session->osUser} : SessionClient{};
}

} // namespace nsl
