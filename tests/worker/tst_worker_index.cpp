// SPDX-License-Identifier: GPL-3.0-or-later
#include "failure.h"
#include "itemdirectory.h"
#include "vectorindex.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>
#include <set>

using namespace nsl::worker;

namespace
{

constexpr std::size_t dimension = 16;

/// Unit vectors around a few hundred centres, as trained items lie.
std::vector<float> clustered(std::size_t rows, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::mt19937 forCentres(1);
    std::vector<float> centres(300 * dimension);
    for (float &value : centres)
        value = normal(forCentres);
    std::vector<float> vectors;
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<float> vector(dimension);
        const std::size_t centre = random() % 300;
        float squares = 0;
        for (std::size_t k = 0; k < dimension; ++k) {
            vector[k] = centres[centre * dimension + k] + 0.4F * normal(random);
            squares += vector[k] * vector[k];
        }
        for (const float value : vector)
            vectors.push_back(value / std::sqrt(squares));
    }
    return vectors;
}

std::span<const float> row(const std::vector<float> &vectors, std::size_t number)
{
    return std::span(vectors.data() + number * dimension, dimension);
}

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestWorkerIndex : public QObject
{
    Q_OBJECT

private:
    static constexpr std::size_t rows = 10'500;
    std::vector<float> m_vectors = clustered(rows, 2);
    std::vector<float> m_queries = clustered(100, 3);
    std::unique_ptr<VectorIndex> m_index;
    nlohmann::json m_report;
    QTemporaryDir m_folder;

    std::filesystem::path artifact() const { return m_folder.path().toStdString(); }
    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString failureOfReading() const
    {
        VectorIndex index(dimension, m_vectors);
        try {
            index.read(ArtifactReader(artifact(), {}));
        } catch (const Failure &failure) {
            return QString::fromUtf8(failure.what());
        }
        return {};
    }

    /// Changes a file of the artifact, or a property, and makes the digests fit again, as an attacker would.
    void forge(const char *name, const std::function<void(QByteArray &)> &change,
               const std::function<void(nlohmann::json &)> &describe = {})
    {
        QByteArray bytes = fileBytes(file(name));
        change(bytes);
        QFile out(file(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
        out.close();
        nlohmann::json description = nlohmann::json::parse(fileBytes(file("model.json")).toStdString());
        auto &facts = description["files"][name];
        facts["sha256"] = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
        facts["bytes"] = bytes.size();
        if (describe)
            describe(description);
        QFile model(file("model.json"));
        QVERIFY(model.open(QIODevice::WriteOnly));
        model.write(QByteArray::fromStdString(description.dump()));
    }
    void writeArtifact()
    {
        ArtifactWriter writer(artifact());
        m_index->write(writer);
        writer.finish("test");
    }

private slots:
    void initTestCase()
    {
        m_index = std::make_unique<VectorIndex>(dimension, m_vectors);
        m_report = m_index->choose(m_queries);
        QVERIFY(m_index->hasGraph());
        writeArtifact();
    }

    void saysHowGoodItIs()
    {
        QCOMPARE(m_report["kind"].get<std::string>(), std::string("hnsw"));
        QVERIFY(m_report["recall_at_50"].get<double>() >= VectorIndex::requiredRecall);
        QVERIFY(m_report["ef_search"].get<int>() >= 64);
        QVERIFY(m_report["expected_requests_per_second"].get<double>() > 0);
        // The recall is a count of what the exact search finds.
        std::size_t there = 0;
        for (std::size_t i = 0; i < 100; ++i) {
            std::set<std::uint32_t> found;
            for (const auto &[number, product] : m_index->search(row(m_queries, i), {}, 50))
                found.insert(number);
            for (const auto &[number, product] : m_index->searchExactly(row(m_queries, i), {}, 50))
                there += found.count(number);
        }
        QCOMPARE(static_cast<double>(there) / 5000, m_report["recall_at_50"].get<double>());
    }

    void isExactWhereThereAreFew()
    {
        VectorIndex small(dimension, clustered(500, 4));
        const auto report = small.choose(m_queries);
        QVERIFY(!small.hasGraph());
        QCOMPARE(report["kind"].get<std::string>(), std::string("flat"));
        QCOMPARE(report["recall_at_50"].get<double>(), 1.0);
    }

    void isExactWhereAGraphFindsTooLittle()
    {
        // More than everything is found by none. Few queries, as each width is tried on all of them.
        const std::vector<float> queries(m_queries.begin(), m_queries.begin() + 5 * dimension);
        VectorIndex index(dimension, m_vectors);
        const auto report = index.choose(queries, 1.01);
        QVERIFY(!index.hasGraph());
        QCOMPARE(report["kind"].get<std::string>(), std::string("flat"));
        QCOMPARE(report["recall_at_50"].get<double>(), 1.0);
        QCOMPARE(report["ef_search"].get<int>(), 0);
        for (std::size_t i = 0; i < 5; ++i)
            QCOMPARE(index.search(row(queries, i), {}, 50), m_index->searchExactly(row(queries, i), {}, 50));
        const QTemporaryDir folder;
        ArtifactWriter writer(folder.path().toStdString());
        index.write(writer);
        writer.finish("test");
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("model.json")});
        const auto description =
            nlohmann::json::parse(fileBytes(folder.filePath(QStringLiteral("model.json"))).toStdString());
        QCOMPARE(description["properties"]["index"].get<std::string>(), std::string("flat"));
    }

    void isTheSameEachTime()
    {
        VectorIndex again(dimension, m_vectors);
        again.choose(m_queries);
        const QTemporaryDir other;
        ArtifactWriter writer(other.path().toStdString());
        again.write(writer);
        writer.finish("test");
        for (const char *name : {"index_levels.i32", "index_links.i32", "model.json"})
            QCOMPARE(fileBytes(other.filePath(QLatin1String(name))), fileBytes(file(name)));
    }

    void isReadBackWithoutBuilding()
    {
        VectorIndex loaded(dimension, m_vectors);
        loaded.read(ArtifactReader(artifact(), {}));
        QVERIFY(loaded.hasGraph());
        for (std::size_t i = 0; i < 100; ++i)
            QCOMPARE(loaded.search(row(m_queries, i), {}, 20), m_index->search(row(m_queries, i), {}, 20));
    }

    void leavesOutWhatIsExcluded()
    {
        std::mt19937 random(6);
        for (std::size_t i = 0; i < 60; ++i) {
            // From none, through the best ones, to nearly all.
            std::set<std::uint32_t> excluded;
            const auto best = m_index->searchExactly(row(m_queries, i), {}, 1 + i * 3);
            for (const auto &[number, product] : best)
                excluded.insert(number);
            if (i % 10 == 9) {
                for (std::uint32_t number = 0; number < rows - 7; ++number)
                    excluded.insert(number);
            }
            const std::vector<std::uint32_t> sorted(excluded.begin(), excluded.end());
            const auto found = m_index->search(row(m_queries, i), sorted, 20);
            const auto exact = m_index->searchExactly(row(m_queries, i), sorted, 20);
            QCOMPARE(found.size(), std::min<std::size_t>(20, rows - sorted.size()));
            QCOMPARE(found.size(), exact.size());
            for (std::size_t k = 0; k < found.size(); ++k) {
                QVERIFY(!excluded.contains(found[k].first));
                QVERIFY(k == 0 || found[k - 1].second >= found[k].second);
            }
        }
        QCOMPARE(m_index->search(row(m_queries, 0), {}, 0).size(), std::size_t(0));
        QCOMPARE(m_index->search(row(m_queries, 0), {}, rows + 5).size(), rows);
    }

    void refusesADamagedGraph_data()
    {
        using Change = std::function<void(QByteArray &)>;
        using Describe = std::function<void(nlohmann::json &)>;
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<Change>("change");
        QTest::addColumn<Describe>("describe");
        const auto put = [](qsizetype index, std::int32_t value) {
            return Change([=](QByteArray &bytes) { memcpy(bytes.data() + index * 4, &value, sizeof value); });
        };
        const Change nothing = [](QByteArray &) {};
        QTest::newRow("link out of range") << QByteArray("index_links.i32") << put(5, 10'500) << Describe();
        QTest::newRow("link below -1") << QByteArray("index_links.i32") << put(5, -2) << Describe();
        QTest::newRow("fewer links") << QByteArray("index_links.i32")
                                     << Change([](QByteArray &bytes) { bytes.chop(400); }) << Describe();
        QTest::newRow("level 0") << QByteArray("index_levels.i32") << put(3, 0) << Describe();
        QTest::newRow("huge level") << QByteArray("index_levels.i32") << put(3, 1 << 30) << Describe();
        QTest::newRow("another level") << QByteArray("index_levels.i32") << put(3, 4) << Describe();
        QTest::newRow("fewer levels") << QByteArray("index_levels.i32")
                                      << Change([](QByteArray &bytes) { bytes.chop(4); }) << Describe();
        QTest::newRow("entry out of range")
            << QByteArray("index_links.i32") << nothing
            << Describe([](nlohmann::json &d) { d["properties"]["index_entry"] = 10'500; });
        QTest::newRow("entry below") << QByteArray("index_links.i32") << nothing
                                     << Describe([](nlohmann::json &d) {
                                            const auto entry = d["properties"]["index_entry"].get<int>();
                                            d["properties"]["index_entry"] = entry == 0 ? 1 : entry - 1;
                                        });
        QTest::newRow("no width") << QByteArray("index_links.i32") << nothing
                                  << Describe(
                                         [](nlohmann::json &d) { d["properties"].erase("index_ef_search"); });
        QTest::newRow("huge width") << QByteArray("index_links.i32") << nothing
                                    << Describe([](nlohmann::json &d) {
                                           d["properties"]["index_ef_search"] = 1'000'000'000;
                                       });
        QTest::newRow("no links file")
            << QByteArray("index_links.i32") << nothing
            << Describe([](nlohmann::json &d) { d["files"].erase("index_links.i32"); });
    }
    void refusesADamagedGraph()
    {
        using Change = std::function<void(QByteArray &)>;
        using Describe = std::function<void(nlohmann::json &)>;
        QFETCH(const QByteArray, name);
        QFETCH(const Change, change);
        QFETCH(const Describe, describe);
        forge(name.constData(), change, describe);
        const QString sentence = failureOfReading();
        writeArtifact();
        QVERIFY2(sentence.startsWith(QStringLiteral("The model artifact cannot be used")),
                 qPrintable(sentence));
        QCOMPARE(failureOfReading(), QString());
    }

    void refusesALinkToAnItemThatIsNotOnItsLevel()
    {
        // Behind the links of the lowest level of an item with several: one to an item that has only one.
        const QByteArray levels = fileBytes(file("index_levels.i32"));
        const auto *level = reinterpret_cast<const std::int32_t *>(levels.constData());
        qsizetype offset = 0;
        std::size_t item = 0;
        while (level[item] < 2)
            offset += 64 + 32 * (level[item++] - 1);
        std::int32_t low = 0;
        while (level[low] > 1)
            ++low;
        forge("index_links.i32",
              [&](QByteArray &bytes) { memcpy(bytes.data() + (offset + 64) * 4, &low, 4); });
        const QString sentence = failureOfReading();
        writeArtifact();
        QVERIFY2(sentence.contains(QStringLiteral("not on its level")), qPrintable(sentence));
    }

    void knowsItemsByNumber()
    {
        ItemDirectory items({"a", "b", "c", "d"});
        QCOMPARE(items.numbersOf({"d", "x", "b", "d"}), (std::vector<std::uint32_t>{1, 3}));
        const ItemDirectory moved = std::move(items);
        QCOMPARE(moved.find("c"), std::optional<std::uint32_t>(2));
        QCOMPARE(moved.find("e"), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestWorkerIndex)
#include "tst_worker_index.moc"
