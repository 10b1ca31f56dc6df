// SPDX-License-Identifier: GPL-3.0-or-later
#include "servinglane.h"

#include <utility>

namespace nsl
{

/// What the lane's thread alone works with.
struct ServingLane::Desk
{
    Desk(std::unique_ptr<ServingReader> theReader, ServingLane &lane, EndpointMeters &meters)
        : reader(std::move(theReader))
        , tokens(reader->clients(), lane.m_session)
        , recommender(*reader, lane.m_traffic, meters,
                      [&lane](std::function<void()> work) { lane.post(std::move(work)); })
    {
    }

    std::unique_ptr<ServingReader> reader;
    TokenChecker tokens;
    Recommender recommender;
};

ServingLane::ServingLane(QString databaseFile, SessionClient session, QObject *parent)
    : QObject(parent)
    , m_databaseFile(std::move(databaseFile))
    , m_session(std::move(session))
{
}

ServingLane::~ServingLane()
{
    stop();
}

void ServingLane::stop()
{
    m_traffic.publish({});
    // A connection is closed on the thread that opened it, and no answer of a worker finds its desk gone.
    m_loop.stop([this] { m_desk.reset(); });
}

void ServingLane::postBack(const QPointer<QObject> &receiver, std::function<void()> work)
{
    QMetaObject::invokeMethod(
        this,
        [receiver, work = std::move(work)] {
            if (receiver)
                work();
        },
        Qt::QueuedConnection);
}

ServingLane::Desk &ServingLane::desk()
{
    if (!m_desk) {
        auto reader = ServingReader::open(m_databaseFile);
        if (!reader.ok())
            throw StoreFailure(reader.error());
        m_desk = std::make_unique<Desk>(std::move(reader).value(), *this, m_meters);
    }
    if (m_desk->reader->hasMoved()) {
        m_desk->tokens.forget();
        try {
            m_desk->recommender.follow();
        } catch (const StoreFailure &) {
            m_desk->reader->lookAgain();
            throw;
        }
    }
    return *m_desk;
}

std::optional<Caller> ServingLane::checkToken(const QByteArray &token)
{
    return desk().tokens.checkRemembering(token);
}

void ServingLane::recommend(const RecommendationQuery &query, Recommender::Answered answered)
{
    desk().recommender.recommend(query, std::move(answered));
}

void ServingLane::recommendFrom(const std::shared_ptr<WorkerLink> &worker, const VersionRef &version,
                                const RecommendationQuery &query, QObject *receiver,
                                Recommender::Answered answered)
{
    // Counted from here on, so that the worker is not ended before it is asked.
    auto lease = std::make_shared<WorkerLease>(worker);
    const Recommender::Answered back = [this, to = QPointer<QObject>(receiver),
                                        answered = std::move(answered)](const Outcome<Recommended> &result) {
        postBack(to, [answered, result] { answered(result); });
    };
    post([this, lease, version, query, back] {
        try {
            desk().recommender.recommendFrom(std::move(*lease), version, query, back);
        } catch (const StoreFailure &failure) {
            back(failure.error());
        }
    });
}

} // namespace nsl
