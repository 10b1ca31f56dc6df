// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningplatform.h"

using namespace nsl;

class TestApiImports : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    QTemporaryDir m_folder;

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile target(m_folder.filePath(name));
        if (!target.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return {};
        target.write(bytes);
        return target.fileName();
    }

    QJsonObject ended(const HttpAnswer &started)
    {
        QJsonObject import = started.value("import").toObject();
        const QString path = u"/api/imports/%1"_qs.arg(import.value(u"id"_qs).toInteger());
        const bool done = QTest::qWaitFor(
            [&] {
                import = m_platform->get(path).value("import").toObject();
                return import.value(u"status"_qs).toString() != u"Running";
            },
            RunningPlatform::deadline);
        return done ? import : QJsonObject();
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
    }
    void cleanup() { m_platform.reset(); }

    void importsItemsAndEvents()
    {
        auto answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"items"_qs},
             {u"path"_qs, file(u"items.csv"_qs, "item_id,name,genre\na,Apple,fruit\nb,Bean,seed\n")}});
        QCOMPARE(answer.status, 200);
        const QJsonObject items = ended(answer);
        QCOMPARE(items.value(u"status"_qs).toString(), u"Succeeded"_qs);
        QCOMPARE(items.value(u"inserted"_qs).toInt(), 2);
        QCOMPARE(items.value(u"extra_columns"_qs).toArray(), QJsonArray{u"genre"_qs});
        answer = m_platform->post(
            u"/api/imports"_qs,
            {{u"kind"_qs, u"events"_qs},
             {u"defaultType"_qs, u"view"_qs},
             {u"map"_qs, QJsonObject{{u"user_id"_qs, u"who"_qs}}},
             {u"path"_qs,
              file(u"events.csv"_qs, "who,item_id,timestamp\nu1,a,1700000000\nu1,b,1700000001\n")}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(ended(answer).value(u"inserted"_qs).toInt(), 2);
        QCOMPARE(m_platform->core(u"/v1/events?user_id=u1"_qs).value("data").toArray().size(), 2);
    }

    void refusesWhatItCannotImport()
    {
        const QString path = u"/api/imports"_qs;
        const QString good = file(u"good.csv"_qs, "item_id,name\na,Apple\n");
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"users"_qs}, {u"path"_qs, good}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"items"_qs}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, u"good.csv"_qs}}).status,
                 400);
        QCOMPARE(
            m_platform->post(path, {{u"kind"_qs, u"items"_qs}, {u"path"_qs, u"/none/such.csv"_qs}}).status,
            400);
        const auto bad =
            m_platform->post(path, {{u"kind"_qs, u"items"_qs},
                                    {u"path"_qs, file(u"bad.csv"_qs, "item_id,name\na,Apple\n,Nothing\n")}});
        QCOMPARE(bad.status, 200);
        const QJsonObject import = ended(bad);
        QCOMPARE(import.value(u"status"_qs).toString(), u"Failed"_qs);
        QCOMPARE(import.value(u"errors"_qs).toArray().first().toObject().value(u"line"_qs).toInt(), 3);
        QCOMPARE(m_platform->core(u"/v1/items"_qs).value("data").toArray().size(), 0);
        QCOMPARE(m_platform->get(u"/api/imports/99"_qs).status, 404);
        QCOMPARE(m_platform->send("DELETE", u"/api/imports/99"_qs, "{}", m_platform->session.key).status,
                 404);
        const QString ended = u"/api/imports/%1"_qs.arg(import.value(u"id"_qs).toInteger());
        QCOMPARE(m_platform->send("DELETE", ended, "{}", m_platform->session.key).status, 409);
    }

    void installsSampleDataOnce()
    {
        QCOMPARE(m_platform->post(u"/api/sample"_qs, {{u"seed"_qs, u"x"_qs}}).status, 400);
        const auto answer = m_platform->post(u"/api/sample"_qs, {{u"seed"_qs, 1}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("items").toInteger() >= 300);
        QVERIFY(answer.value("events").toInteger() >= 10'000);
        QCOMPARE(m_platform->post(u"/api/sample"_qs, {}).status, 409);
    }
};

QTEST_GUILESS_MAIN(TestApiImports)
#include "tst_api_imports.moc"
