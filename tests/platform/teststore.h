// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlitestore.h"

#include <QTemporaryDir>
#include <QTest>

/// A store of its own in a temporary folder.
struct TestStore
{
    TestStore()
    {
        auto opened = nsl::SqliteStore::open(file());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        store = std::move(opened).value();
    }
    QString file() const { return folder.filePath(QStringLiteral("platform.db")); }
    nsl::SqliteStore *operator->() const { return store.get(); }
    /// Runs SQL behind the store's back, as a person with the sqlite3 shell would.
    void runBehind(const QString &sql)
    {
        auto database = nsl::Database::open(file(), nsl::Database::Mode::ReadWrite);
        database.value()->run(sql);
    }

    QTemporaryDir folder;
    std::unique_ptr<nsl::SqliteStore> store;
};

inline nsl::Actor testActor()
{
    return {QStringLiteral("user"), 0, QStringLiteral("ada"), QStringLiteral("ada")};
}

/// A family for jobs to belong to.
inline nsl::Family testFamily(const QString &key)
{
    nsl::Family family;
    family.key = key;
    family.name = key.toUpper();
    family.architecture = QStringLiteral("a");
    family.objective = QStringLiteral("o");
    family.modelType = QStringLiteral("embedder");
    family.source = nsl::FamilySource::Tenant;
    return family;
}

inline qint64 declareFamily(nsl::SqliteStore &store, const QString &key)
{
    const auto declared = store.change(testActor(), {}, [&](nsl::StateChange &change) {
        return store.families().declare(change, {testFamily(key)});
    });
    return declared ? store.families().findByKey(key)->id : 0;
}

/// A run that was started; Executing.
inline nsl::TrainingJob startJob(nsl::SqliteStore &store, qint64 familyId)
{
    auto job = store.change(testActor(), {}, [&](nsl::StateChange &change) -> nsl::Outcome<nsl::TrainingJob> {
        nsl::NewJob wanted;
        wanted.templateId = 1;
        wanted.templateName = QStringLiteral("All signals");
        wanted.familyId = familyId;
        const auto created = store.jobs().create(change, wanted);
        if (!created)
            return created;
        return store.jobs().setStatus(change, created->id, nsl::JobStatus::Executing);
    });
    if (!job)
        qFatal("%s", qPrintable(job.error().message));
    return job.value();
}

inline nsl::Outcome<qint64> finishJob(nsl::SqliteStore &store, qint64 jobId)
{
    return store.change(testActor(), {}, [&](nsl::StateChange &change) {
        nsl::FinishedRun run;
        run.metrics = {{QStringLiteral("recall_at_10"), 0.12}, {QStringLiteral("loss"), std::nan("")}};
        run.manifest = "{\"manifest_version\":1}";
        run.configDigest = QStringLiteral("c0");
        run.artifactSha256 = QStringLiteral("a0");
        run.artifactBytes = 7;
        return store.jobs().finish(change, jobId, run);
    });
}
