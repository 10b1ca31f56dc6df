// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/familyregistry.h"
#include "runningplatform.h"

using namespace nsl;

class TestApiTraining : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    HttpAnswer start(QJsonObject body)
    {
        if (!body.contains(u"template_id"_qs) && !body.contains(u"templateId"_qs))
            body.insert(u"template_id"_qs, 1);
        return m_platform->post(u"/api/training/start"_qs, body);
    }

    /// A run that succeeded, written by the store alone.
    QString finished()
    {
        const qint64 family = m_platform->store->families().findByKey(u"two-tower-gru"_qs)->id;
        const TrainingJob job = startJob(*m_platform->store.store, family);
        return finishJob(*m_platform->store.store, job.id).ok() ? job.jobName : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>(u"/none"_qs);
        QVERIFY(m_platform->start());
    }
    void cleanup() { m_platform.reset(); }

    void tooFewEventsNamesTheMissingNumber()
    {
        auto answer = start({});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"1000"_qs), qPrintable(answer.error()));
        m_platform->fill(10, 30, 10); // 300 views
        answer = start({});
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"too_few_events"_qs);
        QVERIFY2(answer.error().contains(u"700 are missing"_qs), qPrintable(answer.error()));
        QVERIFY2(answer.error().contains(u"click (0)"_qs), qPrintable(answer.error()));
        QVERIFY(m_platform->get(u"/api/training-jobs"_qs).value("jobs").toArray().isEmpty());
    }

    void thresholdsDropSignalsAndSaySo()
    {
        m_platform->fill(20, 60, 20); // 1200 views
        const auto clicked = m_platform->store->record([&](DataWrite &write) -> Outcome<Done> {
            QList<EventRow> rows;
            for (int i = 0; i < 5; ++i) {
                EventRow row;
                row.userId = "u" + QByteArray::number(i);
                row.itemId = "i0";
                row.eventTypeId = 2;
                row.occurredMs = 1'700'000'000'000 + i;
                rows.append(row);
            }
            m_platform->store->events().append(write, rows);
            return Done{};
        });
        QVERIFY(clicked.ok());
        const auto withThresholds = [&](int perSignal, int total) {
            const QJsonObject body{
                {u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 1}, {u"weight"_qs, 77}},
                                               QJsonObject{{u"id"_qs, 2}, {u"weight"_qs, 50}}}},
                {u"thresholds"_qs, QJsonObject{{u"per_signal_min"_qs, perSignal}, {u"total_min"_qs, total}}}};
            QCOMPARE(m_platform
                         ->send("PUT", u"/api/events/templates/1"_qs, QJsonDocument(body).toJson(),
                                m_platform->session.key)
                         .status,
                     200);
        };
        // Five clicks are fewer than six: left out, named, and not counted in the total.
        withThresholds(6, 1201);
        auto answer = start({});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"1 are missing"_qs) && answer.error().contains(u"click (5)"_qs),
                 qPrintable(answer.error()));
        withThresholds(6, 1200);
        answer = start({});
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"click (5)"_qs), answer.body.constData());
        QJsonObject plan = m_platform->store->jobs().plan(answer.value("jobId").toInteger());
        QJsonObject dataset = plan.value(u"dataset"_qs).toObject();
        QCOMPARE(dataset.value(u"events"_qs).toInt(), 1200);
        QCOMPARE(dataset.value(u"per_signal_counts"_qs).toObject(),
                 (QJsonObject{{u"view"_qs, 1200}, {u"click"_qs, 5}}));
        QCOMPARE(dataset.value(u"dropped_signals"_qs).toArray(),
                 (QJsonArray{QJsonObject{{u"id"_qs, 2}, {u"name"_qs, u"click"_qs}, {u"events"_qs, 5}}}));
        QCOMPARE(dataset.value(u"through_event_id"_qs).toInt(), 1205);
        // The template's weight counts, not the event type's.
        const QJsonArray recipe = plan.value(u"template"_qs).toObject().value(u"event_types"_qs).toArray();
        QCOMPARE(recipe.first().toObject().value(u"weight"_qs).toInt(), 77);
        // Five are enough for five.
        withThresholds(5, 1205);
        answer = start({});
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.json().contains(u"warning"_qs));
        dataset =
            m_platform->store->jobs().plan(answer.value("jobId").toInteger()).value(u"dataset"_qs).toObject();
        QCOMPARE(dataset.value(u"events"_qs).toInt(), 1205);
        QVERIFY(dataset.value(u"dropped_signals"_qs).toArray().isEmpty());
    }

    void onlyAPublishedTemplateTrains()
    {
        QCOMPARE(start({{u"template_id"_qs, 77}}).status, 404);
        QCOMPARE(start({{u"template_id"_qs, u"x"_qs}}).status, 400);
        const auto made = m_platform->post(
            u"/api/events/templates"_qs,
            {{u"name"_qs, u"Draft"_qs}, {u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 1}}}}});
        const auto answer = start({{u"templateId"_qs, made.value("id")}});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"draft"_qs), qPrintable(answer.error()));
        QCOMPARE(m_platform->post(u"/api/training/start"_qs, {}).status, 400);
    }

    void optionsAreChecked()
    {
        m_platform->fill(20, 60, 20);
        auto answer = start({{u"epochs"_qs, 51}});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"1 to 50"_qs), qPrintable(answer.error()));
        QCOMPARE(start({{u"batch_size"_qs, 100}}).status, 400);
        QCOMPARE(start({{u"learningRate"_qs, -1}}).status, 400);
        answer = start({{u"templateId"_qs, 1}, {u"trainingOptions"_qs, QJsonObject{{u"speed"_qs, 1}}}});
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.error().contains(u"speed"_qs), qPrintable(answer.error()));
        QCOMPARE(start({{u"trainingOptions"_qs, 5}}).status, 400);
        QCOMPARE(start({{u"family_id"_qs, 99}}).status, 404);
        answer = start({{u"auto_promote"_qs, true}});
        QCOMPARE(answer.status, 400);
        QVERIFY(m_platform->get(u"/api/training-jobs"_qs).value("jobs").toArray().isEmpty());

        // At the top, what the family declares is taken and what nobody knows is named.
        answer =
            start({{u"speed"_qs, 1}, {u"epochs"_qs, 2}, {u"threads"_qs, 2}, {u"learning_rate"_qs, 0.01}});
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"speed"_qs), answer.body.constData());
        QVERIFY(!answer.value("warning").toString().contains(u"threads"_qs));
        QVERIFY(answer.value("jobId").toInteger() > 0);
        QVERIFY(answer.value("executionArn").toString().startsWith(u"arn:"_qs));
        const QJsonObject options = answer.value("job").toObject().value(u"training_options"_qs).toObject();
        QCOMPARE(options.value(u"epochs"_qs).toInt(), 2);
        QCOMPARE(options.value(u"threads"_qs).toInt(), 2);
        QCOMPARE(options.value(u"batch_size"_qs).toInt(), 512);
        QCOMPARE(start({{u"threads"_qs, 99}}).status, 400); // it counts, so it is checked
        answer = start({{u"threads"_qs, 2}, {u"trainingOptions"_qs, QJsonObject{{u"threads"_qs, 3}}}});
        QCOMPARE(answer.value("job")
                     .toObject()
                     .value(u"training_options"_qs)
                     .toObject()
                     .value(u"threads"_qs)
                     .toInt(),
                 3);
        QVERIFY(!answer.value("warning").toString().contains(u"threads"_qs));

        const qint64 popularity = m_platform->store->families().findByKey(u"popularity"_qs)->id;
        answer = start({{u"family_id"_qs, popularity}, {u"epochs"_qs, 2}});
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"does not use epochs"_qs),
                 answer.body.constData());
    }

    void aManifestIsThereByItself()
    {
        const QString name = finished();
        const auto job = m_platform->store->jobs().findByName(name);
        auto answer = m_platform->get(u"/api/training-jobs/%1/manifest"_qs.arg(job->id));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("job_name").toString(), name);
        QCOMPARE(answer.value("manifest").toObject(), m_platform->store->jobs().manifestOf(name));
        QVERIFY(!answer.value("manifest").toObject().isEmpty());
        QCOMPARE(answer.value("manifest_digest").toString(), job->manifestDigest);
        QCOMPARE(m_platform->get(u"/api/training-jobs/999/manifest"_qs).status, 404);
        const qint64 family = m_platform->store->families().findByKey(u"popularity"_qs)->id;
        const TrainingJob running = startJob(*m_platform->store.store, family);
        answer = m_platform->get(u"/api/training-jobs/%1/manifest"_qs.arg(running.id));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("manifest").isNull());
    }

    void labelsAndApprovals()
    {
        const QString name = finished();
        const QString path = u"/api/training-jobs/%1"_qs.arg(m_platform->store->jobs().findByName(name)->id);
        auto answer =
            m_platform->patch(path, {{u"label"_qs, u"Sale"_qs}, {u"description"_qs, u"For the sale."_qs}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("job").toObject().value(u"label"_qs).toString(), u"Sale"_qs);
        QCOMPARE(m_platform->patch(path, {{u"label"_qs, QString(81, u'x')}}).status, 400);
        QCOMPARE(m_platform->patch(path, {{u"label"_qs, 5}}).status, 400);
        QCOMPARE(m_platform->patch(path, {{u"approval_status"_qs, u"Maybe"_qs}}).status, 400);
        QCOMPARE(m_platform->patch(u"/api/training-jobs/999"_qs, {{u"label"_qs, u"x"_qs}}).status, 404);

        answer = m_platform->patch(
            path, {{u"approvalStatus"_qs, u"Rejected"_qs}, {u"approval_comment"_qs, u"no"_qs}});
        QCOMPARE(answer.value("job").toObject().value(u"approval_status"_qs).toString(), u"Rejected"_qs);
        answer = m_platform->post(u"/api/training-jobs/approve"_qs,
                                  {{u"jobName"_qs, name}, {u"comment"_qs, u"yes"_qs}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("success").toBool());
        QCOMPARE(answer.value("approval_status").toString(), u"Approved"_qs);
        const QString head = m_platform->store->journal().headHash();
        QVERIFY(!answer.json().contains(u"warning"_qs));
        // Repeated: no new entry, and who was first is said.
        answer = m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}});
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"by ada"_qs), answer.body.constData());
        answer = m_platform->patch(path, {{u"approval_status"_qs, u"Approved"_qs}});
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.value("warning").toString().contains(u"by ada"_qs), answer.body.constData());
        QCOMPARE(m_platform->store->journal().headHash(), head);
        QCOMPARE(m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, u"none"_qs}}).status,
                 404);
        QCOMPARE(m_platform->post(u"/api/training-jobs/approve"_qs, {}).status, 400);
    }

    void familiesShowTheirVersions()
    {
        const QString name = finished();
        auto answer = m_platform->get(u"/api/model-families"_qs);
        QCOMPARE(answer.status, 200);
        const QJsonArray families = answer.value("families").toArray();
        QCOMPARE(families.size(), shippedFamilies().size());
        const QJsonObject gru = families.first().toObject();
        QCOMPARE(gru.value(u"family_key"_qs).toString(), u"two-tower-gru"_qs);
        QCOMPARE(gru.value(u"version_count"_qs).toInt(), 1);
        QVERIFY(!gru.value(u"options"_qs).toArray().isEmpty());
        const QString id = QString::number(gru.value(u"id"_qs).toInteger());
        QCOMPARE(m_platform->get(u"/api/model-families/"_qs + id).value("family").toObject(), gru);
        answer = m_platform->get(u"/api/model-families/details?family_id="_qs + id);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("versions").toArray().first().toObject().value(u"job_name"_qs).toString(),
                 name);
        QVERIFY(answer.value("current").isNull());
        QVERIFY(answer.value("deployments").toArray().isEmpty());
        QCOMPARE(m_platform->get(u"/api/model-families/details"_qs).status, 400);
        QCOMPARE(m_platform->get(u"/api/model-families/details?family_id=99"_qs).status, 404);
        QCOMPARE(m_platform->get(u"/api/model-families/99"_qs).status, 404);
    }

    void promotionsAreRefusedWithAReason()
    {
        const QString name = finished();
        const QString path = u"/api/training-jobs/promote"_qs;
        auto answer = m_platform->post(path, {{u"job_name"_qs, name}});
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"not_approved"_qs);
        QCOMPARE(m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status, 200);
        QCOMPARE(m_platform->post(path, {{u"job_name"_qs, u"none"_qs}}).status, 404);
        QCOMPARE(m_platform->post(path, {{u"job_name"_qs, name}, {u"endpoint_id"_qs, 99}}).status, 404);
        QCOMPARE(m_platform->post(path, {{u"job_name"_qs, name}, {u"endpoint_id"_qs, u"x"_qs}}).status, 400);
        answer = m_platform->post(
            path, {{u"job_name"_qs, name}, {u"expected_active_job_name"_qs, u"train-9-9"_qs}});
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"production_changed"_qs);
        const auto unchanged =
            m_platform->get(u"/api/model-endpoints"_qs).value("endpoints").toArray().first().toObject();
        QCOMPARE(unchanged.value(u"status"_qs).toString(), u"OutOfService"_qs);

        // The worker is missing: the first promotion is accepted and fails, nothing is live, the reason is
        // there.
        answer = m_platform->post(path, {{u"job_name"_qs, name}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("endpoint").toObject().value(u"status"_qs).toString(), u"Creating"_qs);
        QCOMPARE(answer.value("endpoint")
                     .toObject()
                     .value(u"pending_version"_qs)
                     .toObject()
                     .value(u"job_name"_qs)
                     .toString(),
                 name);
        const QString deployment =
            u"/api/deployments/%1"_qs.arg(answer.value("deployment").toObject().value(u"id"_qs).toInteger());
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->get(deployment).value("deployment").toObject().value(u"status"_qs).toString(),
            u"Failed"_qs, RunningPlatform::deadline);
        const auto endpoint = m_platform->get(u"/api/training-jobs/endpoint"_qs).value("endpoint").toObject();
        QCOMPARE(endpoint.value(u"status"_qs).toString(), u"OutOfService"_qs);
        QVERIFY(!endpoint.value(u"failure_reason"_qs).toString().isEmpty());
        QVERIFY(endpoint.value(u"pending_version"_qs).isNull());
        QVERIFY(endpoint.value(u"url"_qs).toString().startsWith(u"http://127.0.0.1:"_qs));
        QCOMPARE(m_platform->get(u"/api/deployments/99"_qs).status, 404);
        QVERIFY(
            m_platform->get(u"/api/training-jobs/endpoint?job_name="_qs + name).value("endpoint").isNull());
        QCOMPARE(m_platform->get(u"/api/training-jobs/endpoint?job_name=none"_qs).status, 404);
    }

    void modelsAreVersionsByAnotherName()
    {
        const QString name = finished();
        const auto models = m_platform->get(u"/api/models"_qs).value("models").toArray();
        QCOMPARE(models.size(), 1);
        const qint64 id = models.first().toObject().value(u"id"_qs).toInteger();
        const qint64 familyId = models.first().toObject().value(u"family_id"_qs).toInteger();
        const QString path = u"/api/models/%1"_qs.arg(id);
        QCOMPARE(m_platform->get(path).value("model").toObject().value(u"job_name"_qs).toString(), name);
        QCOMPARE(m_platform->get(u"/api/models/99"_qs).status, 404);
        auto answer = m_platform->post(u"/api/models"_qs, {{u"name"_qs, u"x"_qs}});
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"artifact_required"_qs);

        answer = m_platform->patch(path, {{u"approved"_qs, true}, {u"label"_qs, u"Best"_qs}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("model").toObject().value(u"approval_status"_qs).toString(), u"Approved"_qs);
        QCOMPARE(answer.value("model").toObject().value(u"label"_qs).toString(), u"Best"_qs);
        answer = m_platform->patch(path, {{u"approved"_qs, false}});
        QCOMPARE(answer.value("model").toObject().value(u"approval_status"_qs).toString(), u"Pending"_qs);
        QCOMPARE(m_platform->patch(path, {{u"approved"_qs, u"yes"_qs}}).status, 400);

        const QString deploy = u"/api/model-families/deploy"_qs;
        QCOMPARE(m_platform->post(deploy, {{u"family_id"_qs, familyId}}).status, 400);
        QCOMPARE(m_platform->post(deploy, {{u"family_id"_qs, 99}, {u"model_id"_qs, id}}).status, 404);
        QCOMPARE(m_platform->post(deploy, {{u"family_id"_qs, familyId}, {u"model_id"_qs, 99}}).status, 404);
        QCOMPARE(m_platform->post(deploy, {{u"family_id"_qs, familyId + 1}, {u"model_id"_qs, id}}).status,
                 400);
        QCOMPARE(m_platform->post(deploy, {{u"family_id"_qs, familyId}, {u"model_id"_qs, id}}).code(),
                 u"not_approved"_qs);

        const QString lifecycle = u"/api/model-families/lifecycle"_qs;
        QCOMPARE(
            m_platform->post(lifecycle, {{u"family_id"_qs, familyId}, {u"action"_qs, u"burn"_qs}}).status,
            400);
        QCOMPARE(m_platform->post(lifecycle, {{u"family_id"_qs, familyId + 1}, {u"action"_qs, u"retire"_qs}})
                     .status,
                 409); // it has no version
        answer = m_platform->post(lifecycle, {{u"familyId"_qs, familyId}, {u"action"_qs, u"retire"_qs}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("lifecycle_state").toString(), u"retired"_qs);
        m_platform->patch(path, {{u"approved"_qs, true}});
        answer = m_platform->post(deploy, {{u"family_id"_qs, familyId}, {u"model_id"_qs, id}});
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"retired"_qs);
    }

    void metricsAndLogsOfNothing()
    {
        QCOMPARE(m_platform->get(u"/api/training-jobs/metrics/none"_qs).status, 404);
        QCOMPARE(m_platform->get(u"/api/training-jobs/logs/none"_qs).status, 404);
        const QString name = finished();
        QCOMPARE(m_platform->get(u"/api/training-jobs/metrics/%1?max_points=x"_qs.arg(name)).status, 400);
        QCOMPARE(m_platform->get(u"/api/training-jobs/logs/%1?cursor=-1"_qs.arg(name)).status, 400);
        const auto logs = m_platform->get(u"/api/training-jobs/logs/"_qs + name);
        QCOMPARE(logs.status, 200);
        QVERIFY(logs.value("events").toArray().isEmpty());
        QCOMPARE(m_platform->get(u"/api/training-jobs/metrics/"_qs + name)
                     .value("metrics")
                     .toObject()
                     .value(u"loss"_qs)
                     .toString(),
                 u"NaN"_qs);
    }
};

QTEST_GUILESS_MAIN(TestApiTraining)
#include "tst_api_training.moc"
