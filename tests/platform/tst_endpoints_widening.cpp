// SPDX-License-Identifier: GPL-3.0-or-later
// Recommendations of which too many rows fall out: what a worker is asked in addition, how large that may be,
// and what is answered where it is of no use. The worker is a stand-in behind the real HTTP server.
#include "endpoints/servinglane.h"
#include "httpserver.h"
#include "teststore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace nsl;
using namespace Qt::StringLiterals;

namespace
{

constexpr int deadline = 60'000;

/// Recommends the first of its items that are not excluded.
class StandInWorker : public http::Handler
{
public:
    explicit StandInWorker(QStringList items)
        : m_items(std::move(items))
        , m_server({}, *this)
    {
        const auto started = m_server.start();
        if (!started)
            qFatal("%s", started.error.c_str());
        port = started.port;
    }
    ~StandInWorker() override { m_server.stop(); }

    void handle(http::Request request, http::Responder responder) override
    {
        const QByteArray body = QByteArray::fromStdString(request.body);
        largest = std::max(largest.load(), body.size());
        const QJsonObject asked = QJsonDocument::fromJson(body).object();
        http::Response response;
        if (++requests == refusedRequest) {
            response.status = 500;
        } else {
            QSet<QString> excluded;
            const QJsonArray exclude = asked.value("exclude"_L1).toArray();
            for (const QJsonValue id : exclude)
                excluded.insert(id.toString());
            QJsonArray rows;
            for (const QString &item : m_items) {
                if (rows.size() < asked.value("limit"_L1).toInt() && !excluded.contains(item))
                    rows.append(QJsonArray{item, 0.5});
            }
            response.body = QJsonDocument(QJsonObject{{u"items"_s, rows}, {u"used_default"_s, false}})
                                .toJson()
                                .toStdString();
        }
        responder.respond(std::move(response));
    }

    quint16 port = 0;
    std::atomic<int> requests{0};
    std::atomic<int> refusedRequest{0}; ///< by number
    std::atomic<qsizetype> largest{0};  ///< body of a request

private:
    const QStringList m_items;
    http::Server m_server;
};

} // namespace

class TestEndpointsWidening : public QObject
{
    Q_OBJECT

private:
    static QString idOf(int number, int length)
    {
        return u"i%1"_s.arg(number, length - 1, 10, QLatin1Char('0'));
    }
    /// Items of which every `every`th, from the last, is "wanted".
    static QStringList fill(TestStore &store, int count, int idLength, int every)
    {
        QList<Item> items;
        QStringList ids;
        for (int i = 0; i < count; ++i) {
            Item item;
            item.id = idOf(i, idLength);
            item.name = u"n"_s;
            item.metadata = {{u"kind"_s, (count - 1 - i) % every == 0 ? u"wanted"_s : u"other"_s}};
            items.append(item);
            ids.append(item.id);
        }
        const auto done =
            store->record([&](DataWrite &write) { return store->items().create(write, items); });
        return done.ok() ? ids : QStringList();
    }
    static Outcome<Recommended> recommended(ServingLane &lane, StandInWorker &worker,
                                            const RecommendationQuery &query)
    {
        const auto link = std::make_shared<WorkerLink>(lane.loop(), worker.port, "token");
        std::optional<Outcome<Recommended>> result;
        QObject receiver;
        lane.recommendFrom(link, VersionRef{7, 1, u"F"_s, 1, {}, u"job"_s}, query, &receiver,
                           [&](const Outcome<Recommended> &answer) { result = answer; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, deadline))
            return PlatformError::unavailable(u"nothing came"_s, {});
        return *result;
    }
    static RecommendationQuery wanted()
    {
        RecommendationQuery query;
        query.userId = u"ada"_s;
        query.filter = *ItemFilter::parse({u"kind:wanted"_s});
        return query;
    }

private Q_SLOTS:
    void findsWhatIsRareByNamingTheRest()
    {
        TestStore store;
        StandInWorker worker(fill(store, 12'000, 8, 1000));
        ServingLane lane(store.file(), {});
        lane.start();
        const auto result = recommended(lane, worker, wanted());
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QCOMPARE(result->count, 12);
        QCOMPARE(worker.requests.load(), 2);
    }

    void answersWithLessWhereTheRestIsTooMuchToName()
    {
        TestStore store;
        StandInWorker worker(fill(store, 20'000, 128, 999));
        ServingLane lane(store.file(), {});
        lane.start();
        const auto result = recommended(lane, worker, wanted());
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QCOMPARE(result->count, 1); // of the first thousand
        QCOMPARE(worker.requests.load(), 1);
    }

    void answersWithLessWhereTheSecondQuestionFails()
    {
        TestStore store;
        StandInWorker worker(fill(store, 3000, 8, 999));
        worker.refusedRequest = 2;
        ServingLane lane(store.file(), {});
        lane.start();
        const auto result = recommended(lane, worker, wanted());
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QCOMPARE(result->count, 1);
        QCOMPARE(worker.requests.load(), 2);
        // The first has nothing before it.
        worker.refusedRequest = 3;
        QVERIFY(!recommended(lane, worker, wanted()).ok());
    }

    void whatAUserHasSeenIsLeftOutHoweverMuchItIs()
    {
        constexpr int seen = 17'000; // of 131 bytes each: more than a worker takes
        TestStore store;
        const QStringList ids = fill(store, seen + 15, 128, 1);
        QStringList latestFirst = ids;
        std::reverse(latestFirst.begin(), latestFirst.end());
        StandInWorker worker(latestFirst);
        const auto done = store->record([&](DataWrite &write) -> Outcome<Done> {
            QList<EventRow> rows;
            for (int i = 0; i < seen; ++i)
                rows.append({0, "ada", ids.at(i).toLatin1(), 1, (1'700'000'000LL + i) * 1000, {}});
            store->events().append(write, rows);
            return Done{};
        });
        QVERIFY(done.ok());
        ServingLane lane(store.file(), {});
        lane.start();
        RecommendationQuery query;
        query.userId = u"ada"_s;
        const auto result = recommended(lane, worker, query);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QVERIFY(worker.largest < 2 * 1024 * 1024);
        // The earliest of what was seen is not named: the worker recommends it, and it goes no further.
        QCOMPARE(result->count, 15);
        const auto rows = QJsonDocument::fromJson(result->rows).array();
        for (const QJsonValue row : rows)
            QVERIFY(ids.indexOf(row.toObject().value("item_id"_L1).toString()) >= seen);
        query.includeSeen = true;
        const auto all = recommended(lane, worker, query);
        QVERIFY(all.ok());
        QCOMPARE(all->count, query.limit);
    }
};

QTEST_GUILESS_MAIN(TestEndpointsWidening)
#include "tst_endpoints_widening.moc"
