// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpmessage.h"

#include <QTest>

using namespace nsl::http;

class TestHttpMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesPercentEscapes()
    {
        QCOMPARE(percentDecoded("/a%20b%2Fc", false).value(), std::string("/a b/c"));
        QCOMPARE(percentDecoded("a+b", false).value(), std::string("a+b"));
        QCOMPARE(percentDecoded("a+b", true).value(), std::string("a b"));
        QCOMPARE(percentDecoded("%C3%a9", true).value(), std::string("\xc3\xa9"));
        for (const char *bad : {"%", "%4", "a%zz", "%4g", "%%20", "%00"})
            QVERIFY2(!percentDecoded(bad, false), bad);
    }

    void decodesForms()
    {
        const auto form = formDecoded("a=1&b=x%26y&a=2&flag&=empty&&c=1=2");
        QVERIFY(form);
        QCOMPARE(form->size(), std::size_t(6));
        QCOMPARE(form->find("a")->second, std::string("1"));
        QCOMPARE(std::next(form->find("a"))->second, std::string("2"));
        QCOMPARE(form->find("b")->second, std::string("x&y"));
        QCOMPARE(form->find("flag")->second, std::string());
        QCOMPARE(form->find("c")->second, std::string("1=2"));
        QVERIFY(!formDecoded("a=%zz"));
        QVERIFY(!formDecoded("%zz=1"));
        QVERIFY(formDecoded("").value().empty());
    }

    void boundsTheNumberOfPairs()
    {
        std::string many;
        for (int i = 0; i < 5; ++i)
            many += "k=v&";
        QVERIFY(formDecoded(many, 5));
        QVERIFY(!formDecoded(many, 4));
    }

    void findsHeadersAndQueryValues()
    {
        Request request;
        request.headers = {{"host", "localhost"}};
        request.query = {{"limit", "20"}, {"limit", "30"}, {"z", "1"}};
        QCOMPARE(request.header("host"), std::string_view("localhost"));
        QVERIFY(request.header("accept").empty());
        QCOMPARE(request.queryValue("limit").value(), std::string("20"));
        QVERIFY(!request.queryValue("m"));
    }
};

QTEST_APPLESS_MAIN(TestHttpMessage)
#include "tst_http_message.moc"
