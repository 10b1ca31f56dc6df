// SPDX-License-Identifier: GPL-3.0-or-later
// Files as people have them: what spreadsheets, pandas, BigQuery and public data sets write.
#include "importhelper.h"
#include "ingest/importpreview.h"

#include <QJsonObject>

#include <zlib.h>

using namespace nsl;
using namespace Qt::StringLiterals;

namespace
{

QByteArray gzipOf(QByteArray text)
{
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        qFatal("zlib");
    QByteArray out(qsizetype(deflateBound(&stream, uLong(text.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(text.data());
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(out.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return out;
}

} // namespace

class TestIngestFormats : public QObject
{
    Q_OBJECT

private slots:
    void readable_data();
    void readable();
    void refused_data();
    void refused();
    void namelessColumnIsNoted();
    void emptyRowsAreNoted();
    void notNumbersAreNoted();
    void dayNumbersAreRefused();
    void nullWordsCanBeIds();
    void numbersAreTypesOnlyAsTypeId();
    void headerlessFile();
    void idsToTheDigit();
    void earlyTimesAreNoted();
    void updateKeepsWhatIsNotInTheFile();
    void updateByJson();
    void updateNeedsNamesForNewItems();
    void errorsQuoteLittle();
    void reportIsStored();
    void preview();
    void previewOfWhatCannotBeRead();

private:
    static void addItems(TestStore &store);
    static ImportJob import(TestStore &store, const QString &kind, const QString &name,
                            const QByteArray &content);
    static QString firstError(const ImportJob &job)
    {
        return job.errors.isEmpty() ? QString() : job.errors.first().message;
    }
    static QStringList noteCodes(const QList<ImportJob::Note> &notes)
    {
        QStringList codes;
        for (const ImportJob::Note &note : notes)
            codes.append(u"%1 %2"_s.arg(note.code).arg(note.count));
        return codes;
    }
    static QDateTime utc(const QString &text) { return QDateTime::fromString(text, Qt::ISODateWithMs); }
};

ImportJob TestIngestFormats::import(TestStore &store, const QString &kind, const QString &name,
                                    const QByteArray &content)
{
    return importing::run(*store.store, importing::request(kind, importing::write(store, name, content)));
}

void TestIngestFormats::addItems(TestStore &store)
{
    QByteArray items("item_id,name\n");
    for (int i = 1; i <= 20; ++i)
        items += QByteArray::number(i) + ",Item " + QByteArray::number(i) + '\n';
    QVERIFY(import(store, u"items"_s, u"items.csv"_s, items).status == ImportState::Succeeded);
}

void TestIngestFormats::readable_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QStringList>("users");
    QTest::addColumn<QDateTime>("from");
    QTest::addColumn<QDateTime>("to");
    const auto row = [](const char *title, const QString &name, const QByteArray &content,
                        const QStringList &users, const QString &from, const QString &to = {}) {
        QTest::newRow(title) << name << content << users << utc(from) << utc(to.isEmpty() ? from : to);
    };
    const QByteArray head = "user_id,item_id,type,timestamp\n";
    const QString first = u"2001-01-01T00:12:40Z"_s;
    row("pandas index", u"f.csv"_s,
        ",user_id,item_id,type,timestamp\n0,u1,1,view,978307960\n1,u1,2,view,978307961\n", {u"u1"_s, u"u1"_s},
        first, u"2001-01-01T00:12:41Z"_s);
    row("UTC as a word", u"f.csv"_s, head + "u1,1,view,2019-10-01 00:00:00 UTC\n", {u"u1"_s},
        u"2019-10-01T00:00:00Z"_s);
    row("milliseconds before September 2001", u"f.csv"_s, head + "u1,1,view,978300760123\n", {u"u1"_s},
        u"2000-12-31T22:12:40.123Z"_s);
    row("microseconds", u"f.csv"_s, head + "u1,1,view,1700000000123456\n", {u"u1"_s},
        u"2023-11-14T22:13:20.123Z"_s);
    row("nanoseconds", u"f.csv"_s, head + "u1,1,view,1700000000123456789\n", {u"u1"_s},
        u"2023-11-14T22:13:20.123Z"_s);
    row("dates without separators", u"f.csv"_s,
        head + "u1,1,view,20191001\nu1,1,view,201910010130\nu1,1,view,20191001023005\n",
        {u"u1"_s, u"u1"_s, u"u1"_s}, u"2019-10-01T00:00:00Z"_s, u"2019-10-01T02:30:05Z"_s);
    row("a date", u"f.csv"_s, head + "u1,1,view,2019-10-01\n", {u"u1"_s}, u"2019-10-01T00:00:00Z"_s);
    row("blanks after commas", u"f.csv"_s,
        "item_id,type,timestamp, user_id\n1,view,978307960, u1\n1,view,978307960,u1 \n", {u"u1"_s, u"u1"_s},
        first);
    row("tabs", u"f.tsv"_s, "user_id\titem_id\ttype\ttimestamp\nu1\t1\tview\t978307960\n", {u"u1"_s}, first);
    row("tabs in a csv", u"f.csv"_s, "user_id\titem_id\ttype\ttimestamp\nu1\t1\tview\t978307960\n", {u"u1"_s},
        first);
    row("semicolons, quoted", u"f.csv"_s,
        "\"user_id\";\"item_id\";\"type\";\"timestamp\"\n\"1\";\"2\";\"view\";\"978307960\"\n", {u"1"_s},
        first);
    row("bars", u"f.txt"_s, "user_id|item_id|type|timestamp\nu1|1|view|978307960\n", {u"u1"_s}, first);
    row("two colons", u"f.dat"_s, "user_id::item_id::type::timestamp\nu1::1::view::978307960\n", {u"u1"_s},
        first);
    row("lines that end with CR", u"f.csv"_s,
        "user_id,item_id,type,timestamp\ru1,1,view,978307960\ru1,1,view,978307960", {u"u1"_s, u"u1"_s},
        first);
    const QByteArray array = R"([{"user_id":"u1","item_id":"1","type":"view","timestamp":978307960}])";
    row("JSON array", u"f.json"_s, array, {u"u1"_s}, first);
    row("JSON array, packed", u"f.json.gz"_s, gzipOf(array), {u"u1"_s}, first);
    row("packed table", u"f.csv.gz"_s, gzipOf(head + "u1,1,view,978307960\n"), {u"u1"_s}, first);
    row("packed under another name", u"f.csv"_s, gzipOf(head + "u1,1,view,978307960\n"), {u"u1"_s}, first);
    row("NaN in a field that nobody maps", u"f.jsonl"_s,
        R"({"user_id":"u1","item_id":"1","type":"view","timestamp":978307960,"rating":NaN})", {u"u1"_s},
        first);
    row("rows of nothing", u"f.csv"_s, head + "u1,1,view,978307960\n,,,\n", {u"u1"_s}, first);
    row("type by its id", u"f.csv"_s, "user_id,item_id,type_id,timestamp\nu1,1,3,978307960\n", {u"u1"_s},
        first);
}

void TestIngestFormats::readable()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QStringList, users);
    QFETCH(QDateTime, from);
    QFETCH(QDateTime, to);
    TestStore store;
    addItems(store);
    const ImportJob job = import(store, u"events"_s, name, content);
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(job.rows, users.size());
    QCOMPARE(job.inserted, users.size());
    for (qsizetype i = 0; i < users.size(); ++i)
        QCOMPARE(store->events().find(i + 1)->userId, users.at(i));
    QVERIFY(from.isValid());
    QCOMPARE(job.from, from);
    QCOMPARE(job.to, to);
}

void TestIngestFormats::refused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<qint64>("line");
    QTest::addColumn<QString>("reason");
    const QByteArray head = "user_id,item_id,type,timestamp\n";
    for (const char *word : {"nan", "None", "null", "NULL", ""}) {
        QTest::addRow("user %s", word)
            << u"f.csv"_s << QByteArray(head + word + ",1,view,978300760\n") << qint64(2) << u"no user id"_s;
        QTest::addRow("item %s", word) << u"f.csv"_s << QByteArray(head + "u," + word + ",view,978300760\n")
                                       << qint64(2) << u"no item id"_s;
        QTest::addRow("time %s", word)
            << u"f.csv"_s << QByteArray(head + "u,1,view," + word + "\n") << qint64(2) << u"no time"_s;
    }
    QTest::newRow("JSON null") << u"f.jsonl"_s
                               << QByteArray(R"({"user_id":null,"item_id":1,"type":"view","timestamp":1})")
                               << qint64(1) << u"no user id"_s;
    QTest::newRow("NaN as a time") << u"f.jsonl"_s
                                   << QByteArray(R"({"user_id":1,"item_id":1,"type":"view","timestamp":NaN})")
                                   << qint64(1) << u"no time"_s;
    QTest::newRow("day number") << u"f.csv"_s << QByteArray(head + "u1,1,view,43739.5\n") << qint64(2)
                                << u"spreadsheet"_s;
    QTest::newRow("workbook") << u"f.csv"_s << QByteArray("PK\x03\x04 and so on") << qint64(1) << u"Excel"_s;
    QTest::newRow("cut gzip") << u"f.csv.gz"_s << gzipOf(head + "u1,1,view,978300760\n").chopped(9)
                              << qint64(1) << u"ends too early"_s;
    QTest::newRow("control character in a user id")
        << u"f.csv"_s << QByteArray(head + "u\x1b,1,view,1\n") << qint64(2) << u"control character"_s;
    QTest::newRow("a short row first")
        << u"f.csv"_s << QByteArray("user_id,item_id,type,timestamp,extra\nu1,1,view,978300760\n")
        << qint64(2) << u"4 fields"_s;
}

void TestIngestFormats::refused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(qint64, line);
    QFETCH(QString, reason);
    TestStore store;
    addItems(store);
    const ImportJob job = import(store, u"events"_s, name, content);
    QVERIFY(job.status == ImportState::Failed);
    QCOMPARE(job.errors.size(), 1);
    QVERIFY2(firstError(job).contains(reason), qPrintable(firstError(job)));
    QCOMPARE(job.errors.first().line, line);
    QCOMPARE(store->events().lastId(), 0);
}

void TestIngestFormats::namelessColumnIsNoted()
{
    TestStore store;
    const ImportJob job = import(store, u"items"_s, u"i.csv"_s, ",item_id,name,genre\n0,a,A,x\n1,b,B,y\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(noteCodes(job.notes), QStringList{u"nameless_column 1"_s});
    QVERIFY(job.notes.first().text.contains(u"Column 1"_s));
    QCOMPARE(job.extraColumns, QStringList{u"genre"_s});
    QCOMPARE(store->items().find(u"b"_s)->metadata, (QJsonObject{{u"genre"_s, u"y"_s}}));
}

void TestIngestFormats::emptyRowsAreNoted()
{
    TestStore store;
    const ImportJob job = import(store, u"items"_s, u"i.csv"_s, "item_id,name\n101,12\" vinyl\n,\n , \n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(job.rows, 1);
    QCOMPARE(noteCodes(job.notes), QStringList{u"empty_rows 2"_s});
    QCOMPARE(store->items().find(u"101"_s)->name, u"12\" vinyl"_s);
}

void TestIngestFormats::notNumbersAreNoted()
{
    TestStore store;
    const ImportJob job =
        import(store, u"items"_s, u"i.jsonl"_s, R"({"id":"a","name":"A","price":NaN,"size":[1,-Infinity]})");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(noteCodes(job.notes), QStringList{u"not_a_number 2"_s});
    const QJsonObject metadata = store->items().find(u"a"_s)->metadata;
    QVERIFY(metadata.value(u"price"_s).isNull());
    QVERIFY(metadata.contains(u"price"_s));
}

void TestIngestFormats::dayNumbersAreRefused()
{
    TestStore store;
    addItems(store);
    const ImportJob job = import(
        store, u"events"_s, u"e.csv"_s,
        "user_id,item_id,type,timestamp\nu1,1,view,20191001\nu1,1,view,43739.5\nu1,1,view,201910010000\n");
    QVERIFY(job.status == ImportState::Failed);
    QCOMPARE(job.errors.size(), 1);
    QCOMPARE(job.errors.first().line, 3);
}

void TestIngestFormats::nullWordsCanBeIds()
{
    TestStore store;
    addItems(store);
    ImportRequest request = importing::request(
        u"events"_s,
        importing::write(store, u"e.csv"_s,
                         "user_id,item_id,type,timestamp\nnan,1,view,978300760\nNULL,1,view,978300761\n"));
    request.nullIds = true;
    const ImportJob job = importing::run(*store.store, request);
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(store->events().find(1)->userId, u"nan"_s);
    QCOMPARE(store->events().find(2)->userId, u"NULL"_s);
}

void TestIngestFormats::numbersAreTypesOnlyAsTypeId()
{
    TestStore store;
    addItems(store);
    ImportRequest request = importing::request(
        u"events"_s, importing::write(store, u"e.csv"_s,
                                      "userId,movieId,rating,timestamp\n1,1,3,964982703\n1,2,1,964982704\n"));
    request.map = {{u"item_id"_s, u"movieId"_s}, {u"type"_s, u"rating"_s}};
    const ImportJob rating = importing::run(*store.store, request);
    QVERIFY(rating.status == ImportState::Failed);
    QCOMPARE(rating.errors.first().line, 2);
    QCOMPARE(rating.errors.first().column, u"rating"_s);
    QVERIFY2(firstError(rating).contains(u"type_id"_s), qPrintable(firstError(rating)));
    request.map = {{u"item_id"_s, u"movieId"_s}, {u"type_id"_s, u"rating"_s}};
    const ImportJob ids = importing::run(*store.store, request);
    QVERIFY2(ids.status == ImportState::Succeeded, qPrintable(firstError(ids)));
    QCOMPARE(store->events().find(1)->eventTypeId, 3);
    QCOMPARE(store->events().find(2)->eventTypeId, 1);
}

void TestIngestFormats::headerlessFile()
{
    TestStore store;
    addItems(store);
    ImportRequest request = importing::request(
        u"events"_s, importing::write(store, u"ratings.dat"_s, "1::11::5::978300760\n1::6::3::978302109\n"));
    request.defaultType = u"view"_s;
    const ImportJob asked = importing::run(*store.store, request);
    QVERIFY(asked.status == ImportState::Failed);
    QVERIFY2(asked.errors.last().message.contains(u"--columns"_s), qPrintable(asked.errors.last().message));
    request.columns = QStringList{u"user_id"_s, u"item_id"_s, u"rating"_s, u"timestamp"_s};
    const ImportJob job = importing::run(*store.store, request);
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(job.inserted, 2);
    QCOMPARE(store->events().find(1)->itemId, u"11"_s);
    QCOMPARE(store->events().find(1)->metadata, (QJsonObject{{u"rating"_s, u"5"_s}}));
}

void TestIngestFormats::idsToTheDigit()
{
    TestStore store;
    const ImportJob items = import(store, u"items"_s, u"i.jsonl"_s,
                                   "{\"id\":18446744073709551615,\"name\":\"A\",\"sku\":9007199254740993,"
                                   "\"ean\":123456789012345678901}\n"
                                   "{\"id\":9007199254740993,\"name\":\"B\"}\n{\"id\":7.0,\"name\":\"C\"}\n");
    QVERIFY2(items.status == ImportState::Succeeded, qPrintable(firstError(items)));
    const auto first = store->items().find(u"18446744073709551615"_s);
    QVERIFY(first);
    QCOMPARE(first->metadata.value(u"sku"_s).toInteger(), 9007199254740993);
    QCOMPARE(first->metadata.value(u"ean"_s).toString(), u"123456789012345678901"_s);
    QVERIFY(store->items().find(u"9007199254740993"_s));
    QVERIFY(store->items().find(u"7"_s));
    const ImportJob table =
        import(store, u"items"_s, u"i.csv"_s,
               "id,name,metadata\nd,D,\"{\"\"sku\"\":9007199254740993,\"\"ean\"\":98765432109876543210}\"\n");
    QVERIFY2(table.status == ImportState::Succeeded, qPrintable(firstError(table)));
    QCOMPARE(store->items().find(u"d"_s)->metadata.value(u"sku"_s).toInteger(), 9007199254740993);
    QCOMPARE(store->items().find(u"d"_s)->metadata.value(u"ean"_s).toString(), u"98765432109876543210"_s);
    const ImportJob events = import(store, u"events"_s, u"e.jsonl"_s,
                                    "{\"user_id\":18446744073709551615,\"item_id\":18446744073709551615,"
                                    "\"type\":\"view\",\"timestamp\":1700000000}\n");
    QVERIFY2(events.status == ImportState::Succeeded, qPrintable(firstError(events)));
    QCOMPARE(store->events().find(1)->userId, u"18446744073709551615"_s);
}

void TestIngestFormats::earlyTimesAreNoted()
{
    TestStore store;
    addItems(store);
    const ImportJob job = import(store, u"events"_s, u"e.csv"_s,
                                 "user_id,item_id,type,timestamp\nu1,1,view,43739\nu1,1,view,2999-01-01\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(noteCodes(job.notes), (QStringList{u"early_times 1"_s, u"future_times 1"_s}));
}

void TestIngestFormats::updateKeepsWhatIsNotInTheFile()
{
    TestStore store;
    QVERIFY(
        import(store, u"items"_s, u"i.csv"_s,
               "id,name,description,active,genre,price\na,Apple,red,false,fruit,1\nb,Bread,,true,food,2\n")
            .status == ImportState::Succeeded);
    const auto update = [&](const QByteArray &content) {
        ImportRequest request = importing::request(u"items"_s, importing::write(store, u"u.csv"_s, content));
        request.update = true;
        return importing::run(*store.store, request);
    };
    ImportJob job = update("id,name\na,Avocado\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    QCOMPARE(job.duplicates, 1);
    auto item = store->items().find(u"a"_s);
    QCOMPARE(item->name, u"Avocado"_s);
    QCOMPARE(item->description, u"red"_s);
    QVERIFY(!item->active); // a withdrawn item is not back on sale
    QCOMPARE(item->metadata, (QJsonObject{{u"genre"_s, u"fruit"_s}, {u"price"_s, u"1"_s}}));

    job = update("id,price,active\na,3,\nb,4,no\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    item = store->items().find(u"a"_s);
    QCOMPARE(item->name, u"Avocado"_s);
    QVERIFY(!item->active); // an empty cell says nothing
    QCOMPARE(item->metadata, (QJsonObject{{u"genre"_s, u"fruit"_s}, {u"price"_s, u"3"_s}}));
    QVERIFY(!store->items().find(u"b"_s)->active);

    job = update("id,metadata,description\na,\"{\"\"k\"\":1}\",\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    item = store->items().find(u"a"_s);
    QCOMPARE(item->metadata, (QJsonObject{{u"k"_s, 1}}));
    QCOMPARE(item->description, QString());
}

void TestIngestFormats::updateByJson()
{
    TestStore store;
    QVERIFY(import(store, u"items"_s, u"i.csv"_s,
                   "id,name,active,genre\na,Apple,false,fruit\nb,Bread,false,food\n")
                .status == ImportState::Succeeded);
    ImportRequest request = importing::request(
        u"items"_s,
        importing::write(store, u"u.jsonl"_s,
                         "{\"id\":\"a\",\"price\":2}\n{\"id\":\"b\",\"name\":\"Bun\",\"active\":true}\n"));
    request.update = true;
    const ImportJob job = importing::run(*store.store, request);
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    const auto first = store->items().find(u"a"_s);
    QCOMPARE(first->name, u"Apple"_s);
    QVERIFY(!first->active);
    QCOMPARE(first->metadata, (QJsonObject{{u"genre"_s, u"fruit"_s}, {u"price"_s, 2}}));
    const auto second = store->items().find(u"b"_s);
    QCOMPARE(second->name, u"Bun"_s);
    QVERIFY(second->active);
    QCOMPARE(second->metadata, (QJsonObject{{u"genre"_s, u"food"_s}}));
}

void TestIngestFormats::updateNeedsNamesForNewItems()
{
    TestStore store;
    ImportRequest request =
        importing::request(u"items"_s, importing::write(store, u"u.csv"_s, "id,price\nnew,3\n"));
    request.update = true;
    const ImportJob job = importing::run(*store.store, request);
    QVERIFY(job.status == ImportState::Failed);
    QCOMPARE(job.errors.first().line, 2);
    QVERIFY2(firstError(job).contains(u"needs a name"_s), qPrintable(firstError(job)));
    QCOMPARE(store->items().count(), 0);
}

void TestIngestFormats::errorsQuoteLittle()
{
    TestStore store;
    addItems(store);
    const QByteArray secret = "root:" + QByteArray(60, 's') + "TAIL";
    const auto saysLittle = [&](const ImportJob &job) {
        if (job.status == ImportState::Succeeded || job.errors.isEmpty())
            return false;
        for (const ImportJob::RowError &error : job.errors) {
            if (error.message.contains(u"TAIL"_s) || error.column.contains(u"TAIL"_s))
                return false;
        }
        return !job.extraColumns.join(u' ').contains(u"TAIL"_s);
    };
    QVERIFY(saysLittle(import(store, u"events"_s, u"shadow"_s, secret + ":x\n" + secret + "\n")));
    QVERIFY(saysLittle(
        import(store, u"events"_s, u"a.csv"_s, "user_id,item_id,type,timestamp\nu," + secret + ",view,1\n")));
    QVERIFY(saysLittle(
        import(store, u"events"_s, u"b.csv"_s, "user_id,item_id,type,timestamp\nu,1," + secret + ",1\n")));
    QVERIFY(saysLittle(
        import(store, u"events"_s, u"c.csv"_s, "user_id,item_id,type,timestamp\nu,1,view," + secret + "\n")));
    QVERIFY(saysLittle(import(store, u"items"_s, u"d.csv"_s, "id,name\n" + secret + ",x\n")));
    QVERIFY(saysLittle(import(store, u"items"_s, u"e.csv"_s, secret + "," + secret + "\n")));
    QVERIFY(saysLittle(import(store, u"items"_s, u"f.jsonl"_s, "{\"" + secret + "\":" + secret + "}\n")));
    QVERIFY(saysLittle(
        import(store, u"items"_s, u"g.csv"_s,
               "id,name\n" + QByteArray(100, 'i') + "TAIL,x\n" + QByteArray(100, 'i') + "TAIL,x\n")));
}

void TestIngestFormats::reportIsStored()
{
    TestStore store;
    addItems(store);
    const ImportJob job =
        import(store, u"events"_s, u"e.csv"_s,
               "user_id,item_id,type,timestamp,\nu1,1,view,1700000000.5,\nu1,1,view,1700000001,\n,,,,\n");
    QVERIFY2(job.status == ImportState::Succeeded, qPrintable(firstError(job)));
    const auto stored = store->imports().find(job.id);
    QVERIFY(stored);
    QCOMPARE(stored->from, utc(u"2023-11-14T22:13:20.500Z"_s));
    QCOMPARE(stored->to, utc(u"2023-11-14T22:13:21Z"_s));
    QCOMPARE(noteCodes(stored->notes), (QStringList{u"nameless_column 1"_s, u"empty_rows 1"_s}));
    QCOMPARE(stored->notes, job.notes);
}

void TestIngestFormats::preview()
{
    TestStore store;
    addItems(store);
    QByteArray content(",user_id;item_id;type;timestamp;shop\n");
    content.replace(",user_id", ";user_id");
    for (int i = 0; i < 50; ++i)
        content += QByteArray::number(i) + ";u1;" + (i == 3 ? "999" : "1") + ";view;2019-10-01 00:00:0" +
                   QByteArray::number(i % 10) + ";x\n";
    const QString path = importing::write(store, u"e.csv"_s, content);
    const auto preview = previewImport(*store.store, importing::request(u"events"_s, path));
    QVERIFY(preview.ok());
    QCOMPARE(preview->separator, u";"_s);
    QCOMPARE(preview->columns,
             (QStringList{u""_s, u"user_id"_s, u"item_id"_s, u"type"_s, u"timestamp"_s, u"shop"_s}));
    QCOMPARE(preview->map.value(u"user_id"_s), u"user_id"_s);
    QVERIFY(!preview->map.contains(u"metadata"_s));
    QCOMPARE(preview->rows.size(), 20);
    QCOMPARE(preview->rows.first(),
             (QStringList{u"0"_s, u"u1"_s, u"1"_s, u"view"_s, u"2019-10-01 00:00:00"_s, u"x"_s}));
    QCOMPARE(preview->errors.size(), 1);
    QCOMPARE(preview->errors.first().line, 5);
    QCOMPARE(noteCodes(preview->notes), QStringList{u"nameless_column 1"_s});
    QCOMPARE(preview->from, utc(u"2019-10-01T00:00:00Z"_s));
    QCOMPARE(preview->to, utc(u"2019-10-01T00:00:09Z"_s));
    QCOMPARE(store->events().lastId(), 0);
    QVERIFY(!store->imports().find(2)); // nothing is noted of it
}

void TestIngestFormats::previewOfWhatCannotBeRead()
{
    TestStore store;
    const auto previewOf = [&](const QByteArray &content) {
        return previewImport(*store.store,
                             importing::request(u"events"_s, importing::write(store, u"e.csv"_s, content)));
    };
    QCOMPARE(previewImport(*store.store, importing::request(u"events"_s, store.folder.path())).error().code,
             u"not_a_file"_s);
    QVERIFY(previewOf("PK\x03\x04")->errors.first().message.contains(u"Excel"_s));
    QVERIFY(previewOf("")->errors.first().message.contains(u"empty"_s));
    const auto missing = previewOf("who,what\n1,2\n");
    QVERIFY(missing->errors.first().message.contains(u"user_id"_s));
    QCOMPARE(missing->rows, (QList<QStringList>{{u"1"_s, u"2"_s}}));
}

QTEST_GUILESS_MAIN(TestIngestFormats)
#include "tst_ingest_formats.moc"
