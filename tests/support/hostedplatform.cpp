// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostedplatform.h"

#include <QJsonDocument>
#include <QUrl>

namespace nsl::test
{

namespace
{

constexpr int firstRun = 9;
constexpr int lastRun = 12;
constexpr int liveRun = 11; // version 3
const QString created = QStringLiteral("2026-11-28T10:00:00Z");

int numberOf(int run)
{
    return run - firstRun + 1;
}

QByteArray json(const QJsonValue &value)
{
    const QJsonDocument document =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return Responder::answer(200, document.toJson(QJsonDocument::Compact));
}

} // namespace

HostedPlatform::HostedPlatform(Scenario scenario, QObject *parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_script{{QStringLiteral("InService"), liveRun, 0, {}}}
    , m_responder([this](const Received &request) { return answer(request); })
{
    for (int run = firstRun; run <= lastRun; ++run)
        m_approvals.insert(run, QStringLiteral("Approved"));
}

bool HostedPlatform::isLean() const
{
    return m_scenario != Scenario::Full;
}

QJsonValue HostedPlatform::id(int number, const QString &prefix) const
{
    return m_scenario == Scenario::Odd ? QJsonValue(prefix + QString::number(number)) : QJsonValue(number);
}

QString HostedPlatform::idOf(int run) const
{
    return id(run, QStringLiteral("job-")).toVariant().toString();
}

QString HostedPlatform::nameOf(int run) const
{
    return m_scenario == Scenario::Minimal ? idOf(run) : QStringLiteral("train-%1-1764320000").arg(run);
}

QList<QByteArray> HostedPlatform::writes() const
{
    QList<QByteArray> list;
    for (const Received &request : m_responder.received()) {
        if (request.method != "GET")
            list += request.method + ' ' + request.target + ' ' + request.body;
    }
    return list;
}

QJsonObject HostedPlatform::job(int run) const
{
    QJsonObject job{
        {QStringLiteral("id"), id(run, QStringLiteral("job-"))},
        {QStringLiteral("created_at"), created},
        {QStringLiteral("metrics"), QJsonObject{{QStringLiteral("ndcg_at_10"), 0.1 + run * 0.01}}},
        {QStringLiteral("status"), QStringLiteral("Succeeded")}};
    if (m_scenario == Scenario::Minimal) {
        job.insert(QStringLiteral("approved"), m_approvals.value(run) == u"Approved");
        job.insert(QStringLiteral("model_id"), 100 + run);
        return job;
    }
    job.insert(QStringLiteral("job_name"), nameOf(run));
    job.insert(QStringLiteral("family_id"), id(1, QStringLiteral("family-")));
    job.insert(QStringLiteral("model_id"), id(100 + run, QStringLiteral("model-")));
    job.insert(QStringLiteral("version"), numberOf(run));
    job.insert(QStringLiteral("approval_status"), m_approvals.value(run));
    if (m_scenario == Scenario::Odd) {
        job.insert(QStringLiteral("label"), QStringLiteral("abc\u202edef"));
        job.insert(QStringLiteral("display_name"), QJsonValue());
        if (run == firstRun) {
            job.insert(QStringLiteral("approval_status"), QString());
            job.insert(QStringLiteral("status"), QStringLiteral("Simmering"));
        }
    }
    if (!isLean())
        job.insert(QStringLiteral("rev"), run);
    return job;
}

QJsonObject HostedPlatform::version(int run) const
{
    QJsonObject version{{QStringLiteral("id"), id(100 + run, QStringLiteral("model-"))},
                        {QStringLiteral("family_id"), id(1, QStringLiteral("family-"))},
                        {QStringLiteral("created_at"), created}};
    if (m_scenario == Scenario::Minimal) {
        version.insert(QStringLiteral("approved"), m_approvals.value(run) == u"Approved");
        return version;
    }
    version.insert(QStringLiteral("family_name"), QStringLiteral("Engagement booster"));
    version.insert(QStringLiteral("version"), numberOf(run));
    version.insert(QStringLiteral("job_name"), nameOf(run));
    version.insert(QStringLiteral("approval_status"),
                   m_scenario == Scenario::Odd && run == firstRun ? QString() : m_approvals.value(run));
    if (!isLean()) {
        version.insert(QStringLiteral("rev"), run);
        QJsonArray liveOn;
        if (m_script.last().active == run) {
            liveOn.append(QJsonObject{{QStringLiteral("endpoint_id"), 1},
                                      {QStringLiteral("endpoint_name"), QStringLiteral("homepage")}});
        }
        version.insert(QStringLiteral("live_on"), liveOn);
    }
    return version;
}

QJsonObject HostedPlatform::family() const
{
    QJsonObject family{{QStringLiteral("id"), id(1, QStringLiteral("family-"))},
                       {QStringLiteral("name"), QStringLiteral("Engagement booster")},
                       {QStringLiteral("model_type"), QStringLiteral("embedder")}};
    if (!isLean()) {
        family.insert(QStringLiteral("production_version"), numberOf(liveRun));
        family.insert(QStringLiteral("version_count"), lastRun - firstRun + 1);
    }
    return family;
}

QJsonObject HostedPlatform::endpoint()
{
    ++m_looks;
    const State now = m_script.size() > 1 ? m_script.takeFirst() : m_script.first();
    QJsonObject endpoint{
        {QStringLiteral("id"), id(1, QStringLiteral("endpoint-"))},
        {QStringLiteral("endpoint_name"), QStringLiteral("homepage")},
        {QStringLiteral("status"), now.status},
        {QStringLiteral("failure_reason"), now.reason.isEmpty() ? QJsonValue() : QJsonValue(now.reason)}};
    if (m_scenario == Scenario::Minimal) {
        // The one name that such a server gives away; no run of its list is called so.
        endpoint.insert(QStringLiteral("active_job_name"),
                        QStringLiteral("train-%1-1764320000").arg(now.active));
        return endpoint;
    }
    const auto reference = [this](int run) {
        return run == 0 ? QJsonValue()
                        : QJsonValue(QJsonObject{
                              {QStringLiteral("model_id"), id(100 + run, QStringLiteral("model-"))},
                              {QStringLiteral("family_id"), id(1, QStringLiteral("family-"))},
                              {QStringLiteral("family_name"), QStringLiteral("Engagement booster")},
                              {QStringLiteral("version"), numberOf(run)},
                              {QStringLiteral("job_name"), nameOf(run)}});
    };
    endpoint.insert(QStringLiteral("model_type"), QStringLiteral("embedder"));
    endpoint.insert(QStringLiteral("is_default"), true);
    endpoint.insert(QStringLiteral("active_version"), reference(now.active));
    endpoint.insert(QStringLiteral("pending_version"), reference(now.pending));
    return endpoint;
}

QByteArray HostedPlatform::promote(const QJsonObject &body)
{
    const QString name = body.value(QStringLiteral("job_name")).toString();
    int run = 0;
    for (int one = firstRun; one <= lastRun; ++one) {
        if (nameOf(one) == name)
            run = one;
    }
    if (run == 0)
        return Responder::answer(404, R"({"error":"no such job"})");
    const State before = m_script.last();
    const State moving{m_movingWord, before.active, m_scenario == Scenario::Full ? run : 0, {}};
    const State after{QStringLiteral("InService"), run, 0, {}};
    switch (m_scenario) {
    case Scenario::SilentRollback:
        m_script = {moving, moving, moving, before};
        break;
    case Scenario::UpdateRollbackFailed:
        m_script = {
            moving,
            {QStringLiteral("UpdateRollbackFailed"), before.active, 0, QStringLiteral("No capacity")}};
        break;
    case Scenario::Late:
        m_script = {before, before, before, moving, moving, moving, after};
        break;
    default:
        m_script = {moving, moving, moving, after};
        break;
    }
    return json(QJsonObject{{QStringLiteral("success"), true}, {QStringLiteral("job_name"), name}});
}

QByteArray HostedPlatform::answer(const Received &request)
{
    const QUrl target = QUrl::fromEncoded(request.target);
    const QByteArray path = target.path().toUtf8();
    if (m_revoked)
        return Responder::answer(401, R"({"error":"Unauthorized"})");
    if (m_broken.contains(path))
        return {};
    if (m_missing.contains(path))
        return Responder::answer(404, R"({"error":"Not found"})");
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    QJsonArray runs;
    QJsonArray versions;
    for (int run = lastRun; run >= firstRun; --run) {
        runs.append(job(run));
        versions.append(version(run));
    }
    if (request.method == "PATCH" && path.startsWith("/api/training-jobs/")) {
        for (int run = firstRun; run <= lastRun; ++run) {
            if (path == "/api/training-jobs/" + idOf(run).toUtf8()) {
                m_approvals.insert(run, body.value(QStringLiteral("approval_status")).toString());
                return json(QJsonObject{{QStringLiteral("job"), job(run)}});
            }
        }
        return Responder::answer(404, R"({"error":"Not found"})");
    }
    if (path == "/api/training-jobs/promote")
        return promote(body);
    if (path == "/api/training-jobs/approve")
        return json(QJsonObject{{QStringLiteral("success"), true}});
    if (request.method != "GET")
        return Responder::answer(404, R"({"error":"Not found"})");
    if (path == "/api/training-jobs")
        return json(QJsonObject{{QStringLiteral("jobs"), runs}});
    if (path == "/api/training-jobs/endpoint")
        return json(QJsonObject{{QStringLiteral("endpoint"), endpoint()}});
    if (path == "/api/model-families")
        return json(QJsonObject{{QStringLiteral("families"), QJsonArray{family()}}});
    if (path == "/api/model-families/details") {
        QJsonObject details{{QStringLiteral("family"), family()}, {QStringLiteral("versions"), versions}};
        if (!isLean()) {
            details.insert(QStringLiteral("deployments"), QJsonArray());
            details.insert(QStringLiteral("history"), QJsonArray());
        }
        return json(details);
    }
    if (path == "/api/model-endpoints")
        return json(QJsonObject{{QStringLiteral("endpoints"), QJsonArray{endpoint()}}});
    if (path == "/api/events/event-types")
        return json(QJsonArray{});
    if (path == "/api/events/templates")
        return json(QJsonObject{{QStringLiteral("templates"), QJsonArray()}});
    return Responder::answer(404, R"({"error":"Not found"})");
}

} // namespace nsl::test
