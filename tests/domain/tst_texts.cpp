// SPDX-License-Identifier: GPL-3.0-or-later
#include "textrules.h"
#include "utctime.h"

#include <QTest>

#include <cstdlib>
#include <ctime>

using namespace nsl;

class TestTexts : public QObject
{
    Q_OBJECT

private slots:
    void utcTimes_data();
    void utcTimes();
    void cleanTexts();
};

void TestTexts::utcTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms"); ///< -1: no time
    const auto row = [](const char *text, qint64 ms) {
        QTest::newRow(text) << QString::fromLatin1(text) << ms;
    };
    row("2026-01-05T00:00:00Z", 1767571200000);
    row("2026-01-05T01:00:00.5+01:00", 1767571200500);
    row("2026-01-05T01:00:00+0100", 1767571200000);
    row("2026-01-05 01:00:00+01", 1767571200000);
    row("2026-01-05T00:00:00", 1767571200000);
    row("2026-01-05 00:00:00.250", 1767571200250);
    row("2026-01-05 00:00:00 UTC", 1767571200000);
    row("2026-01-05", 1767571200000);
    row(" 2026-01-05 ", 1767571200000);
    // A reading that clocks in Berlin leave out, and one that they have twice.
    row("2024-03-31T02:30:00", 1711852200000);
    row("2024-10-27T02:30:00", 1729996200000);
    for (const char *bad :
         {"", "now", "2026-13-01", "2026-01-05T25:00:00", "2026-01-05 00:00:00 MESZ", "26-01-05", "-"})
        row(bad, -1);
}

void TestTexts::utcTimes()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    for (const char *zone : {"UTC", "Europe/Berlin", "America/New_York"}) {
        qputenv("TZ", zone);
        tzset();
        const QDateTime time = parseUtc(text);
        QCOMPARE(time.isValid() ? time.toMSecsSinceEpoch() : -1, ms);
    }
    qunsetenv("TZ");
    tzset();
}

void TestTexts::cleanTexts()
{
    QVERIFY(isCleanLine(QStringView()));
    QVERIFY(isCleanLine(u"Caf\u00e9 \u4e2d \U0001f600"));
    QVERIFY(!isCleanLine(u"a\nb"));
    QVERIFY(!isCleanLine(u"a\tb"));
    QVERIFY(!isCleanLine(u"a\x7f"));
    QVERIFY(!isCleanLine(u"a\x85"));
    QVERIFY(isCleanText(u"a\n\tb"));
    QVERIFY(!isCleanText(u"a\x1b"));
    const char16_t high[] = {u'a', 0xd83d, 0};
    const char16_t low[] = {0xde00, u'a', 0};
    QVERIFY(!isCleanLine(high));
    QVERIFY(!isCleanLine(low));
    QVERIFY(!isCleanText(high));
}

QTEST_GUILESS_MAIN(TestTexts)
#include "tst_texts.moc"
