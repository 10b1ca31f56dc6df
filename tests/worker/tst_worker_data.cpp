// SPDX-License-Identifier: GPL-3.0-or-later
#include "csvreader.h"
#include "dataset.h"
#include "failure.h"
#include "familyoptions.h"
#include "preprocessing.h"
#include "runconfig.h"
#include "sha256.h"
#include "split.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace nsl::worker;

namespace
{

/// The sentence of the Failure that @p action throws, empty when it throws none.
template<typename Action>
QString failureOf(Action action)
{
    try {
        action();
    } catch (const Failure &failure) {
        return QString::fromUtf8(failure.what());
    }
    return {};
}

const QByteArray header = "user_id,item_id,event_type,weight,timestamp,row\n";

/// What iterative k-core means, spelled out over pairs of numbers.
std::set<std::pair<int, int>> bruteForceCore(std::set<std::pair<int, int>> pairs, int users, int items)
{
    while (true) {
        std::map<int, int> perUser;
        std::map<int, int> perItem;
        for (const auto &[user, item] : pairs) {
            ++perUser[user];
            ++perItem[item];
        }
        std::set<std::pair<int, int>> kept;
        for (const auto &[user, item] : pairs) {
            if (perUser[user] >= users && perItem[item] >= items) {
                kept.insert({user, item});
            }
        }
        if (kept == pairs) {
            return kept;
        }
        pairs = kept;
    }
}

} // namespace

class TestWorkerData : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path file(const QByteArray &bytes, const char *name = "data")
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate) || out.write(bytes) != bytes.size()) {
            qFatal("cannot write the test's file");
        }
        out.close();
        return path.toStdString();
    }

private slots:
    void hashes()
    {
        // The examples of FIPS 180-4.
        QCOMPARE(sha256Hex("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256Hex(""),
                 std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        const std::filesystem::path folder = m_folder.filePath(QStringLiteral("tree")).toStdString();
        std::filesystem::create_directories(folder / "sub");
        QFile b(QString::fromStdString((folder / "b").string()));
        QVERIFY(b.open(QIODevice::WriteOnly) && b.write("abc") == 3);
        b.close();
        QFile a(QString::fromStdString((folder / "sub/a").string()));
        QVERIFY(a.open(QIODevice::WriteOnly));
        a.close();
        const std::string lines = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
                                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  sub/a\n";
        QCOMPARE(sha256OfTree(folder), sha256Hex(lines));
        std::filesystem::create_symlink("/etc/passwd", folder / "link");
        QVERIFY(failureOf([&] { sha256OfTree(folder); }).contains(QStringLiteral("not a regular file")));
        QVERIFY(equalInConstantTime("secret", "secret"));
        QVERIFY(!equalInConstantTime("secret", "secre"));
        QVERIFY(!equalInConstantTime("secret", "Secret"));
    }

    void readsCsv()
    {
        CsvReader reader(file("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n,\"\"\n3,4"), {"a", "b"});
        std::vector<std::string> fields;
        QVERIFY(reader.next(fields));
        QCOMPARE(fields, std::vector<std::string>({"x, \"y\"\nz", "2"}));
        QVERIFY(reader.next(fields));
        QCOMPARE(fields, std::vector<std::string>({"", ""}));
        QVERIFY(reader.next(fields));
        QCOMPARE(fields, std::vector<std::string>({"3", "4"}));
        QVERIFY(!reader.next(fields));
    }

    void refusesBadEvents_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const QByteArray &line, const char *reason) {
            QTest::newRow(name) << QByteArray(header + "u,a,view,20,1,1\n" + line)
                                << QString::fromUtf8(reason);
        };
        QTest::newRow("empty") << QByteArray() << QStringLiteral(":1: the file is empty");
        QTest::newRow("header") << QByteArray("user_id,item_id\n")
                                << QStringLiteral(":1: the header must be user_id,");
        QTest::newRow("no rows") << header << QStringLiteral("no events to train on");
        row("few fields", "u,a,view,20,1\n", ":3: the record has 5 fields");
        row("many fields", "u,a,view,20,1,2,3\n", ":3: the record has more than 6");
        row("blank line", "\nu,a,view,20,1,2\n", ":3: the record has 1 fields");
        row("open quote", "\"u,a,view,20,1,2\n", ":3: a quoted field is not closed");
        row("quote inside", "u\"x,a,view,20,1,2\n", ":3: there is a quote inside");
        row("after quote", "\"u\"x,a,view,20,1,2\n", ":3: there is text after");
        row("not UTF-8", "\xc3(,a,view,20,1,2\n", ":3: a field is not clean UTF-8");
        row("overlong", "\xc0\xaf,a,view,20,1,2\n", ":3: a field is not clean UTF-8");
        row("surrogate", "\xed\xa0\x80,a,view,20,1,2\n", ":3: a field is not clean UTF-8");
        row("NUL", QByteArray("u\0x,a,view,20,1,2\n", 18), ":3: a field is not clean UTF-8");
        row("no user", ",a,view,20,1,2\n", ":3: user_id");
        row("item id", "u,a b,view,20,1,2\n", ":3: item_id");
        row("long item id", "u," + QByteArray(129, 'a') + ",view,20,1,2\n", ":3: item_id");
        row("no type", "u,a,,20,1,2\n", ":3: event_type");
        row("weight high", "u,a,view,100.5,1,2\n", ":3: weight");
        row("weight nan", "u,a,view,nan,1,2\n", ":3: weight");
        row("weight text", "u,a,view,2x,1,2\n", ":3: weight");
        row("time", "u,a,view,20,1.5,2\n", ":3: timestamp");
        row("time negative", "u,a,view,20,-1,2\n", ":3: timestamp");
        row("time huge", "u,a,view,20,99999999999999999999,2\n", ":3: timestamp");
        row("row", "u,a,view,20,1,\n", ":3: row");
        row("row twice", "u,a,view,20,1,1\n", "event id 1 occurs twice");
        row("long line", QByteArray(70'000, 'u') + ",a,view,20,1,2\n", ":3: the line is longer");
        row("long field", QByteArray(20'000, 'u') + ",a,view,20,1,2\n", ":3: a field is longer");
    }
    void refusesBadEvents()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        const QString failure = failureOf([&] { readEvents(file(bytes)); });
        QVERIFY2(failure.contains(reason), qPrintable(failure));
    }

    void readsEvents()
    {
        const EventLog log = readEvents(file(
            header +
            "u,a,view,20,50,9007199254740993\n\"v,\"\"1\"\"\",b,purchase,99.5,40,2\r\nu,b,view,20,60,3"));
        QCOMPARE(log.events.size(), std::size_t(3));
        QCOMPARE(log.users.text(log.events[1].user), std::string("v,\"1\""));
        QCOMPARE(log.events[0].row, std::int64_t(9007199254740993));
        QCOMPARE(log.maxWeight, 99.5F);
        QCOMPARE(log.from, std::int64_t(40'000)); // milliseconds
        QCOMPARE(log.to, std::int64_t(60'000));
        QCOMPARE(log.throughRow, std::int64_t(9007199254740993));
        QCOMPARE(log.perSignalCounts.at("view"), std::int64_t(2));
        QVERIFY(failureOf([&] { readEvents("/nowhere/events.csv"); }).contains(QStringLiteral("missing")));
    }

    void readsMilliseconds()
    {
        const QByteArray precise = "user_id,item_id,event_type,weight,timestamp,timestamp_ms,row\n";
        const EventLog log = readEvents(file(
            precise + "u,later,view,20,50,50300,1\nu,first,view,20,50,50100,2\nu,tie,view,20,50,50300,3"));
        QCOMPARE(log.events[0].timestamp, std::int64_t(50'300));
        QCOMPARE(log.events[2].row, std::int64_t(3));
        // Within a second the milliseconds decide; the row breaks real ties only.
        const Interactions data = prepareInteractions(log, 1, 1);
        std::vector<std::string> order;
        for (const Interaction &interaction : data.sequences.front()) {
            order.push_back(data.items[interaction.item]);
        }
        QCOMPARE(order, std::vector<std::string>({"first", "later", "tie"}));
        const auto failure = [&](const char *line) {
            return failureOf([&] { readEvents(file(precise + line)); });
        };
        QVERIFY(
            failure("u,a,view,20,50,51000,1").contains(QStringLiteral(":2: timestamp_ms lies in another")));
        QVERIFY(failure("u,a,view,20,50,50000.5,1").contains(QStringLiteral(":2: timestamp_ms must be")));
        QVERIFY(failure("u,a,view,20,50,,1").contains(QStringLiteral(":2: timestamp_ms must be")));
        QVERIFY(failure("u,a,view,20,1700000000000,1700000000000000,1")
                    .contains(QStringLiteral(":2: timestamp is beyond")));
        QVERIFY(failure("u,a,view,20,50,50000").contains(QStringLiteral(":2: the record has 6 fields")));
    }

    void readsItems()
    {
        const auto items = readActiveItems(file(
            "{\"id\":\"10\",\"name\":\"Red "
            "shoe\",\"description\":null,\"metadata\":{\"colour\":\"Red\",\"tags\":[\"shoe\",\"new\"]}}\n"
            "{\"item_id\":9,\"name\":\"x\",\"active\":true}\n{\"id\":\"gone\",\"active\":false}\n"));
        QCOMPARE(items.size(), std::size_t(2));
        QCOMPARE(items[0].id, std::string("9")); // numbers in numeric order
        QCOMPARE(items[1].id, std::string("10"));
        QCOMPARE(items[1].words.size(), std::size_t(3)); // red, shoe, new
        QVERIFY(failureOf([&] {
                    readActiveItems(file("{\"id\":\"a\"}\nnot json\n"));
                }).contains(QStringLiteral(":2: ")));
        QVERIFY(failureOf([&] {
                    readActiveItems(file("{\"id\":\"a/b\"}\n"));
                }).contains(QStringLiteral("no legal id")));
        QVERIFY(failureOf([&] {
                    readActiveItems(file("{\"id\":\"a\"}\n{\"id\":\"a\"}\n"));
                }).contains(QStringLiteral("twice")));
        QVERIFY(failureOf([&] {
                    readActiveItems(file("{\"id\":\"a\",\"active\":1}\n"));
                }).contains(QStringLiteral("active")));
    }

    void keepsTheFirstOfAPair()
    {
        const auto kept = firstInteractions(
            {{1, 20, 50, 3}, {2, 20, 40, 4}, {1, 100, 60, 5}, {3, 20, 40, 2}, {2, 5, 40, 9}});
        QCOMPARE(kept.size(), std::size_t(3));
        QCOMPARE(kept[0].item, 3U); // the tie at 40 goes by row
        QCOMPARE(kept[1].item, 2U);
        QCOMPARE(kept[1].row, std::int64_t(4));
        QCOMPARE(kept[2].item, 1U);
        QCOMPARE(kept[2].weight, 20.0F);
        QCOMPARE(latest(kept, 2).front().item, 2U);
    }

    void coreMatchesBruteForce()
    {
        std::mt19937 random(11);
        int notTrivial = 0;
        for (int round = 0; round < 30; ++round) {
            QByteArray bytes = header;
            std::set<std::pair<int, int>> pairs;
            for (int row = 0; row < 500; ++row) {
                const int user = static_cast<int>(random() % 25);
                const int item = static_cast<int>(random() % (1 + random() % 70));
                pairs.insert({user, item});
                bytes += QByteArray::number(user) + ',' + QByteArray::number(item) + ",view,20," +
                         QByteArray::number(static_cast<int>(random() % 50)) + ',' + QByteArray::number(row) +
                         '\n';
            }
            const auto expected = bruteForceCore(pairs, 6, 5);
            const Interactions data = prepareInteractions(readEvents(file(bytes)), 6, 5);
            std::set<std::pair<int, int>> found;
            std::set<std::pair<int, int>> all;
            for (std::size_t user = 0; user < data.users.size(); ++user) {
                for (const Interaction &interaction : data.sequences[user]) {
                    const std::pair pair{std::stoi(data.users[user]),
                                         std::stoi(data.items[interaction.item])};
                    all.insert(pair);
                    if (data.isUserInCore(static_cast<std::uint32_t>(user)) &&
                        data.isItemInCore(interaction.item)) {
                        found.insert(pair);
                    }
                }
            }
            QVERIFY(found == expected);
            // Everybody with two items is learned from.
            std::map<int, int> itemsOf;
            for (const auto &[user, item] : pairs) {
                ++itemsOf[user];
            }
            std::erase_if(pairs, [&](const auto &pair) { return itemsOf[pair.first] < 2; });
            QVERIFY(all == pairs);
            QCOMPARE(data.count, pairs.size());
            QVERIFY(std::is_sorted(data.items.begin(), data.items.end(), ItemIdLess()));
            notTrivial += !expected.empty() && expected.size() < pairs.size() ? 1 : 0;
        }
        QVERIFY(notTrivial > 5);
    }

    void splitsByTimeThenRow()
    {
        Interactions data;
        data.users = {"a,b", "few", "z"};
        data.items = {"i0", "i1", "i2", "i3"};
        data.sequences = {{{0, 1, 1, 1}, {1, 1, 2, 2}, {2, 1, 2, 5}, {3, 1, 9, 4}},
                          {{1, 1, 1, 7}, {2, 1, 2, 8}},
                          {{3, 1, 1, 9}, {2, 1, 2, 10}, {0, 1, 3, 11}}};
        data.count = 9;
        const Split split(data);
        QCOMPARE(split.evaluatedUsers(), std::vector<std::uint32_t>({0, 2}));
        QCOMPARE(split.known(0, Portion::Train).size(), std::size_t(2));
        QCOMPARE(split.known(0, Portion::TrainAndValidation).size(), std::size_t(3));
        QCOMPARE(split.known(1, Portion::Train).size(), std::size_t(2));
        QCOMPARE(split.target(0, Portion::Train).item, 2U);
        QCOMPARE(split.target(2, Portion::TrainAndValidation).item, 0U);
        QCOMPARE(split.itemCounts(Portion::Train), std::vector<std::int64_t>({1, 2, 1, 1}));
        QCOMPARE(
            split.csv(),
            std::string("user_id,validation_item_id,test_item_id,test_row\n\"a,b\",i2,i3,4\nz,i2,i0,11\n"));
    }

    /// Targets and candidates are of the core; what is known is everything before them.
    void learnsFromEverybodyAndEvaluatesTheCore()
    {
        Interactions data;
        data.users = {"core", "few"};
        data.items = {"i0", "i1", "i2", "rare", "x"};
        data.sequences = {
            {{0, 1, 1, 1}, {3, 1, 2, 2}, {1, 1, 3, 3}, {3, 1, 4, 4}, {2, 1, 5, 5}, {4, 1, 6, 6}},
            {{3, 1, 1, 7}, {0, 1, 2, 8}, {1, 1, 3, 9}}};
        data.count = 9;
        data.usersInCore = {1, 0};
        data.itemsInCore = {1, 1, 1, 0, 0};
        const Split split(data);
        QCOMPARE(split.candidates(), std::vector<std::uint32_t>({0, 1, 2}));
        QCOMPARE(split.evaluatedUsers(), std::vector<std::uint32_t>({0}));
        QCOMPARE(split.target(0, Portion::Train).item, 1U);
        QCOMPARE(split.target(0, Portion::TrainAndValidation).item, 2U);
        QCOMPARE(split.known(0, Portion::Train).size(), std::size_t(2));
        // Not what came after the test item, although it is no target.
        QCOMPARE(split.known(0, Portion::TrainAndValidation).size(), std::size_t(4));
        QCOMPARE(split.known(1, Portion::Train).size(), std::size_t(3));
        QCOMPARE(split.itemCounts(Portion::Train), std::vector<std::int64_t>({2, 1, 0, 2, 0}));
        QCOMPARE(split.csv(),
                 std::string("user_id,validation_item_id,test_item_id,test_row\ncore,i1,i2,5\n"));
        QCOMPARE(data.coreItems(), std::size_t(3));
        QCOMPARE(data.coreUsers(), std::size_t(1));
    }

    void resolvesOptions()
    {
        const OptionValues defaults = resolveOptions("two-tower-gru", twoTowerGruOptions(), {});
        QCOMPARE(defaults.integer("epochs"), std::int64_t(8));
        QCOMPARE(defaults.integer("batch_size"), std::int64_t(512));
        QCOMPARE(defaults.number("learning_rate"), 0.003);
        QVERIFY(defaults.boolean("logq") && !defaults.boolean("item_text"));
        const OptionValues given =
            resolveOptions("two-tower-gru", twoTowerGruOptions(),
                           {{"seed", "9007199254740991"}, {"dropout", "0"}, {"sagemaker_x", "?"}});
        QCOMPARE(given.integer("seed"), std::int64_t(9007199254740991));
        QCOMPARE(given.number("dropout"), 0.0);
        const OptionValues popular = resolveOptions("popularity", popularityOptions(), {{"epochs", "7"}});
        QVERIFY(!popular.all().contains("epochs"));
    }

    void refusesBadOptions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("range");
        const auto row = [](const char *name, const char *value, const char *range) {
            QTest::addRow("%s=%s", name, value)
                << QString::fromLatin1(name) << QString::fromLatin1(value) << QString::fromLatin1(range);
        };
        row("epochs", "0", "1 to 50");
        row("epochs", "51", "1 to 50");
        row("epochs", "5.0", "1 to 50");
        row("epochs", " 5", "1 to 50");
        row("epochs", "", "1 to 50");
        row("epochs", "99999999999999999999", "1 to 50");
        row("batch_size", "100", "one of 64, 128, 256, 512");
        row("learning_rate", "0", "above 0, up to 1");
        row("learning_rate", "nan", "above 0, up to 1");
        row("learning_rate", "inf", "above 0, up to 1");
        row("learning_rate", "1.01", "above 0, up to 1");
        row("seed", "-1", "0 to 9007199254740991");
        row("threads", "17", "1 to 16");
        row("dropout", "0.91", "0 to 0.9");
        row("temperature", "0", "above 0, up to 1");
        row("logq", "True", "true or false");
        row("freshness_half_life_days", "-1", "0 to 36500");
        row("min_user_events", "0", "1 to 100");
    }
    void refusesBadOptions()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, value);
        QFETCH(const QString, range);
        const QString failure = failureOf([&] {
            resolveOptions("two-tower-gru", twoTowerGruOptions(),
                           {{name.toStdString(), value.toStdString()}});
        });
        QCOMPARE(failure, QStringLiteral("The option %1 is \"%2\" but must be %3.").arg(name, value, range));
    }

    void everyDefaultIsLegal()
    {
        for (const auto *specs : {&twoTowerGruOptions(), &itemTransitionsOptions(), &popularityOptions()}) {
            for (const OptionSpec &spec : *specs) {
                const QString failure = failureOf([&] {
                    resolveOptions("x", *specs, {{std::string(spec.name), std::string(spec.defaultText)}});
                });
                QVERIFY2(failure.isEmpty(), qPrintable(failure));
            }
        }
    }

    void readsRunConfig()
    {
        QTemporaryDir root;
        const ContainerPaths paths(root.path().toStdString());
        const auto put = [&](const std::filesystem::path &target, const std::string &bytes) {
            std::filesystem::create_directories(target.parent_path());
            writeFile(target, bytes);
        };
        QVERIFY(failureOf([&] { readRunConfig(paths); }).contains(QStringLiteral("is missing")));
        put(paths.hyperparameters(), "{\"family\":5}");
        QVERIFY(failureOf([&] { readRunConfig(paths); }).contains(QStringLiteral("not a string")));
        put(paths.hyperparameters(), "{\"family\":");
        QVERIFY(
            failureOf([&] { readRunConfig(paths); }).contains(QStringLiteral("does not hold a JSON object")));
        put(paths.hyperparameters(), "{\"family\":\"popularity\",\"seed\":\"3\"}");
        QCOMPARE(readRunConfig(paths).given.at("seed"), std::string("3"));
        put(paths.runConfig(), "[]");
        QVERIFY(failureOf([&] { readRunConfig(paths); }).contains(QStringLiteral("run.json")));
    }
};

QTEST_GUILESS_MAIN(TestWorkerData)
#include "tst_worker_data.moc"
