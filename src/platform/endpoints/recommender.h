// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/endpointmeters.h"
#include "endpoints/itemdirectory.h"
#include "endpoints/itemfilter.h"
#include "endpoints/traffictable.h"
#include "endpoints/unmatcheditems.h"
#include "endpoints/userdirectory.h"
#include "store/servingreader.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <memory>

namespace nsl
{

/// What a caller of the Core API asks for.
struct RecommendationQuery
{
    QString userId;
    QString contextId;
    int limit = 20;
    bool includeSeen = false;
    ItemFilter filter;
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();
};

/// Rows as they go out, and which version made them.
struct Recommended
{
    QByteArray rows; ///< a JSON array
    int count = 0;   ///< of rows
    bool usedDefault = false;
    QString defaultReason;
    std::optional<VersionRef> version; ///< none while nothing is live
    int dimension = 0;                 ///< of the version's vectors; 0 = it has none
};

/// Asks the worker of the endpoint that serves a context: gives it the user's history as the version was
/// trained to read it and the items to leave out, and completes its answer from the catalogue. Asks again for
/// more where too many rows fell out: by a filter, or because they left the catalogue after the training;
/// what came before is the answer where that cannot be had. Lives on the serving lane's thread.
class Recommender
{
public:
    using Answered = std::function<void(const Outcome<Recommended> &)>;
    static constexpr int maxWorkerRows = 1000; ///< of one answer of a worker

    /// `later` as UnmatchedItems takes it.
    Recommender(ServingReader &reader, const TrafficTable &traffic, EndpointMeters &meters,
                UnmatchedItems::Later later);
    Q_DISABLE_COPY_MOVE(Recommender)

    /// To be called when anything has been committed.
    void follow();
    /// Answers once, at once or later. Nothing live: ok, empty, "no_model_deployed". A live version without a
    /// worker right now: Unavailable.
    void recommend(const RecommendationQuery &query, Answered answered);
    /// The same from a given version, whose worker is ready. Nothing is metered.
    void recommendFrom(WorkerLease worker, const VersionRef &version, const RecommendationQuery &query,
                       Answered answered);

private:
    struct Pending;

    /// Weights by event type of the signals that a version was trained on. A manifest never changes: read
    /// once.
    const QHash<qint64, int> &weightsOf(const VersionRef &version);
    /// Leaves what the filter does not want out by name where it is given.
    void ask(const std::shared_ptr<Pending> &pending, const ExcludedIds *unmatched = nullptr);
    void take(const std::shared_ptr<Pending> &pending, const http::Client::Answer &answer);
    /// Nothing where it would be more than a worker takes.
    std::optional<QByteArray> bodyOf(const Pending &pending, const ExcludedIds *unmatched);
    /// Asks once more, for more; answers with what there is where that is of no use.
    void widen(const std::shared_ptr<Pending> &pending);
    Outcome<Recommended> completed(const QJsonObject &reply, const Pending &pending);

    ServingReader &m_reader;
    const TrafficTable &m_traffic;
    EndpointMeters &m_meters;
    ItemDirectory m_items;
    UnmatchedItems m_unmatched;
    UserDirectory m_users;
    ServingReader::Marks m_marks;
    QHash<qint64, QHash<qint64, int>> m_weights; ///< by model id
};

} // namespace nsl
