// SPDX-License-Identifier: GPL-3.0-or-later
#include "contractplatform.h"

#include "jobs/rundirectory.h"

using namespace nsl;

namespace
{
ContractPlatform *theOne = nullptr;
}

ContractPlatform::ContractPlatform()
    : RunningPlatform(QStringLiteral(NSL_BIN_DIR "/nsl-worker"))
{
    theOne = this;
    // Any key with the scope may import what these tests write.
    QFile configuration(store.folder.filePath(QStringLiteral("platform.ini")));
    if (!configuration.open(QIODevice::WriteOnly) ||
        configuration.write("[import]\nfolders=" + store.folder.path().toUtf8() + '\n') <= 0)
        qFatal("no configuration");
}

ContractPlatform &ContractPlatform::shared()
{
    return *theOne;
}

bool ContractPlatform::prepare()
{
    fill(40, 60, 20);
    if (!start())
        return false;
    for (QString *name : {&liveJob, &pendingJob}) {
        *name = train(u"popularity"_qs);
        if (ended(*name) != u"Succeeded") {
            qWarning("%s", qPrintable(job(*name).value(u"failure_reason"_qs).toString()));
            return false;
        }
    }
    liveModel = store->versions().findByJob(liveJob)->id;
    pendingModel = store->versions().findByJob(pendingJob)->id;
    if (post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, liveJob}}).status != 200)
        return false;
    const auto promoted = post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, liveJob}});
    deploymentId = promoted.value("deployment").toObject().value(u"id"_qs).toInteger();
    const auto hasEnded = [&] {
        const auto deployment = store->deployments().find(deploymentId);
        return !deployment || deployment->status != DeploymentStatus::Updating;
    };
    if (!QTest::qWaitFor(hasEnded, deadline))
        return false;
    const auto deployment = store->deployments().find(deploymentId);
    if (!deployment || deployment->status != DeploymentStatus::Succeeded) {
        qWarning("%s", deployment ? qPrintable(deployment->reason) : promoted.body.constData());
        return false;
    }
    return true;
}

TrainingJob ContractPlatform::executing()
{
    return startJob(*store.store, familyId());
}

TrainingJob ContractPlatform::succeeded()
{
    const TrainingJob job = executing();
    const RunDirectory directory(store.folder.filePath(u"jobs"_qs), job.jobName);
    if (!directory.create().ok() || !finishJob(*store.store, job.id).ok())
        qFatal("no finished run");
    return *store->jobs().find(job.id);
}

qint64 ContractPlatform::familyId(const QString &key)
{
    return store->families().findByKey(key)->id;
}

qint64 ContractPlatform::endpointId(const QString &name)
{
    for (const Endpoint &endpoint : store->endpoints().list()) {
        if (endpoint.name == name)
            return endpoint.id;
    }
    return 0;
}

QByteArray ContractPlatform::tokenWith(const QString &scope)
{
    return credentials.issueToken(session.clientId, session.clientSecret, scope)->accessToken;
}
