// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/coldvectors.h"
#include "gru/distinctitems.h"
#include "gru/itemtexts.h"
#include "gru/lazyadam.h"
#include "gru/trainingwindows.h"
#include "gru/twotowergru.h"
#include "gru/twotowernet.h"
#include "gru/twotowerscoring.h"
#include "itemdirectory.h"
#include "stopsignal.h"
#include "torchruntime.h"
#include "traineditems.h"
#include "vectorindex.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

namespace nsl::worker
{

namespace
{

constexpr std::size_t indexQueries = 200; ///< enough to know a recall to less than a percent
/// How far back the average of the weights reaches, in epochs (one part in e is older). Measured on reference
/// data with two seeds: it validates better than the last weights do, and twice the reach learns slower and
/// no better.
constexpr double averagedEpochs = 0.6;

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
    void fit(Portion portion, std::int64_t epochs, FitObserver &observer, const FitCheckpoint *from) override;
    void saveFit(ArtifactWriter &state) const override;
    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        scoring().score(histories, scores);
    }
    std::optional<double> loss(std::span<const float> scores, std::uint32_t target) const override;
    void write(ArtifactWriter &artifact) override;

private:
    /// The towers, the optimizer and the corrections for popularity, as they are before the first epoch.
    void begin(const std::vector<Window> &windows, Portion portion);
    void restore(const ArtifactReader &state);
    /// Names and values of all weights, always in the same order.
    std::vector<std::pair<std::string, torch::Tensor>> weights() const;
    /// One pass over the windows. Returns the mean loss over them.
    double trainEpoch(std::span<const Window> windows, Portion portion, std::int64_t epoch,
                      FitObserver &observer, std::chrono::steady_clock::duration &spent);
    /// Mean loss of one batch, after one step of the optimizer.
    double trainBatch(std::span<const Window> windows, Portion portion);
    /// [batch, candidates]: true where a candidate is another item of the window's user. Such an item is no
    /// wrong answer: the user took it later, or took it before and is never offered it again.
    torch::Tensor ownItems(std::span<const Window> windows, Portion portion,
                           const std::vector<std::int64_t> &labels, std::int64_t candidates) const;
    std::size_t stepsFor(std::size_t windows) const;
    /// Vectors of up to indexQueries users, row by row, evenly picked.
    std::vector<float> sampleUsers();
    /// Replaces the rows of what was not learned, which are as the dice fell, by what the texts say. Returns
    /// their numbers.
    std::vector<std::int32_t> putTexts(torch::Tensor &vectors) const;
    /// The items that were learned, and their rows of @p vectors at unit length.
    std::pair<ItemDirectory, std::vector<float>> learnedItems(const torch::Tensor &vectors) const;
    /// The model as it is now, made once until the towers change.
    TwoTowerScoring &scoring();

    TrainingInput m_input;
    std::size_t m_items;
    InputScaling m_scaling;
    ItemTower m_itemTower = nullptr;
    UserTower m_userTower = nullptr;
    std::unique_ptr<LazyAdam> m_optimizer; ///< while a fit runs
    torch::Tensor m_logShare;              ///< [items]: log of the item's share among all targets
    std::vector<char> m_learned;           ///< per item: 1 where a window of the fit holds it
    std::optional<TwoTowerScoring> m_scoring;
    HistoryBatch m_batch;
    DistinctItems m_distinct;
};

void TwoTowerGruModel::begin(const std::vector<Window> &windows, Portion portion)
{
    seedTorch(static_cast<std::uint64_t>(m_input.options.integer("seed")));
    m_scoring.reset();
    m_itemTower = ItemTower(static_cast<std::int64_t>(m_items),
                            m_input.options.boolean("item_text")
                                ? itemWords(m_input.catalogue, m_input.split.interactions().items)
                                : ItemWords());
    m_userTower = UserTower(m_input.options.number("dropout"), m_input.options.number("recency_decay"));
    std::vector<torch::Tensor> parameters;
    for (const auto &[name, tensor] : weights()) {
        parameters.push_back(tensor);
    }
    const auto reach = averagedEpochs * static_cast<double>(stepsFor(windows.size()));
    m_optimizer = std::make_unique<LazyAdam>(parameters, m_input.options.number("learning_rate"),
                                             reach > 1 ? 1.0 - 1.0 / reach : 0.0);

    m_learned.assign(m_items, 0);
    for (std::uint32_t user = 0; user < m_input.split.interactions().sequences.size(); ++user) {
        const History known = m_input.split.known(user, portion);
        for (const Interaction &interaction : known.size() > 1 ? known : History()) {
            m_learned[interaction.item] = 1;
        }
    }
    std::vector<float> share(m_items, 0.0F);
    for (const Window &window : windows) {
        share[m_input.split.known(window.user, portion)[window.position].item] += 1.0F;
    }
    m_logShare = torch::from_blob(share.data(), {static_cast<std::int64_t>(m_items)}, torch::kFloat32)
                     .clamp_min(1.0)
                     .div(static_cast<double>(std::max<std::size_t>(windows.size(), 1)))
                     .log();
}

std::vector<std::pair<std::string, torch::Tensor>> TwoTowerGruModel::weights() const
{
    std::vector<std::pair<std::string, torch::Tensor>> list;
    const auto add = [&](const std::string &tower, const torch::nn::Module &module) {
        for (const auto &parameter : module.named_parameters()) {
            std::string name = tower + '_' + parameter.key();
            std::replace(name.begin(), name.end(), '.', '_');
            list.emplace_back(std::move(name), parameter.value());
        }
    };
    add("item", *m_itemTower);
    add("user", *m_userTower);
    return list;
}

void TwoTowerGruModel::saveFit(ArtifactWriter &state) const
{
    for (const auto &[name, tensor] : weights()) {
        state.addTensor(name, tensor.sizes().vec(),
                        {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    }
    m_optimizer->save(state);
}

void TwoTowerGruModel::restore(const ArtifactReader &state)
{
    torch::NoGradGuard guard;
    for (auto &[name, tensor] : weights()) {
        tensor.copy_(torchTensor(state.tensor(name, tensor.sizes().vec())));
    }
    m_optimizer->load(state);
}

void TwoTowerGruModel::fit(Portion portion, std::int64_t epochs, FitObserver &observer,
                           const FitCheckpoint *from)
{
    const auto seed = static_cast<std::uint64_t>(m_input.options.integer("seed"));
    // Everything random in an epoch follows from this, so that it does not matter what ran before it.
    const auto epochSeed = [seed](std::int64_t epoch) {
        return seed * 1000003U + static_cast<std::uint64_t>(epoch);
    };
    std::vector<Window> windows = trainingWindows(m_input.split, portion);
    begin(windows, portion);
    std::int64_t done = 0;
    if (from != nullptr) {
        restore(from->state);
        while (done < from->epoch) {
            shuffle(windows, epochSeed(++done));
        }
    }
    for (std::int64_t epoch = done + 1; epoch <= epochs; ++epoch) {
        shuffle(windows, epochSeed(epoch));
        seedTorch(epochSeed(epoch));
        m_optimizer->setLearningRate(
            m_input.options.number("learning_rate") *
            std::pow(m_input.options.number("learning_rate_decay"), static_cast<double>(epoch - 1)));
        std::chrono::steady_clock::duration spent{};
        const double loss = trainEpoch(windows, portion, epoch, observer, spent);
        const double seconds = std::max(std::chrono::duration<double>(spent).count(), 1e-9);
        if (!observer.epochDone(epoch, loss, static_cast<double>(windows.size()) / seconds)) {
            break;
        }
    }
    m_optimizer->useAverages();
    m_optimizer.reset();
}

std::size_t TwoTowerGruModel::stepsFor(std::size_t windows) const
{
    const auto batchSize = static_cast<std::size_t>(m_input.options.integer("batch_size"));
    return (windows + batchSize - 1) / batchSize;
}

double TwoTowerGruModel::trainEpoch(std::span<const Window> windows, Portion portion, std::int64_t epoch,
                                    FitObserver &observer, std::chrono::steady_clock::duration &spent)
{
    using Clock = std::chrono::steady_clock;
    const auto batchSize = static_cast<std::size_t>(m_input.options.integer("batch_size"));
    const std::size_t steps = stepsFor(windows.size());
    m_scoring.reset();
    m_itemTower->train();
    m_userTower->train();
    observer.epochBegun(epoch, static_cast<std::int64_t>(steps));
    double lossSum = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        throwIfStopped();
        const auto start = Clock::now();
        const auto batch =
            windows.subspan(step * batchSize, std::min(batchSize, windows.size() - step * batchSize));
        const double loss = trainBatch(batch, portion);
        lossSum += loss * static_cast<double>(batch.size());
        spent += Clock::now() - start;
        observer.stepDone(epoch, static_cast<std::int64_t>(step) + 1, static_cast<std::int64_t>(steps), loss);
    }
    m_optimizer->bringUpToDate();
    return lossSum / static_cast<double>(std::max<std::size_t>(windows.size(), 1));
}

double TwoTowerGruModel::trainBatch(std::span<const Window> windows, Portion portion)
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

    m_optimizer->zero_grad();
    m_itemTower->bringUpToDate(*m_optimizer, items.items());
    const torch::Tensor vectors = m_itemTower->forward(items.items());
    const torch::Tensor users = unitRows(m_userTower->forward(vectors, m_batch));
    const torch::Tensor targets = unitRows(vectors.narrow(0, 0, candidates));
    torch::Tensor logits = users.mm(targets.t()) / m_input.options.number("temperature");
    if (m_input.options.boolean("logq")) {
        const torch::Tensor numbers = torch::tensor(
            std::vector<std::int64_t>(items.items().begin(), items.items().begin() + candidates));
        logits = logits - m_logShare.index_select(0, numbers);
    }
    logits = logits.masked_fill(ownItems(windows, portion, labels, candidates),
                                -std::numeric_limits<float>::infinity());
    const torch::Tensor loss = at::cross_entropy_loss(logits, torch::tensor(labels));
    loss.backward();
    m_optimizer->step();
    return loss.item<double>();
}

torch::Tensor TwoTowerGruModel::ownItems(std::span<const Window> windows, Portion portion,
                                         const std::vector<std::int64_t> &labels,
                                         std::int64_t candidates) const
{
    torch::Tensor own = torch::zeros({static_cast<std::int64_t>(windows.size()), candidates}, torch::kBool);
    // A batch holds several windows of a busy user, whose items are the same for all of them.
    std::unordered_map<std::uint32_t, const bool *> rows;
    bool *row = own.data_ptr<bool>();
    for (std::size_t i = 0; i < windows.size(); ++i, row += candidates) {
        const auto [known, isNew] = rows.emplace(windows[i].user, row);
        if (!isNew) {
            std::copy_n(known->second, candidates, row);
            continue;
        }
        for (const Interaction &interaction : m_input.split.known(windows[i].user, portion)) {
            const std::int64_t number = m_distinct.knownNumberOf(interaction.item);
            if (number >= 0 && number < candidates) {
                row[number] = true;
            }
        }
    }
    row = own.data_ptr<bool>();
    for (std::size_t i = 0; i < windows.size(); ++i, row += candidates) {
        row[labels[i]] = false;
    }
    return own;
}

std::pair<ItemDirectory, std::vector<float>>
TwoTowerGruModel::learnedItems(const torch::Tensor &vectors) const
{
    std::vector<std::string> ids;
    std::vector<std::int64_t> numbers;
    for (std::size_t item = 0; item < m_items; ++item) {
        if (m_learned[item] != 0) {
            ids.push_back(m_input.split.interactions().items[item]);
            numbers.push_back(static_cast<std::int64_t>(item));
        }
    }
    const torch::Tensor rows = vectors.index_select(0, torch::tensor(numbers, torch::kInt64));
    return {ItemDirectory(std::move(ids)), plainTensor(unitRows(rows)).values};
}

std::vector<std::int32_t> TwoTowerGruModel::putTexts(torch::Tensor &vectors) const
{
    std::vector<std::int32_t> numbers;
    std::vector<const CatalogueItem *> texts;
    for (std::size_t item = 0; item < m_items; ++item) {
        if (m_learned[item] != 0) {
            continue;
        }
        const std::string &id = m_input.split.interactions().items[item];
        const auto text = std::lower_bound(m_input.catalogue.begin(), m_input.catalogue.end(), id,
                                           [](const CatalogueItem &entry, const std::string &wanted) {
                                               return ItemIdLess()(entry.id, wanted);
                                           });
        numbers.push_back(static_cast<std::int32_t>(item));
        texts.push_back(text != m_input.catalogue.end() && text->id == id ? &*text : nullptr);
    }
    if (numbers.empty()) {
        return numbers;
    }
    const auto [learned, units] = learnedItems(vectors);
    const std::vector<float> rows = textVectors(texts, m_input.catalogue, learned, units, towerDimension);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::copy_n(rows.data() + i * towerDimension, towerDimension,
                    vectors.data_ptr<float>() + numbers[i] * towerDimension);
    }
    return numbers;
}

TwoTowerScoring &TwoTowerGruModel::scoring()
{
    if (!m_scoring) {
        torch::NoGradGuard guard;
        if (m_optimizer) {
            m_optimizer->useAverages();
        }
        m_itemTower->eval();
        std::vector<std::int64_t> all(m_items);
        std::iota(all.begin(), all.end(), 0);
        torch::Tensor vectors = m_itemTower->forward(all);
        std::vector<std::int32_t> textOnly = putTexts(vectors);
        m_scoring.emplace(std::move(vectors), std::move(textOnly), copyOf(m_userTower), m_scaling);
        if (m_optimizer) {
            m_optimizer->useWeights();
        }
    }
    return *m_scoring;
}

/// Cross-entropy of the softmax over all items, which the sampled softmax of the training stands for.
std::optional<double> TwoTowerGruModel::loss(std::span<const float> scores, std::uint32_t target) const
{
    const auto scale = static_cast<float>(1.0 / m_input.options.number("temperature"));
    const float largest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (const float score : scores) {
        sum += static_cast<double>(std::exp((score - largest) * scale));
    }
    return std::log(sum) - static_cast<double>((scores[target] - largest) * scale);
}

void TwoTowerGruModel::write(ArtifactWriter &artifact)
{
    torch::NoGradGuard guard;
    const torch::Tensor &itemVectors = scoring().itemVectors();
    const auto [learned, units] = learnedItems(itemVectors);
    FloatTensor index{{static_cast<std::int64_t>(m_input.catalogue.size()), towerDimension}, {}};
    index.values = catalogueVectors(m_input.catalogue, learned, units, towerDimension);
    writeCatalogue(m_input, artifact);
    artifact.addTensor("catalogue_vectors", index);
    writeTrainedItems(m_input, artifact);
    writeTextOnly(scoring().textOnly(), artifact);
    artifact.addTensor("trained_item_vectors", plainTensor(itemVectors));
    m_userTower->write(artifact);
    artifact.properties.update({{"dimension", towerDimension},
                                {"history_length", historyLength},
                                {"max_weight", m_scaling.maxWeight},
                                {"freshness_half_life_days", m_scaling.halfLifeDays}});
    VectorIndex search(towerDimension, index.values);
    artifact.index = search.choose(sampleUsers());
    search.write(artifact);
}

std::vector<float> TwoTowerGruModel::sampleUsers()
{
    const auto &users = m_input.split.evaluatedUsers();
    const std::size_t count = std::min(indexQueries, users.size());
    m_batch.clear();
    for (std::size_t i = 0; i < count; ++i) {
        m_batch.add(m_input.split.known(users[i * users.size() / count], Portion::TrainAndValidation),
                    m_scaling);
    }
    m_userTower->eval();
    return plainTensor(unitRows(m_userTower->forward(scoring().itemVectors(), m_batch))).values;
}

} // namespace

std::unique_ptr<Model> makeTwoTowerGru(const TrainingInput &input)
{
    return std::make_unique<TwoTowerGruModel>(input);
}

} // namespace nsl::worker
