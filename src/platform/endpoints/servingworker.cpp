// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingworker.h"

#include "jobs/rundirectory.h"
#include "jobs/workerline.h"
#include "jsonread.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRandomGenerator>

#include <array>
#include <utility>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

// Below the time that our own HTTP server gives a handler, so that the client gets a sentence.
constexpr auto invocationLimit = 4s;
constexpr auto pingLimit = 5s;
constexpr qint64 maxReplyBytes = 4 * 1024 * 1024;

QByteArray newToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

PlatformError unavailable(const QString &reason)
{
    return PlatformError::unavailable(u"The serving worker did not answer: %1."_qs.arg(reason),
                                      u"worker_unavailable"_qs);
}

} // namespace

ServingWorker::ServingWorker(QObject *parent)
    : QObject(parent)
    , m_token(newToken())
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_limitTimer.setSingleShot(true);
    connect(&m_limitTimer, &QTimer::timeout, this, [this] {
        m_problem = u"The worker was not ready within %1 s."_qs.arg(m_limitTimer.interval() / 1000);
        m_process.stop(0ms);
    });
    connect(&m_process, &WorkerProcess::started, this, &ServingWorker::launched);
    connect(&m_process, &WorkerProcess::lineRead, this, &ServingWorker::handleLine);
    connect(&m_process, &WorkerProcess::ended, this, &ServingWorker::handleEnded);
}

ServingWorker::~ServingWorker()
{
    for (const Answered &answered : std::exchange(m_waiting, {}))
        answered(unavailable(u"it has ended"_qs));
}

void ServingWorker::start(const Command &command, std::chrono::milliseconds limit)
{
    m_root = command.root;
    WorkerProcess::Command process;
    process.program = command.program;
    process.arguments = command.arguments + QStringList{u"serve"_qs};
    process.root = command.root;
    process.threads = command.threads;
    process.environment = {{u"SAGEMAKER_BIND_TO_PORT"_qs, u"0"_qs},
                           {u"NSL_WORKER_TOKEN"_qs, QString::fromLatin1(m_token)},
                           {u"NSL_ARTIFACT_SHA256"_qs, command.artifactSha256}};
    // A sentence of an earlier process must not be taken for this one's.
    QFile::remove(m_root + u"/output/failure"_qs);
    m_limitTimer.start(limit);
    m_process.start(process);
}

void ServingWorker::handleLine(const QByteArray &line)
{
    const WorkerLine parsed = parseWorkerLine(line);
    const auto *ready = std::get_if<ReadyLine>(&parsed);
    if (!ready || m_port != 0)
        return;
    m_port = ready->port;
    Q_EMIT listening();
    ping();
}

QNetworkRequest ServingWorker::requestTo(const QString &path) const
{
    QUrl url;
    url.setScheme(u"http"_qs);
    url.setHost(u"127.0.0.1"_qs);
    url.setPort(m_port);
    url.setPath(path);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return request;
}

void ServingWorker::ping()
{
    QNetworkRequest request = requestTo(u"/ping"_qs);
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(pingLimit).count()));
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        if (reply->error() != QNetworkReply::NoError) {
            m_problem = u"The worker did not answer its ping: %1."_qs.arg(reply->errorString());
            m_process.stop(0ms);
            return;
        }
        m_limitTimer.stop();
        m_isReady = true;
        Q_EMIT pinged();
    });
}

void ServingWorker::invoke(const QJsonObject &body, Answered answered)
{
    if (!m_isReady || !isRunning()) {
        answered(unavailable(u"it is not ready"_qs));
        return;
    }
    QNetworkRequest request = requestTo(u"/invocations"_qs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(invocationLimit).count()));
    QNetworkReply *reply = m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact));
    m_waiting.insert(reply, std::move(answered));
    connect(reply, &QNetworkReply::downloadProgress, this, [reply](qint64 received, qint64) {
        if (received > maxReplyBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const Answered callback = m_waiting.take(reply);
        if (reply->error() != QNetworkReply::NoError) {
            callback(unavailable(reply->errorString()));
        } else if (auto parsed = json::parseObject(reply->readAll()); parsed.ok()) {
            callback(parsed);
        } else {
            callback(unavailable(u"its answer is not JSON"_qs));
        }
        if (m_waiting.isEmpty())
            Q_EMIT idle();
    });
}

void ServingWorker::stop(std::chrono::milliseconds grace)
{
    m_limitTimer.stop();
    m_isReady = false;
    m_process.stop(grace);
}

void ServingWorker::handleEnded(int exitCode, const QString &problem)
{
    m_limitTimer.stop();
    m_isReady = false;
    QString sentence = m_problem;
    if (sentence.isEmpty() && exitCode == 1)
        sentence = RunDirectory(QFileInfo(m_root).path(), QFileInfo(m_root).fileName()).failureSentence();
    if (sentence.isEmpty())
        sentence = problem.isEmpty() ? u"The worker ended by itself."_qs : problem;
    Q_EMIT ended(sentence);
}

} // namespace nsl
