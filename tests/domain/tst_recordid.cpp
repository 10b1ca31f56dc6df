// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordid.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace nsl;

class tst_RecordId : public QObject
{
    Q_OBJECT

private slots:
    void textStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("number") << QByteArray("17") << u"17"_qs << QByteArray("17");
        QTest::newRow("number as text") << QByteArray("\"17\"") << u"17"_qs << QByteArray("17");
        QTest::newRow("sixteen digits")
            << QByteArray("9007199254740993") << u"9007199254740993"_qs << QByteArray("9007199254740993");
        QTest::newRow("negative") << QByteArray("-4") << u"-4"_qs << QByteArray("-4");
        QTest::newRow("zero") << QByteArray("0") << u"0"_qs << QByteArray("\"0\"");
        QTest::newRow("name") << QByteArray("\"job-2\"") << u"job-2"_qs << QByteArray("\"job-2\"");
        QTest::newRow("leading zero") << QByteArray("\"017\"") << u"017"_qs << QByteArray("\"017\"");
        QTest::newRow("uuid") << QByteArray("\"6f1c2d34-0000-4000-8000-0123456789ab\"")
                              << u"6f1c2d34-0000-4000-8000-0123456789ab"_qs
                              << QByteArray("\"6f1c2d34-0000-4000-8000-0123456789ab\"");
        QTest::newRow("longer than 64 bits")
            << QByteArray("\"123456789012345678901\"") << u"123456789012345678901"_qs
            << QByteArray("\"123456789012345678901\"");
        QTest::newRow("null") << QByteArray("null") << QString() << QByteArray("null");
        QTest::newRow("empty") << QByteArray("\"\"") << QString() << QByteArray("null");
        QTest::newRow("object") << QByteArray("{}") << QString() << QByteArray("null");
        QTest::newRow("bool") << QByteArray("true") << QString() << QByteArray("null");
    }

    void textStaysAsItIs()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, text);
        QFETCH(QByteArray, written);
        const QJsonValue value = QJsonDocument::fromJson('[' + json + ']').array().first();
        const RecordId id = RecordId::fromJson(value);
        QCOMPARE(id.text(), text);
        QCOMPARE(id.isEmpty(), text.isEmpty());
        QCOMPARE(QJsonDocument(QJsonArray{id.toJson()}).toJson(QJsonDocument::Compact), '[' + written + ']');
        QCOMPARE(RecordId::fromVariant(id.toVariant()), id);
        QCOMPARE(RecordId::fromText(text), id);
    }

    void differentTextsAreDifferentIds()
    {
        QSet<RecordId> ids;
        for (const QString &text :
             {u"17"_qs, u"017"_qs, u"+17"_qs, u"17 "_qs, u"job-17"_qs, u"0"_qs, u"a"_qs})
            ids.insert(RecordId::fromText(text));
        QCOMPARE(ids.size(), 7);
        QVERIFY(RecordId(17) == RecordId::fromText(u"17"_qs));
        QVERIFY(RecordId(17) == 17);
        QVERIFY(RecordId::fromText(u"job-2"_qs) != RecordId::fromText(u"job-3"_qs));
        QVERIFY(RecordId() == RecordId(0));
        QVERIFY(RecordId::fromText(u"job-2"_qs) != RecordId());
    }

    void numbersComeInTheirOrder()
    {
        QVERIFY(RecordId(9) < RecordId(10));
        QVERIFY(RecordId(10) < RecordId::fromText(u"a"_qs));
        QVERIFY(RecordId::fromText(u"a"_qs) < RecordId::fromText(u"b"_qs));
    }
};

QTEST_APPLESS_MAIN(tst_RecordId)
#include "tst_recordid.moc"
