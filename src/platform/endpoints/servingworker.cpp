// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingworker.h"

#include "jobs/rundirectory.h"
#include "jobs/workerline.h"
#include "jsonread.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

constexpr int maxDimension = 65'536;

QByteArray newToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

ServingWorker::ServingWorker(ServingLane &lane, QObject *parent)
    : QObject(parent)
    , m_lane(lane)
    , m_token(newToken())
{
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
    if (m_link) {
        m_link->setIdleCallback({});
        m_link->close();
    }
}

void ServingWorker::start(const Command &command, std::chrono::milliseconds limit)
{
    WorkerProcess::Command process = command.process;
    m_root = process.root;
    process.environment.insert(u"SAGEMAKER_BIND_TO_PORT"_qs, u"0"_qs);
    process.environment.insert(u"NSL_WORKER_TOKEN"_qs, QString::fromLatin1(m_token));
    process.environment.insert(u"NSL_ARTIFACT_SHA256"_qs, command.artifactSha256);
    // A sentence of an earlier process must not be taken for this one's.
    QFile::remove(m_root + u"/output/failure"_qs);
    m_limitTimer.start(limit);
    m_process.start(process);
}

void ServingWorker::handleLine(const QByteArray &line)
{
    const WorkerLine parsed = parseWorkerLine(line);
    const auto *ready = std::get_if<ReadyLine>(&parsed);
    if (!ready || m_link)
        return;
    m_link = std::make_shared<WorkerLink>(m_lane.loop(), ready->port, m_token);
    Q_EMIT listening();
    ping();
}

void ServingWorker::ping()
{
    m_link->ping([lane = &m_lane, self = QPointer<QObject>(this), this](const http::Client::Answer &answer) {
        lane->postBack(self, [this, answer] { handlePinged(answer); });
    });
}

void ServingWorker::handlePinged(const http::Client::Answer &answer)
{
    if (!isRunning() || m_process.stopRequested())
        return;
    if (answer.status != 200) {
        m_problem = u"The worker did not answer its ping: %1."_qs.arg(
            answer.status == 0 ? QString::fromStdString(answer.error)
                               : u"its status was %1"_qs.arg(answer.status));
        m_process.stop(0ms);
        return;
    }
    // What it says of itself is welcome, not owed.
    const auto facts =
        QJsonDocument::fromJson(QByteArray::fromStdString(answer.body)).object().value(u"dimension"_qs);
    m_link->setDimension(std::clamp(facts.toInt(), 0, maxDimension));
    m_limitTimer.stop();
    m_isReady = true;
    Q_EMIT pinged();
}

void ServingWorker::watchIdle()
{
    if (!m_link)
        return;
    m_link->setIdleCallback([lane = &m_lane, self = QPointer<QObject>(this), this] {
        lane->postBack(self, [this] { Q_EMIT idle(); });
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
