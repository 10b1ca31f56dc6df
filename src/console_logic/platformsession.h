// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "connectionprofile.h"
#include "connectionstate.h"
#include "platformapi.h"
#include "poller.h"
#include "versionfacts.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

namespace nsl
{

class CoreApi;

/// What the console knows of one platform, kept fresh by polling: the owner of the connection. Pages read the
/// lists and follow the signals; after a write they say what to read again with refresh functions.
///
/// Endpoints are polled always; jobs while a page watches them or any is active; families while watched, and
/// whenever jobs or endpoints tell that versions changed.
class PlatformSession : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlatformSession)

public:
    enum class Resource { Jobs, Families, Signals };
    Q_ENUM(Resource)

    PlatformSession(const ConnectionProfile &profile, std::unique_ptr<PlatformApi> api,
                    std::unique_ptr<CoreApi> core, QObject *parent = nullptr);
    /// A session over HTTP.
    static std::unique_ptr<PlatformSession> connectTo(const ConnectionProfile &profile);
    ~PlatformSession() override;

    /// Begins to poll.
    void start();
    /// Stops everything that is under way.
    void stop();
    /// Reads everything again now (F5).
    void refresh();
    void refreshJobs();
    void refreshEndpoints();
    void refreshFamilies();
    void refreshSignals();
    /// A page that shows this came into sight or left it; calls are counted.
    void watch(Resource resource);
    void unwatch(Resource resource);

    PlatformApi &api() { return *m_api; }
    /// Null when this connection has no Core API.
    CoreApi *core() { return m_core.get(); }
    const QString &name() const { return m_name; }
    ConnectionProfile::Kind kind() const { return m_kind; }
    const QUrl &platformUrl() const { return m_platformUrl; }
    const QString &workspace() const { return m_workspace; }
    bool hasCore() const { return m_core != nullptr; }
    const ConnectionState &connection() const { return m_connection; }
    /// Who we are there; empty until it is known.
    const Identity &identity() const { return m_identity; }

    const QList<Endpoint> &endpoints() const { return m_endpoints; }
    const QList<TrainingJob> &jobs() const { return m_jobs; }
    const QList<FamilyNode> &families() const { return m_families; }
    const QList<EventType> &eventTypes() const { return m_eventTypes; }
    const QList<SignalTemplate> &templates() const { return m_templates; }
    /// Deployments that were seen, of all endpoints, newest first.
    QList<Deployment> deployments() const;
    const Manifests &manifests() const { return m_manifests; }
    /// Whether the targets are known; a server that tells of none in any way never lets them be.
    bool endpointsLoaded() const { return m_endpointsLoaded; }
    /// The server has answered that it tells of no targets: what is live cannot be known.
    bool endpointsAreUntold() const { return m_endpointsUntold; }
    /// Whether this server keeps a record of each promotion (it told one, or a list of them).
    bool keepsDeployments() const { return m_keepsDeployments; }
    /// The resources that cannot be read at present although the connection works, and why.
    const QHash<Resource, PlatformError> &failing() const { return m_failing; }
    bool jobsLoaded() const { return m_jobsLoaded; }
    bool familiesLoaded() const { return m_familiesLoaded; }
    bool signalsLoaded() const { return m_signalsLoaded; }

    // An empty name or id names nothing: the answer is null.
    const TrainingJob *job(const QString &jobName) const;
    const Version *version(const RecordId &versionId) const;
    const Version *versionOfJob(const QString &jobName) const;
    const Family *family(const RecordId &familyId) const;
    const Endpoint *endpoint(const RecordId &endpointId) const;
    /// The run that made a version.
    const TrainingJob *jobOf(const Version &version) const;
    /// "Two-tower GRU v9"; without a version the run's family, and what tells it from others: its label,
    /// display name or name.
    QString runTitle(const QString &jobName) const;
    QString modelTypeOf(const RecordId &familyId) const;
    /// What is live, by model type.
    QHash<QString, Production> production() const;
    std::optional<Production> productionFor(const RecordId &familyId) const;
    /// Whether it is known what is live on the default targets.
    bool productionIsKnown() const;
    Candidate candidate(const Version &version) const;
    Candidate candidate(const TrainingJob &job) const;
    /// The server's clock, as far as its records tell: for durations of what is running.
    QDateTime now() const;
    /// A moment of ours on the server's clock.
    QDateTime serverTime(const QDateTime &ours) const;
    /// It was asked for a run's manifest and has none to give.
    bool hasNoManifest(const QString &jobName) const;

    /// Reads a finished run's manifest once, two at a time; manifestsUpdated() tells. One that could not be
    /// read is asked for again.
    void needManifest(const QString &jobName);
    /// Takes in what an answer to a command brought, before the next poll does. A record with a lower rev
    /// than the known one is old news, and so is what a list says that was asked for before.
    void noteJob(const TrainingJob &job);
    void noteEndpoint(const Endpoint &endpoint);
    void noteDeployment(const Deployment &deployment);
    void noteManifest(const QString &jobName, const QJsonObject &manifest);

signals:
    void endpointsUpdated();
    void jobsUpdated();
    void familiesUpdated();
    void signalsUpdated();
    void deploymentsUpdated();
    void manifestsUpdated();
    void identityUpdated();
    /// The chip's state changed.
    void connectionUpdated();
    /// A page's list could not be read although the connection works: shown in place with Retry.
    void loadFailed(nsl::PlatformSession::Resource resource, const nsl::PlatformError &error);
    /// A list was read again after loadFailed().
    void loadRecovered(nsl::PlatformSession::Resource resource);

private:
    void fetchEndpoints(QObject *context, const Poller::Finish &finish);
    void fetchJobs(QObject *context, const Poller::Finish &finish);
    void fetchFamilies(QObject *context, const Poller::Finish &finish);
    void fetchDetails(QObject *context, QList<RecordId> familyIds, std::optional<PlatformError> problem,
                      const Poller::Finish &finish);
    void fetchJobEndpoint(QObject *context, const PlatformError &listError, const Poller::Finish &finish);
    void finishEndpoints(const QList<Endpoint> &endpoints, quint64 asked, const Poller::Finish &finish);
    void putTogether();
    void askFailedManifests();
    void fetchSignals(QObject *context, const Poller::Finish &finish);
    void fetchIdentity();
    void follow(Poller *poller, Resource resource);
    void updatePolling();
    void setJobs(QList<TrainingJob> jobs);
    void setEndpoints(QList<Endpoint> endpoints);
    void setFamilies(const QList<Family> &families);
    void setDetails(const FamilyDetails &details);
    void followMovingEndpoints(const QList<Endpoint> &before);
    void refreshDeployment(const RecordId &id);
    void fetchNextManifest();
    int &watchers(Resource resource);

    QString m_name;
    ConnectionProfile::Kind m_kind;
    QUrl m_platformUrl;
    QString m_workspace;
    std::unique_ptr<PlatformApi> m_api;
    std::unique_ptr<CoreApi> m_core;
    ConnectionState m_connection;
    Identity m_identity;

    QList<Endpoint> m_endpoints;
    QList<TrainingJob> m_jobs;
    QList<FamilyNode> m_families;
    QList<EventType> m_eventTypes;
    QList<SignalTemplate> m_templates;
    /// As they were sent; m_endpoints and m_families are put together from all that is known.
    QList<Endpoint> m_sentEndpoints;
    QList<FamilyNode> m_sentFamilies;
    /// Counts requests and news, so that an answer that was asked for before the news is known as such.
    quint64 m_turn = 0;
    QHash<RecordId, quint64> m_endpointNews;
    QHash<RecordId, quint64> m_jobNews;
    QHash<RecordId, Deployment> m_deployments;
    Manifests m_manifests;
    QList<QString> m_manifestQueue;
    QSet<QString> m_manifestsAsked;
    QSet<QString> m_manifestsFailed;
    QSet<QString> m_manifestsMissing;
    int m_manifestsInFlight = 0;
    QSet<RecordId> m_staleFamilies;
    QSet<RecordId> m_deploymentsInFlight;
    QHash<Resource, int> m_watchers;
    QHash<Resource, PlatformError> m_failing;
    bool m_endpointsLoaded = false;
    bool m_endpointsUntold = false;
    bool m_keepsDeployments = false;
    bool m_jobsLoaded = false;
    bool m_familiesLoaded = false;
    bool m_signalsLoaded = false;
    bool m_running = false;

    Poller *m_endpointPoller;
    Poller *m_jobPoller;
    Poller *m_familyPoller;
    Poller *m_signalPoller;
};

} // namespace nsl
