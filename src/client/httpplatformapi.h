// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectionprofile.h"
#include "platformapi.h"

namespace nsl
{

/// The Platform API over HTTP.
class HttpPlatformApi : public PlatformApi
{
    Q_OBJECT

public:
    explicit HttpPlatformApi(const ConnectionProfile &profile, QObject *parent = nullptr);

    /// For tests: how long to wait without a byte moving.
    void setTimeout(int milliseconds) { m_client->setTimeout(milliseconds); }

    qint64 clockOffsetMs() const override { return m_client->clockOffsetMs(); }
    void jobs(QObject *context, Callback<QList<TrainingJob>> done) override;
    void job(const RecordId &id, QObject *context, Callback<TrainingJob> done) override;
    void startTraining(const TrainingRequest &request, QObject *context,
                       Callback<TrainingStarted> done) override;
    void patchJob(const RecordId &id, const JobPatch &patch, QObject *context,
                  Callback<TrainingJob> done) override;
    void approve(const QString &jobName, const QString &comment, QObject *context,
                 Callback<TrainingJob> done) override;
    void promote(const PromotionRequest &request, QObject *context, Callback<PromotionStarted> done) override;
    void stop(const QString &jobName, QObject *context, Callback<Done> done) override;
    void jobMetrics(const QString &jobName, const MetricsQuery &query, QObject *context,
                    Callback<JobMetrics> done) override;
    void jobLog(const QString &jobName, const LogQuery &query, QObject *context,
                Callback<LogPage> done) override;
    void evaluate(const QStringList &jobNames, const QString &splitOf, QObject *context,
                  Callback<QList<Evaluation>> done) override;
    void promotionPreview(const QString &jobName, const std::optional<RecordId> &endpointId, QObject *context,
                          Callback<PromotionPreview> done) override;
    void families(QObject *context, Callback<QList<Family>> done) override;
    void familyDetails(const RecordId &familyId, QObject *context, Callback<FamilyDetails> done) override;
    void endpoints(QObject *context, Callback<QList<Endpoint>> done) override;
    void jobEndpoint(QObject *context, Callback<std::optional<Endpoint>> done) override;
    void deployment(const RecordId &id, QObject *context, Callback<Deployment> done) override;
    void eventTypes(QObject *context, Callback<QList<EventType>> done) override;
    void templates(QObject *context, Callback<QList<SignalTemplate>> done) override;
    void startImport(const ImportRequest &request, QObject *context, Callback<ImportJob> done) override;
    void import(qint64 id, QObject *context, Callback<ImportJob> done) override;
    void cancelImport(qint64 id, QObject *context, Callback<ImportJob> done) override;
    void loadSample(QObject *context, Callback<SampleCounts> done) override;
    void journal(int limit, QObject *context, Callback<JournalPage> done) override;
    void identity(QObject *context, Callback<Identity> done) override;
    void users(const QString &prefix, int limit, QObject *context, Callback<QStringList> done) override;
    void instance(const QByteArray &nonce, QObject *context, Callback<InstanceProof> done) override;
    void health(QObject *context, Callback<QString> done) override;

private:
    /// Sends a call whose answer the server may still be working on, again with the same key until it is
    /// there.
    template<typename T, typename D>
    void sendUntilMeasured(const Call &call, D decode, QObject *context, Callback<T> done);

    HttpClient *m_client;
};

} // namespace nsl
