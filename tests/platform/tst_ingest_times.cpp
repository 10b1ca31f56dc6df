// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/eventtime.h"

#include <QTest>

using namespace nsl;

class TestIngestTimes : public QObject
{
    Q_OBJECT

private slots:
    void times_data();
    void times();
    void mistakes();
};

void TestIngestTimes::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("seconds") << QByteArray("964982703") << qint64(964982703000);
    QTest::newRow("milliseconds") << QByteArray("1000000000000") << qint64(1000000000000);
    QTest::newRow("milliseconds before September 2001") << QByteArray("978300760123") << qint64(978300760123);
    QTest::newRow("microseconds") << QByteArray("1700000000123456") << qint64(1700000000123);
    QTest::newRow("nanoseconds") << QByteArray("1700000000123456789") << qint64(1700000000123);
    QTest::newRow("last second of 2199") << QByteArray("7258118399") << qint64(7258118399000);
    QTest::newRow("the second after it") << QByteArray("7258118400") << qint64(7258118400);
    QTest::newRow("fraction of milliseconds") << QByteArray("1700000000123.4") << qint64(1700000000123);
    QTest::newRow("date") << QByteArray("20191001") << qint64(1569888000000);
    QTest::newRow("date and minutes") << QByteArray("201910010130") << qint64(1569893400000);
    QTest::newRow("date and seconds") << QByteArray("20191001013005") << qint64(1569893405000);
    QTest::newRow("no date, so seconds") << QByteArray("20191301") << qint64(20191301000);
    QTest::newRow("zone as a word") << QByteArray("2019-10-01 00:00:00 UTC") << qint64(1569888000000);
    QTest::newRow("fraction") << QByteArray("1700000000.25") << qint64(1700000000250);
    QTest::newRow("iso") << QByteArray("2026-01-05T00:00:00Z") << qint64(1767571200000);
    QTest::newRow("iso zone") << QByteArray("2026-01-05T01:00:00.5+01:00") << qint64(1767571200500);
    QTest::newRow("iso no zone is utc") << QByteArray("2026-01-05T00:00:00") << qint64(1767571200000);
    for (const QByteArray bad : {"", "now", "-1", "1e300", "nan", "99999999999999999999",
                                 "2026-13-01T00:00:00Z", "43739.5", "1969-12-31T23:59:59Z"})
        QTest::newRow(bad.isEmpty() ? "nothing" : bad.constData()) << bad << qint64(-1);
}

void TestIngestTimes::times()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ms);
    QCOMPARE(parseEventTime(text).value_or(-1), ms);
}

void TestIngestTimes::mistakes()
{
    QVERIFY(mistakeInEventTime("43739.5").contains(QStringLiteral("spreadsheet")));
    QVERIFY(mistakeInEventTime("soon").contains(QStringLiteral("\"soon\" is not a time")));
    QVERIFY(!mistakeInEventTime(QByteArray(40, 'x') + "TAIL").contains(QStringLiteral("TAIL")));
}

QTEST_GUILESS_MAIN(TestIngestTimes)
#include "tst_ingest_times.moc"
