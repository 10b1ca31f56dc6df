// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/itemdirectory.h"
#include "teststore.h"

#include <QJsonArray>

using namespace nsl;

class TestEndpointsFilter : public QObject
{
    Q_OBJECT

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
        QCOMPARE(directory.idsOutside(*even), (QByteArrayList{"i1", "i3"}));
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
        QVERIFY(!directory.rowHead("i2"));
        QVERIFY(directory.rowHead("i1")->contains(R"("name":"new")"));
        QCOMPARE(directory.inactiveIds(), QByteArrayList{"i2"});
        QCOMPARE(directory.idsOutside(*even), QByteArrayList{"i1"});
        write([&](DataWrite &change) { return store->items().remove(change, u"i1"_qs); });
        directory.forget();
        QVERIFY(!directory.rowHead("i1"));
    }
};

QTEST_GUILESS_MAIN(TestEndpointsFilter)
#include "tst_endpoints_filter.moc"
