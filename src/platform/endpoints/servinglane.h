// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/recommender.h"
#include "loop.h"
#include "store/tokenchecker.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace nsl
{

/// The thread that recommendations are made on, from the request's authorisation to its answer: it reads the
/// store on a connection of its own and asks the workers itself, so that they wait neither for the writer nor
/// for the event loop of the main thread. This object lives on the main thread.
class ServingLane : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServingLane)

public:
    ServingLane(QString databaseFile, SessionClient session, QObject *parent = nullptr);
    /// As stop().
    ~ServingLane() override;

    /// Begins with what was posted already.
    void start() { m_loop.start(); }
    /// After this nothing runs or answers on the lane.
    void stop();

    /// From any thread: `work` runs on the lane.
    void post(std::function<void()> work) { m_loop.post(std::move(work)); }
    /// From any thread: `work` runs on the main thread, unless `receiver` is gone by then.
    void postBack(const QPointer<QObject> &receiver, std::function<void()> work);
    http::Loop &loop() { return m_loop; }
    TrafficTable &traffic() { return m_traffic; }
    EndpointMeters &meters() { return m_meters; }

    /// On the lane: who a Core access token stands for, as of the last commit. Throws StoreFailure.
    std::optional<Caller> checkToken(const QByteArray &token);
    /// On the lane. Throws StoreFailure where the store cannot be read.
    void recommend(const RecommendationQuery &query, Recommender::Answered answered);
    /// From the main thread: a recommendation from a given worker; the answer comes back to the main thread,
    /// unless `receiver` is gone by then.
    void recommendFrom(const std::shared_ptr<WorkerLink> &worker, const VersionRef &version,
                       const RecommendationQuery &query, QObject *receiver, Recommender::Answered answered);

private:
    struct Desk;
    /// What was committed until now is seen by what follows.
    Desk &desk();

    const QString m_databaseFile;
    const SessionClient m_session;
    TrafficTable m_traffic;
    EndpointMeters m_meters;
    http::Loop m_loop;
    std::unique_ptr<Desk> m_desk; ///< of the lane's thread
};

} // namespace nsl
