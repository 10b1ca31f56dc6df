// SPDX-License-Identifier: GPL-3.0-or-later
#include "teststore.h"

#include <QJsonObject>

using namespace nsl;
using namespace Qt::StringLiterals;

/// What changed and what is gone: tombstones, removals, kept replies.
class TestStoreChanges : public QObject
{
    Q_OBJECT

private slots:
    void changedRecordsOnly();
    void removalsAreRemembered();
    void forgottenRemovalsAreGone();
    void aNewStartForgetsEverything();
    void tombstoneKeepsWhatIsWorthKeeping();
    void whatIsNeededIsNotDeleted();
    void renamingReachesThoseWhoShowTheName();
    void pages();
    void keptReplies();
    void repliesExpire();

private:
    static qint64 trainedVersion(SqliteStore &store, qint64 family);
    static void makeLive(SqliteStore &store, qint64 versionId);
    static Outcome<Done> removeJob(SqliteStore &store, qint64 id);
};

qint64 TestStoreChanges::trainedVersion(SqliteStore &store, qint64 family)
{
    const auto version = finishJob(store, startJob(store, family).id);
    const auto approved = store.change(testActor(), {}, [&](StateChange &change) {
        return store.versions().setApproval(change, *version, ApprovalStatus::Approved, {});
    });
    return approved ? *version : 0;
}

void TestStoreChanges::makeLive(SqliteStore &store, qint64 versionId)
{
    const auto live = store.change(testActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        Endpoint endpoint = store.endpoints().list().first();
        Deployment deployment;
        deployment.endpointId = endpoint.id;
        deployment.from = endpoint.activeVersion;
        deployment.to = store.versions().reference(versionId);
        deployment.actor = u"ada"_s;
        auto created = store.deployments().create(change, deployment);
        if (!created)
            return created.error();
        Deployment ended = *created;
        ended.status = DeploymentStatus::Succeeded;
        if (const auto saved = store.deployments().save(change, ended); !saved)
            return saved.error();
        endpoint.activeVersion = deployment.to;
        endpoint.status = EndpointStatus::InService;
        if (const auto saved = store.endpoints().save(change, endpoint); !saved)
            return saved.error();
        change.journal(u"endpoint.changed"_s, u"endpoint/1"_s, QJsonValue::Undefined, QJsonObject());
        return Done();
    });
    if (!live)
        qFatal("%s", qPrintable(live.error().message));
}

Outcome<Done> TestStoreChanges::removeJob(SqliteStore &store, qint64 id)
{
    return store.change(testActor(), {},
                        [&](StateChange &change) { return store.jobs().remove(change, id); });
}

void TestStoreChanges::changedRecordsOnly()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"f"_s);
    const TrainingJob first = startJob(*store.store, family);
    const TrainingJob second = startJob(*store.store, family);
    const qint64 rev = store->rev();
    QCOMPARE(store->changes().revOf(RecordKind::Job), second.rev);
    QVERIFY(store->jobs().listSince(rev).isEmpty());
    const auto version = finishJob(*store.store, first.id);
    QVERIFY(version.ok());
    const auto jobs = store->jobs().listSince(rev);
    QCOMPARE(jobs.size(), 1);
    QCOMPARE(jobs.first().id, first.id);
    QCOMPARE(store->changes().revOf(RecordKind::Job), jobs.first().rev);
    QCOMPARE(store->versions().listSince(rev).size(), 1);
    QCOMPARE(store->families().listSince(rev).size(), 1);
    QVERIFY(store->eventTypes().listSince(rev).isEmpty());
    QVERIFY(store->templates().listSince(rev).isEmpty());
    QVERIFY(store->endpoints().listSince(rev).isEmpty());
    QVERIFY(store->deployments().listSince(rev).isEmpty());
    QVERIFY(store->keys().listSince(rev).isEmpty());
    QCOMPARE(store->eventTypes().listSince(0).size(), 3);
    QCOMPARE(store->templates().listSince(0).size(), 1);
    QCOMPARE(store->endpoints().listSince(0).size(), 1);
}

void TestStoreChanges::removalsAreRemembered()
{
    TestStore store;
    const auto added = store->change(testActor(), {}, [&](StateChange &change) {
        return store->eventTypes().create(change, u"like"_s, 70);
    });
    QVERIFY(added.ok());
    const qint64 before = store->rev();
    const qint64 listRev = store->changes().revOf(RecordKind::EventType);
    const auto removed = store->change(
        testActor(), {}, [&](StateChange &change) { return store->eventTypes().remove(change, added->id); });
    QVERIFY(removed.ok());
    QVERIFY(store->changes().revOf(RecordKind::EventType) > listRev);
    const auto gone = store->changes().removedSince(RecordKind::EventType, before);
    QVERIFY(gone.ok());
    QCOMPARE(*gone, QList<qint64>{added->id});
    QVERIFY(store->changes().removedSince(RecordKind::Template, before)->isEmpty());
    QVERIFY(store->changes().removedSince(RecordKind::EventType, store->rev())->isEmpty());
    const auto deleted = store->change(testActor(), {}, [&](StateChange &change) {
        return store->templates().remove(change, store->templates().list().first().id);
    });
    QVERIFY(deleted.ok());
    QCOMPARE(store->changes().removedSince(RecordKind::Template, before)->size(), 1);
}

void TestStoreChanges::forgottenRemovalsAreGone()
{
    TestStore store;
    const qint64 before = store->rev();
    store.runBehind(
        u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10002) INSERT "
        "INTO removed_record SELECT 'template', 1000 + i, %1 + i FROM n"_s.arg(before));
    store.runBehind(u"UPDATE counter SET value = %1 WHERE name = 'rev'"_s.arg(before + 10002));
    store.store.reset();
    store.store = SqliteStore::open(store.file()).value();
    const auto refused = store->changes().removedSince(RecordKind::Template, before);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"changes_forgotten"_s);
    QCOMPARE(httpStatusFor(refused.error()), 410);
    QCOMPARE(store->changes().removedSince(RecordKind::Template, before + 2)->size(),
             ChangeRepository::maximumRemovals);
    // From the future: another workspace's rev, or one that a restore took back.
    QVERIFY(!store->changes().removedSince(RecordKind::Template, store->rev() + 1).ok());
}

void TestStoreChanges::aNewStartForgetsEverything()
{
    TestStore store;
    const qint64 before = store->rev();
    const auto anew = store->record([&](DataWrite &write) -> Outcome<Done> {
        store->changes().startAnew(write, before + 500);
        return Done();
    });
    QVERIFY(anew.ok());
    QCOMPARE(store->rev(), before + 501);
    QVERIFY(!store->changes().removedSince(RecordKind::Job, before + 500).ok());
    QVERIFY(store->changes().removedSince(RecordKind::Job, store->rev()).ok());
}

void TestStoreChanges::tombstoneKeepsWhatIsWorthKeeping()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"f"_s);
    const TrainingJob job = startJob(*store.store, family);
    const auto version = finishJob(*store.store, job.id);
    const auto points = store->record([&](DataWrite &write) -> Outcome<qint64> {
        ReportedPoint point;
        point.name = u"loss"_s;
        point.point.value = 0.5;
        return store->metrics().append(write, job.id, {point});
    });
    QVERIFY(points.ok());
    const qint64 before = store->rev();
    const qint64 familyRev = store->families().find(family)->rev;
    QVERIFY(removeJob(*store.store, job.id).ok());

    QVERIFY(!store->jobs().find(job.id));
    QVERIFY(!store->jobs().findByName(job.jobName));
    QVERIFY(!store->jobs().findByArn(job.executionArn));
    QVERIFY(store->jobs().list().isEmpty());
    QVERIFY(store->jobs().listSince(before).isEmpty());
    QVERIFY(store->jobs().countsByStatus().isEmpty());
    QVERIFY(!store->versions().find(*version));
    QVERIFY(!store->versions().findByJob(job.jobName));
    QVERIFY(store->versions().list().isEmpty());
    QVERIFY(store->versions().listOfFamily(family).isEmpty());
    QCOMPARE(store->families().find(family)->versionCount, 0);
    QVERIFY(store->families().find(family)->rev > familyRev);
    QCOMPARE(*store->changes().removedSince(RecordKind::Job, before), QList<qint64>{job.id});
    QCOMPARE(*store->changes().removedSince(RecordKind::Version, before), QList<qint64>{*version});

    const auto tombstone = store->jobs().findTombstone(job.jobName);
    QVERIFY(tombstone);
    QCOMPARE(tombstone->metrics.value(u"recall_at_10"_s), 0.12);
    QCOMPARE(store->jobs().manifest(job.id), QByteArray("{\"manifest_version\":1}"));
    QCOMPARE(store->metrics().series(job.id).size(), 1);
    QCOMPARE(store->versions().reference(*version)->version, 1);
    QCOMPARE(store->versions().jobOf(*version), job.id);
    QCOMPARE(store->jobs().deletedNames(), QStringList{job.jobName});
    QCOMPARE(store->journal().page(1).entries.first().action, u"training_job.deleted"_s);
    QVERIFY(store->journal().verify().ok());
    // Its number is not given again.
    const auto next = finishJob(*store.store, startJob(*store.store, family).id);
    QCOMPARE(store->versions().find(*next)->number, 2);
    // It is gone for whoever deletes it again.
    QVERIFY(removeJob(*store.store, job.id).error().kind == PlatformError::Kind::NotFound);
}

void TestStoreChanges::whatIsNeededIsNotDeleted()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"f"_s);
    const TrainingJob running = startJob(*store.store, family);
    QCOMPARE(removeJob(*store.store, running.id).error().code, u"job_active"_s);
    const qint64 first = trainedVersion(*store.store, family);
    const qint64 second = trainedVersion(*store.store, family);
    const qint64 third = trainedVersion(*store.store, family);
    for (const qint64 version : {first, second, third})
        makeLive(*store.store, version);
    const auto remove = [&](qint64 version) {
        return removeJob(*store.store, *store->versions().jobOf(version));
    };
    QCOMPARE(remove(third).error().code, u"version_in_use"_s);
    QCOMPARE(remove(second).error().code, u"rollback_target"_s);
    QVERIFY(remove(second).error().message.contains(u"F v2"_s));
    const qint64 entries = store->journal().verify()->entries;
    QVERIFY(remove(first).ok());
    QCOMPARE(store->journal().verify()->entries, entries + 1);
    // History goes on naming it.
    QCOMPARE(store->deployments().listOfEndpoint(1).last().to->version, 1);
    // A version that is only about to be live counts as live.
    const auto pending = store->change(testActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        Endpoint endpoint = store->endpoints().list().first();
        endpoint.pendingVersion = store->versions().reference(second);
        const auto saved = store->endpoints().save(change, endpoint);
        change.journal(u"endpoint.changed"_s, u"endpoint/1"_s, QJsonValue::Undefined, QJsonObject());
        return saved ? Outcome<Done>(Done()) : saved.error();
    });
    QVERIFY(pending.ok());
    QCOMPARE(remove(second).error().code, u"version_in_use"_s);
}

void TestStoreChanges::renamingReachesThoseWhoShowTheName()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"f"_s);
    const qint64 version = trainedVersion(*store.store, family);
    makeLive(*store.store, version);
    qint64 rev = store->rev();
    const auto described = store->change(testActor(), {}, [&](StateChange &change) {
        return store->jobs().describe(change, *store->versions().jobOf(version), u"spring"_s, {});
    });
    QVERIFY(described.ok());
    QCOMPARE(store->endpoints().listSince(rev).first().activeVersion->label, u"spring"_s);
    QCOMPARE(store->deployments().listSince(rev).first().to->label, u"spring"_s);
    QCOMPARE(store->versions().listSince(rev).size(), 1);
    rev = store->rev();
    const auto renamed = store->change(testActor(), {}, [&](StateChange &change) {
        return store->eventTypes().update(change, 1, u"seen"_s, 20);
    });
    QVERIFY(renamed.ok());
    QCOMPARE(store->templates().listSince(rev).first().eventTypes.first().name, u"seen"_s);
}

void TestStoreChanges::pages()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"f"_s);
    QList<qint64> versions;
    for (int i = 0; i < 5; ++i)
        versions.prepend(*finishJob(*store.store, startJob(*store.store, family).id));
    const auto first = store->jobs().page(2);
    QCOMPARE(first.size(), 2);
    QCOMPARE(first.first().id, 5);
    const auto second = store->jobs().page(10, first.last().id);
    QCOMPARE(second.size(), 3);
    QCOMPARE(second.first().id, 3);
    QCOMPARE(store->versions().page(2).first().id, versions.at(0));
    QCOMPARE(store->versions().page(2, versions.at(1)).first().id, versions.at(2));
}

void TestStoreChanges::keptReplies()
{
    TestStore store;
    const auto keep = [&](const QString &caller, const QString &key, const KeptReply &reply) {
        return store->record(
            [&](DataWrite &write) { return store->replies().keep(write, caller, key, reply); });
    };
    QVERIFY(!store->replies().find(u"key/1"_s, u"k"_s));
    QVERIFY(keep(u"key/1"_s, u"k"_s, {u"digest"_s, 200, "{\"id\":9007199254740993}"}).ok());
    const auto reply = store->replies().find(u"key/1"_s, u"k"_s);
    QVERIFY(reply);
    QCOMPARE(reply->request, u"digest"_s);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, QByteArray("{\"id\":9007199254740993}"));
    QVERIFY(!store->replies().find(u"key/2"_s, u"k"_s));
    QCOMPARE(keep(u"key/1"_s, u"k"_s, {u"another"_s, 200, "{}"}).error().code, u"idempotency_key_reused"_s);
    QVERIFY(keep(u"key/2"_s, u"k"_s, {u"another"_s, 204, {}}).ok());
    QCOMPARE(store->replies().find(u"key/2"_s, u"k"_s)->body, QByteArray());
    QCOMPARE(keep(u"key/1"_s, {}, {u"d"_s, 200, "{}"}).error().code, u"bad_idempotency_key"_s);
    QCOMPARE(keep(u"key/1"_s, QString(256, u'x'), {u"d"_s, 200, "{}"}).error().code,
             u"bad_idempotency_key"_s);
    // It survives a restart of the platform.
    store.store.reset();
    store.store = SqliteStore::open(store.file()).value();
    QVERIFY(store->replies().find(u"key/1"_s, u"k"_s));
}

void TestStoreChanges::repliesExpire()
{
    TestStore store;
    const auto keep = [&](const QString &key) {
        return store->record([&](DataWrite &write) {
            return store->replies().keep(write, u"key/1"_s, key, {u"d"_s, 200, "{}"});
        });
    };
    QVERIFY(keep(u"old"_s).ok());
    store.runBehind(u"UPDATE kept_reply SET at = at - %1"_s.arg(ReplyRepository::keptMs));
    QVERIFY(!store->replies().find(u"key/1"_s, u"old"_s));
    QVERIFY(keep(u"new"_s).ok());
    // The expired one went when the next came.
    store.runBehind(u"UPDATE kept_reply SET at = at + %1"_s.arg(ReplyRepository::keptMs));
    QVERIFY(!store->replies().find(u"key/1"_s, u"old"_s));
    QVERIFY(store->replies().find(u"key/1"_s, u"new"_s));
}

QTEST_GUILESS_MAIN(TestStoreChanges)
#include "tst_store_changes.moc"
