// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingprocess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

QMap<QString, QString> servingEnvironment()
{
    return {{u"NSL_WORKER_TOKEN"_s, QString::fromLatin1(servingToken)},
            {u"SAGEMAKER_BIND_TO_PORT"_s, u"0"_s}};
}

QStringList idsOf(const Answer &answer)
{
    QStringList ids;
    for (const QJsonValue &item : answer.body.value(u"items"_s).toArray()) {
        ids << item.toArray().at(0).toString();
    }
    return ids;
}

ServingWorker::ServingWorker(const WorkerRoot &root, const QMap<QString, QString> &environment)
{
    prepareWorker(m_process, root, environment);
    m_process.setArguments({u"serve"_s});
    m_process.start();
}

ServingWorker::~ServingWorker()
{
    m_process.terminate();
    m_process.waitForFinished(60'000);
}

bool ServingWorker::isReady()
{
    m_output += m_process.readAllStandardOutput();
    const qsizetype at = m_output.indexOf("#ready port=");
    if (at < 0 || m_output.indexOf('\n', at) < 0) {
        return false;
    }
    const qsizetype from = at + 12;
    m_port = m_output.mid(from, m_output.indexOf('\n', at) - from).toInt();
    return m_port > 0;
}

Answer ServingWorker::ask(const QByteArray &method, const QString &path, const QByteArray &body,
                          const QByteArray &authorization, const QByteArray &host)
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(path)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    if (!authorization.isEmpty()) {
        request.setRawHeader("Authorization", authorization);
    }
    if (!host.isEmpty()) {
        request.setRawHeader("Host", host);
    }
    request.setTransferTimeout(60'000);
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
    Answer answer;
    if (QTest::qWaitFor([reply] { return reply->isFinished(); }, 60'000)) {
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = QJsonDocument::fromJson(reply->readAll()).object();
    }
    reply->deleteLater();
    return answer;
}

Answer ServingWorker::invoke(const QJsonObject &body)
{
    return ask("POST", u"/invocations"_s, QJsonDocument(body).toJson(QJsonDocument::Compact));
}
