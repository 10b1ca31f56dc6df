// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluationcontroller.h"

#include "evaluationjson.h"
#include "jsonread.h"
#include "paths.h"

#include <QJsonArray>
#include <QTimer>

#include <utility>

namespace nsl
{

namespace
{

Outcome<QString> nameFrom(const QJsonValue &value, const QString &key)
{
    const QString name = value.toString().trimmed();
    if (name.isEmpty() || name.size() > EvaluationController::maxNameLength) {
        return PlatformError::invalid(
            u"%1 must name a training job, in at most %2 characters."_qs.arg(key).arg(
                EvaluationController::maxNameLength),
            u"invalid_%1"_qs.arg(key));
    }
    return name;
}

struct EvaluationRequest
{
    QStringList jobNames;
    QString splitOf;
};

Outcome<EvaluationRequest> requestFrom(const QJsonObject &body)
{
    EvaluationRequest request;
    const QJsonValue names = json::find(body, u"job_names");
    const QJsonArray list = names.toArray();
    if (!names.isArray() || list.isEmpty() || list.size() > EvaluationController::maxJobNames) {
        return PlatformError::invalid(
            u"job_names must be a list of 1 to %1 training jobs."_qs.arg(EvaluationController::maxJobNames),
            u"invalid_job_names"_qs);
    }
    for (const QJsonValue value : list) {
        const auto name = nameFrom(value, u"job_names"_qs);
        if (!name.ok())
            return name.error();
        if (!request.jobNames.contains(*name))
            request.jobNames.append(*name);
    }
    const auto splitOf = nameFrom(json::find(body, u"split_of"), u"split_of"_qs);
    if (!splitOf.ok())
        return splitOf.error();
    request.splitOf = *splitOf;
    return request;
}

/// One request for several scores.
struct Collection
{
    EvaluationRequest request;
    QMap<QString, ScoredVersion> scores;
    qsizetype waitingFor = 0;
    bool hasFailed = false;
};

} // namespace

EvaluationController::EvaluationController(EvaluationService &evaluations, PromotionPreviewer &previewer,
                                           std::chrono::milliseconds answerLimit, QObject *parent)
    : QObject(parent)
    , m_evaluations(evaluations)
    , m_previewer(previewer)
    , m_answerLimit(answerLimit)
{
}

void EvaluationController::addRoutes(Router &router)
{
    router.addAsync(u"POST"_qs, paths::evaluations,
                    [this](const ApiCall &call, const ApiReply &reply) { evaluate(call, reply); });
    router.addAsync(u"POST"_qs, paths::promotionPreview,
                    [this](const ApiCall &call, const ApiReply &reply) { preview(call, reply); });
}

EvaluationController::FirstReply EvaluationController::limited(const ApiReply &reply)
{
    const auto open = std::make_shared<ApiReply>(reply);
    const FirstReply once = [open](const ApiResult &result) {
        const ApiReply answer = std::exchange(*open, nullptr);
        if (answer)
            answer(result);
        return bool(answer);
    };
    QTimer::singleShot(m_answerLimit, this, [once] {
        once(PlatformError::unavailable(
            u"The evaluation is still running; send the same request again in a moment."_qs,
            u"evaluation_running"_qs));
    });
    return once;
}

void EvaluationController::evaluate(const ApiCall &call, const ApiReply &reply)
{
    const auto body = call.json();
    const auto request = body.ok() ? requestFrom(*body) : body.error();
    if (!request.ok()) {
        reply(request.error());
        return;
    }
    const FirstReply once = limited(reply);
    auto collection = std::make_shared<Collection>();
    collection->request = *request;
    collection->waitingFor = request->jobNames.size();
    const QPointer<EvaluationController> self(this);
    for (const QString &name : std::as_const(collection->request.jobNames)) {
        m_evaluations.score(
            name, request->splitOf, [self, collection, name, once](const Outcome<ScoredVersion> &scored) {
                if (!self || collection->hasFailed)
                    return;
                if (!scored.ok()) {
                    collection->hasFailed = true;
                    once(scored.error());
                    return;
                }
                collection->scores.insert(name, *scored);
                if (--collection->waitingFor > 0)
                    return;
                self->m_work.run<QJsonArray>(
                    self,
                    [collection, &cancelled = self->m_work.cancelled()] {
                        QJsonArray rows;
                        for (const QString &one : std::as_const(collection->request.jobNames))
                            rows.append(toJson(summarise(one, collection->scores.value(one), cancelled)));
                        return rows;
                    },
                    [once](const QJsonArray &rows) {
                        once(ApiAnswer(QJsonObject{{u"evaluations"_qs, rows}}));
                    });
            });
        if (collection->hasFailed)
            break;
    }
}

void EvaluationController::preview(const ApiCall &call, const ApiReply &reply)
{
    const auto body = call.json();
    if (!body.ok()) {
        reply(body.error());
        return;
    }
    const auto name = nameFrom(json::find(*body, u"job_name"), u"job_name"_qs);
    if (!name.ok()) {
        reply(name.error());
        return;
    }
    std::optional<qint64> endpointId;
    const QJsonValue given = json::find(*body, u"endpoint_id");
    if (!given.isUndefined() && !given.isNull()) {
        endpointId = json::toInteger(given);
        if (!endpointId) {
            reply(
                PlatformError::invalid(u"endpoint_id must be a whole number."_qs, u"invalid_endpoint_id"_qs));
            return;
        }
    }
    const FirstReply once = limited(reply);
    m_previewer.preview(*name, endpointId, [once](const Outcome<PromotionPreview> &preview) {
        return once(preview.ok() ? ApiResult(ApiAnswer(toJson(*preview))) : ApiResult(preview.error()));
    });
}

} // namespace nsl
