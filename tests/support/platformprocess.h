// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

namespace nsl::test
{

/// An answer as it came.
struct Reply
{
    int status = 0; ///< 0 = there was no answer
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< lower-case names

    QJsonObject json() const;
    QJsonValue operator[](const char *key) const;
};

/// A real nsl-platform on a free loopback port, in a temporary workspace unless one is named.
/// Ends with SIGTERM when it is destroyed. Its methods wait with deadlines: for tests only.
class PlatformProcess
{
public:
    explicit PlatformProcess(const QString &workspace = {});
    ~PlatformProcess();
    Q_DISABLE_COPY_MOVE(PlatformProcess)

    /// Runs `serve` with further arguments and reads the hand-over; false with what() set when it did not
    /// come up.
    bool start(const QStringList &arguments = {});
    /// Uses a platform that somebody else started on this workspace and leaves it running.
    bool attach();
    /// SIGTERM; true when it ended with exit code 0 in time.
    bool stop();
    /// SIGKILL: a crash.
    void kill();

    /// Runs another command of nsl-platform on this workspace and returns its exit code.
    int run(const QStringList &arguments, QByteArray *standardOutput = nullptr,
            QByteArray *standardError = nullptr) const;

    Reply get(const QString &path);
    Reply post(const QString &path, const QJsonObject &body = {});
    Reply patch(const QString &path, const QJsonObject &body);
    Reply remove(const QString &path);
    /// With a Core token that is fetched once.
    Reply coreGet(const QString &path);
    /// The bare exchange; no Authorization header when `token` is empty.
    Reply send(const QByteArray &method, const QString &path, const QByteArray &body,
               const QByteArray &token);

    QString workspace() const { return m_workspace; }
    QUrl url() const { return m_url; }
    QByteArray key() const { return m_key; }
    qint64 pid() const { return m_process.processId(); }
    QByteArray what() const { return m_what; }
    /// A Core API token of the hand-over client, fetched once.
    QByteArray coreToken();

private:
    QTemporaryDir m_folder;
    QString m_workspace;
    QProcess m_process;
    QNetworkAccessManager m_network;
    QUrl m_url;
    QByteArray m_key;
    QJsonObject m_core;
    QByteArray m_coreToken;
    QByteArray m_what;
};

/// Calls `condition` about twenty times a second until it is true or the deadline has passed.
template<typename Condition>
bool waitUntil(Condition condition, int deadlineMs);

} // namespace nsl::test

#include <QDeadlineTimer>
#include <QTest>

template<typename Condition>
bool nsl::test::waitUntil(Condition condition, int deadlineMs)
{
    const QDeadlineTimer deadline(deadlineMs);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QTest::qWait(50);
    }
    return true;
}
