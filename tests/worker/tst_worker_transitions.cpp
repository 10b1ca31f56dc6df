// SPDX-License-Identifier: GPL-3.0-or-later
#include "failure.h"
#include "transitions/coldlikes.h"
#include "transitions/itemtransitions.h"
#include "transitions/transitionmodel.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace nsl::worker;

namespace
{

/// Users whose items are numbered in @p sequences, one second apart, all of weight @p weight.
Interactions interactionsOf(const std::vector<std::vector<std::uint32_t>> &sequences, std::size_t items,
                            float weight = 20)
{
    Interactions data;
    for (std::size_t item = 0; item < items; ++item) {
        data.items.push_back("i" + std::to_string(item));
    }
    std::int64_t row = 1;
    for (const auto &sequence : sequences) {
        data.users.push_back("u" + std::to_string(data.users.size()));
        std::vector<Interaction> list;
        for (const std::uint32_t item : sequence) {
            list.push_back({item, weight, row, row});
            ++row;
        }
        data.count += list.size();
        data.sequences.push_back(std::move(list));
    }
    return data;
}

std::vector<float> strengthsOf(const TransitionModel &model, const std::vector<Interaction> &history)
{
    std::vector<float> strengths(model.items(), 0.0F);
    std::vector<std::uint32_t> reached;
    model.addStrengths(history, strengths, reached);
    return strengths;
}

bool near(float a, double b)
{
    return std::abs(static_cast<double>(a) - b) < 1e-6;
}

std::vector<std::uint64_t> words(const char *text)
{
    std::vector<std::uint64_t> list;
    addWords(text, list);
    return list;
}

} // namespace

class TestWorkerTransitions : public QObject
{
    Q_OBJECT

private slots:
    void countsByHand()
    {
        // What users of more than two items know when fitted on train is all but their last two.
        const Interactions data = interactionsOf({{0, 1, 2, 9, 9}, {1, 0, 2, 9, 9}, {0, 2}}, 10);
        const Split split(data);
        TransitionOptions options;
        const TransitionModel model = TransitionModel::counted(split, Portion::Train, options, 20);
        // 0 is known by three users, 1 by two, 2 by three: damped as by five. 0 → 1: next once. 0 → 2: over 2
        // steps once, next twice. 1 → 2: next once, over 2 steps once.
        const auto one = strengthsOf(model, {{0, 20, 1, 1}});
        QVERIFY(near(one[1], 1.0 / 5.0));
        QVERIFY(near(one[2], (0.9 + 2.0) / 5.0));
        QCOMPARE(one[0], 0.0F);
        const auto both = strengthsOf(model, {{1, 20, 1, 1}, {0, 20, 2, 2}});
        QVERIFY(near(both[2], (0.9 + 2.0) / 5.0 + 0.9 * (1.0 + 0.9) / 5.0));
        // An event of half the weight asks half as loud.
        QVERIFY(near(strengthsOf(model, {{0, 10, 1, 1}})[2], (0.9 + 2.0) / 10.0));
    }

    /// From five users on, an item is damped by as many as know it.
    void dampsWhatManyKnow()
    {
        std::vector<std::vector<std::uint32_t>> sequences(9, {0, 1});
        sequences.push_back({2, 3});
        const Interactions data = interactionsOf(sequences, 4);
        const Split split(data);
        const auto model = TransitionModel::counted(split, Portion::Train, {}, 20);
        QVERIFY(near(strengthsOf(model, {{0, 20, 1, 1}})[1], 9.0 / 9.0));
        QVERIFY(near(strengthsOf(model, {{2, 20, 1, 1}})[3], 1.0 / 5.0));
    }

    void keepsToItsOptions()
    {
        const Interactions data = interactionsOf({{0, 1, 2, 3, 8, 9}, {0, 3, 8, 9}}, 10);
        const Split split(data);
        TransitionOptions options;
        options.window = 1;
        options.popularityExponent = 0;
        const auto model = TransitionModel::counted(split, Portion::Train, options, 20);
        const auto next = strengthsOf(model, {{0, 20, 1, 1}});
        QCOMPARE(next[1], 1.0F);
        QCOMPARE(next[2], 0.0F);
        options.window = 10;
        options.neighbours = 1;
        options.recentItems = 1;
        const auto strongest = TransitionModel::counted(split, Portion::Train, options, 20);
        const auto only = strengthsOf(strongest, {{1, 20, 1, 1}, {0, 20, 2, 2}});
        QVERIFY(near(only[3], 1.0 + 0.81)); // 0 → 3, and nothing else of 0, nothing of 1
        QCOMPARE(std::count(only.begin(), only.end(), 0.0F), 9);
    }

    /// What is not reached comes behind what is, by popularity.
    void scoresWhatIsNotReached()
    {
        const Interactions data = interactionsOf({{0, 1, 4, 4}}, 5);
        const Split split(data);
        const auto model = TransitionModel::counted(split, Portion::Train, {}, 20);
        const std::vector<Interaction> history{{0, 20, 1, 1}};
        std::vector<float> scores;
        model.score(std::vector<History>{history, {}}, {1, 1, 7, 3, 0}, scores);
        QCOMPARE(scores.size(), std::size_t(10));
        QVERIFY(scores[1] > 0);
        QVERIFY(scores[2] < 0 && scores[3] < scores[2] && scores[4] < scores[3]);
        QVERIFY(scores[7] < 0 && scores[7] > scores[8]); // nothing known of the second: all by popularity
    }

    void findsWhatColdItemsAreLike()
    {
        const std::vector<CatalogueItem> catalogue{{"a", words("red shoe")},
                                                   {"b", words("blue shoe")},
                                                   {"c", words("hat")},
                                                   {"new-1", words("red shoe")},
                                                   {"new-2", words("nothing alike")}};
        const SparseRows likes = coldLikes(catalogue, {{"a", "b", "c"}, {5, 4, 3}});
        QCOMPARE(likes.first, std::vector<std::int64_t>({0, 1, 2, 2}));
        QCOMPARE(likes.columns, std::vector<std::int32_t>({3, 3}));
        QVERIFY(likes.values[0] > likes.values[1] && likes.values[1] > 0);
        QVERIFY(near(likes.values[0] + likes.values[1], 1.0));
    }

    void servesColdItemsAndColdUsers()
    {
        Interactions data = interactionsOf({{0, 1, 2, 3, 4}, {0, 1, 2, 4, 3}, {0, 1, 3, 2, 4}}, 5);
        const std::vector<CatalogueItem> catalogue{
            {"i0", words("zero")},  {"i1", words("one green")}, {"i2", words("two")}, {"i4", words("four")},
            {"x1", words("green")}, {"x2", words("unlike")}}; // i3 is no longer active
        const Split split(data);
        OptionValues options = resolveOptions("item-transitions", itemTransitionsOptions(), {});
        const TrainingInput input{split, catalogue, options, 20};
        const auto model = makeItemTransitions(input);
        class : public FitObserver
        {
            void epochBegun(std::int64_t, std::int64_t) override {}
            void stepDone(std::int64_t, std::int64_t, std::int64_t, double) override {}
            bool epochDone(std::int64_t, double, double) override { return true; }
        } observer;
        model->fit(Portion::TrainAndValidation, 1, observer);
        QTemporaryDir folder;
        ArtifactWriter writer(folder.path().toStdString());
        model->write(writer);
        writer.finish("item-transitions");
        const ArtifactReader reader(folder.path().toStdString(), "");
        const auto recommender = loadItemTransitions(reader);

        Query query;
        query.history = {{"i0", 20, 5}, {"unknown", 20, 6}};
        query.exclude = {"i0"};
        query.limit = 10;
        for (int round = 0; round < 2; ++round) { // nothing of one query is left for the next
            const Recommendations warm = recommender->recommend(query);
            QVERIFY(!warm.usedDefault);
            std::vector<std::string> ids;
            for (const auto &[id, score] : warm.items) {
                ids.push_back(id);
            }
            QCOMPARE(ids.size(), std::size_t(5)); // all active ones but the excluded
            QVERIFY(std::find(ids.begin(), ids.end(), "i3") == ids.end());
            // The new green item is like i1, and no better; the one that is like nothing comes last.
            const auto place = [&](const char *id) {
                return std::find(ids.begin(), ids.end(), id) - ids.begin();
            };
            QVERIFY(place("x1") > place("i1") && place("x1") < place("x2"));
            QCOMPARE(ids.back(), std::string("x2"));
            QCOMPARE(warm.items.back().second, 0.0);
            for (std::size_t i = 1; i < warm.items.size(); ++i) {
                QVERIFY(warm.items[i].second <= warm.items[i - 1].second);
            }
        }
        query.limit = 2;
        QCOMPARE(recommender->recommend(query).items.size(), std::size_t(2));

        query.history = {{"x1", 20, 5}};
        query.exclude = {"x1", "i1"};
        const Recommendations cold = recommender->recommend(query);
        QVERIFY(cold.usedDefault);
        QCOMPARE(cold.items.front().first, std::string("i0")); // all three users know it
    }

    /// Many items without an event are like what leads on; they take a fifth of the list, no more.
    void newItemsDoNotFillAList()
    {
        Interactions data;
        for (std::uint32_t user = 0; user < 6; ++user) {
            data.users.push_back("u" + std::to_string(user));
            std::vector<Interaction> list;
            for (std::uint32_t item = 0; item < 12; ++item) {
                list.push_back({item, 20, item, static_cast<std::int64_t>(user * 20 + item)});
            }
            // Held out of everybody: nothing is learned of it.
            list.push_back({12, 20, 12, static_cast<std::int64_t>(user * 20 + 12)});
            data.sequences.push_back(std::move(list));
        }
        std::vector<CatalogueItem> catalogue;
        for (int item = 0; item < 13; ++item) {
            const std::string id = item < 10 ? "a" + std::to_string(item) : "b" + std::to_string(item);
            data.items.push_back(id);
            catalogue.push_back({id, words("green")});
        }
        for (int item = 0; item < 50; ++item) {
            catalogue.push_back({"new" + std::to_string(100 + item), words("green")});
        }
        data.count = 6 * 13;
        const Split split(data);
        OptionValues options = resolveOptions("item-transitions", itemTransitionsOptions(), {});
        const TrainingInput input{split, catalogue, options, 20};
        const auto model = makeItemTransitions(input);
        class : public FitObserver
        {
            void epochBegun(std::int64_t, std::int64_t) override {}
            void stepDone(std::int64_t, std::int64_t, std::int64_t, double) override {}
            bool epochDone(std::int64_t, double, double) override { return true; }
        } observer;
        model->fit(Portion::TrainAndValidation, 1, observer);
        QTemporaryDir folder;
        ArtifactWriter writer(folder.path().toStdString());
        model->write(writer);
        writer.finish("item-transitions");
        const ArtifactReader reader(folder.path().toStdString(), "");
        const auto recommender = loadItemTransitions(reader);
        const auto newOnes = [](const Recommendations &list) {
            return std::count_if(list.items.begin(), list.items.end(), [](const auto &item) {
                return item.first.starts_with("new") || item.first == "b12";
            });
        };
        Query query;
        query.history = {{"a0", 20, 5}};
        query.exclude = {"a0"};
        query.limit = 10;
        const Recommendations list = recommender->recommend(query);
        QCOMPARE(list.items.size(), std::size_t(10));
        QVERIFY(newOnes(list) <= 2);
        query.limit = 3;
        QCOMPARE(newOnes(recommender->recommend(query)), 0);
        // Where the others are used up, they follow.
        query.limit = 20;
        const Recommendations longer = recommender->recommend(query);
        QCOMPARE(longer.items.size(), std::size_t(20));
        QCOMPARE(newOnes(longer), 20 - 11);
    }

    void refusesWhatDoesNotFitTogether()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        ArtifactWriter writer(path);
        SparseRows rows;
        rows.add(1, 0.5F);
        rows.endRow();
        rows.endRow();
        rows.write("good", writer);
        rows.columns[0] = 2;
        rows.write("column", writer);
        rows.columns[0] = 0;
        rows.first = {0, 1, 0};
        rows.write("order", writer);
        rows.first = {0, 1, 2};
        rows.write("length", writer);
        writer.finish("test");
        const ArtifactReader reader(path, "");
        QCOMPARE(SparseRows::read("good", reader, 2, 2).columns, std::vector<std::int32_t>({1}));
        for (const char *name : {"column", "order", "length"}) {
            QVERIFY_THROWS_EXCEPTION(Failure, SparseRows::read(name, reader, 2, 2));
        }
        QVERIFY_THROWS_EXCEPTION(Failure, SparseRows::read("good", reader, 3, 2));
        QVERIFY_THROWS_EXCEPTION(Failure, SparseRows::read("none", reader, 2, 2));
    }
};

QTEST_GUILESS_MAIN(TestWorkerTransitions)
#include "tst_worker_transitions.moc"
