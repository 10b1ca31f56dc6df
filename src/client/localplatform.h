// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectionprofile.h"
#include "outcome.h"

#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QTimer>

namespace nsl
{

class PlatformApi;

/// What <workspace>/run/platform.json says (contract 2.7).
struct HandOver
{
    QUrl url;
    qint64 pid = 0;
    QString instance;
    Secret key;
    QString clientId;
    Secret clientSecret;
};

/// Reads and checks the hand-over file: a plain file of this user that nobody else may read, in a folder of
/// this user that nobody else may enter, at most 64 KiB, a loopback URL. The code of an error is
/// "handover_missing" when there is none, else what was wrong.
Outcome<HandOver> readHandOver(const QString &workspace);

/// Where the platform's program is: beside this executable, then in ../libexec/nsl-console; empty = nowhere.
QString findPlatformProgram(const QString &applicationDirectory);

/// The workspace that is opened when none is named.
QString defaultWorkspace();

/// The local platform of one workspace: attaches to a running one, else starts `nsl-platform serve`.
/// Before any secret is sent, the program behind the URL proves that it knows the key.
class LocalPlatform : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalPlatform)

public:
    enum class State { Idle, Attaching, Starting, Ready, Failed, Stopping };
    Q_ENUM(State)

    struct Options
    {
        QString workspace; ///< absolute; created by the platform if it is not there
        QString program;   ///< empty = findPlatformProgram()
        QString worker;    ///< --worker PATH; empty = the platform's own
        int startTimeoutMs = 20'000;
    };

    explicit LocalPlatform(Options options, QObject *parent = nullptr);
    /// Stops the platform if it is ours.
    ~LocalPlatform() override;

    State state() const { return m_state; }
    /// Whether the platform was started here and will be stopped with us.
    bool ownsProcess() const { return m_owned; }
    qint64 processId() const { return m_pid; }
    const ConnectionProfile &profile() const { return m_profile; }
    /// Last lines that the platform wrote to stderr (at most 8 KiB): for the details of a failure.
    QString diagnostics() const { return QString::fromUtf8(m_stderr); }

    void open();
    /// Asks an owned platform to stop (SIGTERM; killed after ten seconds); stopped() follows in every case.
    void stop();

signals:
    void ready(const nsl::ConnectionProfile &profile);
    /// It could not be opened, or ended by itself later.
    void failed(const nsl::PlatformError &error);
    void stopped();

private:
    void attach(const HandOver &handOver, bool mayStart);
    void startProcess();
    void handleOutput();
    void handleErrorOutput();
    void handleFinished(int exitCode, QProcess::ExitStatus status);
    void fail(PlatformError::Kind kind, const char *code, const QString &detail = {});
    void becomeReady(const HandOver &handOver);

    Options m_options;
    State m_state = State::Idle;
    QProcess *m_process = nullptr;
    PlatformApi *m_probe = nullptr;
    QTimer m_deadline;
    QTimer m_killTimer;
    QByteArray m_stdout;
    QByteArray m_stderr;
    ConnectionProfile m_profile;
    qint64 m_pid = 0;
    bool m_owned = false;
};

} // namespace nsl
