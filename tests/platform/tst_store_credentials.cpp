// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/credentials.h"
#include "teststore.h"

#include <QFile>
#include <QRegularExpression>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestStoreCredentials : public QObject
{
    Q_OBJECT

private slots:
    void keysAreCheckedAndRevoked();
    void badKeysAreRefused();
    void clientsAndTokens();
    void sessionSecretsAreNeverStored();
};

void TestStoreCredentials::keysAreCheckedAndRevoked()
{
    TestStore store;
    Credentials credentials(*store.store);
    QVERIFY(!credentials.createKey(testActor(), {}, u"x"_s, {}, {u"root"_s}).ok());
    QVERIFY(!credentials.createKey(testActor(), {}, u"x"_s, {}, {}).ok());
    QVERIFY(!credentials.createKey(testActor(), {}, u" "_s, {}, {u"admin"_s}).ok());
    const auto key = credentials.createKey(testActor(), {}, u"ci"_s, u"test"_s, {u"events"_s, u"events"_s});
    QVERIFY(key.ok());
    QVERIFY(QRegularExpression(u"^nsl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$"_s)
                .match(QString::fromLatin1(*key))
                .hasMatch());
    const auto caller = credentials.checkKey(*key);
    QVERIFY(caller);
    QCOMPARE(caller->actor.name, u"ci"_s);
    QCOMPARE(caller->scopes, QStringList{u"events"_s});
    QVERIFY(!caller->has("admin"_L1));
    const ApiKey stored = store->keys().list().first();
    QVERIFY(stored.lastUsedAt.isValid());
    QCOMPARE(stored.prefix, QString::fromLatin1(key->left(12)));
    QVERIFY(store
                ->change(testActor(), {},
                         [&](StateChange &change) { return store->keys().revoke(change, stored.id); })
                .ok());
    QVERIFY(!credentials.checkKey(*key));
    QVERIFY(store->keys().find(stored.id)->revoked);
}

void TestStoreCredentials::badKeysAreRefused()
{
    TestStore store;
    Credentials credentials(*store.store);
    const QByteArray key = *credentials.createKey(testActor(), {}, u"ci"_s, {}, {u"admin"_s});
    QByteArray changed = key;
    changed[50] = changed.at(50) == 'a' ? 'b' : 'a';
    for (const QByteArray &bad :
         {QByteArray(), QByteArray("nsl_"), key.left(key.size() - 1), QByteArray(key + 'x'),
          QByteArray("Bearer " + key), changed, QByteArray(100'000, 'n')})
        QVERIFY(!credentials.checkKey(bad));
    QVERIFY(Credentials::equalInConstantTime("abc", "abc"));
    QVERIFY(!Credentials::equalInConstantTime("abc", "abd"));
    QVERIFY(!Credentials::equalInConstantTime("abc", "ab"));
}

void TestStoreCredentials::clientsAndTokens()
{
    TestStore store;
    Credentials credentials(*store.store);
    const auto client = credentials.createClient(testActor(), {}, u"shop"_s);
    QVERIFY(client.ok());
    QCOMPARE(credentials.issueToken(client->clientId, "wrong", {}).error().code, u"invalid_client"_s);
    QCOMPARE(credentials.issueToken(u"nobody"_s, client->clientSecret, {}).error().kind,
             PlatformError::Kind::Unauthorized);
    QCOMPARE(credentials.issueToken(client->clientId, client->clientSecret, u"other"_s).error().code,
             u"invalid_scope"_s);
    const auto token =
        credentials.issueToken(client->clientId, client->clientSecret, u"neuronsearchlab-api/read"_s);
    QVERIFY(token.ok());
    QCOMPARE(token->expiresInSeconds, 3600);
    const auto caller = credentials.checkToken(token->accessToken);
    QVERIFY(caller);
    QCOMPARE(caller->scopes, QStringList{u"neuronsearchlab-api/read"_s});
    QVERIFY(!credentials.checkToken(token->accessToken + 'x'));
    QVERIFY(!credentials.checkToken(Credentials::randomText(32)));
    QVERIFY(!credentials.checkKey(token->accessToken));

    // An hour later.
    QVERIFY(!store->clients().findToken({}, QDateTime::currentDateTimeUtc()));
    store.runBehind(u"UPDATE core_token SET expires_at = expires_at - 3600001"_s);
    QVERIFY(!credentials.checkToken(token->accessToken));

    const auto second = credentials.issueToken(client->clientId, client->clientSecret, {});
    QCOMPARE(second->scopes, Credentials::defaultCoreScopes());
    QVERIFY(credentials.checkToken(second->accessToken));
    QVERIFY(store
                ->change(testActor(), {},
                         [&](StateChange &change) {
                             return store->clients().revoke(change, store->clients().list().first().id);
                         })
                .ok());
    QVERIFY(!credentials.checkToken(second->accessToken));
    QVERIFY(!credentials.issueToken(client->clientId, client->clientSecret, {}).ok());
}

void TestStoreCredentials::sessionSecretsAreNeverStored()
{
    TestStore store;
    SessionSecrets session;
    QByteArray token;
    {
        Credentials credentials(*store.store);
        session = credentials.openSession(u"ada"_s);
        const auto caller = credentials.checkKey(session.key);
        QVERIFY(caller && caller->has("admin"_L1));
        QCOMPARE(caller->actor.osUser, u"ada"_s);
        token = credentials.issueToken(session.clientId, session.clientSecret, {})->accessToken;
        QVERIFY(credentials.checkToken(token));
        const auto made = credentials.createKey(testActor(), {}, u"k"_s, {}, {u"admin"_s});
        QVERIFY(made.ok());
        for (const QString &suffix : {u""_s, u"-wal"_s}) {
            QFile file(store.file() + suffix);
            QVERIFY(file.open(QFile::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const QByteArray &secret : {session.key, session.clientSecret, token, *made})
                QVERIFY(!bytes.contains(secret));
        }
    }
    // The next start has new ones.
    Credentials next(*store.store);
    QVERIFY(next.openSession(u"ada"_s).key != session.key);
    QVERIFY(!next.checkKey(session.key));
    QVERIFY(!next.issueToken(session.clientId, session.clientSecret, {}).ok());
    QVERIFY(!next.checkToken(token));
}

QTEST_GUILESS_MAIN(TestStoreCredentials)
#include "tst_store_credentials.moc"
