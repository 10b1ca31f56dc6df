// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/itemdirectory.h"
#include "endpoints/itemfilter.h"
#include "endpoints/servingsupervisor.h"
#include "store/sqlitestore.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <functional>

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
};

/// Rows with their items, and which version made them.
struct Recommended
{
    QList<Recommendation> rows;
    QList<Item> items; ///< of the rows, in their order
    bool usedDefault = false;
    QString defaultReason;
    std::optional<VersionRef> version; ///< none while nothing is live
};

/// Asks the worker of the endpoint that serves a context: gives it the user's history as the version was
/// trained to read it and the items to leave out, and completes its answer from the catalogue. Asks again for
/// more where too many rows fell out: by a filter, or because they left the catalogue after the training.
class Recommender : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Recommender)

public:
    using Answered = std::function<void(const Outcome<Recommended> &)>;
    static constexpr int historyLength = 200;
    static constexpr int maxWorkerRows = 1000;        ///< of one answer of a worker
    static constexpr qsizetype maxExcluded = 200'000; ///< of one request to a worker

    Recommender(SqliteStore &store, ServingSupervisor &serving, QObject *parent = nullptr);

    /// Answers once, at once or later. Nothing live: ok, empty, "no_model_deployed". A live version without a
    /// worker right now: Unavailable.
    void recommend(const RecommendationQuery &query, Answered answered);
    /// The same from a given version, whose worker is ready.
    void recommendFrom(ServingWorker &worker, const VersionRef &version, const RecommendationQuery &query,
                       Answered answered);

    /// The body of POST /invocations for a user and a version.
    QJsonObject invocationFor(const QString &userId, qint64 modelId, const QString &jobName, int limit,
                              bool includeSeen);

private:
    struct Pending
    {
        RecommendationQuery query;
        VersionRef version;
        QPointer<ServingWorker> worker;
        QJsonObject body;
        Answered answered;
        bool leavesOthersOut = false; ///< body.exclude holds what the filter does not want
    };

    /// Weights by event type of the signals that a version was trained on. A manifest never changes: read
    /// once.
    const QHash<qint64, int> &weightsOf(qint64 modelId, const QString &jobName);
    void ask(Pending pending);
    void take(Pending pending, const QJsonObject &reply);
    /// The next, wider request; false when there is none.
    bool widen(Pending &pending, qsizetype answeredRows);
    Outcome<Recommended> completed(const QJsonObject &reply, const Pending &pending);

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    ItemDirectory m_directory;
    QHash<qint64, QHash<qint64, int>> m_weights; ///< by model id
};

} // namespace nsl
