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
    bool endpointsLoaded() const { return m_endpointsLoaded; }
    bool jobsLoaded() const { return m_jobsLoaded; }
    bool familiesLoaded() const { return m_familiesLoaded; }
    bool signalsLoaded() const { return m_signalsLoaded; }

    const TrainingJob *job(const QString &jobName) const;
    const Version *version(qint64 versionId) const;
    const Version *versionOfJob(const QString &jobName) const;
    const Family *family(qint64 familyId) const;
    const Endpoint *endpoint(qint64 endpointId) const;
    /// "Two-tower GRU v9", or the family's name or run's name while there is no version.
    QString runTitle(const QString &jobName) const;
    QString modelTypeOf(qint64 familyId) const;
    /// What is live, by model type.
    QHash<QString, Production> production() const;
    std::optional<Production> productionFor(qint64 familyId) const;
    Candidate candidate(const Version &version) const;
    Candidate candidate(const TrainingJob &job) const;
    /// The server's clock, as far as its records tell: for durations of what is running.
    QDateTime now() const;

    /// Reads a finished run's manifest once, two at a time; manifestsUpdated() tells.
    void needManifest(const QString &jobName);
    /// Takes in what an answer to a command brought, before the next poll does.
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
    void fetchDetails(QObject *context, QList<qint64> familyIds, const Poller::Finish &finish);
    void fetchSignals(QObject *context, const Poller::Finish &finish);
    void fetchIdentity();
    void follow(Poller *poller, Resource resource);
    void updatePolling();
    void setJobs(QList<TrainingJob> jobs);
    void setEndpoints(QList<Endpoint> endpoints);
    void setFamilies(const QList<Family> &families);
    void setDetails(const FamilyDetails &details);
    void followMovingEndpoints(const QList<Endpoint> &before);
    void refreshDeployment(qint64 id);
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
    QHash<qint64, Deployment> m_deployments;
    Manifests m_manifests;
    QList<QString> m_manifestQueue;
    QSet<QString> m_manifestsAsked;
    int m_manifestsInFlight = 0;
    QSet<qint64> m_staleFamilies;
    QSet<qint64> m_deploymentsInFlight;
    QHash<Resource, int> m_watchers;
    QSet<Resource> m_failing;
    bool m_endpointsLoaded = false;
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
