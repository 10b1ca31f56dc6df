// SPDX-License-Identifier: GPL-3.0-or-later
#include "recommender.h"

#include "jobs/trainingservice.h"
#include "jsonread.h"

#include <QDateTime>
#include <QJsonArray>
#include <QSet>

#include <cmath>

namespace nsl
{

namespace
{

/// With more inactive items than this they are not named in every request: the rows they would have taken
/// are asked for in addition, and only where that is too few, they are named.
constexpr qsizetype maxNamedInactive = 500;
constexpr int spareRows = 30;
/// A request is not widened any more when it is this old; its own answer may take some seconds more.
constexpr auto workerPatience = std::chrono::seconds(8);

PlatformError unreachable(const QString &reason)
{
    return PlatformError::unavailable(u"The serving worker did not answer: %1."_qs.arg(reason),
                                      u"worker_unavailable"_qs);
}

/// As JSON writes a number: the shortest text that reads back as the same.
QByteArray shortestNumberText(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

struct Recommender::Pending
{
    RecommendationQuery query;
    VersionRef version;
    WorkerLease worker;
    Answered answered;
    int rows = 0;                      ///< asked for
    bool leavesInactiveOut = false;    ///< by name
    bool leavesUnmatchedOut = false;   ///< what the filter does not want, by name
    std::optional<Recommended> best{}; ///< of the answers so far

    /// The end of it, where a further question came to nothing too.
    void end(const PlatformError &problem) const
    {
        if (best)
            answered(*best);
        else
            answered(problem);
    }
};

Recommender::Recommender(ServingReader &reader, const TrafficTable &traffic, EndpointMeters &meters,
                         UnmatchedItems::Later later)
    : m_reader(reader)
    , m_traffic(traffic)
    , m_meters(meters)
    , m_items(reader)
    , m_unmatched(reader, std::move(later))
    , m_users(reader)
{
}

void Recommender::follow()
{
    const ServingReader::Marks now = m_reader.marks();
    if (now.catalogue != m_marks.catalogue || now.hidden != m_marks.hidden) {
        m_items.forget();
        m_unmatched.forget();
    }
    m_users.follow(m_marks, now);
    m_marks = now;
}

const QHash<qint64, int> &Recommender::weightsOf(const VersionRef &version)
{
    const auto known = m_weights.constFind(version.modelId);
    if (known != m_weights.constEnd())
        return *known;
    QHash<qint64, int> weights;
    for (const TrainedSignal &signal : trainedSignals(m_reader.jobs().manifestOf(version.jobName)))
        weights.insert(signal.eventTypeId, signal.weight);
    return *m_weights.insert(version.modelId, weights);
}

void Recommender::recommend(const RecommendationQuery &query, Answered answered)
{
    TrafficRoute route = m_traffic.routeFor(query.contextId);
    if (route.endpointId != 0) {
        answered = [this, id = route.endpointId, arrived = query.arrived,
                    inner = std::move(answered)](const Outcome<Recommended> &result) {
            m_meters.record(id, std::chrono::steady_clock::now() - arrived, !result.ok(),
                            QDateTime::currentSecsSinceEpoch());
            inner(result);
        };
    }
    if (!route.version) {
        Recommended nothing;
        nothing.rows = "[]";
        nothing.usedDefault = true;
        nothing.defaultReason = u"no_model_deployed"_qs;
        answered(nothing);
        return;
    }
    if (!route.worker) {
        answered(PlatformError::unavailable(
            route.hasFailed
                ? u"The endpoint %1 has failed: promote a version to it."_qs.arg(route.endpointName)
                : u"The serving worker of %1 is starting: try again in a moment."_qs.arg(route.endpointName),
            u"endpoint_not_ready"_qs));
        return;
    }
    recommendFrom(std::move(route.worker), *route.version, query, std::move(answered));
}

void Recommender::recommendFrom(WorkerLease worker, const VersionRef &version,
                                const RecommendationQuery &query, Answered answered)
{
    const auto pending = std::make_shared<Pending>();
    pending->query = query;
    pending->version = version;
    pending->worker = std::move(worker);
    pending->answered = std::move(answered);
    try {
        pending->leavesInactiveOut = m_items.inactiveIds().size() <= maxNamedInactive;
        pending->rows = !query.filter.isEmpty()      ? maxWorkerRows
                        : pending->leavesInactiveOut ? query.limit
                                                     : query.limit + spareRows;
        ask(pending);
    } catch (const StoreFailure &failure) {
        pending->answered(failure.error());
    }
}

std::optional<QByteArray> Recommender::bodyOf(const Pending &pending, const ExcludedIds *unmatched)
{
    const QByteArray userId = pending.query.userId.toUtf8();
    const UserText &user = m_users.find(userId, pending.version.modelId, weightsOf(pending.version));
    ExcludedIds excluded;
    if (!pending.query.includeSeen && !excluded.add(user.seen))
        return std::nullopt;
    if (pending.leavesInactiveOut) {
        for (const QByteArray &id : m_items.inactiveIds()) {
            if (!excluded.add(id))
                return std::nullopt;
        }
    }
    if (unmatched && !excluded.add(*unmatched))
        return std::nullopt;
    return R"({"user_id":)" + jsonString(userId) + R"(,"history":)" + user.history + R"(,"exclude":[)" +
           excluded.text() + R"(],"limit":)" + QByteArray::number(pending.rows) + '}';
}

void Recommender::ask(const std::shared_ptr<Pending> &pending, const ExcludedIds *unmatched)
{
    const auto body = bodyOf(*pending, unmatched);
    if (!body) {
        pending->end(unreachable(u"the request is larger than it takes"_qs));
        return;
    }
    pending->worker->invoke(*body, [this, pending](const http::Client::Answer &answer) {
        try {
            take(pending, answer);
        } catch (const StoreFailure &failure) {
            pending->end(failure.error());
        }
    });
}

void Recommender::take(const std::shared_ptr<Pending> &pending, const http::Client::Answer &answer)
{
    if (answer.status == 0) {
        pending->end(unreachable(QString::fromStdString(answer.error)));
        return;
    }
    if (answer.status != 200) {
        pending->end(unreachable(u"it answered with status %1"_qs.arg(answer.status)));
        return;
    }
    const QByteArray body =
        QByteArray::fromRawData(answer.body.data(), static_cast<qsizetype>(answer.body.size()));
    const auto reply = json::parseObject(body);
    if (!reply.ok() || !reply->value(u"items"_qs).isArray()) {
        pending->end(unreachable(u"its answer is no list of items"_qs));
        return;
    }
    const auto result = completed(*reply, *pending);
    if (!result.ok()) {
        pending->end(result.error());
        return;
    }
    if (!pending->best || result->count > pending->best->count)
        pending->best = *result;
    const bool hasMore = reply->value(u"items"_qs).toArray().size() >= pending->rows;
    if (pending->best->count < pending->query.limit && hasMore)
        widen(pending);
    else
        pending->answered(*pending->best);
}

void Recommender::widen(const std::shared_ptr<Pending> &pending)
{
    const auto deadline = pending->query.arrived + workerPatience;
    const bool canNameInactive = !pending->leavesInactiveOut;
    const bool canNameUnmatched = !pending->query.filter.isEmpty() && !pending->leavesUnmatchedOut;
    const bool canAskForMore = pending->rows < maxWorkerRows;
    if (std::chrono::steady_clock::now() > deadline ||
        (!canAskForMore && !canNameInactive && !canNameUnmatched)) {
        pending->answered(*pending->best);
        return;
    }
    if (canAskForMore) {
        pending->rows = maxWorkerRows;
        ask(pending);
        return;
    }
    pending->leavesInactiveOut = true;
    if (!canNameUnmatched) {
        ask(pending);
        return;
    }
    pending->leavesUnmatchedOut = true;
    m_unmatched.find(pending->query.filter, deadline, [this, pending](const ExcludedIds *unmatched) {
        if (!unmatched) {
            pending->answered(*pending->best);
            return;
        }
        try {
            ask(pending, unmatched);
        } catch (const StoreFailure &failure) {
            pending->end(failure.error());
        }
    });
}

Outcome<Recommended> Recommender::completed(const QJsonObject &reply, const Pending &pending)
{
    Recommended result;
    result.version = pending.version;
    result.dimension = pending.worker->dimension();
    result.usedDefault = reply.value(u"used_default"_qs).toBool();
    result.defaultReason = reply.value(u"default_reason"_qs).toString();
    result.rows.reserve(pending.query.limit * 1024);
    result.rows = "[";
    const UserText *user = pending.query.includeSeen
                               ? nullptr
                               : &m_users.find(pending.query.userId.toUtf8(), pending.version.modelId,
                                               weightsOf(pending.version));
    const QJsonArray pairs = reply.value(u"items"_qs).toArray();
    QSet<QByteArray> listed;
    for (const QJsonValue value : pairs) {
        const QJsonArray pair = value.toArray();
        const double score = pair.at(1).toDouble(std::nan(""));
        if (!pair.at(0).isString() || !std::isfinite(score))
            return unreachable(u"its answer cannot be read"_qs);
        if (result.count == pending.query.limit)
            break;
        const QByteArray id = pair.at(0).toString().toUtf8();
        // Said before: a list names an item once, at its best place.
        if (listed.contains(id) || (user && user->seenBefore.contains(id)))
            continue;
        const QByteArray *head = m_items.rowHead(id);
        // Not there: it left the catalogue after the version was made.
        if (!head || (!pending.query.filter.isEmpty() && !m_items.matches(id, pending.query.filter)))
            continue;
        listed.insert(id);
        if (result.count > 0)
            result.rows += ',';
        ++result.count;
        result.rows +=
            *head + QByteArray::number(result.count) + R"(,"score":)" + shortestNumberText(score) + '}';
    }
    result.rows += ']';
    return result;
}

} // namespace nsl
