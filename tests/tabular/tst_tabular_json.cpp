// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsonreader.h"
#include "jsontext.h"

#include <QTest>

using namespace nsl::tabular;
using Result = RecordReader::Result;
using Fields = std::vector<std::string>;

class TestTabularJson : public QObject
{
    Q_OBJECT

private slots:
    void lines();
    void numbersAreTheirText_data();
    void numbersAreTheirText();
    void notNumbersAreNull();
    void array();
    void brokenArrays_data();
    void brokenArrays();
    void mistakesQuoteNothing();
    void exactDigits();
};

void TestTabularJson::lines()
{
    MemoryInput input("\xef\xbb\xbf{\"a\":1,\"b\":{\"k\":[true,\"\\u00e9\\n\"]}}\r\n\n[1]\nno\n"
                      "{\"a\":\"x\",\"c\":9007199254740993,\"a\":\"y\"}");
    JsonReader reader(input, JsonReader::Layout::Lines);
    Record record;
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 1);
    QVERIFY((record.fields == Fields{"1", "{\"k\":[true,\"\xc3\xa9\\u000a\"]}"}));
    QVERIFY(reader.next(record) == Result::BadRow);
    QCOMPARE(record.line, 3);
    QVERIFY(record.fields.empty());
    QVERIFY(reader.next(record) == Result::BadRow);
    QCOMPARE(record.line, 4);
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 5);
    QVERIFY((reader.columns() == Fields{"a", "b", "c"}));
    QVERIFY((record.fields == Fields{"y", "", "9007199254740993"}));
    QVERIFY((record.json == Fields{"\"y\"", "", "9007199254740993"}));
    QVERIFY(reader.next(record) == Result::End);
}

void TestTabularJson::numbersAreTheirText_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const QByteArray &number, const QByteArray &text, const QByteArray &json) {
        QTest::newRow(number.constData()) << number << text << json;
    };
    row("7", "7", "7");
    row("-9223372036854775808", "-9223372036854775808", "-9223372036854775808");
    row("9223372036854775807", "9223372036854775807", "9223372036854775807");
    row("9223372036854775808", "9223372036854775808", "\"9223372036854775808\"");
    row("18446744073709551615", "18446744073709551615", "\"18446744073709551615\"");
    row("123456789012345678901234567890", "123456789012345678901234567890",
        "\"123456789012345678901234567890\"");
    row("7.0", "7", "7.0");
    row("1.5e3", "1500", "1.5e3");
    row("0.1", "0.1", "0.1");
    row("1700000000.125", "1700000000.125", "1700000000.125");
    row("true", "true", "true");
    row("null", "", "null");
    row("\"18446744073709551615\"", "18446744073709551615", "\"18446744073709551615\"");
}

void TestTabularJson::numbersAreTheirText()
{
    QFETCH(QByteArray, number);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    JsonText reader;
    const auto members = reader.members(("{\"n\":" + number + "}").toStdString());
    QVERIFY(members.has_value());
    QCOMPARE(members->size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(members->front().text), text);
    QCOMPARE(QByteArray::fromStdString(members->front().json), json);
}

void TestTabularJson::notNumbersAreNull()
{
    JsonText reader;
    const auto members = reader.members(R"({"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" NaN","NaN":1})");
    QVERIFY(members.has_value());
    QCOMPARE(members->at(0).json, std::string("null"));
    QCOMPARE(members->at(0).text, std::string());
    QCOMPARE(members->at(1).json, std::string("[null,null]"));
    QCOMPARE(members->at(2).text, std::string("NaN \" NaN"));
    QCOMPARE(members->at(3).key, std::string("NaN"));
    QCOMPARE(reader.notNumbers(), 3);
    QVERIFY(!reader.exact("[NaN]"));
}

void TestTabularJson::array()
{
    MemoryInput input("[\n {\"a\":\"[}\\\"\"},\n\n {\"a\":\n 2, \"b\":{\"c\":[]}} , 7, {\"b\":1}\n]\n");
    JsonReader reader(input, JsonReader::Layout::Array);
    Record record;
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 2);
    QVERIFY((record.fields == Fields{"[}\""}));
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 4);
    QVERIFY((record.fields == Fields{"2", "{\"c\":[]}"}));
    QVERIFY(reader.next(record) == Result::BadRow);
    QCOMPARE(record.line, 5);
    QVERIFY(reader.next(record) == Result::Record);
    QVERIFY((record.fields == Fields{"", "1"}));
    QVERIFY(reader.next(record) == Result::End);
    MemoryInput nothing(" [ ] ");
    QVERIFY(JsonReader(nothing, JsonReader::Layout::Array).next(record) == Result::End);
}

void TestTabularJson::brokenArrays_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "{}", "[{}", "[{},", "[{} {}]", "[{}] x", "[{\"a\":", "[,]"})
        QTest::newRow(*text == '\0' ? "nothing" : text) << QByteArray(text);
}

void TestTabularJson::brokenArrays()
{
    QFETCH(QByteArray, text);
    const std::string bytes = text.toStdString();
    MemoryInput input(bytes);
    JsonReader reader(input, JsonReader::Layout::Array);
    Record record;
    bool isWrong = false;
    for (int i = 0; i < 10; ++i) {
        const Result result = reader.next(record);
        isWrong = isWrong || result == Result::BadRow || result == Result::BadFile;
        if (result == Result::End || result == Result::BadFile)
            break;
    }
    QVERIFY(isWrong);
    QVERIFY(!reader.message().empty());
}

void TestTabularJson::mistakesQuoteNothing()
{
    MemoryInput input("{\"a\":secret-of-the-file}\n{\"a\":\"\\ud800\"}\n");
    JsonReader reader(input, JsonReader::Layout::Lines);
    Record record;
    QVERIFY(reader.next(record) == Result::BadRow);
    QVERIFY(reader.message().find("secret") == std::string::npos);
    QVERIFY(reader.next(record) == Result::BadRow); // half of a surrogate pair
}

void TestTabularJson::exactDigits()
{
    JsonText reader;
    QCOMPARE(reader.exact(R"([1,{"a":18446744073709551615,"b":[1.50,-12345678901234567890]}])").value_or(""),
             std::string(R"([1,{"a":"18446744073709551615","b":[1.50,"-12345678901234567890"]}])"));
    QCOMPARE(reader.exact("7").value_or(""), std::string("7"));
    QVERIFY(!reader.exact("[1,"));
    QVERIFY(!reader.exact(std::string(600, '[') + std::string(600, ']')));
    QVERIFY(hasLongNumber("{\"a\":1234567890123456789}"));
    QVERIFY(!hasLongNumber("{\"a\":123456789012345678,\"b\":123456789}"));
}

QTEST_GUILESS_MAIN(TestTabularJson)
#include "tst_tabular_json.moc"
