// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "evaluation.h"
#include "eventtype.h"
#include "family.h"
#include "httpclient.h"
#include "identity.h"
#include "importjob.h"
#include "journalentry.h"
#include "promotionpreview.h"
#include "registryjson.h"
#include "signaltemplate.h"
#include "trainingjob.h"
#include "version.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace nsl
{

/// What to change of a job; absent = as it is.
struct JobPatch
{
    std::optional<QString> label;
    std::optional<QString> description;
    std::optional<ApprovalStatus> approvalStatus;
    QString approvalComment;
};

/// What to put live, and where.
struct PromotionRequest
{
    QString jobName;
    std::optional<RecordId> endpointId;
    QString comment;
    /// What the person saw live when deciding; absent = not checked, empty = nothing was live.
    std::optional<QString> expectedActiveJobName;

    friend bool operator==(const PromotionRequest &, const PromotionRequest &) = default;
};

/// The body that is sent for a promotion: also shown in the review.
QJsonObject toJson(const PromotionRequest &request);

/// The server's answer to a promotion; no deployment = it was already live.
struct PromotionStarted
{
    std::optional<Deployment> deployment;
    std::optional<Endpoint> endpoint;
};

/// Which measurements to read.
struct MetricsQuery
{
    QStringList series;  ///< empty = all
    qint64 sinceSeq = 0; ///< only points after this one; 0 = all
    int maxPoints = 0;   ///< 0 = as the server likes
};

/// Which part of a log to read.
struct LogQuery
{
    QString cursor;
    int limit = 1000;
    int tail = 0; ///< > 0: the last lines instead
    QString text; ///< search on the server
    QString level;
};

/// Which program answers, and its proof that it knows the key (contract 2.7).
struct InstanceProof
{
    QString instance;
    QString version;
    QByteArray proof;
};

/// One typed method per route of the Platform API that the console uses. Answers come through the callback,
/// once, on the calling thread, and not after `context` is gone.
class PlatformApi : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlatformApi)

public:
    explicit PlatformApi(QObject *parent = nullptr)
        : QObject(parent)
    {
    }
    ~PlatformApi() override = default;

    /// The server's clock minus ours, in milliseconds.
    virtual qint64 clockOffsetMs() const { return 0; }

    // Training
    virtual void jobs(QObject *context, Callback<QList<TrainingJob>> done) = 0;
    virtual void job(const RecordId &id, QObject *context, Callback<TrainingJob> done) = 0;
    virtual void startTraining(const TrainingRequest &request, QObject *context,
                               Callback<TrainingStarted> done) = 0;
    /// The three writes below and promote() refuse a run without a name or an id, before anything is sent:
    /// the error is Invalid with the code "no_identity".
    virtual void patchJob(const RecordId &id, const JobPatch &patch, QObject *context,
                          Callback<TrainingJob> done) = 0;
    virtual void approve(const QString &jobName, const QString &comment, QObject *context,
                         Callback<TrainingJob> done) = 0;
    virtual void promote(const PromotionRequest &request, QObject *context,
                         Callback<PromotionStarted> done) = 0;
    virtual void stop(const QString &jobName, QObject *context, Callback<Done> done) = 0;
    virtual void jobMetrics(const QString &jobName, const MetricsQuery &query, QObject *context,
                            Callback<JobMetrics> done) = 0;
    virtual void jobLog(const QString &jobName, const LogQuery &query, QObject *context,
                        Callback<LogPage> done) = 0;

    // Comparing
    /// What the versions of runs do on the split of one run. Waits until the server has measured it, which
    /// may take minutes; Unsupported or NotFound where a server does not offer it.
    virtual void evaluate(const QStringList &jobNames, const QString &splitOf, QObject *context,
                          Callback<QList<Evaluation>> done) = 0;
    /// Candidate against live on one split, and the server's checks; waits likewise. Without an endpoint the
    /// default target is meant.
    virtual void promotionPreview(const QString &jobName, const std::optional<RecordId> &endpointId,
                                  QObject *context, Callback<PromotionPreview> done) = 0;

    // Registry and serving
    virtual void families(QObject *context, Callback<QList<Family>> done) = 0;
    virtual void familyDetails(const RecordId &familyId, QObject *context, Callback<FamilyDetails> done) = 0;
    virtual void endpoints(QObject *context, Callback<QList<Endpoint>> done) = 0;
    /// The one target that training jobs are promoted to, for servers that list none; absent = there is none.
    virtual void jobEndpoint(QObject *context, Callback<std::optional<Endpoint>> done) = 0;
    virtual void deployment(const RecordId &id, QObject *context, Callback<Deployment> done) = 0;

    // Signals, imports, journal
    virtual void eventTypes(QObject *context, Callback<QList<EventType>> done) = 0;
    virtual void templates(QObject *context, Callback<QList<SignalTemplate>> done) = 0;
    virtual void startImport(const ImportRequest &request, QObject *context, Callback<ImportJob> done) = 0;
    virtual void import(qint64 id, QObject *context, Callback<ImportJob> done) = 0;
    virtual void cancelImport(qint64 id, QObject *context, Callback<ImportJob> done) = 0;
    virtual void loadSample(QObject *context, Callback<SampleCounts> done) = 0;
    virtual void journal(int limit, QObject *context, Callback<JournalPage> done) = 0;

    // The connection itself
    virtual void identity(QObject *context, Callback<Identity> done) = 0;
    virtual void users(const QString &prefix, int limit, QObject *context, Callback<QStringList> done) = 0;
    virtual void instance(const QByteArray &nonce, QObject *context, Callback<InstanceProof> done) = 0;
    virtual void health(QObject *context, Callback<QString> done) = 0; ///< the server's version
};

} // namespace nsl
