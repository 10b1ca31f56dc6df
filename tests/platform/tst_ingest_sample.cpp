// SPDX-License-Identifier: GPL-3.0-or-later
#include "canonicaljson.h"
#include "ingest/sampledata.h"
#include "teststore.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestIngestSample : public QObject
{
    Q_OBJECT

private slots:
    void sizesAndTypes();
    void sameSeedSameData();
    void orderCanBeLearned();
    void onlyIntoAnEmptyCatalogue();
};

void TestIngestSample::sizesAndTypes()
{
    const auto data = SampleData::generate(1);
    QCOMPARE(data.items.size(), 400);
    QCOMPARE(data.events.size(), 15'000);
    QSet<QString> names;
    QSet<QString> ids;
    QSet<QString> categories;
    for (const Item &item : data.items) {
        QVERIFY(ItemRepository::isLegalId(item.id));
        QVERIFY(!item.description.isEmpty());
        names.insert(item.name);
        ids.insert(item.id);
        categories.insert(item.metadata.value(u"category"_s).toString());
    }
    QCOMPARE(names.size(), 400);
    QCOMPARE(ids.size(), 400);
    QCOMPARE(categories.size(), 10);
    QHash<qint64, int> types;
    QSet<QByteArray> users;
    qint64 last = 0;
    for (const EventRow &event : data.events) {
        QVERIFY(event.occurredMs >= last);
        last = event.occurredMs;
        QVERIFY(ids.contains(QString::fromUtf8(event.itemId)));
        users.insert(event.userId);
        types[event.eventTypeId] += 1;
    }
    QCOMPARE(users.size(), 500);
    QCOMPARE(types.size(), 3);
    QVERIFY(types.value(1) > types.value(2) && types.value(2) > types.value(3) && types.value(3) > 500);
}

void TestIngestSample::sameSeedSameData()
{
    const auto digest = [](quint64 seed) {
        QByteArray text;
        const auto data = SampleData::generate(seed);
        for (const Item &item : data.items)
            text += item.id.toUtf8() + item.name.toUtf8() + canonicalJson(item.metadata);
        for (const EventRow &event : data.events)
            text += event.userId + event.itemId + QByteArray::number(event.eventTypeId) +
                    QByteArray::number(event.occurredMs);
        return sha256Hex(text);
    };
    QCOMPARE(digest(1), digest(1));
    QVERIFY(digest(1) != digest(2));
}

void TestIngestSample::orderCanBeLearned()
{
    // Leave each user's last new item out; guess it from popularity, and from what followed the item before
    // it.
    const auto data = SampleData::generate(1);
    QHash<QByteArray, QList<QByteArray>> histories;
    for (const EventRow &event : data.events) {
        if (!histories[event.userId].contains(event.itemId))
            histories[event.userId].append(event.itemId);
    }
    QHash<QByteArray, int> popularity;
    QHash<QByteArray, QHash<QByteArray, int>> followers;
    for (const auto &history : std::as_const(histories)) {
        for (qsizetype i = 0; i + 1 < history.size(); ++i) {
            popularity[history.at(i)] += 1;
            if (i > 0)
                followers[history.at(i - 1)][history.at(i)] += 1;
        }
    }
    const auto rankOf = [&](const QList<QByteArray> &history, auto score) {
        const auto wanted = score(history.last());
        int better = 0;
        for (const Item &item : data.items) {
            const QByteArray id = item.id.toUtf8();
            if (id != history.last() && !history.contains(id) && score(id) >= wanted)
                better += 1;
        }
        return better;
    };
    int byPopularity = 0;
    int byOrder = 0;
    for (const auto &history : std::as_const(histories)) {
        const auto after = followers.value(history.at(history.size() - 2));
        byPopularity +=
            rankOf(history, [&](const QByteArray &id) { return double(popularity.value(id)); }) < 10;
        byOrder += rankOf(history, [&](const QByteArray &id) {
                       return after.value(id) + popularity.value(id) * 1e-6;
                   }) < 10;
    }
    QVERIFY2(byOrder > 2 * byPopularity && byOrder > 100,
             qPrintable(u"popularity finds %1 of 500, order %2"_s.arg(byPopularity).arg(byOrder)));
}

void TestIngestSample::onlyIntoAnEmptyCatalogue()
{
    TestStore store;
    const auto counts = SampleData::install(*store.store, 1, testActor(), {});
    QVERIFY(counts.ok());
    QCOMPARE(counts->items, 400);
    QCOMPARE(counts->events, 15'000);
    QCOMPARE(counts->users, 500);
    QCOMPARE(store->events().count(), 15'000);
    QCOMPARE(store->events().userCount(), 500);
    QCOMPARE(store->items().revision(), 1);
    const QString head = store->journal().headHash();
    QCOMPARE(SampleData::install(*store.store, 1, testActor(), {}).error().code, u"catalogue_not_empty"_s);
    QCOMPARE(store->journal().headHash(), head);
}

QTEST_GUILESS_MAIN(TestIngestSample)
#include "tst_ingest_sample.moc"
