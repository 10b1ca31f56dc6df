// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/itemdirectory.h"
#include "endpoints/unmatcheditems.h"
#include "teststore.h"

#include <QJsonArray>

#include <deque>

using namespace nsl;

namespace
{

/// The work that waits for its turn, done one piece at a time.
struct Turns
{
    std::deque<std::function<void()>> waiting;

    UnmatchedItems::Later later()
    {
        return [this](std::function<void()> work) { waiting.push_back(std::move(work)); };
    }
    bool next()
    {
        if (waiting.empty())
            return false;
        const auto work = std::move(waiting.front());
        waiting.pop_front();
        work();
        return true;
    }
    int toTheEnd()
    {
        int turns = 0;
        while (next())
            ++turns;
        return turns;
    }
};

constexpr auto never = UnmatchedItems::Clock::time_point::max();

} // namespace

class TestEndpointsFilter : public QObject
{
    Q_OBJECT

private:
    /// Items "i00000"... with "even" in their metadata; ids are filled up to a length.
    static void fill(TestStore &store, int count, int idLength = 6)
    {
        QList<Item> items;
        for (int i = 0; i < count; ++i) {
            Item item;
            item.id = QStringLiteral("i%1").arg(i, idLength - 1, 10, QLatin1Char('0'));
            item.name = u"old"_qs;
            item.metadata = {{u"even"_qs, i % 2 == 0}};
            items.append(item);
        }
        const auto done =
            store->record([&](DataWrite &write) { return store->items().create(write, items); });
        QVERIFY(done.ok());
    }

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QStringList>("terms");
        QTest::addColumn<bool>("fits");
        QTest::newRow("none") << QStringList{} << true;
        QTest::newRow("equal") << QStringList{u"category:shoes"_qs} << true;
        QTest::newRow("other") << QStringList{u"category:hats"_qs} << false;
        QTest::newRow("case counts") << QStringList{u"category:Shoes"_qs} << false;
        QTest::newRow("unequal") << QStringList{u"category!=hats"_qs} << true;
        QTest::newRow("unequal, but it is") << QStringList{u"category!=shoes"_qs} << false;
        QTest::newRow("missing key") << QStringList{u"brand:Acme"_qs} << false;
        QTest::newRow("missing key is unequal") << QStringList{u"brand!=Acme"_qs} << true;
        QTest::newRow("number") << QStringList{u"price:10999"_qs} << true;
        QTest::newRow("boolean") << QStringList{u"sale:true"_qs} << true;
        QTest::newRow("one of a list") << QStringList{u"tags:b"_qs} << true;
        QTest::newRow("none of a list") << QStringList{u"tags!=c"_qs} << true;
        QTest::newRow("colon in the value") << QStringList{u"url:http://x"_qs} << true;
        QTest::newRow("own field") << QStringList{u"name:Boot"_qs} << true;
        QTest::newRow("both") << QStringList{u"category:shoes"_qs, u"sale:false"_qs} << false;
        QTest::newRow("one of two") << QStringList{u"category:hats"_qs, u"OR:sale:true"_qs} << true;
        QTest::newRow("from left to right")
            << QStringList{u"category:shoes"_qs, u"OR:sale:true"_qs, u"price!=10999"_qs} << false;
        QTest::newRow("or at the start says nothing") << QStringList{u"OR:category:hats"_qs} << false;
    }
    void matches()
    {
        QFETCH(QStringList, terms);
        QFETCH(bool, fits);
        Item item;
        item.id = u"i"_qs;
        item.name = u"Boot"_qs;
        item.metadata = {{u"category"_qs, u"shoes"_qs},
                         {u"price"_qs, 10999},
                         {u"sale"_qs, true},
                         {u"url"_qs, u"http://x"_qs},
                         {u"tags"_qs, QJsonArray{u"a"_qs, u"b"_qs}}};
        const auto filter = ItemFilter::parse(terms);
        QVERIFY(filter.ok());
        QCOMPARE(filter->matches(item), fits);
    }

    void refusesWhatIsNoFilter()
    {
        for (const QString &term : {u""_qs, u"shoes"_qs, u":shoes"_qs, u"!=x"_qs, u"OR:"_qs}) {
            const auto filter = ItemFilter::parse({term});
            QVERIFY2(!filter.ok(), qPrintable(term));
            QCOMPARE(filter.error().code, u"invalid_filter"_qs);
        }
        QVERIFY(!ItemFilter::parse(QStringList(21, u"a:b"_qs)).ok());
    }

    void readsScopes()
    {
        Item item;
        item.metadata = {{u"brand"_qs, u"Acme"_qs}};
        ItemFilter filter;
        QVERIFY(
            filter
                .addScope(u"{\"filters\":[{\"column\":\"brand\",\"operator\":\"=\",\"value\":\"Acme\"}]}"_qs)
                .ok());
        QVERIFY(filter.matches(item));
        QVERIFY(
            filter
                .addScope(
                    u"{\"filters\":[{\"column\":\"metadata.brand\",\"operator\":\"!=\",\"value\":\"Acme\"}]}"_qs)
                .ok());
        QVERIFY(!filter.matches(item));
        QVERIFY(!filter.addScope(u"nonsense"_qs).ok());
        QVERIFY(
            !filter.addScope(u"{\"filters\":[{\"column\":\"a\",\"operator\":\">\",\"value\":1}]}"_qs).ok());
    }

    void theDirectoryFollowsTheCatalogue()
    {
        TestStore store;
        const auto write = [&](auto work) {
            const auto done = store->record([&](DataWrite &each) -> Outcome<Done> { return work(each); });
            QVERIFY(done.ok());
        };
        QList<Item> items;
        for (int i = 0; i < 5; ++i) {
            Item item;
            item.id = u"i%1"_qs.arg(i);
            item.name = u"old"_qs;
            item.metadata = {{u"even"_qs, i % 2 == 0}};
            items.append(item);
        }
        write([&](DataWrite &change) { return store->items().create(change, items); });
        const auto reader = ServingReader::open(store->file());
        QVERIFY(reader.ok());
        ItemDirectory directory(**reader);
        const auto even = ItemFilter::parse({u"even:true"_qs});
        QVERIFY(directory.rowHead("i1") && directory.rowHead("i2") && !directory.rowHead("none"));
        Turns turns;
        UnmatchedItems unmatched(**reader, turns.later());
        const auto outside = [&] {
            QByteArray text = "none";
            unmatched.find(*even, never, [&](const ExcludedIds *ids) { text = ids ? ids->text() : "null"; });
            turns.toTheEnd();
            return text;
        };
        QCOMPARE(outside(), QByteArray(R"("i1","i3")"));
        QVERIFY(directory.inactiveIds().isEmpty());

        items[1].name = u"new"_qs;
        items[2].active = false;
        items[3].metadata = {{u"even"_qs, true}};
        write([&](DataWrite &change) -> Outcome<Done> {
            for (int i = 1; i < 4; ++i) {
                if (const auto updated = store->items().update(change, items.at(i)); !updated.ok())
                    return updated.error();
            }
            return Done{};
        });
        QVERIFY((*reader)->hasMoved());
        directory.forget();
        unmatched.forget();
        QVERIFY(!directory.rowHead("i2"));
        QVERIFY(directory.rowHead("i1")->contains(R"("name":"new")"));
        QCOMPARE(directory.inactiveIds(), QByteArrayList{"i2"});
        QCOMPARE(outside(), QByteArray(R"("i1")"));
        write([&](DataWrite &change) { return store->items().remove(change, u"i1"_qs); });
        directory.forget();
        QVERIFY(!directory.rowHead("i1"));
    }

    void aCatalogueIsLookedThroughInTurns()
    {
        TestStore store;
        constexpr int count = 4 * UnmatchedItems::sliceRows;
        fill(store, count);
        const auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        Turns turns;
        UnmatchedItems unmatched(**reader, turns.later());
        const auto even = ItemFilter::parse({u"even:true"_qs});
        QList<qsizetype> counts;
        const auto found = [&](const ExcludedIds *ids) { counts.append(ids ? ids->count() : -1); };
        // Two who want the same wait for one look; one has no time.
        unmatched.find(*even, never, found);
        unmatched.find(*even, never, found);
        unmatched.find(*even, UnmatchedItems::Clock::time_point::min(), found);
        QCOMPARE(turns.waiting.size(), std::size_t(1));
        QVERIFY(turns.next());
        QCOMPARE(counts, QList<qsizetype>{-1});
        QVERIFY(turns.toTheEnd() >= 4);
        QCOMPARE(counts, (QList<qsizetype>{-1, count / 2, count / 2}));
        // Known from now on; and looked for anew, while the catalogue changes, without being kept.
        unmatched.find(*even, never, found);
        QCOMPARE(turns.toTheEnd(), 0);
        QCOMPARE(counts.size(), 4);
        unmatched.forget();
        unmatched.find(*even, never, found);
        QVERIFY(turns.next());
        unmatched.forget();
        QVERIFY(turns.toTheEnd() >= 3);
        QCOMPARE(counts.last(), count / 2);
        unmatched.find(*even, never, found);
        QVERIFY(turns.toTheEnd() > 0);
        QCOMPARE(counts.size(), 6);
        // Whoever asks for it may be gone before the next turn.
        {
            UnmatchedItems gone(**reader, turns.later());
            gone.find(*even, never, found);
        }
        turns.toTheEnd();
        QCOMPARE(counts.size(), 6);
    }

    void filtersWaitForEachOtherUpToALimit()
    {
        TestStore store;
        fill(store, 10);
        const auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        Turns turns;
        UnmatchedItems unmatched(**reader, turns.later());
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < 40; ++i) {
            const auto filter = ItemFilter::parse({QStringLiteral("id:i%1").arg(i)});
            unmatched.find(*filter, never, [&](const ExcludedIds *ids) { ++(ids ? answered : refused); });
        }
        QVERIFY(refused > 0 && answered == 0);
        QCOMPARE(turns.waiting.size(), std::size_t(1));
        turns.toTheEnd();
        QCOMPARE(answered + refused, 40);
    }

    void noMoreIsNamedThanARequestHolds()
    {
        ExcludedIds ids;
        const QByteArray longest(128, 'x');
        while (ids.add(longest)) {
        }
        QVERIFY(ids.text().size() <= ExcludedIds::maxBytes);
        QVERIFY(ids.text().size() > ExcludedIds::maxBytes - 200);
        ExcludedIds shortOnes;
        while (shortOnes.add("ab")) {
        }
        QCOMPARE(shortOnes.count(), ExcludedIds::maxCount);
        QVERIFY(!shortOnes.add(ids));
        QCOMPARE(shortOnes.count(), ExcludedIds::maxCount);

        // What is too much is not looked at to the end, and known to be so.
        TestStore store;
        fill(store, 40'000, 128);
        const auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        Turns turns;
        UnmatchedItems unmatched(**reader, turns.later());
        const auto none = ItemFilter::parse({u"even:neither"_qs});
        int refused = 0;
        const auto found = [&](const ExcludedIds *list) { refused += list ? 0 : 1; };
        unmatched.find(*none, never, found);
        turns.toTheEnd();
        QCOMPARE(refused, 1);
        unmatched.find(*none, never, found);
        QCOMPARE(turns.toTheEnd(), 0);
        QCOMPARE(refused, 2);
    }
};

QTEST_GUILESS_MAIN(TestEndpointsFilter)
#include "tst_endpoints_filter.moc"
