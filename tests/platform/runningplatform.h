// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/platformserver.h"
#include "teststore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <functional>

/// An answer as it came.
struct HttpAnswer
{
    int status = 0; ///< 0 = none came
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< lower-case names

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QJsonValue value(const char *key) const { return json().value(QLatin1String(key)); }
    /// The text of the error in either form.
    QString error() const
    {
        const QJsonValue error = value("error");
        return error.isObject() ? error.toObject().value(QLatin1String("message")).toString()
                                : error.toString();
    }
    QString code() const
    {
        const QJsonValue error = value("error");
        return (error.isObject() ? error.toObject() : json()).value(QLatin1String("code")).toString();
    }
};

/// A platform in this process on a free port, with a store of its own, and a real HTTP client. Stops in
/// order.
class RunningPlatform
{
public:
    static constexpr int deadline = 60000;

    explicit RunningPlatform(const QString &worker = {},
                             std::function<void(nsl::PlatformServer::Options &)> adjust = {})
        : m_worker(worker)
        , m_adjust(std::move(adjust))
        , credentials(*store.store)
        , imports(*store.store)
    {
        session = credentials.openSession(QStringLiteral("ada"));
    }
    ~RunningPlatform() { stop(); }

    bool start()
    {
        nsl::PlatformServer::Options options;
        options.identity = {store.folder.path(), QStringLiteral("test-instance"), session.key};
        options.jobsFolder = store.folder.filePath(QStringLiteral("jobs"));
        options.configurationFile = store.folder.filePath(QStringLiteral("platform.ini"));
        options.workerProgram = m_worker;
        options.jobs.interruptGrace = std::chrono::milliseconds(1000); // some workers ignore SIGTERM
        if (m_adjust)
            m_adjust(options);
        server = std::make_unique<nsl::PlatformServer>(*store.store, credentials, imports, options);
        const auto started = server->start(0);
        if (!started.ok()) {
            qWarning("%s", qPrintable(started.error().message));
            return false;
        }
        url = started.value();
        return true;
    }

    bool stop()
    {
        if (!server)
            return true;
        QSignalSpy stopped(server.get(), &nsl::PlatformServer::stopped);
        server->stop();
        const bool done = !stopped.isEmpty() || stopped.wait(deadline);
        server.reset();
        return done;
    }

    HttpAnswer send(const QByteArray &method, const QString &path, const QByteArray &body,
                    const QByteArray &token, const QMap<QByteArray, QByteArray> &headers = {})
    {
        QNetworkRequest request(QUrl(url.toString() + path));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setTransferTimeout(deadline);
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        for (auto it = headers.begin(); it != headers.end(); ++it)
            request.setRawHeader(it.key(), it.value());
        QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(deadline);
        HttpAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        delete reply;
        return answer;
    }

    HttpAnswer get(const QString &path) { return send("GET", path, {}, session.key); }
    HttpAnswer post(const QString &path, const QJsonObject &body)
    {
        return send("POST", path, QJsonDocument(body).toJson(), session.key);
    }
    HttpAnswer patch(const QString &path, const QJsonObject &body)
    {
        return send("PATCH", path, QJsonDocument(body).toJson(), session.key);
    }
    HttpAnswer core(const QString &path) { return send("GET", path, {}, coreToken()); }

    /// The bytes that come back for raw bytes, until the server closes or a whole answer is there.
    QByteArray raw(const QByteArray &bytes)
    {
        // A server may close while we write. Qt ignores the signal once; Qt Test takes it back for a crash.
        std::signal(SIGPIPE, SIG_IGN);
        QTcpSocket socket;
        QByteArray answer;
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        QSignalSpy closed(&socket, &QTcpSocket::disconnected);
        socket.write(bytes);
        if (closed.isEmpty())
            closed.wait(deadline);
        return answer + socket.readAll();
    }

    QByteArray coreToken()
    {
        if (m_token.isEmpty()) {
            const auto issued = credentials.issueToken(session.clientId, session.clientSecret, {});
            m_token = issued.ok() ? issued->accessToken : QByteArray("none");
        }
        return m_token;
    }

    QByteArray keyWith(const QStringList &scopes)
    {
        return credentials.createKey(testActor(), {}, QStringLiteral("test"), {}, scopes).value();
    }

    /// `items` items "i0"... and, per user "u0"..., a walk over them: `perUser` views of one item after the
    /// other.
    void fill(int items, int users, int perUser)
    {
        const auto written = store->record([&](nsl::DataWrite &write) -> nsl::Outcome<nsl::Done> {
            QList<nsl::Item> catalogue;
            for (int i = 0; i < items; ++i) {
                nsl::Item item;
                item.id = QStringLiteral("i%1").arg(i);
                item.name = QStringLiteral("Item %1").arg(i);
                catalogue.append(item);
            }
            if (auto created = store->items().create(write, catalogue); !created.ok())
                return created.error();
            QList<nsl::EventRow> rows;
            for (int user = 0; user < users; ++user) {
                for (int step = 0; step < perUser; ++step) {
                    nsl::EventRow row;
                    row.userId = "u" + QByteArray::number(user);
                    row.itemId = "i" + QByteArray::number((user * 3 + step) % items);
                    row.eventTypeId = 1;
                    row.occurredMs = (1'700'000'000LL + user * 1000 + step) * 1000;
                    rows.append(row);
                }
            }
            store->events().append(write, rows);
            return nsl::Done{};
        });
        if (!written.ok())
            qFatal("%s", qPrintable(written.error().message));
    }

    /// Starts a run with the published template and the family of a key; its job name.
    QString train(const QString &familyKey, const QJsonObject &options = {})
    {
        const auto answer =
            post(QStringLiteral("/api/training/start"),
                 {{QStringLiteral("templateId"), 1},
                  {QStringLiteral("familyId"), store->families().findByKey(familyKey)->id.toJson()},
                  {QStringLiteral("trainingOptions"), options}});
        if (answer.status != 200)
            qWarning("%s", answer.body.constData());
        return answer.value("jobName").toString();
    }

    QJsonObject job(const QString &jobName)
    {
        const auto found = store->jobs().findByName(jobName);
        return found ? get(QStringLiteral("/api/training-jobs/%1").arg(found->id)).value("job").toObject()
                     : QJsonObject();
    }

    /// Waits until the run is in one of the final states and returns its status.
    QString ended(const QString &jobName)
    {
        QString status;
        const bool done = QTest::qWaitFor(
            [&] {
                const auto found = store->jobs().findByName(jobName);
                status = found ? found->status.text : QStringLiteral("missing");
                return !found || !nsl::isActive(found->status.value);
            },
            deadline);
        return done ? status : QStringLiteral("still ") + status;
    }

    TestStore store;
    QUrl url;
    nsl::SessionSecrets session;
    std::unique_ptr<nsl::PlatformServer> server;

private:
    QString m_worker;
    std::function<void(nsl::PlatformServer::Options &)> m_adjust;

public:
    nsl::Credentials credentials;
    nsl::ImportRunner imports;

private:
    QNetworkAccessManager m_network;
    QByteArray m_token;
};

/// Writes an executable shell script.
inline QString writeScript(const QString &path, const QByteArray &body)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write %s", qPrintable(path));
    file.write("#!/bin/sh\n" + body);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}
