// SPDX-License-Identifier: GPL-3.0-or-later
#include "teststore.h"

#include <cmath>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestStoreRegistry : public QObject
{
    Q_OBJECT

private slots:
    void templatesAreChecked();
    void familiesAreDeclaredOnce();
    void versionNumbersAreConsecutive();
    void illegalJobMovesAreRefused();
    void metricSeriesKeepEveryValue();
    void approvalAndLiveState();
    void oneDeploymentAtATime();
};

void TestStoreRegistry::templatesAreChecked()
{
    TestStore store;
    const auto create = [&](const SignalTemplate &wanted) {
        return store->change(testActor(), {},
                             [&](StateChange &change) { return store->templates().create(change, wanted); });
    };
    SignalTemplate wanted;
    wanted.name = u"Purchases"_s;
    wanted.status = TemplateStatus::Draft;
    QVERIFY(!create(wanted).ok()); // no event type
    wanted.eventTypes = {{3, {}, 100}, {3, {}, 50}};
    QVERIFY(!create(wanted).ok()); // named twice
    wanted.eventTypes = {{99, {}, 100}};
    QVERIFY(create(wanted).error().message.contains(u"99"_s));
    wanted.eventTypes = {{3, {}, 101}};
    QVERIFY(create(wanted).error().message.contains(u"101"_s));
    wanted.eventTypes = {{3, {}, 100}, {1, {}, 1}};
    const auto created = create(wanted);
    QVERIFY(created.ok());
    QCOMPARE(created->eventTypes.at(0).name, u"purchase"_s);
    const auto refused = store->change(
        testActor(), {}, [&](StateChange &change) { return store->eventTypes().remove(change, 3); });
    QCOMPARE(refused.error().code, u"event_type_in_use"_s);
}

void TestStoreRegistry::familiesAreDeclaredOnce()
{
    TestStore store;
    Family gru = testFamily(u"two-tower-gru"_s);
    gru.options = {FamilyOption{u"epochs"_s, FamilyOption::Type::Integer, 5, 1, 50, false, {}, u"Epochs"_s}};
    const auto declare = [&](const QList<Family> &families) {
        return store->change(testActor(), {}, [&](StateChange &change) {
            return store->families().declare(change, families);
        });
    };
    QVERIFY(declare({gru, testFamily(u"popularity"_s)}).ok());
    const QString head = store->journal().headHash();
    QVERIFY(declare({gru, testFamily(u"popularity"_s)}).ok());
    QCOMPARE(store->journal().headHash(), head);
    QCOMPARE(store->families().list().size(), 2);
    QCOMPARE(store->families().findByKey(u"two-tower-gru"_s)->options, gru.options);
    QVERIFY(declare({gru}).ok());
    QVERIFY(!store->families().findByKey(u"popularity"_s)->enabled);
    QVERIFY(store->journal().headHash() != head);
}

void TestStoreRegistry::versionNumbersAreConsecutive()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"gru"_s);
    const TrainingJob first = startJob(*store.store, family);
    const TrainingJob failing = startJob(*store.store, family);
    const TrainingJob second = startJob(*store.store, family);
    QVERIFY(first.jobName.startsWith(u"train-%1-"_s.arg(first.id)));
    QCOMPARE(first.displayName, u"All signals \u00b7 "_s + first.jobName);
    QCOMPARE(first.executionArn, u"arn:nsl:local:pipeline-execution/"_s + first.jobName);
    QVERIFY(store
                ->change(testActor(), {},
                         [&](StateChange &change) {
                             return store->jobs().setStatus(change, failing.id, JobStatus::Failed, u"no"_s);
                         })
                .ok());
    const auto two = finishJob(*store.store, second.id);
    QVERIFY(two.ok());
    const auto one = finishJob(*store.store, first.id);
    QVERIFY(one.ok());
    QCOMPARE(store->versions().find(*two)->number, 1);
    QCOMPARE(store->versions().find(*one)->number, 2);
    QVERIFY(!store->jobs().find(failing.id)->version);
    QCOMPARE(store->jobs().find(failing.id)->failureReason, u"no"_s);
    QVERIFY(!finishJob(*store.store, first.id).ok()); // it has ended

    const TrainingJob done = *store->jobs().find(first.id);
    QVERIFY(done.status == JobStatus::Succeeded);
    QVERIFY(done.approvalStatus == ApprovalStatus::Pending);
    QCOMPARE(done.metrics.value(u"recall_at_10"_s), 0.12);
    QVERIFY(std::isnan(done.metrics.value(u"loss"_s)));
    QCOMPARE(store->jobs().manifest(first.id), QByteArray("{\"manifest_version\":1}"));
    QCOMPARE(done.manifestDigest.size(), 64);
    const Family counted = *store->families().find(family);
    QCOMPARE(counted.versionCount, 2);
    QCOMPARE(counted.latestVersion, 2);
    QVERIFY(!counted.productionVersion);
    QVERIFY(store->jobs().listActive().isEmpty());
}

void TestStoreRegistry::illegalJobMovesAreRefused()
{
    TestStore store;
    const TrainingJob job = startJob(*store.store, declareFamily(*store.store, u"gru"_s));
    const auto move = [&](JobStatus status) {
        return store->change(testActor(), {}, [&](StateChange &change) {
            return store->jobs().setStatus(change, job.id, status);
        });
    };
    QVERIFY(!move(JobStatus::Queued).ok());
    QVERIFY(!move(JobStatus::Succeeded).ok());
    QVERIFY(move(JobStatus::Stopping).ok());
    QVERIFY(move(JobStatus::Stopped).ok());
    QCOMPARE(move(JobStatus::Stopping).error().kind, PlatformError::Kind::Conflict);
    QVERIFY(store->jobs().find(job.id)->completedAt.isValid());
}

void TestStoreRegistry::metricSeriesKeepEveryValue()
{
    TestStore store;
    const TrainingJob job = startJob(*store.store, declareFamily(*store.store, u"gru"_s));
    QList<ReportedPoint> points;
    points.append({u"train_loss"_s, {}, MetricDirection::Min, {0, 1, 0.5, 1000, 3.25}});
    points.append({u"recall_at_10"_s, u"share"_s, MetricDirection::Max, {0, 1, 1, 1001, std::nan("")}});
    points.append({u"train_loss"_s, {}, MetricDirection::Min, {0, 2, 1, 1002, HUGE_VAL}});
    qint64 kept = 0;
    QVERIFY(store
                ->record([&](DataWrite &write) -> Outcome<Done> {
                    kept = store->metrics().append(write, job.id, points);
                    return Done();
                })
                .ok());
    QCOMPARE(kept, 3);
    const auto series = store->metrics().series(job.id);
    QCOMPARE(series.size(), 2);
    QCOMPARE(series.at(0).name, u"train_loss"_s);
    QCOMPARE(series.at(0).total, 2);
    QCOMPARE(series.at(0).points.at(0), (MetricPoint{1, 1, 0.5, 1000, 3.25}));
    QVERIFY(std::isinf(series.at(0).points.at(1).value));
    QCOMPARE(series.at(0).points.at(1).seq, 3);
    QVERIFY(std::isnan(series.at(1).points.at(0).value));
    QVERIFY(series.at(1).direction == MetricDirection::Max);
    QCOMPARE(store->metrics().series(job.id, {u"train_loss"_s}, 1).first().points.size(), 1);

    // A run that reports a new name with every line does not fill the disk.
    QList<ReportedPoint> flood;
    for (int i = 0; i < MetricRepository::maximumSeries + 50; ++i)
        flood.append({u"m%1"_s.arg(i), {}, MetricDirection::None, {0, i, 0, 0, 1.0}});
    QVERIFY(store
                ->record([&](DataWrite &write) -> Outcome<Done> {
                    store->metrics().append(write, job.id, flood);
                    return Done();
                })
                .ok());
    QCOMPARE(store->metrics().series(job.id).size(), MetricRepository::maximumSeries);
}

void TestStoreRegistry::approvalAndLiveState()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"gru"_s);
    const TrainingJob job = startJob(*store.store, family);
    const qint64 model = *finishJob(*store.store, job.id);
    const auto approve = [&](ApprovalStatus status) {
        return store->change(testActor(), {}, [&](StateChange &change) {
            return store->versions().setApproval(change, model, status, u"looks right"_s);
        });
    };
    QVERIFY(store->versions().find(model)->lifecycleState == LifecycleState::Candidate);
    QVERIFY(approve(ApprovalStatus::Approved).ok());
    const QString head = store->journal().headHash();
    QVERIFY(approve(ApprovalStatus::Approved).ok()); // repeated: nothing new
    QCOMPARE(store->journal().headHash(), head);
    const Version approved = *store->versions().find(model);
    QVERIFY(approved.lifecycleState == LifecycleState::Approved);
    QCOMPARE(approved.approvedBy, u"ada"_s);
    QVERIFY(approved.approvedAt.isValid());

    Endpoint endpoint = *store->endpoints().findDefault(u"embedder"_s);
    endpoint.activeVersion = store->versions().reference(model);
    endpoint.status = EndpointStatus::InService;
    QVERIFY(store
                ->change(testActor(), {},
                         [&](StateChange &change) {
                             change.journal(u"endpoint.promoted"_s, u"endpoint/1"_s, {}, {});
                             return store->endpoints().save(change, endpoint);
                         })
                .ok());
    const Version live = *store->versions().find(model);
    QVERIFY(live.lifecycleState == LifecycleState::Production);
    QCOMPARE(live.liveOn.first().endpointName, u"production"_s);
    QVERIFY(live.rev > approved.rev);
    QCOMPARE(store->families().find(family)->productionVersion, 1);
    QCOMPARE(approve(ApprovalStatus::Rejected).error().code, u"version_in_use"_s);
    const auto retired = store->change(testActor(), {}, [&](StateChange &change) {
        return store->versions().setLifecycle(change, model, LifecycleState::Retired);
    });
    QCOMPARE(retired.error().code, u"version_in_use"_s);
}

void TestStoreRegistry::oneDeploymentAtATime()
{
    TestStore store;
    const qint64 family = declareFamily(*store.store, u"gru"_s);
    const qint64 first = *finishJob(*store.store, startJob(*store.store, family).id);
    const qint64 second = *finishJob(*store.store, startJob(*store.store, family).id);
    const auto start = [&](qint64 model) {
        Deployment wanted;
        wanted.endpointId = 1;
        wanted.to = store->versions().reference(model);
        wanted.actor = u"ada"_s;
        return store->change(testActor(), {}, [&](StateChange &change) {
            change.journal(u"deployment.started"_s, u"endpoint/1"_s, {}, {});
            return store->deployments().create(change, wanted);
        });
    };
    const auto end = [&](Deployment deployment, DeploymentStatus status) {
        deployment.status = status;
        return store->change(testActor(), {}, [&](StateChange &change) {
            change.journal(u"deployment.ended"_s, u"endpoint/1"_s, {}, {});
            return store->deployments().save(change, deployment);
        });
    };
    const auto one = start(first);
    QVERIFY(one.ok());
    QVERIFY(one->phase == DeploymentPhase::Starting);
    QCOMPARE(start(second).error().code, u"endpoint_updating"_s);
    QCOMPARE(store->deployments().listUnfinished().size(), 1);
    QVERIFY(end(*one, DeploymentStatus::Succeeded).ok());
    QCOMPARE(end(*one, DeploymentStatus::Failed).error().code, u"deployment_ended"_s);
    QVERIFY(store->deployments().find(one->id)->endedAt.isValid());
    QVERIFY(start(second).ok());
    QCOMPARE(store->deployments().listOfEndpoint(1).first().to->modelId, second);
    QCOMPARE(store->deployments().listOfFamily(family).size(), 2);
    QVERIFY(!store->deployments().rollbackTarget(1)); // the first one is not approved
    QVERIFY(store
                ->change(testActor(), {},
                         [&](StateChange &change) {
                             return store->versions().setApproval(change, first, ApprovalStatus::Approved,
                                                                  {});
                         })
                .ok());
    QCOMPARE(store->deployments().rollbackTarget(1)->modelId, first);
}

QTEST_GUILESS_MAIN(TestStoreRegistry)
#include "tst_store_registry.moc"
