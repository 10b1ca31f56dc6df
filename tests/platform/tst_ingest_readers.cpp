// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/csvreader.h"
#include "ingest/eventtime.h"
#include "ingest/jsonlreader.h"

#include <QBuffer>
#include <QTest>

using namespace nsl;
using namespace Qt::StringLiterals;
using Result = RecordReader::Result;

class TestIngestReaders : public QObject
{
    Q_OBJECT

private slots:
    void csvFields_data();
    void csvFields();
    void csvLinesArePhysical();
    void csvMistakes_data();
    void csvMistakes();
    void csvLimits();
    void jsonl();
    void times_data();
    void times();
};

void TestIngestReaders::csvFields_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<QByteArray>>("fields");
    QTest::newRow("plain") << QByteArray("a,b\n1,2\n") << QList<QByteArray>{"1", "2"};
    QTest::newRow("no line end") << QByteArray("a,b\n1,2") << QList<QByteArray>{"1", "2"};
    QTest::newRow("crlf") << QByteArray("a,b\r\n1,2\r\n") << QList<QByteArray>{"1", "2"};
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a,b\n1,2\n")
                                     << QList<QByteArray>{"1", "2"};
    QTest::newRow("quoted comma") << QByteArray("a,b\n\"1,5\",2\n") << QList<QByteArray>{"1,5", "2"};
    QTest::newRow("doubled quote") << QByteArray("a,b\n\"say \"\"hi\"\"\",2\n")
                                   << QList<QByteArray>{"say \"hi\"", "2"};
    QTest::newRow("line break inside")
        << QByteArray("a,b\n\"1\r\n2\",3\r\n") << QList<QByteArray>{"1\r\n2", "3"};
    QTest::newRow("quoted crlf end") << QByteArray("a,b\n1,\"2\"\r\n") << QList<QByteArray>{"1", "2"};
    QTest::newRow("empty fields") << QByteArray("a,b\n,\n") << QList<QByteArray>{"", ""};
    QTest::newRow("empty lines") << QByteArray("\na,b\n\n\n1,2\n") << QList<QByteArray>{"1", "2"};
    QTest::newRow("utf-8") << QByteArray("a,b\n\xc3\xa9,\xe2\x82\xac\n")
                           << QList<QByteArray>{"\xc3\xa9", "\xe2\x82\xac"};
}

void TestIngestReaders::csvFields()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<QByteArray>, fields);
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QBuffer::ReadOnly));
    CsvReader reader(buffer);
    QCOMPARE(reader.readHeader(), Result::Record);
    QCOMPARE(reader.columns(), (QList<QByteArray>{"a", "b"}));
    Record record;
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(record.fields, fields);
    QCOMPARE(reader.next(record), Result::End);
}

void TestIngestReaders::csvLinesArePhysical()
{
    QByteArray text("a,b\n\"x\ny\nz\",1\n\n2,3\n4\n5,6\n");
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QBuffer::ReadOnly));
    CsvReader reader(buffer);
    QCOMPARE(reader.readHeader(), Result::Record);
    Record record;
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(record.line, 2);
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(record.line, 6);
    QCOMPARE(reader.next(record), Result::BadRow);
    QCOMPARE(record.line, 7);
    QCOMPARE(reader.message(), u"The row has 1 fields, the header has 2."_s);
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(record.line, 8);
}

void TestIngestReaders::csvMistakes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Result>("header");
    QTest::addColumn<Result>("row");
    QTest::newRow("empty") << QByteArray() << Result::End << Result::End;
    QTest::newRow("name twice") << QByteArray("a,a\n") << Result::BadFile << Result::End;
    QTest::newRow("no name") << QByteArray("a,\n") << Result::BadFile << Result::End;
    QTest::newRow("header latin-1") << QByteArray("a,\xe9\n") << Result::BadFile << Result::End;
    QTest::newRow("row latin-1") << QByteArray("a,b\n\xe9,1\n") << Result::Record << Result::BadRow;
    QTest::newRow("nul") << QByteArray("a,b\n1\0,1\n", 9) << Result::Record << Result::BadRow;
    QTest::newRow("never closed") << QByteArray("a,b\n\"1,2\n3,4\n") << Result::Record << Result::BadFile;
    QTest::newRow("quote inside") << QByteArray("a,b\n1\"2,3\n") << Result::Record << Result::BadFile;
    QTest::newRow("text after quote") << QByteArray("a,b\n\"1\"2,3\n") << Result::Record << Result::BadFile;
}

void TestIngestReaders::csvMistakes()
{
    QFETCH(QByteArray, text);
    QFETCH(Result, header);
    QFETCH(Result, row);
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QBuffer::ReadOnly));
    CsvReader reader(buffer);
    QCOMPARE(reader.readHeader(), header);
    if (header != Result::Record)
        return;
    Record record;
    QCOMPARE(reader.next(record), row);
    QVERIFY(!reader.message().isEmpty());
}

void TestIngestReaders::csvLimits()
{
    QByteArray text = "a,b\n" + QByteArray(RecordReader::maximumFieldBytes + 1, 'x') + ",1\n";
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QBuffer::ReadOnly));
    CsvReader reader(buffer);
    QCOMPARE(reader.readHeader(), Result::Record);
    Record record;
    QCOMPARE(reader.next(record), Result::BadFile);
}

void TestIngestReaders::jsonl()
{
    QByteArray text(
        "\xef\xbb\xbf{\"a\":1,\"b\":{\"k\":[true]}}\n\n[1]\nno\n{\"a\":\"x\",\"c\":9007199254740993}");
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QBuffer::ReadOnly));
    JsonlReader reader(buffer);
    Record record;
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(record.line, 1);
    QCOMPARE(record.fields, (QList<QByteArray>{"1", "{\"k\":[true]}"}));
    QCOMPARE(reader.next(record), Result::BadRow);
    QCOMPARE(record.line, 3);
    QCOMPARE(reader.next(record), Result::BadRow);
    QCOMPARE(record.line, 4);
    QCOMPARE(reader.next(record), Result::Record);
    QCOMPARE(reader.columns(), (QList<QByteArray>{"a", "b", "c"}));
    QCOMPARE(record.fields, (QList<QByteArray>{"x", "", "9007199254740993"}));
    QCOMPARE(reader.next(record), Result::End);
}

void TestIngestReaders::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("seconds") << QByteArray("964982703") << qint64(964982703000);
    QTest::newRow("milliseconds") << QByteArray("1000000000000") << qint64(1000000000000);
    QTest::newRow("largest seconds") << QByteArray("253402300799") << qint64(253402300799000);
    QTest::newRow("fraction") << QByteArray("1700000000.25") << qint64(1700000000250);
    QTest::newRow("iso") << QByteArray("2026-01-05T00:00:00Z") << qint64(1767571200000);
    QTest::newRow("iso zone") << QByteArray("2026-01-05T01:00:00.5+01:00") << qint64(1767571200500);
    QTest::newRow("iso no zone is utc") << QByteArray("2026-01-05T00:00:00") << qint64(1767571200000);
    for (const QByteArray bad :
         {"", "now", "-1", "1e300", "nan", "99999999999999999999", "2026-13-01T00:00:00Z"})
        QTest::newRow(bad.isEmpty() ? "nothing" : bad.constData()) << bad << qint64(-1);
}

void TestIngestReaders::times()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ms);
    QCOMPARE(parseEventTime(text).value_or(-1), ms);
}

QTEST_GUILESS_MAIN(TestIngestReaders)
#include "tst_ingest_readers.moc"
