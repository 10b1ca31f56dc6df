// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/servingsupervisor.h"
#include "store/sqlitestore.h"

#include <QHash>
#include <QObject>

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
/// trained to read it and the items to leave out, and completes its answer from the catalogue.
class Recommender : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Recommender)

public:
    using Answered = std::function<void(const Outcome<Recommended> &)>;
    static constexpr int historyLength = 200;

    Recommender(SqliteStore &store, ServingSupervisor &serving, QObject *parent = nullptr);

    /// Answers once, at once or later. Nothing live: ok, empty, "no_model_deployed". A live version without a
    /// worker right now: Unavailable.
    void recommend(const RecommendationQuery &query, Answered answered);

    /// The body of POST /invocations for a user and a version.
    QJsonObject invocationFor(const QString &userId, qint64 modelId, const QString &jobName, int limit,
                              bool includeSeen);

private:
    /// Weights by event type of the signals that a version was trained on. A manifest never changes: read
    /// once.
    const QHash<qint64, int> &weightsOf(qint64 modelId, const QString &jobName);
    Outcome<Recommended> completed(const QJsonObject &reply, const VersionRef &version, int limit);

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    QHash<qint64, QHash<qint64, int>> m_weights; ///< by model id
};

} // namespace nsl
