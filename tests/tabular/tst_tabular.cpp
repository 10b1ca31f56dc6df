// SPDX-License-Identifier: GPL-3.0-or-later
#include "delimitedreader.h"
#include "format.h"
#include "gzip.h"
#include "utf8.h"

#include <QTest>

#include <zlib.h>

using namespace nsl::tabular;
using Result = RecordReader::Result;
using Fields = std::vector<std::string>;

namespace
{

/// Gives a byte at a time, as a slow pipe may.
class DripInput : public Input
{
public:
    explicit DripInput(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    std::size_t read(char *to, std::size_t) override
    {
        if (m_rest.empty())
            return 0;
        *to = m_rest.front();
        m_rest.remove_prefix(1);
        return 1;
    }

private:
    std::string_view m_rest;
};

std::string packed(std::string_view text)
{
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        qFatal("zlib");
    std::string out(deflateBound(&stream, uLong(text.size())) + 64, '\0');
    std::string source(text);
    stream.next_in = reinterpret_cast<Bytef *>(source.data());
    stream.avail_in = uInt(source.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string unpacked(std::string_view text)
{
    MemoryInput memory(text);
    GzipInput input(memory);
    std::string out;
    char block[7];
    while (const std::size_t size = input.read(block, sizeof block))
        out.append(block, size);
    return out;
}

/// The rows of a text with the header a,b or whatever it has; bad ones as their message.
std::vector<Fields> rowsOf(Input &input, DelimitedFormat format = {})
{
    DelimitedReader reader(input, std::move(format));
    std::vector<Fields> rows;
    if (reader.readHeader() != Result::Record)
        return {{reader.message()}};
    rows.push_back(reader.columns());
    Record record;
    for (;;) {
        const Result result = reader.next(record);
        if (result == Result::End)
            return rows;
        if (result == Result::Record)
            rows.push_back(record.fields);
        else if (result != Result::Nothing)
            rows.push_back({reader.message()});
        if (result == Result::BadFile)
            return rows;
    }
}

std::vector<Fields> rowsOf(std::string_view text, DelimitedFormat format = {})
{
    MemoryInput whole(text);
    auto rows = rowsOf(whole, format);
    DripInput drip(text);
    // Where a block ends must not matter.
    return rowsOf(drip, format) == rows ? rows : std::vector<Fields>{{"differs by block"}};
}

} // namespace

class TestTabular : public QObject
{
    Q_OBJECT

private slots:
    void fields_data();
    void fields();
    void mistakes_data();
    void mistakes();
    void physicalLines();
    void shortRowHasNoFields();
    void emptyRowsAreCounted();
    void longSeparator();
    void crOnly();
    void limits();
    void namelessColumns();
    void givenColumns();
    void gzip();
    void recognition_data();
    void recognition();
    void foreignFilesAreNamed();
    void glimpses();
};

void TestTabular::fields_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &first,
                        const QByteArray &second) { QTest::newRow(name) << text << first << second; };
    row("plain", "a,b\n1,2\n", "1", "2");
    row("no line end", "a,b\n1,2", "1", "2");
    row("crlf", "a,b\r\n1,2\r\n", "1", "2");
    row("cr at the end of the file", "a,b\n1,2\r", "1", "2");
    row("byte order mark",
        "\xef\xbb\xbf"
        "a,b\n1,2\n",
        "1", "2");
    row("quoted comma", "a,b\n\"1,5\",2\n", "1,5", "2");
    row("doubled quote", "a,b\n\"say \"\"hi\"\"\",2\n", "say \"hi\"", "2");
    row("line break inside", "a,b\n\"1\r\n2\",3\r\n", "1\r\n2", "3");
    row("quoted crlf end", "a,b\n1,\"2\"\r\n", "1", "2");
    row("quoted last field at the end of the file", "a,b\n1,\"2\"", "1", "2");
    row("empty lines", "\na,b\n\n\n1,2\n", "1", "2");
    row("one empty field", "a,b\n,2\n", "", "2");
    row("utf-8", "a,b\n\xc3\xa9,\xe2\x82\xac\n", "\xc3\xa9", "\xe2\x82\xac");
    row("quote inside a field", "a,b\n101,12\" vinyl\n", "101", "12\" vinyl");
    row("quotes inside a field", "a,b\n12\",\"5\"\" x\"\n", "12\"", "5\" x");
    row("blank before a quoted field", "a,b\n1, \"2,3\"\n", "1", "2,3");
    row("blank after a quoted field", "a,b\n\"1\" ,2\n", "1", "2");
    row("blanks of a plain field stay", "a,b\n 1,2 \n", " 1", "2 ");
    row("empty fields beyond the header", "a,b\n1,2,,\n", "1", "2");
}

void TestTabular::fields()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    const auto rows = rowsOf(text.toStdString());
    QCOMPARE(rows.size(), std::size_t(2));
    QVERIFY((rows[0] == Fields{"a", "b"}));
    QCOMPARE(rows[1].size(), std::size_t(2));
    QCOMPARE(QByteArray::fromStdString(rows[1][0]), first);
    QCOMPARE(QByteArray::fromStdString(rows[1][1]), second);
}

void TestTabular::mistakes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("name twice") << QByteArray("a,a\n") << QByteArray("\"a\" is in the header twice");
    QTest::newRow("header latin-1") << QByteArray("a,\xe9\n") << QByteArray("header is not UTF-8");
    QTest::newRow("row latin-1") << QByteArray("a,b\n\xe9,1\n") << QByteArray("row is not UTF-8");
    QTest::newRow("surrogate") << QByteArray("a,b\n\xed\xa0\x80,1\n") << QByteArray("row is not UTF-8");
    QTest::newRow("nul") << QByteArray("a,b\n1\0,1\n", 9) << QByteArray("row is not UTF-8");
    QTest::newRow("never closed") << QByteArray("a,b\n\"1,2\n3,4\n") << QByteArray("never closed");
    QTest::newRow("text after quote")
        << QByteArray("a,b\n\"1\"2,3\n") << QByteArray("after the closing quote");
    QTest::newRow("short row first") << QByteArray("a,b\n1\n") << QByteArray("1 fields, the header has 2");
    QTest::newRow("long row") << QByteArray("a,b\n1,2,3\n") << QByteArray("3 fields, the header has 2");
}

void TestTabular::mistakes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, message);
    const auto rows = rowsOf(text.toStdString());
    const QByteArray said = QByteArray::fromStdString(rows.back().front());
    QVERIFY2(said.contains(message), said.constData());
}

void TestTabular::physicalLines()
{
    MemoryInput input("a,b\n\"x\ny\nz\",1\n\n2,3\n4\n5,6\n");
    DelimitedReader reader(input, {});
    QVERIFY(reader.readHeader() == Result::Record);
    Record record;
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 2);
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 6);
    QVERIFY(reader.next(record) == Result::BadRow);
    QCOMPARE(record.line, 7);
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 8);
    QVERIFY(reader.next(record) == Result::End);
}

void TestTabular::shortRowHasNoFields()
{
    MemoryInput input("a,b,c\n1,2,3\n4,5\n");
    DelimitedReader reader(input, {});
    QVERIFY(reader.readHeader() == Result::Record);
    Record record;
    QVERIFY(reader.next(record) == Result::Record);
    QVERIFY(reader.next(record) == Result::BadRow);
    QVERIFY(record.fields.empty());
}

void TestTabular::emptyRowsAreCounted()
{
    MemoryInput input(",,\na,b\n1,2\n,\n , \n\"\",\n,,,,\n3,4\n");
    DelimitedReader reader(input, {});
    QVERIFY(reader.readHeader() == Result::Record);
    Record record;
    int rows = 0;
    for (Result result = reader.next(record); result != Result::End; result = reader.next(record)) {
        QVERIFY(result == Result::Record || result == Result::Nothing);
        rows += result == Result::Record ? 1 : 0;
    }
    QCOMPARE(rows, 2);
    QCOMPARE(reader.emptyRows(), 4);
}

void TestTabular::longSeparator()
{
    DelimitedFormat format;
    format.separator = "::";
    QVERIFY((rowsOf("a::b\n1::x:y\n::\"2::3\"\n", format) ==
             std::vector<Fields>{{"a", "b"}, {"1", "x:y"}, {"", "2::3"}}));
}

void TestTabular::crOnly()
{
    DelimitedFormat format;
    format.endsWithCr = true;
    MemoryInput input("a,b\r1,2\r\r\"3\r4\",5\r6,7");
    DelimitedReader reader(input, format);
    QVERIFY(reader.readHeader() == Result::Record);
    Record record;
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 2);
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 4);
    QVERIFY((record.fields == Fields{"3\r4", "5"}));
    QVERIFY(reader.next(record) == Result::Record);
    QCOMPARE(record.line, 6);
    QVERIFY((record.fields == Fields{"6", "7"}));
}

void TestTabular::limits()
{
    const std::string longest(RecordReader::maximumFieldBytes, 'x');
    QVERIFY((rowsOf("a,b\n" + longest + ",1\n").back() == Fields{longest, "1"}));
    QVERIFY(rowsOf("a,b\n" + longest + "x,1\n").back().front().find("64 KiB") != std::string::npos);
    QVERIFY(rowsOf("a,b\n" + std::string(RecordReader::maximumRecordBytes + 1, ',') + "\n")
                .back()
                .front()
                .find("1 MiB") != std::string::npos);
    const std::string manyColumns(RecordReader::maximumColumns, ',');
    QVERIFY(rowsOf("a" + manyColumns + "\n1\n").front().front().find("501 columns") != std::string::npos);
}

void TestTabular::namelessColumns()
{
    QVERIFY((rowsOf(",a,\n0,1,2\n") == std::vector<Fields>{{"", "a", ""}, {"0", "1", "2"}}));
}

void TestTabular::givenColumns()
{
    DelimitedFormat format;
    format.columns = {"user", "item"};
    QVERIFY((rowsOf("1,2\n3,4\n", format) == std::vector<Fields>{{"user", "item"}, {"1", "2"}, {"3", "4"}}));
}

void TestTabular::gzip()
{
    const std::string text = "a,b\n" + std::string(300'000, '1') + "\n";
    QVERIFY(isGzip(packed(text)));
    QVERIFY(unpacked(packed(text)) == text);
    // A chain of members is one file.
    QVERIFY(unpacked(packed("a,b\n") + packed("1,2\n")) == "a,b\n1,2\n");
    std::string cut = packed(text);
    cut.resize(cut.size() - 5);
    QVERIFY_THROWS_EXCEPTION(InputError, unpacked(cut));
    std::string damaged = packed("hello hello hello");
    damaged[12] = char(~damaged[12]);
    QVERIFY_THROWS_EXCEPTION(InputError, unpacked(damaged));
    MemoryInput memory(cut);
    GzipInput input(memory);
    DelimitedReader reader(input, {});
    QVERIFY(reader.readHeader() == Result::Record);
    Record record;
    QVERIFY(reader.next(record) == Result::BadFile);
    QVERIFY(!reader.message().empty());
}

void TestTabular::recognition_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("separator"); ///< or the kind
    const auto row = [](const char *title, const QByteArray &head, const QString &name,
                        const QByteArray &separator) { QTest::newRow(title) << head << name << separator; };
    row("comma", "a,b\n1,2\n", QStringLiteral("f.csv"), ",");
    row("one column", "item_id\n1\n", QStringLiteral("f.csv"), ",");
    row("tab", "a\tb\n1\t2\n", QStringLiteral("f.csv"), "\t");
    row("tab in a tsv", "a\tb,c\n1\t2\n", QStringLiteral("F.TSV"), "\t");
    row("semicolon, decimal commas", "\"a\";\"b\"\n\"1\";\"2,5\"\n", QStringLiteral("f.csv"), ";");
    row("bar", "a|b|c\n1|x,y|2\n", QStringLiteral("f.txt"), "|");
    row("two colons", "1::1193::5::978300760\n1::661::3::978302109\n", QStringLiteral("ratings.dat"), "::");
    row("bars inside a field", "movieId,title,genres\n1,Toy Story,A|B|C|D\n2,Heat,A|B\n",
        QStringLiteral("m.csv"), ",");
    row("separators inside quotes", "\"a;x;y;z\",\"b\"\n1,2\n", QStringLiteral("f"), ",");
    row("jsonl", " {\"a\":1}\n", QStringLiteral("f"), "lines");
    row("jsonl by name", "\n", QStringLiteral("f.ndjson.gz"), "lines");
    row("array", "[{\"a\":1}]", QStringLiteral("f.json"), "array");
    row("array over lines", "\xef\xbb\xbf[\n  {\"a\":1}\n]", QStringLiteral("f"), "array");
    row("a table by name", "[a],b\n1,2\n", QStringLiteral("f.csv"), ",");
}

void TestTabular::recognition()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, name);
    QFETCH(QByteArray, separator);
    const FileFormat format = recognise(head.toStdString(), name.toStdString(), {});
    if (separator == "lines") {
        QVERIFY(format.kind == FileFormat::Kind::JsonLines);
    } else if (separator == "array") {
        QVERIFY(format.kind == FileFormat::Kind::JsonArray);
    } else {
        QVERIFY(format.kind == FileFormat::Kind::Delimited);
        QCOMPARE(QByteArray::fromStdString(format.delimited.separator), separator);
    }
    const FileFormat chosen = recognise(head.toStdString(), name.toStdString(), ";");
    QVERIFY(chosen.kind == FileFormat::Kind::Delimited);
    QVERIFY(chosen.delimited.separator == ";");
}

void TestTabular::foreignFilesAreNamed()
{
    const auto reason = [](std::string_view head) {
        const FileFormat format = recognise(head, "f.csv", {});
        return format.kind == FileFormat::Kind::Unreadable ? QString::fromStdString(format.reason)
                                                           : QString();
    };
    QVERIFY(reason("PK\x03\x04rest").contains(QStringLiteral("Excel")));
    QVERIFY(reason("PAR1\x15").contains(QStringLiteral("Parquet")));
    QVERIFY(reason(std::string_view("\xff\xfe"
                                    "a\0",
                                    4))
                .contains(QStringLiteral("UTF-16")));
    QVERIFY(reason(packed("x")).contains(QStringLiteral("twice")));
}

void TestTabular::glimpses()
{
    QCOMPARE(glimpse("short"), std::string("short"));
    QCOMPARE(glimpse(std::string(41, 'x')), std::string(40, 'x') + "\xe2\x80\xa6");
    QCOMPARE(glimpse("a\x1b[31mb\xff"), std::string("a\xef\xbf\xbd[31mb\xef\xbf\xbd"));
    QCOMPARE(std::string(trimmed(" \t u1\xc2\xa0 \r")), std::string("u1"));
    QCOMPARE(std::string(trimmed("   ")), std::string());
}

QTEST_GUILESS_MAIN(TestTabular)
#include "tst_tabular.moc"
