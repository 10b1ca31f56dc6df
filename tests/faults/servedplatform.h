// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpserver.h"
#include "standinworker.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

/// How often, and from which seed, from the environment.
inline int faultSetting(const char *name, int fallback)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber && value > 0 ? value : fallback;
}

/// Answers what a platform asks a serving worker.
class AnsweringHandler : public nsl::http::Handler
{
public:
    void handle(nsl::http::Request request, nsl::http::Responder responder) override
    {
        nsl::http::Response response;
        response.body =
            request.path == "/ping"
                ? "{}"
                : R"({"items":[["i0",0.5],["i1",0.4]],"used_default":false,"default_reason":null})";
        responder.respond(std::move(response));
    }
};

/// `nsl-platform serve` as a process of its own, over one workspace, asked over HTTP.
class ServedPlatform
{
public:
    static constexpr int deadline = 60'000;

    explicit ServedPlatform(QString worker)
        : m_worker(std::move(worker))
    {
    }
    ~ServedPlatform()
    {
        if (!m_process)
            return;
        m_process->terminate();
        m_process->waitForFinished(deadline);
    }

    /// Starts it, and takes what it hands over.
    bool start()
    {
        m_process = std::make_unique<QProcess>();
        m_process->setStandardErrorFile(QProcess::nullDevice());
        m_process->start(program(), {QStringLiteral("serve"), QStringLiteral("--workspace"), workspace(),
                                     QStringLiteral("--worker"), m_worker});
        if (!QTest::qWaitFor([this] { return m_process->canReadLine() || !isRunning(); }, deadline) ||
            !isRunning())
            return false;
        m_url = QUrl(
            QJsonDocument::fromJson(m_process->readLine()).object().value(QLatin1String("url")).toString());
        QFile file(workspace() + QStringLiteral("/run/platform.json"));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QJsonObject handover = QJsonDocument::fromJson(file.readAll()).object();
        m_key = handover.value(QLatin1String("key")).toString().toLatin1();
        const QJsonObject core = handover.value(QLatin1String("core")).toObject();
        const QByteArray pair = core.value(QLatin1String("client_id")).toString().toLatin1() + ':' +
                                core.value(QLatin1String("client_secret")).toString().toLatin1();
        const HttpAnswer issued =
            send("POST", QStringLiteral("/oauth2/token"), "grant_type=client_credentials",
                 {{"Authorization", "Basic " + pair.toBase64()},
                  {"Content-Type", "application/x-www-form-urlencoded"}});
        m_token = issued.value("access_token").toString().toLatin1();
        return !m_token.isEmpty();
    }
    bool isRunning() const { return m_process && m_process->state() != QProcess::NotRunning; }
    void kill() { m_process->kill(); }
    bool waitForEnd()
    {
        return QTest::qWaitFor([this] { return !isRunning(); }, deadline);
    }
    qint64 pid() const { return m_process->processId(); }
    qsizetype openFiles() const
    {
        return QDir(QStringLiteral("/proc/%1/fd").arg(pid()))
            .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
            .size();
    }

    /// Whether the workspace is whole, as the program says.
    bool verifies()
    {
        QProcess process;
        process.start(program(), {QStringLiteral("verify"), QStringLiteral("--workspace"), workspace()});
        const bool ended = process.waitForFinished(deadline);
        if (!ended || process.exitCode() != 0)
            qWarning("%s%s", process.readAllStandardOutput().constData(),
                     process.readAllStandardError().constData());
        return ended && process.exitCode() == 0;
    }

    /// A request that is on its way.
    QNetworkReply *ask(const QByteArray &method, const QString &path, const QByteArray &body,
                       const QMap<QByteArray, QByteArray> &headers)
    {
        QNetworkRequest request(QUrl(m_url.toString() + path));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setTransferTimeout(deadline);
        const bool isCore = path.startsWith(QLatin1String("/v1/"));
        request.setRawHeader("Authorization", "Bearer " + (isCore ? m_token : m_key));
        for (auto it = headers.begin(); it != headers.end(); ++it)
            request.setRawHeader(it.key(), it.value());
        return m_network.sendCustomRequest(request, method, body);
    }
    HttpAnswer send(const QByteArray &method, const QString &path, const QByteArray &body = {},
                    const QMap<QByteArray, QByteArray> &headers = {})
    {
        const std::unique_ptr<QNetworkReply> reply(ask(method, path, body, headers));
        HttpAnswer answer;
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 2 * deadline))
            return answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        return answer;
    }
    HttpAnswer post(const QString &path, const QJsonObject &body)
    {
        return send("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact));
    }

    /// A catalogue and enough events to train with.
    bool fill()
    {
        QJsonArray items;
        for (int i = 0; i < 20; ++i) {
            items.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("i%1").arg(i)},
                                     {QStringLiteral("name"), QStringLiteral("Item %1").arg(i)}});
        }
        if (send("POST", QStringLiteral("/v1/items"), QJsonDocument(items).toJson()).status != 200)
            return false;
        for (int batch = 0; batch < 6; ++batch) {
            QJsonArray events;
            for (int i = 0; i < 200; ++i) {
                events.append(
                    QJsonObject{{QStringLiteral("user_id"), QStringLiteral("u%1").arg(batch * 10 + i / 20)},
                                {QStringLiteral("item_id"), QStringLiteral("i%1").arg(i % 20)},
                                {QStringLiteral("type"), QStringLiteral("view")},
                                {QStringLiteral("timestamp"), 1'700'000'000 + batch * 1000 + i}});
            }
            if (send("POST", QStringLiteral("/v1/events"), QJsonDocument(events).toJson()).status != 200)
                return false;
        }
        return true;
    }

    /// A version that may be promoted; its job's name, empty where that failed.
    QString approvedVersion()
    {
        const HttpAnswer started =
            post(QStringLiteral("/api/training/start"), {{QStringLiteral("template_id"), 1}});
        const QString name = started.value("jobName").toString();
        const QString path = QStringLiteral("/api/training-jobs/%1").arg(started.value("jobId").toInteger());
        const bool succeeded = QTest::qWaitFor(
            [&] {
                return send("GET", path).value("job").toObject().value(QLatin1String("status")).toString() ==
                       QLatin1String("Succeeded");
            },
            deadline);
        const bool approved =
            succeeded &&
            post(QStringLiteral("/api/training-jobs/approve"), {{QStringLiteral("job_name"), name}}).status ==
                200;
        if (!approved)
            qWarning("%s", started.body.constData());
        return approved ? name : QString();
    }

    /// The default endpoint.
    QJsonObject production()
    {
        return send("GET", QStringLiteral("/api/training-jobs/endpoint")).value("endpoint").toObject();
    }

private:
    static QString program() { return QStringLiteral(NSL_BIN_DIR) + QStringLiteral("/nsl-platform"); }
    QString workspace() const { return m_folder.filePath(QStringLiteral("w")); }

    QTemporaryDir m_folder;
    const QString m_worker;
    std::unique_ptr<QProcess> m_process;
    QNetworkAccessManager m_network;
    QUrl m_url;
    QByteArray m_key;
    QByteArray m_token;
};
