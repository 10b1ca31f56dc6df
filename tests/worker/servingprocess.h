// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workerprocess.h"

#include <QJsonObject>
#include <QNetworkAccessManager>

inline constexpr auto servingToken = "a-token-of-the-test-0123456789";

/// What `serve` needs: a token, and a port that is free.
QMap<QString, QString> servingEnvironment();

struct Answer
{
    int status = 0;
    QJsonObject body;
};

/// Ids of an answer's items, in their order.
QStringList idsOf(const Answer &answer);

/// A serving worker that is asked over HTTP.
class ServingWorker
{
public:
    ServingWorker(const WorkerRoot &root, const QMap<QString, QString> &environment);
    ~ServingWorker();

    bool isReady();
    Answer ask(const QByteArray &method, const QString &path, const QByteArray &body = {},
               const QByteArray &authorization = QByteArray("Bearer ") + servingToken,
               const QByteArray &host = {});
    Answer invoke(const QJsonObject &body);
    QProcess &process() { return m_process; }
    quint16 port() const { return static_cast<quint16>(m_port); } ///< once it is ready

private:
    QProcess m_process;
    QNetworkAccessManager m_network;
    QByteArray m_output;
    int m_port = 0;
};
