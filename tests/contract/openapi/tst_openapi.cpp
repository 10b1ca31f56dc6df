// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the published specifications: every documented request of a route of ours is sent once, after the
// objects that the examples name were made. A documented body is never refused as such.
#include "runningplatform.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrlQuery>

using namespace nsl;

class TestOpenapi : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    TrainingJob m_job;
    qint64 m_model = 0;

    static QJsonObject specification(const QString &name)
    {
        const QDir folder(qEnvironmentVariable("NSL_SHARED_DIR", QStringLiteral(NSL_SHARED_DIR)) +
                          u"/api"_qs);
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    static QJsonObject resolved(const QJsonObject &specification, const QJsonObject &object)
    {
        const QString reference = object.value(u"$ref"_qs).toString();
        if (reference.isEmpty())
            return object;
        QJsonValue value = specification;
        for (const QString &step : reference.mid(2).split(u'/'))
            value = value.toObject().value(step);
        return value.toObject();
    }

    struct Request
    {
        QString method;
        QString pattern;
        QString path;
        QByteArray body;
        QString contentType;
    };

    /// A value for what a schema describes: known ids by name, else its example, default, or something legal.
    QJsonValue valueFor(const QJsonObject &specification, const QString &name, const QJsonObject &given)
    {
        const QJsonObject schema = resolved(specification, given);
        if (name == u"model_id")
            return m_model;
        if (name == u"family_id")
            return m_job.familyId.value_or(0);
        if (name == u"job_name")
            return m_job.jobName;
        if (name == u"status")
            return u"published"_qs;
        if (name.endsWith(u"id"))
            return 1;
        if (schema.contains(u"default"_qs))
            return schema.value(u"default"_qs);
        if (schema.contains(u"enum"_qs))
            return schema.value(u"enum"_qs).toArray().first();
        const QString type = schema.value(u"type"_qs).toString();
        if (type == u"object") {
            QJsonObject object;
            const QJsonObject properties = schema.value(u"properties"_qs).toObject();
            for (auto it = properties.begin(); it != properties.end(); ++it)
                object.insert(it.key(), valueFor(specification, it.key(), it.value().toObject()));
            return object;
        }
        if (type == u"array")
            return QJsonArray{valueFor(specification, {}, schema.value(u"items"_qs).toObject())};
        if (type == u"boolean")
            return true;
        if (type == u"integer" || type == u"number")
            return 7;
        return u"example"_qs;
    }

    QString parameterFor(const QString &pattern, const QJsonObject &parameter)
    {
        if (parameter.contains(u"example"_qs))
            return parameter.value(u"example"_qs).toVariant().toString();
        const QString name = parameter.value(u"name"_qs).toString();
        if (name == u"jobName" || name == u"job_name")
            return m_job.jobName;
        if (pattern.contains(u"/models/"))
            return QString::number(m_model);
        if (pattern.contains(u"/training-jobs/"))
            return QString::number(m_job.id);
        return name.endsWith(u"id") ? u"1"_qs : QString();
    }

    QList<QPair<QString, QByteArray>> bodiesOf(const QJsonObject &specification, const QString &pattern,
                                               const QJsonObject &operation)
    {
        const QJsonObject content = resolved(specification, operation.value(u"requestBody"_qs).toObject())
                                        .value(u"content"_qs)
                                        .toObject();
        QList<QPair<QString, QByteArray>> bodies;
        for (auto it = content.begin(); it != content.end(); ++it) {
            const QJsonObject media = it.value().toObject();
            const QJsonObject examples = media.value(u"examples"_qs).toObject();
            for (auto example = examples.begin(); example != examples.end(); ++example) {
                const QJsonValue value =
                    resolved(specification, example.value().toObject()).value(u"value"_qs);
                if (it.key().endsWith(u"form-urlencoded")) {
                    QUrlQuery form;
                    for (const QString &key : value.toObject().keys())
                        form.addQueryItem(key, value.toObject().value(key).toString());
                    bodies.append({it.key(), form.toString(QUrl::FullyEncoded).toUtf8()});
                } else {
                    bodies.append({it.key(), value.isArray() ? QJsonDocument(value.toArray()).toJson()
                                                             : QJsonDocument(value.toObject()).toJson()});
                }
            }
            if (examples.isEmpty()) {
                // "Any object": what the route is documented to read elsewhere.
                QJsonObject body =
                    valueFor(specification, {}, media.value(u"schema"_qs).toObject()).toObject();
                if (pattern.endsWith(u"/save-values"))
                    body = {
                        {u"event_types"_qs, QJsonArray{QJsonObject{{u"event_id"_qs, 1}, {u"value"_qs, 5}}}}};
                bodies.append({it.key(), QJsonDocument(body).toJson()});
            }
        }
        if (bodies.isEmpty())
            bodies.append({u"application/json"_qs, QByteArray()});
        return bodies;
    }

    QList<Request> requestsOf(const QJsonObject &specification)
    {
        QList<Request> requests;
        const QJsonObject paths = specification.value(u"paths"_qs).toObject();
        // What is deleted is asked for before.
        for (const QString &method :
             {u"get"_qs, u"options"_qs, u"post"_qs, u"put"_qs, u"patch"_qs, u"delete"_qs}) {
            for (auto it = paths.begin(); it != paths.end(); ++it) {
                const QJsonObject operation = it.value().toObject().value(method).toObject();
                if (operation.isEmpty())
                    continue;
                QString path = it.key();
                QUrlQuery query;
                const QJsonArray parameters = operation.value(u"parameters"_qs).toArray();
                for (const QJsonValue value : parameters) {
                    const QJsonObject parameter = resolved(specification, value.toObject());
                    const QString name = parameter.value(u"name"_qs).toString();
                    const QString text = parameterFor(it.key(), parameter);
                    if (parameter.value(u"in"_qs) == u"path"_qs)
                        path.replace(u'{' + name + u'}', text);
                    else if (parameter.value(u"in"_qs) == u"query"_qs && !text.isEmpty())
                        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(text)));
                }
                if (!query.isEmpty())
                    path += u'?' + query.toString(QUrl::FullyEncoded);
                for (const auto &[type, body] : bodiesOf(specification, it.key(), operation))
                    requests.append({method.toUpper(), it.key(), path, body, type});
            }
        }
        return requests;
    }

    bool isOurs(const Request &request) const
    {
        QString pattern = request.pattern;
        static const QRegularExpression parameter(u"\\{[^}]*\\}"_qs);
        pattern.replace(parameter, u"{}"_qs);
        return request.method == u"OPTIONS" ||
               m_platform->server->routes().contains(request.method + u' ' + pattern);
    }

    void walk(const QString &file, int atLeast)
    {
        int sent = 0;
        const QJsonObject document = specification(file);
        for (const Request &request : requestsOf(document)) {
            if (!isOurs(request))
                continue;
            const bool isCore = request.pattern.startsWith(u"/v1/");
            QMap<QByteArray, QByteArray> headers{{"Content-Type", request.contentType.toLatin1()}};
            QByteArray token = isCore ? m_platform->coreToken() : m_platform->session.key;
            if (request.pattern == u"/oauth2/token") {
                token.clear();
                headers.insert("Authorization", "Basic " + (m_platform->session.clientId.toUtf8() + ':' +
                                                            m_platform->session.clientSecret)
                                                               .toBase64());
            }
            const auto answer =
                m_platform->send(request.method.toLatin1(), request.path, request.body, token, headers);
            ++sent;
            const QString what =
                u"%1 %2 %3 -> %4 %5"_qs
                    .arg(request.method, request.path, QString::fromUtf8(request.body).simplified())
                    .arg(answer.status)
                    .arg(QString::fromUtf8(answer.body.left(300)));
            // A model is made by a run here: the one documented body that has no meaning.
            if (request.method == u"POST" && request.pattern == u"/api/models") {
                QCOMPARE(answer.code(), u"artifact_required"_qs);
                continue;
            }
            static const QSet<int> fine{200, 204, 404, 409, 422};
            if (!fine.contains(answer.status))
                QTest::qFail(qPrintable(what), __FILE__, __LINE__);
        }
        QVERIFY2(sent >= atLeast, qPrintable(QString::number(sent)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (specification(u"core-openapi.json"_qs).isEmpty() ||
            specification(u"platform-openapi.json"_qs).isEmpty())
            QSKIP("The published specifications are not here.");
    }
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        m_platform->fill(40, 60, 20);
        QVERIFY(m_platform->start());
        const qint64 family = m_platform->store->families().findByKey(u"popularity"_qs)->id;
        m_job = startJob(*m_platform->store.store, family);
        QVERIFY(finishJob(*m_platform->store.store, m_job.id).ok());
        m_model = m_platform->store->versions().findByJob(m_job.jobName)->id;
        const auto made = m_platform->store->record([&](DataWrite &write) {
            Item item;
            item.id = u"7f3a2c9e"_qs;
            item.name = u"Wireless Headphones"_qs;
            return m_platform->store->items().create(write, {item});
        });
        QVERIFY(made.ok());
    }
    void cleanup()
    {
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void theCoreApi()
    {
        // Fourteen operations beside the preflights; two bodies have two examples.
        walk(u"core-openapi.json"_qs, 17);
    }
    void thePlatformApi() { walk(u"platform-openapi.json"_qs, 35); }
};

QTEST_GUILESS_MAIN(TestOpenapi)
#include "tst_openapi.moc"
