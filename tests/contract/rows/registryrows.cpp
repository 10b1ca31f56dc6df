// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 2.3: families, models, endpoints, deployments.
#include "row.h"
#include "sections.h"

using namespace nsl;

namespace
{

const QString familiesPath = u"/api/model-families"_qs;
const QString modelsPath = u"/api/models"_qs;
const QString endpointsPath = u"/api/model-endpoints"_qs;
const QString promotedShape = u"{success:bool job_name:text deployment:@deployment endpoint:@endpoint}"_qs;

} // namespace

class RegistryRows : public RowTests
{
    Q_OBJECT

private:
    static qint64 newModel(bool approved = false)
    {
        const TrainingJob job = platform().succeeded();
        const qint64 id = platform().store->versions().findByJob(job.jobName)->id;
        if (approved &&
            write("PATCH", modelsPath + u"/%1"_qs.arg(id), {{u"approved"_qs, true}}).status != 200)
            qFatal("not approved");
        return id;
    }
    static qint64 newEndpoint(const QJsonObject &more = {})
    {
        QJsonObject body{{u"model_type"_qs, u"embedder"_qs},
                         {u"endpoint_name"_qs, platform().fresh(u"place"_qs)}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        return write("POST", endpointsPath, body).value("endpoint").toObject().value(u"id"_qs).toInteger();
    }

    /// While a worker still scores, the answer is 503 with Retry-After.
    static Ask previewThatIsReady()
    {
        const Ask ask{u"/api/promotion-preview"_qs,
                      QJsonObject{{u"job_name"_qs, platform().pendingJob},
                                  {u"endpoint_id"_qs, platform().endpointId()}}};
        const auto isAnswered = [&] { return write("POST", ask.path, ask.body.toObject()).status != 503; };
        if (!QTest::qWaitFor(isAnswered, RunningPlatform::deadline))
            qWarning("The preview does not end.");
        return ask;
    }

    QList<Row> table() const override
    {
        const QString family = QString::number(platform().familyId());
        const QString model = QString::number(platform().liveModel);
        const auto at = [](const QString &path) { return [path] { return Ask{path}; }; };
        const auto lifecycle = [](const QString &action) {
            return [action] {
                return Ask{familiesPath + u"/lifecycle"_qs,
                           QJsonObject{{u"family_id"_qs, platform().familyId()},
                                       {u"action"_qs, action},
                                       {u"model_id"_qs, newModel(true)}}};
            };
        };
        const QString lifecycleShape =
            u"{success:bool action:text family:@family model:@version lifecycle_state:text}"_qs;
        return {
            {"GET", familiesPath, at(familiesPath), u"{families:[@family] rev:int}"_qs},
            {"GET", familiesPath + u"/{}"_qs, at(familiesPath + u'/' + family), u"{family:@family}"_qs,
             familiesPath + u"/999999"_qs},
            {"GET", familiesPath + u"/details"_qs, at(familiesPath + u"/details?family_id="_qs + family),
             u"{family:@family versions:[@version] current:@version deployments:[@deployment] "
             "history:[@deployment]}"_qs,
             familiesPath + u"/details?family_id=999999"_qs},
            {"GET", familiesPath + u"/details"_qs,
             at(familiesPath +
                u"/details?family_id=%1&since_rev=%2"_qs.arg(family).arg(platform().store->rev())),
             u"{family:@family versions:[@version] removed:[int] current:@version deployments:[@deployment] "
             "history:[@deployment] rev:int}"_qs},
            {"POST", familiesPath + u"/deploy"_qs,
             [] {
                 return Ask{familiesPath + u"/deploy"_qs,
                            QJsonObject{{u"family_id"_qs, platform().familyId()},
                                        {u"model_id"_qs, newModel(true)},
                                        {u"endpoint_id"_qs, newEndpoint()}}};
             },
             promotedShape},
            {"POST", familiesPath + u"/lifecycle"_qs, lifecycle(u"deprecate"_qs), lifecycleShape},
            {"POST", familiesPath + u"/lifecycle"_qs, lifecycle(u"retire"_qs), lifecycleShape},
            {"GET", modelsPath, at(modelsPath), u"{models:[@version] rev:int}"_qs},
            {"GET", modelsPath, at(modelsPath + u"?view=summary&limit=3"_qs),
             u"{models:[{id:int family_id:int version:int job_name:text label:text approval_status:text "
             "lifecycle_state:text rev:int}] next_cursor:text?}"_qs},
            {"GET", modelsPath + u"/{}"_qs, at(modelsPath + u'/' + model), u"{model:@version}"_qs,
             modelsPath + u"/999999"_qs},
            {"PATCH", modelsPath + u"/{}"_qs,
             [] {
                 return Ask{modelsPath + u"/%1"_qs.arg(newModel()),
                            QJsonObject{{u"label"_qs, u"spring"_qs},
                                        {u"description"_qs, u"with the new items"_qs},
                                        {u"approved"_qs, true},
                                        {u"approval_comment"_qs, u"good"_qs}}};
             },
             u"{model:@version}"_qs, modelsPath + u"/999999"_qs, true, false, 2},
            {"DELETE", modelsPath + u"/{}"_qs, [] { return Ask{modelsPath + u"/%1"_qs.arg(newModel())}; },
             u"{ok:bool}"_qs, modelsPath + u"/999999"_qs},
            {"GET", modelsPath + u"/{}/recommendations"_qs,
             at(modelsPath + u"/%1/recommendations?user_id=u1&limit=5"_qs.arg(platform().pendingModel)),
             u"@recommendations"_qs, modelsPath + u"/999999/recommendations?user_id=u1"_qs},
            {"GET", endpointsPath, at(endpointsPath), u"{endpoints:[@endpoint] rev:int}"_qs},
            {"POST", endpointsPath,
             [] {
                 return Ask{endpointsPath,
                            QJsonObject{{u"model_type"_qs, u"embedder"_qs},
                                        {u"endpoint_name"_qs, platform().fresh(u"shop-"_qs)},
                                        {u"is_default"_qs, false},
                                        {u"context_ids"_qs, QJsonArray{platform().fresh(u"c"_qs)}}}};
             },
             u"{endpoint:@endpoint}"_qs},
            {"PATCH", endpointsPath + u"/{}"_qs,
             [] {
                 return Ask{endpointsPath + u"/%1"_qs.arg(newEndpoint()),
                            QJsonObject{{u"endpoint_name"_qs, platform().fresh(u"moved-"_qs)},
                                        {u"context_ids"_qs, QJsonArray{platform().fresh(u"d"_qs)}}}};
             },
             u"{endpoint:@endpoint}"_qs, endpointsPath + u"/999999"_qs},
            {"DELETE", endpointsPath + u"/{}"_qs,
             [] { return Ask{endpointsPath + u"/%1"_qs.arg(newEndpoint())}; }, u"{ok:bool}"_qs,
             endpointsPath + u"/999999"_qs},
            {"GET", endpointsPath + u"/{}/metrics"_qs,
             at(endpointsPath + u"/%1/metrics?minutes=5"_qs.arg(platform().endpointId())),
             u"{requests_per_second:num p50_ms:num? p99_ms:num? errors:int series:array}"_qs,
             endpointsPath + u"/999999/metrics"_qs},
            {"GET", u"/api/deployments/{}"_qs, at(u"/api/deployments/%1"_qs.arg(platform().deploymentId)),
             u"{deployment:@deployment}"_qs, u"/api/deployments/999999"_qs},
            {.method = "POST",
             .route = u"/api/promotion-preview"_qs,
             .request = [] { return previewThatIsReady(); },
             .answer = u"{candidate:object live:object split_digest:text? metrics:[{name:text direction:text "
                       "candidate:any live:any delta:any ci_low:any ci_high:any verdict:text}] "
                       "manifest_diff:[{path:text candidate:any live:any}] comparable:text reasons:array "
                       "checks:[{id:text ok:bool text:text fix:any}]}"_qs,
             .entries = 0},
            {"GET", u"/api/context/{}/active-model"_qs, at(u"/api/context/home/active-model"_qs),
             u"{context_id:text source:text family:@family model:@version endpoint:@endpoint}"_qs},
            {"GET", u"/api/production-at"_qs,
             at(u"/api/production-at?time=%1&endpoint_id=%2"_qs
                    .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))
                    .arg(platform().endpointId())),
             u"{endpoint_id:int time:time version:@ref}"_qs, u"/api/production-at?endpoint_id=999999"_qs},
        };
    }

private Q_SLOTS:
    void literalSegmentsAreNoIds()
    {
        QCOMPARE(platform().get(familiesPath + u"/details"_qs).code(), u"family_id_required"_qs);
        for (const QString &path : {familiesPath + u"/deploy"_qs, familiesPath + u"/lifecycle"_qs})
            QCOMPARE(platform().get(path).status, 405);
    }

    void aModelNeedsAnArtifactOfOurs()
    {
        const QJsonObject body{{u"name"_qs, u"m"_qs}, {u"family_id"_qs, platform().familyId()}};
        for (const QJsonValue &each : {QJsonValue(body), camelCased(QJsonValue(body))}) {
            const auto answer = write("POST", modelsPath, each.toObject());
            QVERIFY(RowCheck::errorComplaint(answer, 400, false).isEmpty());
            QCOMPARE(answer.code(), u"artifact_required"_qs);
        }
        for (const auto &[key, status] :
             {std::pair(QByteArray(), 401), std::pair(platform().keyWith({u"items"_qs}), 403)})
            QCOMPARE(platform().send("POST", modelsPath, "{}", key).status, status);
        platform().visited.insert(u"POST "_qs + modelsPath);
    }

    void approvedMeansApproval()
    {
        const QString path = modelsPath + u"/%1"_qs.arg(newModel());
        const auto set = [&](const QJsonValue &approved) {
            return write("PATCH", path, {{u"approved"_qs, approved}});
        };
        QJsonObject model = set(true).value("model").toObject();
        QCOMPARE(model.value(u"approval_status"_qs).toString(), u"Approved"_qs);
        QCOMPARE(model.value(u"lifecycle_state"_qs).toString(), u"approved"_qs);
        QCOMPARE(model.value(u"approved_by"_qs).toString(), u"ada"_qs);
        model = set(false).value("model").toObject();
        QCOMPARE(model.value(u"approval_status"_qs).toString(), u"Pending"_qs);
        QCOMPARE(model.value(u"lifecycle_state"_qs).toString(), u"candidate"_qs);
        QVERIFY(model.value(u"approved_at"_qs).isNull());
        QCOMPARE(set(u"yes"_qs).status, 400);
        const QString live = modelsPath + u"/%1"_qs.arg(platform().liveModel);
        QCOMPARE(write("PATCH", live, {{u"approved"_qs, false}}).status, 409);
        QCOMPARE(write("DELETE", live).status, 409);
    }

    void theLiveVersionIsShownEverywhere()
    {
        const QJsonObject live =
            platform().get(modelsPath + u"/%1"_qs.arg(platform().liveModel)).value("model").toObject();
        QCOMPARE(live.value(u"lifecycle_state"_qs).toString(), u"production"_qs);
        QCOMPARE(live.value(u"live_on"_qs).toArray().first().toObject().value(u"endpoint_name"_qs).toString(),
                 u"production"_qs);
        const auto family =
            platform().get(familiesPath + u"/%1"_qs.arg(platform().familyId())).value("family");
        QCOMPARE(family.toObject().value(u"production_version"_qs), live.value(u"version"_qs));
        const auto details =
            platform().get(familiesPath + u"/details?family_id=%1"_qs.arg(platform().familyId()));
        QCOMPARE(details.value("current").toObject().value(u"id"_qs), live.value(u"id"_qs));
        QCOMPARE(details.value("history").toArray().last().toObject().value(u"status"_qs).toString(),
                 u"Succeeded"_qs);
        const auto summary = platform().get(
            familiesPath + u"/details?view=summary&family_id=%1"_qs.arg(platform().familyId()));
        const QJsonObject row = summary.value("versions").toArray().first().toObject();
        QVERIFY(!row.contains(u"metrics"_qs) && row.contains(u"version"_qs));
        const auto context = platform().get(u"/api/context/anything/active-model"_qs);
        QCOMPARE(context.value("source").toString(), u"default"_qs);
        QCOMPARE(context.value("model").toObject().value(u"id"_qs), live.value(u"id"_qs));
        const auto endpoint = platform().get(u"/api/training-jobs/endpoint"_qs).value("endpoint").toObject();
        QCOMPARE(endpoint.value(u"status"_qs).toString(), u"InService"_qs);
        QCOMPARE(endpoint.value(u"active_job_name"_qs).toString(), platform().liveJob);
        QVERIFY(endpoint.value(u"pending_version"_qs).isNull());
        // Before it was promoted nothing served.
        const auto then = platform().get(u"/api/production-at?time=2001-01-01T00:00:00Z"_qs);
        QCOMPARE(then.status, 200);
        QVERIFY(then.value("version").isNull());
        QCOMPARE(platform().get(u"/api/production-at?time=yesterday"_qs).status, 400);
    }

    void detailsSayWhatChanged()
    {
        const QString path = familiesPath + u"/details?family_id=%1"_qs.arg(platform().familyId());
        const auto whole = platform().get(path);
        const QString since = path + u"&since_rev=%1"_qs.arg(whole.value("rev").toInteger());
        QCOMPARE(platform().get(since).value("versions").toArray().size(), 0);
        const qint64 model = newModel(true);
        const auto made = platform().get(since).value("versions").toArray();
        QCOMPARE(made.size(), 1);
        QCOMPARE(made.first().toObject().value(u"id"_qs).toInteger(), model);
        QCOMPARE(write("DELETE", modelsPath + u"/%1"_qs.arg(model)).status, 200);
        const auto gone = platform().get(since);
        QVERIFY(gone.value("versions").toArray().isEmpty());
        QCOMPARE(gone.value("removed").toArray(), QJsonArray{model});
        // What another family did is not told here.
        const auto other = platform().get(
            familiesPath + u"/details?since_rev=%1&family_id=%2"_qs.arg(whole.value("rev").toInteger() - 1)
                               .arg(platform().familyId(u"two-tower-gru"_qs)));
        QVERIFY(other.value("versions").toArray().isEmpty());
        QCOMPARE(
            platform().get(path + u"&since_rev=%1"_qs.arg(whole.value("rev").toInteger() + 1'000'000)).status,
            410);
    }

    void lifecycle()
    {
        const QString path = familiesPath + u"/lifecycle"_qs;
        const qint64 family = platform().familyId();
        const auto say = [&](const QString &action, qint64 model) {
            return write("POST", path,
                         {{u"family_id"_qs, family}, {u"action"_qs, action}, {u"model_id"_qs, model}});
        };
        const qint64 model = newModel(true);
        QCOMPARE(say(u"deprecate"_qs, model).value("lifecycle_state").toString(), u"deprecated"_qs);
        QCOMPARE(say(u"retire"_qs, model).value("lifecycle_state").toString(), u"retired"_qs);
        QCOMPARE(say(u"promote"_qs, model).status, 409);
        QCOMPARE(say(u"retire"_qs, platform().liveModel).status, 409);
        // The version that is live already: promote is fine and changes nothing.
        const auto again = say(u"promote"_qs, platform().liveModel);
        QCOMPARE(again.status, 200);
        QCOMPARE(again.value("lifecycle_state").toString(), u"production"_qs);
        QCOMPARE(say(u"sell"_qs, model).status, 400);
        QCOMPARE(say(u"retire"_qs, 999999).status, 404);
        QCOMPARE(write("POST", path, {{u"action"_qs, u"retire"_qs}}).status, 400);
        QCOMPARE(write("POST", path, {{u"action"_qs, u"retire"_qs}, {u"family_id"_qs, 999999}}).status, 404);
        const qint64 other = platform().familyId(u"two-tower-gru"_qs);
        QCOMPARE(write("POST", path,
                       {{u"action"_qs, u"retire"_qs}, {u"family_id"_qs, other}, {u"model_id"_qs, model}})
                     .status,
                 400);
        const QString deploy = familiesPath + u"/deploy"_qs;
        QCOMPARE(write("POST", deploy, {{u"family_id"_qs, family}}).status, 400);
        QCOMPARE(write("POST", deploy, {{u"family_id"_qs, family}, {u"model_id"_qs, newModel()}}).status,
                 409);
        QCOMPARE(write("POST", deploy, {{u"family_id"_qs, family}, {u"model_id"_qs, 999999}}).status, 404);
    }

    void endpoints()
    {
        const qint64 id = newEndpoint({{u"context_ids"_qs, QJsonArray{u"landing"_qs, 7}}});
        const QString path = endpointsPath + u"/%1"_qs.arg(id);
        QCOMPARE(platform().get(u"/api/context/landing/active-model"_qs).value("source").toString(),
                 u"context"_qs);
        QVERIFY(platform().get(u"/api/context/7/active-model"_qs).value("model").isNull());
        const auto nextName = [] { return platform().fresh(u"e"_qs); };
        for (const QJsonObject &wrong :
             {QJsonObject{{u"model_type"_qs, u"oracle"_qs}}, QJsonObject{{u"endpoint_name"_qs, u"a b"_qs}},
              QJsonObject{{u"endpoint_name"_qs, u""_qs}}, QJsonObject{{u"is_default"_qs, 1}},
              QJsonObject{{u"context_ids"_qs, u"x"_qs}}}) {
            QCOMPARE(write("PATCH", path, wrong).status, 400);
        }
        QCOMPARE(write("POST", endpointsPath, {{u"endpoint_name"_qs, u"production"_qs}}).status, 409);
        QCOMPARE(write("POST", endpointsPath,
                       {{u"endpoint_name"_qs, nextName()}, {u"context_ids"_qs, QJsonArray{u"landing"_qs}}})
                     .status,
                 409);
        // Exactly one default per model type; the one that serves is deleted only by its name.
        const QString production = endpointsPath + u"/%1"_qs.arg(platform().endpointId());
        QCOMPARE(write("PATCH", production, {{u"is_default"_qs, false}}).status, 409);
        QCOMPARE(write("DELETE", production).code(), u"endpoint_serves"_qs);
        QCOMPARE(write("DELETE", production + u"?force=wrong"_qs).status, 409);
        QCOMPARE(write("PATCH", path, {{u"is_default"_qs, true}}).status, 200);
        int defaults = 0;
        for (const Endpoint &endpoint : platform().store->endpoints().list())
            defaults += endpoint.modelType == u"embedder" && endpoint.isDefault ? 1 : 0;
        QCOMPARE(defaults, 1);
        QCOMPARE(write("PATCH", production, {{u"is_default"_qs, true}}).status, 200);
        QCOMPARE(write("DELETE", path).status, 200);
    }

    void familiesAreTheThreeThatShip()
    {
        QHash<QString, QString> sources;
        const auto families = platform().get(familiesPath).value("families").toArray();
        for (const QJsonValue value : families) {
            const QJsonObject family = value.toObject();
            sources.insert(family.value(u"family_key"_qs).toString(), family.value(u"source"_qs).toString());
        }
        QCOMPARE(sources.value(u"two-tower-gru"_qs), u"tenant"_qs);
        QCOMPARE(sources.value(u"popularity"_qs), u"base"_qs);
    }
};

std::unique_ptr<QObject> registryRows()
{
    return std::make_unique<RegistryRows>();
}

#include "registryrows.moc"
