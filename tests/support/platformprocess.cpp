// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformprocess.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrlQuery>

namespace nsl::test
{

namespace
{
constexpr int startDeadlineMs = 60000; // sanitizers and a busy machine
constexpr int stopDeadlineMs = 30000;
constexpr int replyDeadlineMs = 60000;

QString program()
{
    return QStringLiteral(NSL_BIN_DIR "/nsl-platform");
}
} // namespace

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QJsonValue Reply::operator[](const char *key) const
{
    return json().value(QLatin1String(key));
}

PlatformProcess::PlatformProcess(const QString &workspace)
    : m_workspace(workspace.isEmpty() ? m_folder.filePath(QStringLiteral("workspace")) : workspace)
{
}

PlatformProcess::~PlatformProcess()
{
    stop();
}

bool PlatformProcess::start(const QStringList &arguments)
{
    m_process.setProgram(program());
    m_process.setArguments(QStringList{QStringLiteral("serve"), QStringLiteral("--workspace"), m_workspace} +
                           arguments);
    m_process.start();
    const QDeadlineTimer deadline(startDeadlineMs);
    while (!m_process.canReadLine()) {
        if (m_process.state() == QProcess::NotRunning || deadline.hasExpired() ||
            (!m_process.waitForReadyRead(200) && m_process.state() == QProcess::NotRunning)) {
            m_process.waitForFinished(1000);
            m_what = m_process.readAllStandardError();
            return false;
        }
    }
    m_process.readLine();
    return attach();
}

bool PlatformProcess::attach()
{
    QFile handOver(m_workspace + QStringLiteral("/run/platform.json"));
    if (!handOver.open(QIODevice::ReadOnly)) {
        m_what = "no hand-over";
        return false;
    }
    const QJsonObject secrets = QJsonDocument::fromJson(handOver.readAll()).object();
    m_url = QUrl(secrets.value(QStringLiteral("url")).toString());
    m_key = secrets.value(QStringLiteral("key")).toString().toLatin1();
    m_core = secrets.value(QStringLiteral("core")).toObject();
    m_coreToken.clear();
    return true;
}

bool PlatformProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return m_process.exitCode() == 0;
    m_process.terminate();
    if (!m_process.waitForFinished(stopDeadlineMs)) {
        kill();
        return false;
    }
    return m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

void PlatformProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(stopDeadlineMs);
}

int PlatformProcess::run(const QStringList &arguments, QByteArray *standardOutput,
                         QByteArray *standardError) const
{
    QProcess process;
    process.start(program(), arguments + QStringList{QStringLiteral("--workspace"), m_workspace});
    if (!process.waitForFinished(replyDeadlineMs))
        return -1;
    if (standardOutput)
        *standardOutput = process.readAllStandardOutput();
    if (standardError)
        *standardError = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

Reply PlatformProcess::get(const QString &path)
{
    return send("GET", path, {}, m_key);
}

Reply PlatformProcess::post(const QString &path, const QJsonObject &body)
{
    return send("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact), m_key);
}

Reply PlatformProcess::patch(const QString &path, const QJsonObject &body)
{
    return send("PATCH", path, QJsonDocument(body).toJson(QJsonDocument::Compact), m_key);
}

Reply PlatformProcess::remove(const QString &path)
{
    return send("DELETE", path, {}, m_key);
}

Reply PlatformProcess::coreGet(const QString &path)
{
    return send("GET", path, {}, coreToken());
}

QByteArray PlatformProcess::coreToken()
{
    if (!m_coreToken.isEmpty())
        return m_coreToken;
    QNetworkRequest request(m_url.resolved(QUrl(QStringLiteral("/oauth2/token"))));
    const QString credentials = m_core.value(QStringLiteral("client_id")).toString() + u':' +
                                m_core.value(QStringLiteral("client_secret")).toString();
    request.setRawHeader("Authorization", "Basic " + credentials.toUtf8().toBase64());
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
    QNetworkReply *reply = m_network.post(request, QByteArray("grant_type=client_credentials"));
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    m_coreToken = QJsonDocument::fromJson(reply->readAll())
                      .object()
                      .value(QStringLiteral("access_token"))
                      .toString()
                      .toLatin1();
    reply->deleteLater();
    return m_coreToken;
}

Reply PlatformProcess::send(const QByteArray &method, const QString &path, const QByteArray &body,
                            const QByteArray &token)
{
    QNetworkRequest request(m_url.resolved(QUrl(path)));
    request.setTransferTimeout(replyDeadlineMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    QNetworkReply *answer = m_network.sendCustomRequest(request, method, body);
    QEventLoop loop;
    QObject::connect(answer, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    Reply reply;
    reply.status = answer->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reply.body = answer->readAll();
    const auto headers = answer->rawHeaderPairs();
    for (const auto &[name, value] : headers)
        reply.headers.insert(name.toLower(), value);
    answer->deleteLater();
    return reply;
}

} // namespace nsl::test
