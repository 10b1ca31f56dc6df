// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the published specifications: every documented request of a route of ours is sent once, after the
// objects that it names were made, and done. A documented body is never refused as such. The routes that are
// not served here are listed.
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
    qint64 m_endpoint = 0;
    qint64 m_id = 1;
    int m_counter = 0;

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

        QString title() const { return method + u' ' + pattern; }
    };

    QString fresh() { return u"example-%1"_qs.arg(++m_counter); }
    qint64 idOf(const HttpAnswer &answer, const char *name)
    {
        const QJsonValue object = answer.value(name);
        return (object.isObject() ? object.toObject() : answer.json()).value(u"id"_qs).toInteger();
    }

    /// Makes what a request of this route names: what it changes, deletes or promotes is its own.
    void makeObjects(const QString &method, const QString &pattern)
    {
        const qint64 family = m_platform->store->families().findByKey(u"popularity"_qs)->id;
        m_job = startJob(*m_platform->store.store, family);
        if (pattern.endsWith(u"/stop"))
            return; // as it runs
        if (!finishJob(*m_platform->store.store, m_job.id).ok())
            qFatal("no finished run");
        m_model = m_platform->store->versions().findByJob(m_job.jobName)->id;
        const bool promotes =
            pattern.endsWith(u"/promote") || pattern.endsWith(u"/deploy") || pattern.endsWith(u"/lifecycle");
        if (promotes)
            m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, m_job.jobName}});
        m_id = 1;
        if (pattern == u"/api/events/event-types/{id}")
            m_id = idOf(m_platform->post(u"/api/events/event-types"_qs, {{u"name"_qs, fresh()}}), "event");
        else if (pattern == u"/api/events/templates/{id}")
            m_id = idOf(m_platform->post(u"/api/events/templates"_qs,
                                         {{u"name"_qs, fresh()},
                                          {u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 1}}}}}),
                        "template");
        else if (pattern == u"/api/api-keys/{id}")
            m_id = idOf(m_platform->post(u"/api/api-keys"_qs,
                                         {{u"name"_qs, fresh()}, {u"scopes"_qs, QJsonArray{u"items"_qs}}}),
                        "key");
        m_endpoint =
            idOf(m_platform->post(u"/api/model-endpoints"_qs, {{u"endpoint_name"_qs, fresh()}}), "endpoint");
        // Two examples have one id: each may make it.
        if (method == u"POST" && pattern == u"/v1/items")
            m_platform->send("DELETE", u"/v1/items/7f3a2c9e"_qs, {}, m_platform->coreToken());
        else if (pattern.startsWith(u"/v1/items") || pattern.startsWith(u"/v1/events"))
            m_platform->send("POST", u"/v1/items"_qs, R"({"id":"7f3a2c9e","name":"Wireless Headphones"})",
                             m_platform->coreToken());
    }

    /// A value for what a schema describes: known ids by name, else its example, default, or something legal.
    QJsonValue valueFor(const QJsonObject &specification, const QString &name, const QJsonObject &given)
    {
        const QJsonObject schema = resolved(specification, given);
        if (name == u"model_id")
            return m_model;
        if (name == u"family_id")
            return m_job.familyId.value_or(0).toJson();
        if (name == u"job_name")
            return m_job.jobName;
        if (name == u"endpoint_id")
            return m_endpoint;
        if (name == u"status")
            return u"published"_qs;
        if (name == u"is_default")
            return false; // true would make each of them the one that may not be deleted
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
        return fresh();
    }

    QString parameterFor(const QString &pattern, const QJsonObject &parameter)
    {
        const QString name = parameter.value(u"name"_qs).toString();
        if (pattern == u"/v1/events/{event_id}" && name == u"event_id")
            return u"12345"_qs;
        if (parameter.contains(u"example"_qs))
            return parameter.value(u"example"_qs).toVariant().toString();
        if (name == u"jobName" || name == u"job_name")
            return m_job.jobName;
        if (name == u"family_id")
            return QString::number(m_job.familyId.value_or(0));
        if (pattern.contains(u"/models/"))
            return QString::number(m_model);
        if (pattern.contains(u"/training-jobs/"))
            return QString::number(m_job.id);
        if (pattern.contains(u"/model-endpoints/"))
            return QString::number(m_endpoint);
        return name.endsWith(u"id") ? QString::number(m_id) : QString();
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

    /// The requests of one operation, with objects made for them.
    QList<Request> requestsOf(const QJsonObject &specification, const QString &method, const QString &pattern,
                              const QJsonObject &operation)
    {
        QString path = pattern;
        QUrlQuery query;
        const QJsonArray parameters = operation.value(u"parameters"_qs).toArray();
        for (const QJsonValue value : parameters) {
            const QJsonObject parameter = resolved(specification, value.toObject());
            const QString name = parameter.value(u"name"_qs).toString();
            const QString text = parameterFor(pattern, parameter);
            if (parameter.value(u"in"_qs) == u"path"_qs)
                path.replace(u'{' + name + u'}', text.isEmpty() ? u"1"_qs : text);
            else if (parameter.value(u"in"_qs) == u"query"_qs && !text.isEmpty())
                query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(text)));
        }
        if (!query.isEmpty())
            path += u'?' + query.toString(QUrl::FullyEncoded);
        QList<Request> requests;
        for (const auto &[type, body] : bodiesOf(specification, pattern, operation))
            requests.append({method.toUpper(), pattern, path, body, type});
        return requests;
    }

    bool isOurs(const QString &method, QString pattern) const
    {
        static const QRegularExpression parameter(u"\\{[^}]*\\}"_qs);
        pattern.replace(parameter, u"{}"_qs);
        return method == u"options" ||
               m_platform->server->routes().contains(method.toUpper() + u' ' + pattern);
    }

    HttpAnswer send(const Request &request)
    {
        const bool isCore = request.pattern.startsWith(u"/v1/");
        QMap<QByteArray, QByteArray> headers{{"Content-Type", request.contentType.toLatin1()}};
        QByteArray token = isCore ? m_platform->coreToken() : m_platform->session.key;
        if (request.pattern == u"/oauth2/token") {
            token.clear();
            headers.insert("Authorization", "Basic " + (m_platform->session.clientId.toUtf8() + ':' +
                                                        m_platform->session.clientSecret)
                                                           .toBase64());
        }
        return m_platform->send(request.method.toLatin1(), request.path, request.body, token, headers);
    }

    /// The documented requests that this platform answers with a refusal, and with which.
    static QString documentedRefusal(const Request &request)
    {
        // A model is made by a run here, and there is no model that embeds a query.
        static const QHash<QString, QString> refusals{
            {u"POST /api/models"_qs, u"artifact_required"_qs},
            {u"POST /v1/search"_qs, u"query_embedding_unavailable"_qs},
        };
        return refusals.value(request.title());
    }

    void walk(const QString &file, int atLeast)
    {
        int sent = 0;
        QStringList notServed;
        const QJsonObject document = specification(file);
        const QJsonObject paths = document.value(u"paths"_qs).toObject();
        for (const QString &method :
             {u"get"_qs, u"options"_qs, u"post"_qs, u"put"_qs, u"patch"_qs, u"delete"_qs}) {
            for (auto it = paths.begin(); it != paths.end(); ++it) {
                const QJsonObject operation = it.value().toObject().value(method).toObject();
                if (operation.isEmpty())
                    continue;
                const bool ours = isOurs(method, it.key());
                if (ours)
                    makeObjects(method.toUpper(), it.key());
                const auto requests = requestsOf(document, method, it.key(), operation);
                for (const Request &request : requests) {
                    if (ours && &request != &requests.first())
                        makeObjects(request.method, request.pattern);
                    const auto answer = send(request);
                    const QString what =
                        u"%1 %2 %3 -> %4 %5"_qs
                            .arg(request.method, request.path, QString::fromUtf8(request.body).simplified())
                            .arg(answer.status)
                            .arg(QString::fromUtf8(answer.body.left(300)));
                    if (!ours) {
                        // Not there, or another method of a path that is.
                        QVERIFY2(answer.status == 404 || answer.status == 405, qPrintable(what));
                        notServed.append(u"%1 (%2)"_qs.arg(request.title()).arg(answer.status));
                        break;
                    }
                    ++sent;
                    if (const QString refusal = documentedRefusal(request); !refusal.isEmpty())
                        QVERIFY2(answer.code() == refusal, qPrintable(what));
                    else
                        QVERIFY2(answer.status == 200 || answer.status == 204, qPrintable(what));
                }
            }
        }
        qInfo("%s: %d requests sent; not served here: %s", qPrintable(file), sent,
              qPrintable(notServed.join(u", "_qs)));
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
        // The event that an example names: its id is the server's to give, so it is put there.
        m_platform->store.runBehind(u"INSERT INTO event (id, user_id, item_id, type_id, occurred_at) VALUES "
                                    "(12345, 'user-abc123', 'i1', 3, 1777478400000)"_qs);
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
    void thePlatformApi() { walk(u"platform-openapi.json"_qs, 38); }
};

QTEST_GUILESS_MAIN(TestOpenapi)
#include "tst_openapi.moc"
