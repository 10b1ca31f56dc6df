// SPDX-License-Identifier: GPL-3.0-or-later
#include "filterproxies.h"
#include "jobtablemodel.h"
#include "journalmodel.h"
#include "manifestmodel.h"
#include "modeltreemodel.h"
#include "roles.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace nsl;

namespace
{

constexpr auto strictly = QAbstractItemModelTester::FailureReportingMode::QtTest;

Version version(qint64 familyId, int number, ApprovalStatus approval = ApprovalStatus::Pending)
{
    Version v;
    v.id = familyId * 100 + number;
    v.familyId = familyId;
    v.familyName = QStringLiteral("Family %1").arg(familyId);
    v.number = number;
    v.jobName = QStringLiteral("train-%1-%2").arg(familyId).arg(number);
    v.approvalStatus = approval;
    v.metrics.insert(QStringLiteral("ndcg_at_10"), 0.1 + number * 0.01);
    return v;
}

FamilyNode node(qint64 id, const QList<Version> &versions)
{
    Family family;
    family.id = id;
    family.name = QStringLiteral("Family %1").arg(id);
    family.modelType = QStringLiteral("embedder");
    family.source = id % 2 ? FamilySource::Tenant : FamilySource::Base;
    family.versionCount = int(versions.size());
    return {family, versions};
}

TrainingJob job(qint64 id, JobStatus status = JobStatus::Succeeded)
{
    TrainingJob j;
    j.id = id;
    j.jobName = QStringLiteral("train-%1").arg(id);
    j.displayName = QStringLiteral("All signals · train-%1").arg(id);
    j.status = status;
    j.familyId = 1;
    j.templateId = 5;
    return j;
}

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class tst_Models : public QObject
{
    Q_OBJECT

private slots:
    void theTreeFollowsPolls()
    {
        ModelTreeModel model;
        VersionFilterProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, strictly);
        QAbstractItemModelTester proxyTester(&proxy, strictly);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setFamilies({node(1, {version(1, 2), version(1, 1)}), node(2, {version(2, 1)})});
        QCOMPARE(model.rowCount(), 2);
        const QPersistentModelIndex kept = model.indexOfVersion(101);
        QItemSelectionModel selection(&proxy);
        selection.select(proxy.mapFromSource(kept), QItemSelectionModel::Select);
        QVERIFY(selection.hasSelection());

        // A new version on top, a family in between, another gone, one changed, and families in another
        // order.
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setFamilies({node(3, {version(3, 1)}),
                           node(1, {version(1, 3), version(1, 2, ApprovalStatus::Approved), version(1, 1)})});
        QCOMPARE(reset.size(), 0);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.row(), 2);
        QCOMPARE(kept.data(roles::JobName).toString(), QStringLiteral("train-1-1"));
        QVERIFY(selection.isSelected(proxy.mapFromSource(kept)));
        QVERIFY(!changed.isEmpty());
        QVERIFY(!model.indexOfFamily(2).isValid());
        const QModelIndex two = model.indexOfVersion(102);
        QCOMPARE(two.siblingAtColumn(ModelTreeModel::Approval).data().toString(), QStringLiteral("Approved"));
        QCOMPARE(two.siblingAtColumn(ModelTreeModel::Approval).data(roles::ToneOf).toInt(), int(Tone::Good));
        QVERIFY(two.data(roles::ChangedAt).isValid());

        // The same again is no news.
        changed.clear();
        model.setFamilies({node(3, {version(3, 1)}),
                           node(1, {version(1, 3), version(1, 2, ApprovalStatus::Approved), version(1, 1)})});
        QCOMPARE(changed.size(), 0);
        model.setFamilies({});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!kept.isValid());
    }

    void theTreeSurvivesAnyPoll()
    {
        ModelTreeModel model;
        VersionFilterProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(ModelTreeModel::Ndcg, Qt::DescendingOrder);
        QAbstractItemModelTester tester(&model, strictly);
        QAbstractItemModelTester proxyTester(&proxy, strictly);
        QRandomGenerator random(3);
        for (int round = 0; round < 60; ++round) {
            QList<FamilyNode> families;
            QList<qint64> ids{1, 2, 3, 4, 5};
            std::shuffle(ids.begin(), ids.end(), random);
            for (const qint64 id : ids) {
                if (random.bounded(3) == 0)
                    continue;
                QList<Version> versions;
                QList<int> numbers{1, 2, 3, 4, 5, 6};
                std::shuffle(numbers.begin(), numbers.end(), random);
                for (const int number : numbers) {
                    if (random.bounded(2))
                        versions +=
                            version(id, number,
                                    random.bounded(2) ? ApprovalStatus::Pending : ApprovalStatus::Approved);
                }
                families += node(id, versions);
            }
            model.setFamilies(families);
            QCOMPARE(model.rowCount(), int(families.size()));
            for (int i = 0; i < families.size(); ++i) {
                const QModelIndex parent = model.index(i, 0);
                QCOMPARE(RecordId::fromVariant(parent.data(roles::Id)), families.at(i).family.id);
                QCOMPARE(model.rowCount(parent), int(families.at(i).versions.size()));
                for (int v = 0; v < families.at(i).versions.size(); ++v) {
                    const QModelIndex index = model.index(v, 0, parent);
                    QCOMPARE(*model.version(index), families.at(i).versions.at(v));
                    QCOMPARE(model.parent(index), parent);
                }
            }
        }
    }

    void recordsThatComeTwiceCountOnce()
    {
        ModelTreeModel model;
        QAbstractItemModelTester tester(&model, strictly);
        model.setFamilies({node(1, {version(1, 1), version(1, 1)}), node(1, {version(1, 2)})});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.index(0, 0)), 1);
    }

    void standingAgainstProduction()
    {
        ModelTreeModel model;
        QAbstractItemModelTester tester(&model, strictly);
        model.setFamilies({node(1, {version(1, 4), version(1, 3), version(1, 2), version(1, 1)})});
        const QJsonObject split =
            object(R"({"evaluation":{"split_digest":"a","k":10,"candidates":"all","protocol":"p"}})");
        const QJsonObject other =
            object(R"({"evaluation":{"split_digest":"b","k":10,"candidates":"all","protocol":"p"}})");
        const Production live{QStringLiteral("train-1-2"), QStringLiteral("Family 1 v2"),
                              version(1, 2).metrics};
        model.setProduction({{QStringLiteral("embedder"), live}}, {{QStringLiteral("train-1-2"), split},
                                                                   {QStringLiteral("train-1-3"), split},
                                                                   {QStringLiteral("train-1-1"), other}});
        const auto text = [&model](int number) {
            return model.indexOfVersion(100 + number)
                .siblingAtColumn(ModelTreeModel::AgainstProduction)
                .data()
                .toString();
        };
        QCOMPARE(text(2), QStringLiteral("live"));
        QVERIFY2(text(3).contains(QStringLiteral("8.3")) && text(3).endsWith(QStringLiteral("no interval")),
                 qPrintable(text(3)));
        QCOMPARE(text(1), QStringLiteral("not comparable"));
        QCOMPARE(text(4), QString()); // its manifest is not known: nothing is claimed
    }

    void filtersOfTheTree()
    {
        ModelTreeModel model;
        VersionFilterProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&proxy, strictly);
        Version labelled = version(1, 2, ApprovalStatus::Approved);
        labelled.label = QStringLiteral("Homepage");
        model.setFamilies({node(1, {labelled, version(1, 1)}), node(2, {version(2, 1)}), node(4, {})});
        QCOMPARE(proxy.rowCount(), 3);
        proxy.setFilterText(QStringLiteral("home page"));
        QCOMPARE(proxy.rowCount(), 1);
        QCOMPARE(proxy.rowCount(proxy.index(0, 0)), 1);
        proxy.setFilterText(QStringLiteral("TRAIN-2"));
        QCOMPARE(proxy.rowCount(), 1);
        QCOMPARE(proxy.rowCount(proxy.index(0, 0)), 1);
        proxy.setFilterText(QStringLiteral("family 4"));
        QCOMPARE(proxy.rowCount(), 1); // by its own name, without any version
        proxy.setFilterText({});
        proxy.setApprovals({ApprovalStatus::Approved});
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setApprovals({});
        proxy.setSource(FamilySource::Base);
        QCOMPARE(proxy.rowCount(), 2);
    }

    void theJobTableFollowsPollsAndTicks()
    {
        JobTableModel model;
        JobFilterProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, strictly);
        QAbstractItemModelTester proxyTester(&proxy, strictly);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        TrainingJob running = job(3, JobStatus::Executing);
        const QDateTime start = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        running.startedAt = start;
        running.progress = {JobPhase::Training, 2, 5, 40, 100, {}};
        model.setNames({{1, QStringLiteral("Two-tower GRU")}}, {{5, QStringLiteral("All signals")}});
        model.setJobs({running, job(2), job(1)});
        const QPersistentModelIndex kept = model.indexOfJob(QStringLiteral("train-1"));
        model.tick(start.addSecs(40));
        const QModelIndex row = model.indexOfJob(QStringLiteral("train-3"));
        QCOMPARE(row.siblingAtColumn(JobTableModel::Duration).data().toString(), QStringLiteral("40 s"));
        QCOMPARE(row.siblingAtColumn(JobTableModel::Progress).data().toString(),
                 QStringLiteral("epoch 2/5 · 4 min 15 s left")); // of both fits
        QCOMPARE(row.siblingAtColumn(JobTableModel::Progress).data(roles::Fraction).toDouble(), 0.136);
        QCOMPARE(row.siblingAtColumn(JobTableModel::Model).data().toString(),
                 QStringLiteral("Two-tower GRU"));
        QCOMPARE(model.activeCount(), 1);

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.tick(start.addSecs(41));
        QCOMPARE(changed.size(), 1); // only what runs
        TrainingJob done = job(3);
        done.version = 9;
        model.setJobs({job(4, JobStatus::Queued), done, job(1)});
        QCOMPARE(reset.size(), 0);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.row(), 2);
        QCOMPARE(model.index(1, JobTableModel::Model).data().toString(), QStringLiteral("Two-tower GRU v9"));
        QVERIFY(model.index(1, 0).data(roles::ChangedAt).isValid());
        proxy.setStatuses({JobStatus::Queued});
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setStatuses({});
        proxy.setFilterText(QStringLiteral("gru V9"));
        QCOMPARE(proxy.rowCount(), 1);
    }

    void tenThousandJobsAndAHundredChanges()
    {
        JobTableModel model;
        QList<TrainingJob> jobs;
        for (int i = 10'000; i > 0; --i)
            jobs += job(i);
        model.setJobs(jobs);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        for (int i = 0; i < 100; ++i)
            jobs[i * 100].label = QStringLiteral("x");
        model.setJobs(jobs);
        QCOMPARE(changed.size(), 100);
        QCOMPARE(model.rowCount(), 10'000);
    }

    void progressTexts()
    {
        TrainingJob failed = job(1, JobStatus::Failed);
        failed.failureReason = QStringLiteral("needs 1000 events, has 812");
        QCOMPARE(jobProgressText(failed, {}), failed.failureReason);
        TrainingJob stopped = job(1, JobStatus::Stopped);
        stopped.progress.epoch = 2;
        QCOMPARE(jobProgressText(stopped, {}), QStringLiteral("stopped at epoch 2"));
        TrainingJob preparing = job(1, JobStatus::Executing);
        preparing.progress.phase = JobPhase::Preparing;
        QCOMPARE(jobProgressText(preparing, {}), QStringLiteral("preparing"));
        QCOMPARE(*jobFraction(preparing), -1.0);
        QVERIFY(!jobFraction(job(1)));
        // A step is one of an epoch, not of the run: the time left does not start again with each of them.
        TrainingJob training = job(1, JobStatus::Executing);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        training.startedAt = now.addSecs(-10);
        training.progress = {JobPhase::Training, 4, 8, 0, 17, {}};
        const std::optional<double> left = jobSecondsLeft(training, now);
        training.progress.step = 17;
        QVERIFY(left && *jobSecondsLeft(training, now) < *left);
        QVERIFY(*jobFraction(training) < 0.5);
        TrainingJob done = job(1, JobStatus::Succeeded);
        done.durationSeconds = 24;
        QCOMPARE(jobOutcomeText(done), QStringLiteral("Succeeded in 24 s"));
        done.status = JobStatus::Stopped;
        QCOMPARE(jobOutcomeText(done), QStringLiteral("Stopped after 24 s"));
        QCOMPARE(jobOutcomeText(training), QString());
        QVERIFY(!jobDuration(job(1, JobStatus::Queued), QDateTime::currentDateTimeUtc()));
    }

    void manifestsAreAppliedByDifference()
    {
        ManifestModel model;
        TextFilterProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, strictly);
        QAbstractItemModelTester proxyTester(&proxy, strictly);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setManifest(object(
            R"({"options":{"epochs":5,"rate":0.001},"list":[{"a":1},{"a":2}],"empty":{},"id":1234567890123456})"));
        const QPersistentModelIndex epochs = model.indexOfPath(QStringLiteral("options.epochs"));
        QVERIFY(epochs.isValid());
        QCOMPARE(model.path(epochs), QStringLiteral("options.epochs"));
        QCOMPARE(model.indexOfPath(QStringLiteral("list[1].a")).data(roles::ValueText).toString(),
                 QStringLiteral("2"));
        QCOMPARE(
            model.indexOfPath(QStringLiteral("id")).siblingAtColumn(ManifestModel::Value).data().toString(),
            QStringLiteral("1234567890123456"));
        proxy.setFilterText(QStringLiteral("epochs"));
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setFilterText({});
        model.setManifest(object(R"({"options":{"epochs":7,"new":true},"list":[{"a":1}],"empty":3})"));
        QCOMPARE(reset.size(), 0);
        QVERIFY(epochs.isValid());
        QCOMPARE(epochs.sibling(epochs.row(), ManifestModel::Value).data().toString(), QStringLiteral("7"));
        QVERIFY(!model.indexOfPath(QStringLiteral("options.rate")).isValid());
        QVERIFY(!model.indexOfPath(QStringLiteral("list[1].a")).isValid());
        QVERIFY(model.indexOfPath(QStringLiteral("options.new")).isValid());
        model.setManifest({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.rawJson(), QString());
    }

    void deepManifestsEnd()
    {
        QJsonValue deep = 1;
        for (int i = 0; i < 200; ++i)
            deep = QJsonArray{deep};
        ManifestModel model;
        QAbstractItemModelTester tester(&model, strictly);
        model.setManifest({{QStringLiteral("deep"), deep}});
        int depth = 0;
        for (QModelIndex at = model.index(0, 0); at.isValid(); at = model.index(0, 0, at))
            ++depth;
        QCOMPARE(depth, 32);
    }

    void theJournalGrowsOnTop()
    {
        JournalModel model;
        QAbstractItemModelTester tester(&model, strictly);
        JournalEntry first;
        first.id = 1;
        first.action = QStringLiteral("version.approved");
        first.before = object(R"({"approval_status":"Pending","id":1})");
        first.after = object(R"({"approval_status":"Approved","id":1})");
        model.setEntries({first});
        const QPersistentModelIndex kept = model.index(0, 0);
        QCOMPARE(model.index(0, JournalModel::Change).data().toString(),
                 QStringLiteral("approval_status: Pending → Approved"));
        JournalEntry second = first;
        second.id = 2;
        model.setEntries({second, first});
        QCOMPARE(kept.row(), 1);
        QCOMPARE(model.entry(model.index(0, 0))->id, 2);
    }
};

QTEST_GUILESS_MAIN(tst_Models)
#include "tst_models.moc"
