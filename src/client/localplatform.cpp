// SPDX-License-Identifier: GPL-3.0-or-later
#include "localplatform.h"

#include "httpplatformapi.h"
#include "jsonread.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

namespace nsl
{

namespace
{

constexpr int attachTimeoutMs = 3'000;
constexpr int killAfterMs = 10'000;
constexpr qsizetype keptDiagnostics = 8 * 1024;
constexpr qsizetype longestReadyLine = 16 * 1024;

QByteArray newNonce()
{
    quint32 words[6];
    QRandomGenerator::system()->fillRange(words);
    return QByteArray(reinterpret_cast<const char *>(words), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool proves(const QByteArray &proof, const QByteArray &nonce, const Secret &key)
{
    const QByteArray expected =
        QMessageAuthenticationCode::hash(nonce, key.reveal(), QCryptographicHash::Sha256).toHex();
    if (proof.size() != expected.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < expected.size(); ++i)
        difference |= unsigned(uchar(proof.at(i)) ^ uchar(expected.at(i)));
    return difference == 0;
}

/// The sentence that a platform ended with: its last line, where that was written for people, or the message
/// of the last error that it logged. What it logged otherwise explains nothing.
QString lastSentence(const QByteArray &standardError)
{
    const QList<QByteArray> lines = standardError.trimmed().split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const QString text = QString::fromUtf8(line->trimmed());
        if (!text.startsWith(u'{'))
            return text;
        const Outcome<QJsonObject> logged = json::parseObject(line->trimmed());
        if (logged && json::text(*logged, u"level") == u"error")
            return json::text(*logged, u"message");
    }
    return {};
}

} // namespace

LocalPlatform::LocalPlatform(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_deadline.setSingleShot(true);
    m_killTimer.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail(PlatformError::Kind::Timeout, "platform_start_timeout"); });
    connect(&m_killTimer, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->kill();
    });
}

LocalPlatform::~LocalPlatform()
{
    // The orderly way is stop(); here only what is left is ended. QProcess waits for it.
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill();
    }
}

void LocalPlatform::open()
{
    if (m_state != State::Idle && m_state != State::Failed)
        return;
    const Outcome<HandOver> handOver = readHandOver(m_options.workspace);
    if (handOver) {
        m_state = State::Attaching;
        attach(*handOver, true);
        return;
    }
    if (handOver.error().code != u"handover_missing") {
        fail(handOver.error().kind, handOver.error().code.toLatin1().constData(), handOver.error().message);
        return;
    }
    startProcess();
}

void LocalPlatform::attach(const HandOver &handOver, bool mayStart)
{
    // Without a key: nothing secret leaves before the other side has proved that it knows the key already.
    ConnectionProfile anonymous;
    anonymous.platformUrl = handOver.url;
    delete m_probe;
    auto *probe = new HttpPlatformApi(anonymous, this);
    probe->setTimeout(attachTimeoutMs);
    m_probe = probe;
    const QByteArray nonce = newNonce();
    probe->instance(nonce, this, [this, handOver, nonce, mayStart](const Outcome<InstanceProof> &answer) {
        m_probe->deleteLater();
        m_probe = nullptr;
        if (m_state != State::Attaching && m_state != State::Starting)
            return;
        if (answer && answer->instance == handOver.instance && proves(answer->proof, nonce, handOver.key)) {
            becomeReady(handOver);
        } else if (mayStart) {
            // A leftover of a platform that is gone, maybe with a stranger on its port now.
            startProcess();
        } else if (!answer) {
            fail(answer.error().kind, "platform_unreachable", answer.error().message);
        } else {
            fail(PlatformError::Kind::Protocol, "proof_mismatch");
        }
    });
}

void LocalPlatform::startProcess()
{
    const QString program = m_options.program.isEmpty()
                                ? findPlatformProgram(QCoreApplication::applicationDirPath())
                                : m_options.program;
    if (program.isEmpty() || !QFileInfo(program).isExecutable()) {
        fail(PlatformError::Kind::Storage, "platform_missing", program);
        return;
    }
    m_state = State::Starting;
    m_stdout.clear();
    m_stderr.clear();
    m_process = new QProcess(this);
    m_process->setProgram(program);
    QStringList arguments{u"serve"_qs, u"--workspace"_qs, m_options.workspace};
    if (!m_options.worker.isEmpty())
        arguments += {u"--worker"_qs, m_options.worker};
    m_process->setArguments(arguments);
    m_process->setStandardInputFile(QProcess::nullDevice());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"NSL_API_KEY"_qs); // the key of another platform is none of its business
    m_process->setProcessEnvironment(environment);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &LocalPlatform::handleOutput);
    connect(m_process, &QProcess::readyReadStandardError, this, &LocalPlatform::handleErrorOutput);
    connect(m_process, &QProcess::finished, this, &LocalPlatform::handleFinished);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError problem) {
        if (problem == QProcess::FailedToStart)
            fail(PlatformError::Kind::Storage, "platform_not_startable", m_process->errorString());
    });
    m_deadline.start(m_options.startTimeoutMs);
    m_process->start();
}

void LocalPlatform::handleOutput()
{
    const QByteArray bytes = m_process->readAllStandardOutput();
    if (m_state != State::Starting || m_probe)
        return;
    m_stdout += bytes;
    const qsizetype end = m_stdout.indexOf('\n');
    if (end < 0) {
        if (m_stdout.size() > longestReadyLine)
            fail(PlatformError::Kind::Protocol, "platform_protocol");
        return;
    }
    const Outcome<QJsonObject> line = json::parseObject(m_stdout.left(end));
    const Outcome<HandOver> handOver = readHandOver(m_options.workspace);
    if (!line) {
        fail(PlatformError::Kind::Protocol, "platform_protocol");
    } else if (!handOver) {
        fail(handOver.error().kind, handOver.error().code.toLatin1().constData(), handOver.error().message);
    } else if (handOver->url != QUrl(json::text(*line, u"url"))) {
        fail(PlatformError::Kind::Protocol, "platform_protocol");
    } else {
        m_owned = true;
        attach(*handOver, false);
    }
}

void LocalPlatform::handleErrorOutput()
{
    m_stderr += m_process->readAllStandardError();
    if (m_stderr.size() > keptDiagnostics)
        m_stderr = m_stderr.right(keptDiagnostics);
}

void LocalPlatform::handleFinished(int exitCode, QProcess::ExitStatus status)
{
    handleErrorOutput();
    m_killTimer.stop();
    const bool wasStopping = m_state == State::Stopping;
    m_process->deleteLater();
    m_process = nullptr;
    m_owned = false;
    m_pid = 0;
    if (wasStopping) {
        m_state = State::Idle;
        emit stopped();
        return;
    }
    if (m_state == State::Failed)
        return;
    const QString last = lastSentence(m_stderr);
    const QString detail = !last.isEmpty()                 ? last
                           : status == QProcess::CrashExit ? u"crash"_qs
                                                           : QString::number(exitCode);
    fail(PlatformError::Kind::Unavailable, m_state == State::Ready ? "platform_ended" : "platform_exited",
         detail);
}

void LocalPlatform::becomeReady(const HandOver &handOver)
{
    m_deadline.stop();
    m_pid = handOver.pid;
    m_profile.name = QFileInfo(m_options.workspace).fileName();
    m_profile.kind = ConnectionProfile::Kind::Local;
    m_profile.platformUrl = handOver.url;
    m_profile.coreUrl = handOver.url;
    m_profile.tokenUrl = {};
    m_profile.workspace = m_options.workspace;
    m_profile.key = handOver.key;
    m_profile.clientId = handOver.clientId;
    m_profile.clientSecret = handOver.clientSecret;
    m_state = State::Ready;
    emit ready(m_profile);
}

void LocalPlatform::fail(PlatformError::Kind kind, const char *code, const QString &detail)
{
    m_deadline.stop();
    m_state = State::Failed;
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->terminate();
        m_killTimer.start(killAfterMs);
    }
    emit failed({kind, 0, QString::fromLatin1(code), detail, {}});
}

void LocalPlatform::stop()
{
    m_deadline.stop();
    if (!m_process || m_process->state() == QProcess::NotRunning) {
        m_state = State::Idle;
        // Later: who asked must be able to connect first.
        QMetaObject::invokeMethod(this, &LocalPlatform::stopped, Qt::QueuedConnection);
        return;
    }
    if (m_state == State::Stopping)
        return;
    m_state = State::Stopping;
    m_process->terminate();
    m_killTimer.start(killAfterMs);
}

} // namespace nsl
