// SPDX-License-Identifier: GPL-3.0-or-later
#include "recommender.h"

#include "jobs/trainingservice.h"
#include "jsonread.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace nsl
{

namespace
{

/// With more inactive items than this they are not named in every request: the rows they would have taken
/// are asked for in addition, and only where that is too few, they are named.
constexpr qsizetype maxNamedInactive = 500;
constexpr int spareRows = 30;

PlatformError unreachable(const QString &reason)
{
    return PlatformError::unavailable(u"The serving worker did not answer: %1."_qs.arg(reason),
                                      u"worker_unavailable"_qs);
}

/// As JSON writes a number: the shortest text that reads back as the same.
QByteArray numberText(double value)
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
    int rows = 0;                    ///< asked for
    bool leavesInactiveOut = false;  ///< by name
    bool leavesUnmatchedOut = false; ///< what the filter does not want, by name
};

Recommender::Recommender(ServingReader &reader, const TrafficTable &traffic, EndpointMeters &meters)
    : m_reader(reader)
    , m_traffic(traffic)
    , m_meters(meters)
    , m_items(reader)
    , m_users(reader)
{
}

void Recommender::follow()
{
    const ServingReader::Marks now = m_reader.marks();
    if (now.catalogue != m_marks.catalogue || now.hidden != m_marks.hidden)
        m_items.forget();
    m_users.follow(m_marks, now);
    m_marks = now;
}

const QHash<qint64, int> &Recommender::weightsOf(const VersionRef &version)
{
    const auto known = m_weights.constFind(version.modelId);
    if (known != m_weights.constEnd())
        return *known;
    QHash<qint64, int> weights;
    if (const auto job = m_reader.jobs().findByName(version.jobName)) {
        const QJsonObject manifest = QJsonDocument::fromJson(m_reader.jobs().manifest(job->id)).object();
        for (const TrainedSignal &signal : trainedSignals(manifest))
            weights.insert(signal.eventTypeId, signal.weight);
    }
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

QByteArray Recommender::bodyOf(const Pending &pending)
{
    const QByteArray userId = pending.query.userId.toUtf8();
    const UserText &user = m_users.find(userId, pending.version.modelId, weightsOf(pending.version));
    QByteArray excluded;
    const auto name = [&excluded](const QByteArray &text) {
        if (!excluded.isEmpty() && !text.isEmpty())
            excluded += ',';
        excluded += text;
    };
    if (!pending.query.includeSeen)
        name(user.seen);
    if (pending.leavesInactiveOut) {
        for (const QByteArray &id : m_items.inactiveIds())
            name(jsonString(id));
    }
    if (pending.leavesUnmatchedOut) {
        for (const QByteArray &id : m_items.idsOutside(pending.query.filter))
            name(jsonString(id));
    }
    return R"({"user_id":)" + jsonString(userId) + R"(,"history":)" + user.history + R"(,"exclude":[)" +
           excluded + R"(],"limit":)" + QByteArray::number(pending.rows) + '}';
}

void Recommender::ask(const std::shared_ptr<Pending> &pending)
{
    pending->worker->invoke(bodyOf(*pending), [this, pending](const http::Client::Answer &answer) {
        try {
            take(pending, answer);
        } catch (const StoreFailure &failure) {
            pending->answered(failure.error());
        }
    });
}

void Recommender::take(const std::shared_ptr<Pending> &pending, const http::Client::Answer &answer)
{
    if (answer.status == 0) {
        pending->answered(unreachable(QString::fromStdString(answer.error)));
        return;
    }
    if (answer.status != 200) {
        pending->answered(unreachable(u"it answered with status %1"_qs.arg(answer.status)));
        return;
    }
    const QByteArray body =
        QByteArray::fromRawData(answer.body.data(), static_cast<qsizetype>(answer.body.size()));
    const auto reply = json::parseObject(body);
    if (!reply.ok() || !reply->value(u"items"_qs).isArray()) {
        pending->answered(unreachable(u"its answer is no list of items"_qs));
        return;
    }
    const auto result = completed(*reply, *pending);
    const bool isShort = result.ok() && result->count < pending->query.limit;
    if (isShort && widen(*pending, reply->value(u"items"_qs).toArray().size()))
        ask(pending);
    else
        pending->answered(result);
}

bool Recommender::widen(Pending &pending, qsizetype answeredRows)
{
    if (answeredRows < pending.rows)
        return false; // the worker has no more
    if (pending.rows < maxWorkerRows) {
        pending.rows = maxWorkerRows;
        return true;
    }
    const bool canNameInactive = !pending.leavesInactiveOut;
    const bool canNameUnmatched = !pending.query.filter.isEmpty() && !pending.leavesUnmatchedOut;
    qsizetype named = 0;
    if (pending.leavesInactiveOut || canNameInactive)
        named += m_items.inactiveIds().size();
    if (canNameUnmatched)
        named += m_items.idsOutside(pending.query.filter).size();
    // The user's own items are a few thousand at most.
    if ((!canNameInactive && !canNameUnmatched) || named > maxExcluded - 10'000)
        return false;
    pending.leavesInactiveOut = true;
    pending.leavesUnmatchedOut = !pending.query.filter.isEmpty();
    return true;
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
    const QJsonArray pairs = reply.value(u"items"_qs).toArray();
    for (const QJsonValue value : pairs) {
        const QJsonArray pair = value.toArray();
        const double score = pair.at(1).toDouble(std::nan(""));
        if (!pair.at(0).isString() || !std::isfinite(score))
            return unreachable(u"its answer cannot be read"_qs);
        if (result.count == pending.query.limit)
            break;
        const QByteArray id = pair.at(0).toString().toUtf8();
        const QByteArray *head = m_items.rowHead(id);
        // Not there: it left the catalogue after the version was made.
        if (!head || (!pending.query.filter.isEmpty() && !m_items.matches(id, pending.query.filter)))
            continue;
        if (result.count > 0)
            result.rows += ',';
        ++result.count;
        result.rows += *head + QByteArray::number(result.count) + R"(,"score":)" + numberText(score) + '}';
    }
    result.rows += ']';
    return result;
}

} // namespace nsl
