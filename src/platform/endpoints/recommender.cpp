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
    QStringList exclude = m_store.items().inactiveIds();
    if (!includeSeen)
        exclude += m_store.events().itemsOfUser(userId);
    return {{u"user_id"_qs, userId},
            {u"history"_qs, history},
            {u"exclude"_qs, QJsonArray::fromStringList(exclude)},
            {u"limit"_qs, limit}};
}

void Recommender::recommend(const RecommendationQuery &query, Answered answered)
{
    struct Prepared
    {
        std::optional<VersionRef> version;
        ServingWorker *worker = nullptr;
        QJsonObject body;
    };
    const auto prepared = m_store.read([&]() -> Outcome<Prepared> {
        Prepared result;
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
        result.body = invocationFor(query.userId, result.version->modelId, result.version->jobName,
                                    query.limit, query.includeSeen);
        return result;
    });
    if (!prepared.ok()) {
        answered(prepared.error());
        return;
    }
    if (!prepared->version) {
        Recommended nothing;
        nothing.usedDefault = true;
        nothing.defaultReason = u"no_model_deployed"_qs;
        answered(nothing);
        return;
    }
    prepared->worker->invoke(prepared->body,
                             [this, version = *prepared->version, limit = query.limit,
                              answered = std::move(answered)](const Outcome<QJsonObject> &reply) {
                                 if (reply.ok())
                                     answered(completed(*reply, version, limit));
                                 else
                                     answered(reply.error());
                             });
}

Outcome<Recommended> Recommender::completed(const QJsonObject &reply, const VersionRef &version, int limit)
{
    return m_store.read([&]() -> Outcome<Recommended> {
        Recommended result;
        result.version = version;
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
        QHash<QString, Item> items;
        for (const Item &item : m_store.items().findMany(ids))
            items.insert(item.id, item);
        for (qsizetype i = 0; i < ids.size() && result.rows.size() < limit; ++i) {
            const auto item = items.constFind(ids.at(i));
            if (item == items.constEnd() || !item->active)
                continue; // it left the catalogue after the version was made
            result.rows.append({item->id, static_cast<int>(result.rows.size()) + 1, scores.at(i), item->name,
                                item->description});
            result.items.append(*item);
        }
        return result;
    });
}

} // namespace nsl
