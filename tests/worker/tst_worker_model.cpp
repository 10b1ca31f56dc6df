// SPDX-License-Identifier: GPL-3.0-or-later
#include "artifact.h"
#include "containerpaths.h"
#include "evaluator.h"
#include "failure.h"
#include "gru/coldvectors.h"
#include "gru/historyinput.h"
#include "gru/trainingwindows.h"
#include "gru/twotowergru.h"
#include "invocation.h"
#include "itemdirectory.h"
#include "metrics.h"
#include "reporter.h"
#include "servingrun.h"
#include "traineditems.h"
#include "vectorindex.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <set>

using namespace nsl::worker;

namespace
{

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

/// The numbers without a flag.
std::vector<std::uint32_t> excludedFrom(const std::vector<char> &allowed)
{
    std::vector<std::uint32_t> numbers;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        if (allowed[i] == 0) {
            numbers.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return numbers;
}

} // namespace

class TestWorkerModel : public QObject
{
    Q_OBJECT

private slots:
    void ranksAsASortWould()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            const std::size_t items = 1 + random() % 60;
            std::vector<float> scores(items);
            for (float &score : scores) {
                score = static_cast<float>(random() % 7); // many ties
            }
            const auto target = static_cast<std::uint32_t>(random() % items);
            std::vector<Interaction> seen;
            std::set<std::uint32_t> hidden;
            for (std::size_t i = 0; i < random() % 10; ++i) {
                const auto item = static_cast<std::uint32_t>(random() % items);
                if (item != target) {
                    seen.push_back({item, 1, 1, 1});
                    hidden.insert(item);
                }
            }
            std::vector<std::uint32_t> order(items);
            std::iota(order.begin(), order.end(), 0U);
            std::stable_sort(order.begin(), order.end(),
                             [&](auto a, auto b) { return scores[a] > scores[b]; });
            std::erase_if(order, [&](auto item) { return hidden.contains(item); });
            std::vector<std::uint32_t> top;
            const std::size_t rank = fullRank(scores, seen, target, top);
            QCOMPARE(rank,
                     static_cast<std::size_t>(std::find(order.begin(), order.end(), target) - order.begin()) +
                         1);
            order.resize(std::min<std::size_t>(order.size(), 10));
            QCOMPARE(top, order);
        }
        std::vector<std::uint32_t> top;
        QCOMPARE(fullRank(std::vector<float>{std::nanf(""), 0.5F}, {}, 0, top), std::size_t(2));
    }

    void computesTheMetrics()
    {
        MetricTotals totals({4, 2, 0, 1}, 4);
        totals.add({0, 0, 1}, {0, 1});
        totals.add({1, 2, 3}, {1, 0});
        totals.add({2, 3, 11}, {0, 1});
        const auto values = totals.values();
        QCOMPARE(values.at("recall_at_10"), 2.0 / 3.0);
        QCOMPARE(values.at("ndcg_at_10"), (1.0 + 0.5 + 0.0) / 3.0); // 1 / log2(4)
        QCOMPARE(values.at("mrr_at_10"), (1.0 + 1.0 / 3.0) / 3.0);
        QCOMPARE(values.at("coverage_at_10"), 0.5);
        QCOMPARE(values.at("popularity_bias_at_10"), 0.75);
        QCOMPARE(metricDirection("train_loss"), std::string("min"));
        QCOMPARE(metricDirection("popularity_bias_at_10"), std::string("min"));
        QCOMPARE(metricDirection("recall_at_10"), std::string("max"));
        QCOMPARE(metricDirection("best_epoch"), std::string("none"));
        QCOMPARE(numberText(0.1), std::string("0.1"));
        QCOMPARE(numberText(-std::numeric_limits<double>::infinity()), std::string("-Infinity"));
    }

    void scalesTheInput()
    {
        const InputScaling scaling{100, 2};
        const std::vector<Interaction> history{{1, 50, 0, 1}, {2, 100, 2 * 86'400'000, 2}};
        HistoryBatch batch;
        batch.add(history, scaling);
        QCOMPARE(batch.items.size(), historyLength);
        QCOMPARE(batch.lengths.front(), std::int64_t(2));
        QCOMPARE(batch.scales[0], 0.25F); // half the weight, one half-life old
        QCOMPARE(batch.scales[1], 1.0F);
        QCOMPARE(batch.scales[2], 0.0F);
        std::vector<Interaction> longer;
        for (std::uint32_t i = 0; i < 15; ++i) {
            longer.push_back({i, 100, 0, i});
        }
        batch.clear();
        batch.add(longer, scaling);
        QCOMPARE(batch.items.front(), std::int64_t(5));
        QCOMPARE(batch.items.back(), std::int64_t(14));
    }

    void makesOneWindowPerPosition()
    {
        Interactions data;
        data.users = {"a", "b"};
        data.items = {"0", "1", "2", "3", "4"};
        data.sequences = {{{0, 1, 1, 1}, {1, 1, 2, 2}, {2, 1, 3, 3}, {3, 1, 4, 4}, {4, 1, 5, 5}},
                          {{0, 1, 1, 6}, {1, 1, 2, 7}}};
        data.count = 7;
        const Split split(data);
        std::vector<Window> windows = trainingWindows(split, Portion::Train);
        QCOMPARE(windows.size(), std::size_t(3)); // positions 1 and 2 of a, 1 of b
        QCOMPARE(trainingWindows(split, Portion::TrainAndValidation).size(), std::size_t(4));
        std::vector<Window> many(100, windows.front());
        for (std::uint32_t i = 0; i < many.size(); ++i) {
            many[i].position = i;
        }
        std::vector<Window> again = many;
        std::vector<Window> other = many;
        shuffle(many, 1);
        shuffle(again, 1);
        shuffle(other, 2);
        const auto positions = [](const std::vector<Window> &list) {
            std::vector<std::uint32_t> result;
            for (const Window &window : list) {
                result.push_back(window.position);
            }
            return result;
        };
        QCOMPARE(positions(many), positions(again));
        QVERIFY(positions(many) != positions(other));
        auto sorted = positions(many);
        std::sort(sorted.begin(), sorted.end());
        std::vector<std::uint32_t> all(100);
        std::iota(all.begin(), all.end(), 0U);
        QCOMPARE(sorted, all);
    }

    void searchesLikeBruteForce()
    {
        std::mt19937 random(9);
        std::normal_distribution<float> normal;
        constexpr std::size_t dimension = 16;
        constexpr std::size_t rows = 500;
        std::vector<float> vectors(rows * dimension);
        std::generate(vectors.begin(), vectors.end(), [&] { return normal(random); });
        const VectorIndex index(dimension, vectors);
        for (int round = 0; round < 20; ++round) {
            std::vector<float> query(dimension);
            std::generate(query.begin(), query.end(), [&] { return normal(random); });
            std::vector<char> allowed(rows);
            std::generate(allowed.begin(), allowed.end(),
                          [&] { return static_cast<char>(random() % 3 != 0); });
            std::vector<std::pair<float, std::uint32_t>> expected;
            for (std::uint32_t row = 0; row < rows; ++row) {
                if (allowed[row] != 0) {
                    expected.emplace_back(-std::inner_product(query.begin(), query.end(),
                                                              vectors.begin() + row * dimension, 0.0F),
                                          row);
                }
            }
            std::sort(expected.begin(), expected.end());
            const auto found = index.search(query, excludedFrom(allowed), 25);
            QCOMPARE(found.size(), std::size_t(25));
            for (std::size_t i = 0; i < found.size(); ++i) {
                QCOMPARE(found[i].first, expected[i].second);
                QVERIFY(std::abs(found[i].second + expected[i].first) < 1e-4F);
            }
        }
        std::vector<char> two(rows, 0);
        two[7] = two[300] = 1;
        QCOMPARE(index.search(std::vector<float>(dimension, 1.0F), excludedFrom(two), 25).size(),
                 std::size_t(2));
        QVERIFY(
            index.search(std::vector<float>(dimension, 1.0F), excludedFrom(std::vector<char>(rows, 0)), 25)
                .empty());
        QVERIFY(VectorIndex(dimension, {}).search(std::vector<float>(dimension, 1.0F), {}, 5).empty());
    }

    void placesItemsWithoutEvents()
    {
        const auto words = [](const char *text) {
            std::vector<std::uint64_t> list;
            addWords(text, list);
            return list;
        };
        const std::vector<CatalogueItem> catalogue{{"a", words("red shoe")},
                                                   {"b", words("blue shoe")},
                                                   {"c", words("hat")},
                                                   {"d", words("RED, unknown")},
                                                   {"e", words("nothing alike")}};
        const ItemDirectory trained({"a", "b", "c"});
        const std::vector<float> units{1, 0, 0, 1, -1, 0};
        const auto vectors = catalogueVectors(catalogue, trained, units, 2);
        QCOMPARE(vectors.size(), std::size_t(10));
        QCOMPARE(std::vector<float>(vectors.begin(), vectors.begin() + 6), units);
        QCOMPARE(vectors[6], 1.0F); // like "a", the only red one
        QCOMPARE(vectors[7], 0.0F);
        QVERIFY(std::abs(vectors[8]) < 1e-6F); // the mean of all three
        QVERIFY(std::abs(vectors[9] - 1.0F / 3.0F) < 1e-6F);
        // An item without any text, as one that is no longer in the catalogue.
        const auto texts = textVectors({nullptr, &catalogue[3]}, catalogue, trained, units, 2);
        QCOMPARE(texts[0], vectors[8]);
        QCOMPARE(texts[1], vectors[9]);
        QCOMPARE(texts[2], 1.0F);
        QVERIFY(textVectors({}, catalogue, trained, units, 2).empty());
    }

    void writesMetricsThatAreNoNumbers()
    {
        const double infinity = std::numeric_limits<double>::infinity();
        const nlohmann::json json = metricsJson({{"a", 0.5}, {"b", std::nan("")}, {"c", -infinity}});
        QCOMPARE(json.dump(), std::string("{\"a\":0.5,\"b\":\"NaN\",\"c\":\"-Infinity\"}"));
    }

    /// Only candidates are ranked, and the user's own among them are not.
    void evaluatesOnTheCandidates()
    {
        Interactions data;
        data.users = {"a", "b"};
        data.items = {"i0", "i1", "i2", "i3", "rare"};
        data.sequences = {{{0, 1, 1, 1}, {4, 1, 2, 2}, {1, 1, 3, 3}, {2, 1, 4, 4}},
                          {{1, 1, 1, 5}, {0, 1, 2, 6}, {3, 1, 3, 7}}};
        data.count = 7;
        data.usersInCore = {1, 1};
        data.itemsInCore = {1, 1, 1, 1, 0};
        const Split split(data);
        class : public Scorer
        {
        public:
            void score(std::span<const History> histories, std::vector<float> &scores) override
            {
                scores.clear();
                for (std::size_t i = 0; i < histories.size(); ++i) {
                    scores.insert(scores.end(), {5, 4, 3, 2, 9}); // "rare" before all others
                }
            }
            std::optional<double> loss(std::span<const float> scores, std::uint32_t target) const override
            {
                return static_cast<double>(scores.size() * 10 + target);
            }
        } scorer;
        const Evaluation evaluation = evaluate(scorer, split, Portion::TrainAndValidation);
        QCOMPARE(evaluation.users.size(), std::size_t(2));
        QCOMPARE(evaluation.users[0].target, 2U); // i0, i1 and rare are known
        QCOMPARE(evaluation.users[0].rank, std::size_t(1));
        QCOMPARE(evaluation.users[1].target, 3U);
        QCOMPARE(evaluation.users[1].rank, std::size_t(2)); // behind i2
        QCOMPARE(evaluation.metrics.at("coverage_at_10"), 0.5);
        QCOMPARE(*evaluation.loss, 42.5); // of four candidates
    }

    /// What was not learned is scored from its text, the same by the fitted and the loaded model; and new
    /// items take a fifth of a list, no more, while others are left.
    void scoresWhatWasNotLearnedFromItsText()
    {
        Interactions data;
        std::vector<CatalogueItem> catalogue;
        const auto words = [](const char *text) {
            std::vector<std::uint64_t> list;
            addWords(text, list);
            return list;
        };
        for (int item = 0; item < 13; ++item) {
            data.items.push_back((item < 10 ? "a" : "b") + std::to_string(item));
            catalogue.push_back({data.items.back(), words(item % 2 == 0 ? "even" : "odd")});
        }
        catalogue.erase(catalogue.begin() + 11); // no longer active, so without a text
        for (int item = 0; item < 50; ++item) {
            catalogue.push_back({"new" + std::to_string(100 + item), words("odd")});
        }
        for (std::uint32_t user = 0; user < 8; ++user) {
            data.users.push_back("u" + std::to_string(user));
            std::vector<Interaction> list;
            for (std::uint32_t place = 0; place < 11; ++place) {
                list.push_back({(place + user) % 11, 20, place * 1000, user * 20 + place});
            }
            // Nobody knows these two when the model is fitted on train.
            list.push_back({11, 20, 11'000, user * 20 + 11});
            list.push_back({12, 20, 12'000, user * 20 + 12});
            data.count += list.size();
            data.sequences.push_back(std::move(list));
        }
        const Split split(data);
        const OptionValues options =
            resolveOptions("two-tower-gru", twoTowerGruOptions(), {{"batch_size", "64"}, {"dropout", "0"}});
        const TrainingInput input{split, catalogue, options, 20};
        class : public FitObserver
        {
            void epochBegun(std::int64_t, std::int64_t) override {}
            void stepDone(std::int64_t, std::int64_t, std::int64_t, double) override {}
            bool epochDone(std::int64_t, double, double) override { return true; }
        } observer;
        const std::vector<Interaction> history{{0, 20, 0, 1}, {1, 20, 1000, 2}};
        // Whatever the dice say of an untrained row, it does not matter: the two that share nothing but
        // having no event have the mean of their words, or of everything.
        const auto model = makeTwoTowerGru(input);
        model->fit(Portion::Train, 2, observer);
        std::vector<float> scores;
        model->score(std::vector<History>{history}, scores);
        const auto meanOf = [&](const auto &isOne) {
            double sum = 0;
            int count = 0;
            for (int item = 0; item < 11; ++item) {
                sum += isOne(item) ? static_cast<double>(scores[static_cast<std::size_t>(item)]) : 0.0;
                count += isOne(item) ? 1 : 0;
            }
            return sum / count;
        };
        QVERIFY(std::abs(static_cast<double>(scores[11]) - meanOf([](int) { return true; })) < 1e-5);
        QVERIFY(std::abs(static_cast<double>(scores[12]) - meanOf([](int i) { return i % 2 == 0; })) < 1e-5);

        model->fit(Portion::TrainAndValidation, 2, observer);
        model->score(std::vector<History>{history}, scores);
        QTemporaryDir folder;
        ArtifactWriter writer(folder.path().toStdString());
        model->write(writer);
        writer.finish("two-tower-gru");
        const ArtifactReader reader(folder.path().toStdString(), "");
        QCOMPARE(readTextOnly(reader, 13), std::vector<std::int32_t>({12}));
        std::vector<float> loaded;
        loadTwoTowerGruScorer(reader)->score(std::vector<History>{history}, loaded);
        QCOMPARE(loaded, scores);

        const auto recommender = loadTwoTowerGru(reader);
        const auto newOnes = [](const Recommendations &list) {
            return std::count_if(list.items.begin(), list.items.end(), [](const auto &item) {
                return item.first.starts_with("new") || item.first == "b12";
            });
        };
        for (const char *last : {"a1", "a3", "a5", "a7"}) {
            Query query;
            query.history = {{last, 20, 5}};
            query.limit = 10;
            const Recommendations list = recommender->recommend(query);
            QCOMPARE(list.items.size(), std::size_t(10));
            QVERIFY(newOnes(list) <= 2);
            for (std::size_t i = 1; i < list.items.size(); ++i) {
                QVERIFY(list.items[i].second <= list.items[i - 1].second);
            }
            query.limit = 30; // eleven are known and active
            QCOMPARE(newOnes(recommender->recommend(query)), 30 - 11);
            query.exclude = {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b10"};
            QCOMPARE(newOnes(recommender->recommend(query)), 30);
        }
    }

    void keepsArtifacts()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        ArtifactWriter writer(path);
        writer.properties = {{"dimension", 2}, {"ratio", 0.5}, {"flag", true}};
        writer.addTensor("t", {{2, 2}, {1, 2, 3, 4.5F}});
        writer.addTensor("bad", {{1}, {std::nanf("")}});
        writer.addIds("ids", {"9", "10", "item-a"});
        writer.finish("popularity");
        const ArtifactReader reader(path, "");
        QCOMPARE(reader.family(), std::string("popularity"));
        QCOMPARE(reader.tensor("t", {2, 2}).values, std::vector<float>({1, 2, 3, 4.5F}));
        QCOMPARE(reader.ids("ids"), std::vector<std::string>({"9", "10", "item-a"}));
        QCOMPARE(reader.integer("dimension", 1, 4), std::int64_t(2));
        QCOMPARE(reader.number("ratio", 0, 1), 0.5);
        QVERIFY(reader.boolean("flag"));
        QVERIFY(failureOf([&] { reader.tensor("t", {4}); }).contains(QStringLiteral("shape")));
        QVERIFY(failureOf([&] { reader.tensor("bad", {1}); }).contains(QStringLiteral("finite")));
        QVERIFY(failureOf([&] { reader.tensor("none", {1}); }).contains(QStringLiteral("does not list")));
        QVERIFY(failureOf([&] { reader.integer("dimension", 3, 4); }).contains(QStringLiteral("dimension")));
        QVERIFY(failureOf([&] {
                    ArtifactReader(path, std::string(64, '0'));
                }).contains(QStringLiteral("SHA-256")));
        writeFile(path / "t.f32", "0123456789abcdef");
        QVERIFY(failureOf([&] { reader.tensor("t", {2, 2}); }).contains(QStringLiteral("do not match")));
        writeFile(path / "extra", "x");
        QVERIFY(failureOf([&] { ArtifactReader(path, ""); }).contains(QStringLiteral("extra")));
    }

    void listsPopularItems()
    {
        const ItemDirectory catalogue({"1", "2", "10", "11"});
        const PopularItems popular(catalogue, {0.2F, 0.5F, 0.5F, 0.0F});
        const auto top = popular.top(catalogue.allowed({"1", "unknown"}), 3);
        QCOMPARE(top.size(), std::size_t(3));
        QCOMPARE(top[0].first, std::string("2"));
        QCOMPARE(top[1].first, std::string("10"));
        QCOMPARE(top[1].second, 0.5);
        QCOMPARE(top[2].first, std::string("11"));
    }

    void readsInvocations()
    {
        const auto parsed = parseInvocation(
            R"({"user_id":"u","history":[["a",20,1700000000.007],[7,100.0,5]],"exclude":["a",8],"limit":3,"other":1})");
        QVERIFY(std::holds_alternative<Query>(parsed));
        const Query &query = std::get<Query>(parsed);
        QCOMPARE(query.history.size(), std::size_t(2));
        QCOMPARE(query.history[0].timestamp, std::int64_t(1'700'000'000'007));
        QCOMPARE(query.history[1].itemId, std::string("7"));
        QCOMPARE(query.history[1].timestamp, std::int64_t(5000));
        QCOMPARE(query.exclude, std::vector<std::string>({"a", "8"}));
        QCOMPARE(query.limit, std::size_t(3));
        QCOMPARE(invocationReply({{{"a", 0.5}}, false, ""}),
                 std::string(R"({"default_reason":null,"items":[["a",0.5]],"used_default":false})"));
        QVERIFY(std::holds_alternative<std::string>(
            parseInvocation("{\"history\":[[\"a\",20,18446744073709551615]],\"limit\":3}")));
    }

    void knowsLoopbackHosts()
    {
        for (const char *host :
             {"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:1", "[::1]", "[::1]:99"}) {
            QVERIFY2(isLoopbackHost(host), host);
        }
        for (const char *host : {"", "evil.example", "127.0.0.1.evil.example", "localhost:", "localhost:x",
                                 "10.0.0.1:80", "127.0.0.1:123456"}) {
            QVERIFY2(!isLoopbackHost(host), host);
        }
    }
};

QTEST_GUILESS_MAIN(TestWorkerModel)
#include "tst_worker_model.moc"
