// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/coldvectors.h"
#include "gru/lazyadam.h"
#include "gru/trainingwindows.h"
#include "gru/twotowergru.h"
#include "gru/twotowernet.h"
#include "itemdirectory.h"
#include "stopsignal.h"
#include "torchruntime.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace nsl::worker
{

namespace
{

constexpr std::size_t scoringBatch = 256;

/// The distinct items of a batch, numbered from 0, so that the item tower sees each of them once.
class DistinctItems
{
public:
    explicit DistinctItems(std::size_t items)
        : m_numbers(items, -1)
    {
    }

    std::int64_t numberOf(std::int64_t item)
    {
        std::int64_t &number = m_numbers[static_cast<std::size_t>(item)];
        if (number < 0) {
            number = static_cast<std::int64_t>(m_items.size());
            m_items.push_back(item);
        }
        return number;
    }
    const std::vector<std::int64_t> &items() const { return m_items; }
    void clear()
    {
        for (const std::int64_t item : m_items) {
            m_numbers[static_cast<std::size_t>(item)] = -1;
        }
        m_items.clear();
    }

private:
    std::vector<std::int64_t> m_numbers; ///< -1 = not in this batch
    std::vector<std::int64_t> m_items;
};

class TwoTowerGruModel : public Model
{
public:
    explicit TwoTowerGruModel(const TrainingInput &input)
        : m_input(input)
        , m_items(input.split.interactions().items.size())
        , m_scaling{input.maxWeight, input.options.number("freshness_half_life_days")}
        , m_distinct(m_items)
    {
    }

    bool learnsInEpochs() const override { return true; }
    void fit(Portion portion, std::int64_t epochs, FitObserver &observer) override;
    void score(std::span<const History> histories, std::vector<float> &scores) override;
    void write(ArtifactWriter &artifact) override;

private:
    /// Mean loss of one batch, after one step of the optimizer.
    double trainBatch(std::span<const Window> windows, Portion portion, LazyAdam &optimizer);
    ItemWords itemWords() const;
    /// Item vectors of the fitted model, [items, towerDimension], computed once.
    const torch::Tensor &itemVectors();

    TrainingInput m_input;
    std::size_t m_items;
    InputScaling m_scaling;
    ItemTower m_itemTower = nullptr;
    UserTower m_userTower = nullptr;
    torch::Tensor m_logShare;    ///< [items]: log of the item's share among all targets
    torch::Tensor m_itemVectors; ///< undefined while the towers change
    HistoryBatch m_batch;
    DistinctItems m_distinct;
};

void TwoTowerGruModel::fit(Portion portion, std::int64_t epochs, FitObserver &observer)
{
    using Clock = std::chrono::steady_clock;
    const auto seed = static_cast<std::uint64_t>(m_input.options.integer("seed"));
    const auto batchSize = static_cast<std::size_t>(m_input.options.integer("batch_size"));
    seedTorch(seed);
    m_itemTower = ItemTower(static_cast<std::int64_t>(m_items), itemWords());
    m_userTower = UserTower(m_input.options.number("dropout"));
    m_itemVectors = torch::Tensor();

    std::vector<Window> windows = trainingWindows(m_input.split, portion);
    std::vector<float> share(m_items, 0.0F);
    for (const Window &window : windows) {
        share[m_input.split.known(window.user, portion)[window.position].item] += 1.0F;
    }
    m_logShare = torch::from_blob(share.data(), {static_cast<std::int64_t>(m_items)}, torch::kFloat32)
                     .clamp_min(1.0)
                     .div(static_cast<double>(std::max<std::size_t>(windows.size(), 1)))
                     .log();

    std::vector<torch::Tensor> parameters = m_itemTower->parameters();
    const std::vector<torch::Tensor> more = m_userTower->parameters();
    parameters.insert(parameters.end(), more.begin(), more.end());
    LazyAdam optimizer(parameters, m_input.options.number("learning_rate"));

    const std::size_t steps = (windows.size() + batchSize - 1) / batchSize;
    for (std::int64_t epoch = 1; epoch <= epochs; ++epoch) {
        m_itemTower->train();
        m_userTower->train();
        shuffle(windows, seed * 1000003U + static_cast<std::uint64_t>(epoch));
        double lossSum = 0;
        Clock::duration spent{};
        for (std::size_t step = 0; step < steps; ++step) {
            throwIfStopped();
            const auto start = Clock::now();
            const auto batch = std::span<const Window>(windows).subspan(
                step * batchSize, std::min(batchSize, windows.size() - step * batchSize));
            const double loss = trainBatch(batch, portion, optimizer);
            lossSum += loss * static_cast<double>(batch.size());
            spent += Clock::now() - start;
            observer.stepDone(epoch, static_cast<std::int64_t>(step) + 1, static_cast<std::int64_t>(steps),
                              loss);
        }
        optimizer.bringUpToDate();
        m_itemVectors = torch::Tensor();
        const auto examples = static_cast<double>(std::max<std::size_t>(windows.size(), 1));
        const double seconds = std::max(std::chrono::duration<double>(spent).count(), 1e-9);
        observer.epochDone(epoch, lossSum / examples, static_cast<double>(windows.size()) / seconds);
    }
    m_itemVectors = torch::Tensor();
}

double TwoTowerGruModel::trainBatch(std::span<const Window> windows, Portion portion, LazyAdam &optimizer)
{
    m_batch.clear();
    // Targets come first: the candidates of the softmax are the batch's distinct targets, so an item that two
    // examples share is never its own negative.
    DistinctItems &items = m_distinct;
    items.clear();
    std::vector<std::int64_t> labels;
    labels.reserve(windows.size());
    for (const Window &window : windows) {
        labels.push_back(items.numberOf(m_input.split.known(window.user, portion)[window.position].item));
    }
    const auto candidates = static_cast<std::int64_t>(items.items().size());
    for (const Window &window : windows) {
        m_batch.add(m_input.split.known(window.user, portion).first(window.position), m_scaling);
    }
    for (std::int64_t &item : m_batch.items) {
        item = items.numberOf(item);
    }

    optimizer.zero_grad();
    m_itemTower->bringUpToDate(optimizer, items.items());
    const torch::Tensor vectors = m_itemTower->forward(items.items());
    const torch::Tensor users = unitRows(m_userTower->forward(vectors, m_batch));
    const torch::Tensor targets = unitRows(vectors.narrow(0, 0, candidates));
    torch::Tensor logits = users.mm(targets.t()) / m_input.options.number("temperature");
    if (m_input.options.boolean("logq")) {
        const torch::Tensor numbers = torch::tensor(
            std::vector<std::int64_t>(items.items().begin(), items.items().begin() + candidates));
        logits = logits - m_logShare.index_select(0, numbers);
    }
    const torch::Tensor loss = at::cross_entropy_loss(logits, torch::tensor(labels));
    loss.backward();
    optimizer.step();
    return loss.item<double>();
}

ItemWords TwoTowerGruModel::itemWords() const
{
    ItemWords words;
    if (!m_input.options.boolean("item_text")) {
        return words;
    }
    auto next = m_input.catalogue.begin();
    for (const std::string &id : m_input.split.interactions().items) {
        words.first.push_back(static_cast<std::int64_t>(words.buckets.size()));
        next = std::lower_bound(
            next, m_input.catalogue.end(), id,
            [](const CatalogueItem &item, const std::string &text) { return ItemIdLess()(item.id, text); });
        if (next != m_input.catalogue.end() && next->id == id) {
            for (const std::uint64_t word : next->words) {
                words.buckets.push_back(
                    static_cast<std::int64_t>(word % static_cast<std::uint64_t>(wordBuckets)));
            }
        }
    }
    words.first.push_back(static_cast<std::int64_t>(words.buckets.size()));
    return words;
}

const torch::Tensor &TwoTowerGruModel::itemVectors()
{
    if (!m_itemVectors.defined()) {
        torch::NoGradGuard guard;
        m_itemTower->eval();
        std::vector<std::int64_t> all(m_items);
        std::iota(all.begin(), all.end(), 0);
        m_itemVectors = m_itemTower->forward(all);
    }
    return m_itemVectors;
}

void TwoTowerGruModel::score(std::span<const History> histories, std::vector<float> &scores)
{
    torch::NoGradGuard guard;
    const torch::Tensor &vectors = itemVectors();
    const torch::Tensor targets = unitRows(vectors).t().contiguous();
    m_userTower->eval();
    scores.resize(histories.size() * m_items);
    for (std::size_t done = 0; done < histories.size(); done += scoringBatch) {
        throwIfStopped();
        m_batch.clear();
        const std::size_t count = std::min(scoringBatch, histories.size() - done);
        for (const History &history : histories.subspan(done, count)) {
            m_batch.add(history, m_scaling);
        }
        torch::Tensor rows = torch::from_blob(
            scores.data() + done * m_items,
            {static_cast<std::int64_t>(count), static_cast<std::int64_t>(m_items)}, torch::kFloat32);
        at::mm_out(rows, unitRows(m_userTower->forward(vectors, m_batch)), targets);
    }
}

void TwoTowerGruModel::write(ArtifactWriter &artifact)
{
    torch::NoGradGuard guard;
    const ItemDirectory trained(m_input.split.interactions().items);
    const FloatTensor units = plainTensor(unitRows(itemVectors()));
    FloatTensor index{{static_cast<std::int64_t>(m_input.catalogue.size()), towerDimension}, {}};
    index.values = catalogueVectors(m_input.catalogue, trained, units.values, towerDimension);
    writeCatalogue(m_input, artifact);
    artifact.addTensor("catalogue_vectors", index);
    artifact.addIds("trained_items", trained.ids());
    artifact.addTensor("trained_item_vectors", plainTensor(itemVectors()));
    m_userTower->write(artifact);
    artifact.properties = {{"dimension", towerDimension},
                           {"history_length", historyLength},
                           {"max_weight", m_scaling.maxWeight},
                           {"freshness_half_life_days", m_scaling.halfLifeDays}};
}

} // namespace

std::unique_ptr<Model> makeTwoTowerGru(const TrainingInput &input)
{
    return std::make_unique<TwoTowerGruModel>(input);
}

} // namespace nsl::worker
