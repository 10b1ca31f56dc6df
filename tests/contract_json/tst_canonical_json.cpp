// SPDX-License-Identifier: GPL-3.0-or-later
#include "canonicaljson.h"
#include "jsonread.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace nsl;

class TestCanonicalJson : public QObject
{
    Q_OBJECT

private slots:
    void keysAreSortedAndSpaceIsGone()
    {
        const QByteArray text = "{ \"b\": [1, 2.50, true], \"a\": {\"z\": null, \"y\": \"\u00e4\"} }";
        QCOMPARE(canonicalJson(QJsonDocument::fromJson(text).object()),
                 QByteArray("{\"a\":{\"y\":\"\xc3\xa4\",\"z\":null},\"b\":[1,2.5,true]}"));
    }

    void integersAreExact()
    {
        const qint64 big = std::numeric_limits<qint64>::max();
        QCOMPARE(canonicalJson(QJsonValue(big)), QByteArray::number(big));
    }

    void doublesReadBackEqual()
    {
        for (const double value : {0.1, 1.0 / 3.0, 5e-324, 1.7976931348623157e308, 3e-3}) {
            const QByteArray text = canonicalJson(QJsonValue(value));
            QCOMPARE(text.toDouble(), value);
        }
    }

    void equalValuesHaveEqualDigests()
    {
        const QJsonObject one{{u"a"_qs, 1}, {u"b"_qs, 2}};
        QJsonObject other{{u"b"_qs, 2}};
        other.insert(u"a"_qs, 1);
        QCOMPARE(canonicalDigest(one), canonicalDigest(other));
        other.insert(u"a"_qs, 3);
        QVERIFY(canonicalDigest(one) != canonicalDigest(other));
    }

    void sha256IsTheStandardOne()
    {
        QCOMPARE(sha256Hex("abc"), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_qs);
    }
};

QTEST_APPLESS_MAIN(TestCanonicalJson)
#include "tst_canonical_json.moc"
