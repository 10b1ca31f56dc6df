// SPDX-License-Identifier: GPL-3.0-or-later
#include "recommender.h"

#include "jobs/trainingservice.h"
#include "jsonread.h"

#include <QJsonDocument>

#include <cmath>

namespace nsl
{

Recommender::Recommender(SqliteStore &store, ServingSupervisor &serving, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_serving(serving)
    , m_directory(store)
{
}

const QHash<qint64, int> &Recommender::weightsOf(qint64 modelId, const QString &jobName)
{
    const auto known = m_weights.constFind(modelId);
    if (known != m_weights.constEnd())
        return *known;
    QHash<qint64, int> weights;
    if (const auto job = m_store.jobs().findByName(jobName)) {
        const QJsonObject manifest = QJsonDocument::fromJson(m_store.jobs().manifest(job->id)).object();
        for (const TrainedSignal &signal : trainedSignals(manifest))
            weights.insert(signal.eventTypeId, signal.weight);
    }
    return *m_weights.insert(modelId, weights);
}

QJsonObject Recommender::invocationFor(const QString &userId, qint64 modelId, const QString &jobName,
                                       int limit, bool includeSeen)
{
    const QHash<qint64, int> &weights = weightsOf(modelId, jobName);
    QJsonArray history;
    if (!weights.isEmpty()) {
        for (const EventRow &row : m_store.events().history(userId, weights.keys(), historyLength)) {
            history.append(QJsonArray{QString::fromUtf8(row.itemId), weights.value(row.eventTypeId),
                                      row.occurredMs / 1000});
        }
    }
    QStringList exclude = m_directory.inactiveIds();
    if (!includeSeen)
        exclude += m_store.events().itemsOfUser(userId);
    return {{u"user_id"_qs, userId},
            {u"history"_qs, history},
            {u"exclude"_qs, QJsonArray::fromStringList(exclude)},
            {u"limit"_qs, limit}};
}

void Recommender::recommend(const RecommendationQuery &query, Answered answered)
{
    struct Live
    {
        std::optional<VersionRef> version;
        ServingWorker *worker = nullptr;
    };
    const auto live = m_store.read([&]() -> Outcome<Live> {
        Live result;
        const auto endpoint = m_store.endpoints().findForContext(query.contextId);
        if (!endpoint || !endpoint->activeVersion)
            return result;
        result.version = endpoint->activeVersion;
        result.worker = m_serving.liveWorker(endpoint->id);
        if (!result.worker) {
            return PlatformError::unavailable(
                endpoint->status == EndpointStatus::Failed
                    ? u"The endpoint %1 has failed: promote a version to it."_qs.arg(endpoint->name)
                    : u"The serving worker of %1 is starting: try again in a moment."_qs.arg(endpoint->name),
                u"endpoint_not_ready"_qs);
        }
        return result;
    });
    if (!live.ok()) {
        answered(live.error());
        return;
    }
    if (!live->version) {
        Recommended nothing;
        nothing.usedDefault = true;
        nothing.defaultReason = u"no_model_deployed"_qs;
        answered(nothing);
        return;
    }
    recommendFrom(*live->worker, *live->version, query, std::move(answered));
}

void Recommender::recommendFrom(ServingWorker &worker, const VersionRef &version,
                                const RecommendationQuery &query, Answered answered)
{
    Pending pending;
    pending.query = query;
    pending.version = version;
    pending.worker = &worker;
    pending.answered = std::move(answered);
    const auto body = m_store.read([&]() -> Outcome<QJsonObject> {
        return invocationFor(query.userId, version.modelId, version.jobName,
                             query.filter.isEmpty() ? query.limit : maxWorkerRows, query.includeSeen);
    });
    if (!body.ok()) {
        pending.answered(body.error());
        return;
    }
    pending.body = *body;
    ask(std::move(pending));
}

void Recommender::ask(Pending pending)
{
    if (!pending.worker) {
        pending.answered(PlatformError::unavailable(
            u"The serving worker has just been replaced: try again."_qs, u"worker_unavailable"_qs));
        return;
    }
    ServingWorker &worker = *pending.worker;
    const QJsonObject body = pending.body;
    worker.invoke(body, [this, pending = std::move(pending)](const Outcome<QJsonObject> &reply) {
        if (reply.ok())
            take(pending, *reply);
        else
            pending.answered(reply.error());
    });
}

void Recommender::take(Pending pending, const QJsonObject &reply)
{
    auto result = completed(reply, pending);
    const bool isShort = result.ok() && result->rows.size() < pending.query.limit;
    if (isShort && widen(pending, reply.value(u"items"_qs).toArray().size()))
        ask(std::move(pending));
    else
        pending.answered(result);
}

bool Recommender::widen(Pending &pending, qsizetype answeredRows)
{
    const qint64 asked = pending.body.value(u"limit"_qs).toInteger();
    if (answeredRows < asked)
        return false; // the worker has no more
    if (asked < maxWorkerRows) {
        pending.body.insert(u"limit"_qs, maxWorkerRows);
        return true;
    }
    if (pending.query.filter.isEmpty() || pending.leavesOthersOut)
        return false;
    const auto outside =
        m_store.read([&]() -> Outcome<QStringList> { return m_directory.idsOutside(pending.query.filter); });
    if (!outside.ok())
        return false;
    QJsonArray exclude = pending.body.value(u"exclude"_qs).toArray();
    if (exclude.size() + outside->size() > maxExcluded)
        return false;
    for (const QString &id : *outside)
        exclude.append(id);
    pending.body.insert(u"exclude"_qs, exclude);
    pending.leavesOthersOut = true;
    return true;
}

Outcome<Recommended> Recommender::completed(const QJsonObject &reply, const Pending &pending)
{
    return m_store.read([&]() -> Outcome<Recommended> {
        Recommended result;
        result.version = pending.version;
        result.usedDefault = reply.value(u"used_default"_qs).toBool();
        result.defaultReason = reply.value(u"default_reason"_qs).toString();
        QStringList ids;
        QList<double> scores;
        const QJsonArray pairs = reply.value(u"items"_qs).toArray();
        for (const QJsonValue value : pairs) {
            const QJsonArray pair = value.toArray();
            const double score = pair.at(1).toDouble(std::nan(""));
            if (!pair.at(0).isString() || !std::isfinite(score))
                return PlatformError::unavailable(
                    u"The serving worker gave an answer that cannot be read."_qs, u"worker_unavailable"_qs);
            ids.append(pair.at(0).toString());
            scores.append(score);
        }
        const QHash<QString, Item> items = m_directory.active(ids);
        const int limit = pending.query.limit;
        for (qsizetype i = 0; i < ids.size() && result.rows.size() < limit; ++i) {
            const auto item = items.constFind(ids.at(i));
            // Not there: it left the catalogue after the version was made.
            if (item == items.constEnd() || !pending.query.filter.matches(*item))
                continue;
            result.rows.append({item->id, static_cast<int>(result.rows.size()) + 1, scores.at(i), item->name,
                                item->description});
            result.items.append(*item);
        }
        return result;
    });
}

} // namespace nsl
