// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpplatformapi.h"

#include "answerdecoders.h"
#include "evaluationjson.h"
#include "jsonread.h"
#include "operationsjson.h"
#include "paths.h"
#include "trainingjson.h"

#include <QDeadlineTimer>
#include <QTimer>
#include <QUrlQuery>
#include <QUuid>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

constexpr auto measuringPause = 1s;        ///< what the server asks for
constexpr auto measuringPatience = 1h;     ///< the server gives up earlier
constexpr int measuringTimeoutMs = 60'000; ///< for one answer, which may be "still running"

Outcome<Done> nothing(const QJsonValue &)
{
    return Done{};
}

/// The job of an answer where it may be left out (the hosted platform answers with the name alone).
TrainingJob optionalJob(const QJsonObject &object)
{
    const QJsonValue job = json::find(object, u"job");
    TrainingJob read = jobFromJson(job.isObject() ? job.toObject() : object);
    return read;
}

PromotionStarted promotionFromJson(const QJsonObject &object)
{
    PromotionStarted started;
    const QJsonValue deployment = json::find(object, u"deployment");
    if (deployment.isObject())
        started.deployment = deploymentFromJson(deployment.toObject());
    const QJsonValue endpoint = json::find(object, u"endpoint");
    if (endpoint.isObject())
        started.endpoint = endpointFromJson(endpoint.toObject());
    return started;
}

InstanceProof proofFromJson(const QJsonObject &object)
{
    return {json::text(object, u"instance"), json::text(object, u"version"),
            json::text(object, u"proof").toLatin1()};
}

/// Answers a write that names nothing, later as every answer, without asking the server: it would act on
/// whatever it takes nothing for.
template<typename T>
void refuseNameless(QObject *context, const Callback<T> &done)
{
    QMetaObject::invokeMethod(
        context,
        [done] {
            done(PlatformError::invalid(
                u"The server gave this run no name and no id, so nothing was sent."_qs, u"no_identity"_qs));
        },
        Qt::QueuedConnection);
}

/// {"endpoint": Endpoint | null}
Outcome<std::optional<Endpoint>> oneEndpointFromJson(const QJsonValue &json)
{
    const Outcome<QJsonObject> object = asObject(json);
    if (!object)
        return object.error();
    const QJsonValue endpoint = json::find(*object, u"endpoint");
    if (endpoint.isObject())
        return std::optional(endpointFromJson(endpoint.toObject()));
    if (endpoint.isNull())
        return std::optional<Endpoint>();
    return PlatformError{PlatformError::Kind::Protocol, 0, u"missing_field"_qs, u"endpoint"_qs, {}};
}

Outcome<QStringList> usersFromJson(const QJsonValue &json)
{
    const Outcome<QJsonArray> array = unwrapArray(json, u"users");
    if (!array)
        return array.error();
    QStringList ids;
    for (const QJsonValue value : *array)
        ids.append(value.isObject() ? json::text(value.toObject(), u"user_id") : value.toString());
    ids.removeAll(QString());
    return ids;
}

} // namespace

HttpPlatformApi::HttpPlatformApi(const ConnectionProfile &profile, QObject *parent)
    : PlatformApi(parent)
    , m_client(new HttpClient(profile.platformUrl, this))
{
    if (!profile.key.isEmpty())
        m_client->setAuthorization("Bearer " + profile.key.reveal());
}

void HttpPlatformApi::jobs(QObject *context, Callback<QList<TrainingJob>> done)
{
    m_client->send(m_client->call("GET", paths::trainingJobs), listOf(u"jobs", jobFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::job(const RecordId &id, QObject *context, Callback<TrainingJob> done)
{
    m_client->send(m_client->call("GET", paths::child(paths::trainingJobs, id)),
                   recordOf(u"job", jobFromJson), context, std::move(done));
}

void HttpPlatformApi::startTraining(const TrainingRequest &request, QObject *context,
                                    Callback<TrainingStarted> done)
{
    m_client->send(m_client->write("POST", paths::trainingStart, toJson(request)),
                   whole(trainingStartedFromJson), context, std::move(done));
}

void HttpPlatformApi::patchJob(const RecordId &id, const JobPatch &patch, QObject *context,
                               Callback<TrainingJob> done)
{
    if (id.isEmpty()) {
        refuseNameless(context, done);
        return;
    }
    QJsonObject body;
    if (patch.label)
        body.insert(u"label"_qs, *patch.label);
    if (patch.description)
        body.insert(u"description"_qs, *patch.description);
    if (patch.approvalStatus) {
        body.insert(u"approval_status"_qs, toText(*patch.approvalStatus));
        if (!patch.approvalComment.isEmpty())
            body.insert(u"approval_comment"_qs, patch.approvalComment);
    }
    m_client->send(m_client->write("PATCH", paths::child(paths::trainingJobs, id), body), whole(optionalJob),
                   context, std::move(done));
}

void HttpPlatformApi::approve(const QString &jobName, const QString &comment, QObject *context,
                              Callback<TrainingJob> done)
{
    if (jobName.isEmpty()) {
        refuseNameless(context, done);
        return;
    }
    QJsonObject body{{u"job_name"_qs, jobName}};
    if (!comment.isEmpty())
        body.insert(u"comment"_qs, comment);
    m_client->send(m_client->write("POST", paths::approve, body), whole(optionalJob), context,
                   std::move(done));
}

void HttpPlatformApi::promote(const PromotionRequest &request, QObject *context,
                              Callback<PromotionStarted> done)
{
    if (request.jobName.isEmpty()) {
        refuseNameless(context, done);
        return;
    }
    m_client->send(m_client->write("POST", paths::promote, toJson(request)), whole(promotionFromJson),
                   context, std::move(done));
}

void HttpPlatformApi::stop(const QString &jobName, QObject *context, Callback<Done> done)
{
    if (jobName.isEmpty()) {
        refuseNameless(context, done);
        return;
    }
    m_client->send(m_client->write("POST", paths::stop, {{u"job_name"_qs, jobName}}), nothing, context,
                   std::move(done));
}

void HttpPlatformApi::jobMetrics(const QString &jobName, const MetricsQuery &query, QObject *context,
                                 Callback<JobMetrics> done)
{
    QUrlQuery parameters;
    if (!query.series.isEmpty())
        parameters.addQueryItem(u"series"_qs, query.series.join(u','));
    if (query.sinceSeq > 0)
        parameters.addQueryItem(u"since_seq"_qs, QString::number(query.sinceSeq));
    if (query.maxPoints > 0)
        parameters.addQueryItem(u"max_points"_qs, QString::number(query.maxPoints));
    m_client->send(m_client->call("GET", paths::child(paths::jobMetrics, jobName), parameters),
                   whole(jobMetricsFromJson), context, std::move(done));
}

void HttpPlatformApi::jobLog(const QString &jobName, const LogQuery &query, QObject *context,
                             Callback<LogPage> done)
{
    QUrlQuery parameters;
    parameters.addQueryItem(u"limit"_qs, QString::number(query.limit));
    if (!query.cursor.isEmpty())
        parameters.addQueryItem(u"cursor"_qs, QString::fromLatin1(QUrl::toPercentEncoding(query.cursor)));
    if (query.tail > 0)
        parameters.addQueryItem(u"tail"_qs, QString::number(query.tail));
    if (!query.text.isEmpty())
        parameters.addQueryItem(u"q"_qs, QString::fromLatin1(QUrl::toPercentEncoding(query.text)));
    if (!query.level.isEmpty())
        parameters.addQueryItem(u"level"_qs, query.level);
    m_client->send(m_client->call("GET", paths::child(paths::jobLogs, jobName), parameters),
                   whole(logPageFromJson), context, std::move(done));
}

template<typename T, typename D>
void HttpPlatformApi::sendUntilMeasured(const Call &call, D decode, QObject *context, Callback<T> done)
{
    const QDeadlineTimer deadline(measuringPatience);
    // The function sends itself again, so it must not keep itself alive: only what is under way does.
    struct Repetition
    {
        std::function<void(std::shared_ptr<Repetition>)> send;
    };
    auto repetition = std::make_shared<Repetition>();
    repetition->send = [this, call, decode, context, done = std::move(done),
                        deadline](const std::shared_ptr<Repetition> &self) {
        m_client->send<T>(
            call, decode, context, [this, self, context, done, deadline](const Outcome<T> &answer) {
                if (answer || answer.error().code != u"evaluation_running" || deadline.hasExpired()) {
                    done(answer);
                    return;
                }
                auto *pause = new QTimer(context);
                pause->setSingleShot(true);
                connect(pause, &QTimer::timeout, this, [self, pause] {
                    pause->deleteLater();
                    self->send(self);
                });
                pause->start(measuringPause);
            });
    };
    repetition->send(repetition);
}

void HttpPlatformApi::evaluate(const QStringList &jobNames, const QString &splitOf, QObject *context,
                               Callback<QList<Evaluation>> done)
{
    Call call = m_client->write("POST", paths::evaluations, evaluationRequestJson(jobNames, splitOf));
    call.idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    call.timeoutMs = std::max(call.timeoutMs, measuringTimeoutMs);
    sendUntilMeasured<QList<Evaluation>>(call, listOf(u"evaluations", evaluationFromJson), context,
                                         std::move(done));
}

void HttpPlatformApi::promotionPreview(const QString &jobName, const std::optional<RecordId> &endpointId,
                                       QObject *context, Callback<PromotionPreview> done)
{
    Call call = m_client->write("POST", paths::promotionPreview, previewRequestJson(jobName, endpointId));
    call.idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    call.timeoutMs = std::max(call.timeoutMs, measuringTimeoutMs);
    sendUntilMeasured<PromotionPreview>(call, whole(promotionPreviewFromJson), context, std::move(done));
}

void HttpPlatformApi::families(QObject *context, Callback<QList<Family>> done)
{
    m_client->send(m_client->call("GET", paths::families), listOf(u"families", familyFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::familyDetails(const RecordId &familyId, QObject *context, Callback<FamilyDetails> done)
{
    QUrlQuery parameters;
    parameters.addQueryItem(u"family_id"_qs, QString::fromLatin1(QUrl::toPercentEncoding(familyId.text())));
    m_client->send(m_client->call("GET", paths::familyDetails, parameters), whole(familyDetailsFromJson),
                   context, std::move(done));
}

void HttpPlatformApi::endpoints(QObject *context, Callback<QList<Endpoint>> done)
{
    m_client->send(m_client->call("GET", paths::endpoints), listOf(u"endpoints", endpointFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::jobEndpoint(QObject *context, Callback<std::optional<Endpoint>> done)
{
    m_client->send<std::optional<Endpoint>>(m_client->call("GET", paths::jobEndpoint), oneEndpointFromJson,
                                            context, std::move(done));
}

void HttpPlatformApi::deployment(const RecordId &id, QObject *context, Callback<Deployment> done)
{
    m_client->send(m_client->call("GET", paths::child(paths::deployments, id)),
                   recordOf(u"deployment", deploymentFromJson), context, std::move(done));
}

void HttpPlatformApi::eventTypes(QObject *context, Callback<QList<EventType>> done)
{
    m_client->send(m_client->call("GET", paths::eventTypes), listOf(u"event_types", eventTypeFromJson),
                   context, std::move(done));
}

void HttpPlatformApi::templates(QObject *context, Callback<QList<SignalTemplate>> done)
{
    m_client->send(m_client->call("GET", paths::templates), listOf(u"templates", templateFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::startImport(const ImportRequest &request, QObject *context, Callback<ImportJob> done)
{
    m_client->send(m_client->write("POST", paths::imports, toJson(request)),
                   recordOf(u"import", importFromJson), context, std::move(done));
}

void HttpPlatformApi::import(qint64 id, QObject *context, Callback<ImportJob> done)
{
    m_client->send(m_client->call("GET", paths::child(paths::imports, id)),
                   recordOf(u"import", importFromJson), context, std::move(done));
}

void HttpPlatformApi::cancelImport(qint64 id, QObject *context, Callback<ImportJob> done)
{
    const auto read = [](const QJsonObject &object) {
        const QJsonValue import = json::find(object, u"import");
        return importFromJson(import.isObject() ? import.toObject() : object);
    };
    m_client->send(m_client->write("DELETE", paths::child(paths::imports, id), {}), whole(read), context,
                   std::move(done));
}

void HttpPlatformApi::loadSample(QObject *context, Callback<SampleCounts> done)
{
    m_client->send(m_client->write("POST", paths::sample, {}), whole(sampleCountsFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::journal(int limit, QObject *context, Callback<JournalPage> done)
{
    QUrlQuery parameters;
    parameters.addQueryItem(u"limit"_qs, QString::number(limit));
    m_client->send(m_client->call("GET", paths::journal, parameters), whole(journalPageFromJson), context,
                   std::move(done));
}

void HttpPlatformApi::identity(QObject *context, Callback<Identity> done)
{
    m_client->send(m_client->call("GET", paths::whoami), whole(identityFromJson), context, std::move(done));
}

void HttpPlatformApi::users(const QString &prefix, int limit, QObject *context, Callback<QStringList> done)
{
    QUrlQuery parameters;
    parameters.addQueryItem(u"prefix"_qs, QString::fromLatin1(QUrl::toPercentEncoding(prefix)));
    parameters.addQueryItem(u"limit"_qs, QString::number(limit));
    m_client->send(m_client->call("GET", paths::users, parameters), usersFromJson, context, std::move(done));
}

void HttpPlatformApi::instance(const QByteArray &nonce, QObject *context, Callback<InstanceProof> done)
{
    QUrlQuery parameters;
    parameters.addQueryItem(u"nonce"_qs, QString::fromLatin1(nonce));
    Call call = m_client->call("GET", paths::instance, parameters);
    call.authorization.clear(); // who answers is what this call finds out
    m_client->send(call, whole(proofFromJson), context, std::move(done));
}

void HttpPlatformApi::health(QObject *context, Callback<QString> done)
{
    Call call = m_client->call("GET", paths::healthz);
    call.authorization.clear();
    m_client->send(call, whole([](const QJsonObject &object) { return json::text(object, u"version"); }),
                   context, std::move(done));
}

} // namespace nsl
