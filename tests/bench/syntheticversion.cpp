// SPDX-License-Identifier: GPL-3.0-or-later
#include "syntheticversion.h"

#include "artifact.h"
#include "dataset.h"
#include "gru/plainusertower.h"
#include "sha256.h"
#include "vectorindex.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <random>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace nsl::test
{

namespace
{

constexpr std::size_t dimension = nsl::worker::towerDimension;
constexpr int itemsPerCluster = 50;

QTextStream out(stdout);

std::string itemId(int number)
{
    return "item-" + std::to_string(number);
}

/// The item of a user's event: mostly from one cluster, like a person with a taste.
int itemOf(int user, int step, int items)
{
    const int clusters = std::max(items / itemsPerCluster, 1);
    const unsigned mixed = static_cast<unsigned>(user) * 2654435761U + static_cast<unsigned>(step) * 40503U;
    const int cluster =
        step % 5 == 0 ? static_cast<int>(mixed % static_cast<unsigned>(clusters)) : user % clusters;
    return std::min(cluster * itemsPerCluster + static_cast<int>(mixed / 7 % itemsPerCluster), items - 1);
}

/// Unit vectors around one centre per cluster.
std::vector<float> itemVectors(int items)
{
    std::mt19937 random(17);
    std::normal_distribution<float> normal;
    std::vector<float> vectors;
    std::vector<float> centre(dimension);
    for (int item = 0; item < items; ++item) {
        if (item % itemsPerCluster == 0) {
            for (float &value : centre)
                value = normal(random);
        }
        float squares = 0;
        std::vector<float> vector(dimension);
        for (std::size_t k = 0; k < dimension; ++k) {
            vector[k] = centre[k] + 0.6F * normal(random);
            squares += vector[k] * vector[k];
        }
        for (const float value : vector)
            vectors.push_back(value / std::sqrt(squares));
    }
    return vectors;
}

/// A user tower that remembers half of what was and takes half of what is new.
void addUserTower(nsl::worker::ArtifactWriter &artifact)
{
    constexpr auto gates = static_cast<std::int64_t>(3 * dimension);
    nsl::worker::FloatTensor input{{gates, nsl::worker::towerDimension},
                                   std::vector<float>(3 * dimension * dimension)};
    for (std::size_t k = 0; k < dimension; ++k)
        input.values[(2 * dimension + k) * dimension + k] = 2.0F;
    artifact.addTensor("user_gru_weight_ih_l0", input);
    std::fill(input.values.begin(), input.values.end(), 0.0F);
    artifact.addTensor("user_gru_weight_hh_l0", input);
    const nsl::worker::FloatTensor bias{{gates}, std::vector<float>(3 * dimension)};
    artifact.addTensor("user_gru_bias_ih_l0", bias);
    artifact.addTensor("user_gru_bias_hh_l0", bias);
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

SyntheticVersion::SyntheticVersion(int items)
    : m_items(items)
{
}

bool SyntheticVersion::prepare()
{
    const QByteArray real = QByteArrayLiteral(NSL_BIN_DIR "/nsl-worker");
    const QString script = m_folder.filePath(u"worker.sh"_s);
    if (!write(script, "#!/bin/sh\n"
                       "[ \"$1\" = train ] || exec " +
                           real +
                           " \"$@\"\n"
                           "mkdir -p \"$NSL_WORKER_ROOT/model\" && cp -r " +
                           m_folder.path().toUtf8() + "/model/. \"$NSL_WORKER_ROOT/model\"\n"))
        return false;
    QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return writeArtifact() && writeImports();
}

bool SyntheticVersion::writeArtifact() const
{
    using namespace nsl::worker;
    const std::vector<float> given = itemVectors(m_items);
    std::vector<int> order(static_cast<std::size_t>(m_items));
    for (int i = 0; i < m_items; ++i)
        order[static_cast<std::size_t>(i)] = i;
    std::sort(order.begin(), order.end(), [](int a, int b) { return ItemIdLess()(itemId(a), itemId(b)); });
    std::vector<std::string> ids;
    std::vector<float> vectors;
    std::vector<std::uint32_t> numberOf(order.size());
    for (const int item : order) {
        numberOf[static_cast<std::size_t>(item)] = static_cast<std::uint32_t>(ids.size());
        ids.push_back(itemId(item));
        const auto row =
            given.begin() + static_cast<std::ptrdiff_t>(item) * static_cast<std::ptrdiff_t>(dimension);
        vectors.insert(vectors.end(), row, row + static_cast<std::ptrdiff_t>(dimension));
    }

    const std::filesystem::path folder = m_folder.path().toStdString() + "/model";
    std::filesystem::create_directories(folder / "artifact");
    ArtifactWriter artifact(folder / "artifact");
    const FloatTensor table{{m_items, towerDimension}, vectors};
    artifact.addIds("catalogue", ids);
    artifact.addTensor("catalogue_share", {{m_items}, std::vector<float>(ids.size(), 0.01F)});
    artifact.addTensor("catalogue_vectors", table);
    artifact.addIds("trained_items", ids);
    artifact.addTensor("trained_item_vectors", table);
    addUserTower(artifact);
    artifact.properties = {{"dimension", towerDimension},
                           {"history_length", historyLength},
                           {"max_weight", 20.0},
                           {"freshness_half_life_days", 0.0},
                           {"recency_decay", 0.8}};
    artifact.finish("two-tower-gru"); // for the user tower below; written again with the index

    PlainUserTower tower{ArtifactReader(folder / "artifact", {})};
    std::vector<float> queries;
    for (int user = 0; user < 200; ++user) {
        std::vector<Interaction> history;
        for (int step = 0; step < eventsPerUser; ++step) {
            history.push_back({numberOf[static_cast<std::size_t>(itemOf(user * 7, step, m_items))], 20.0F,
                               1'700'000'000 + step, step});
        }
        HistoryBatch batch;
        batch.add(firstInteractions(std::move(history)), {20.0F, 0});
        const auto vector = tower.vectorOf(vectors, batch);
        queries.insert(queries.end(), vector.begin(), vector.end());
    }
    QElapsedTimer timer;
    timer.start();
    VectorIndex index(dimension, vectors);
    const nlohmann::json report = index.choose(queries);
    out << m_items << " items: index " << QString::fromStdString(report.dump()) << ", chosen in "
        << timer.elapsed() / 1000.0 << " s" << Qt::endl;
    index.write(artifact);
    artifact.finish("two-tower-gru");

    const nlohmann::json manifest{{"artifact", {{"sha256", sha256OfTree(folder / "artifact")}}},
                                  {"index", report}};
    return write(QString::fromStdString((folder / "manifest.json").string()),
                 QByteArray::fromStdString(manifest.dump())) &&
           write(QString::fromStdString((folder / "metrics.json").string()), "{\"recall_at_10\":0.1}");
}

bool SyntheticVersion::writeImports() const
{
    QByteArray items = "id,name,description,category\n";
    for (int item = 0; item < m_items; ++item) {
        const QByteArray number = QByteArray::number(item);
        items += "item-" + number + ",Item " + number + ",What there is to say about item " + number +
                 ",cluster-" + QByteArray::number(item / itemsPerCluster) + '\n';
    }
    QByteArray events = "user_id,item_id,event_type,timestamp\n";
    for (int step = 0; step < eventsPerUser; ++step) {
        for (int user = 0; user < users; ++user) {
            events += "user-" + QByteArray::number(user) + ",item-" +
                      QByteArray::number(itemOf(user, step, m_items)) + ",view," +
                      QByteArray::number(1'700'000'000 + step * 1000 + user) + '\n';
        }
    }
    return write(m_folder.filePath(u"items.csv"_s), items) &&
           write(m_folder.filePath(u"events.csv"_s), events);
}

bool SyntheticVersion::start(PlatformProcess &platform) const
{
    if (!platform.start({u"--worker"_s, m_folder.filePath(u"worker.sh"_s)})) {
        out << "the platform did not start: " << QString::fromUtf8(platform.what()) << Qt::endl;
        return false;
    }
    for (const QString &kind : {u"items"_s, u"events"_s}) {
        QByteArray errors;
        if (platform.run({u"import"_s, kind, m_folder.filePath(kind + u".csv"_s)}, nullptr, &errors) != 0) {
            out << "import of " << kind << " failed: " << QString::fromUtf8(errors) << Qt::endl;
            return false;
        }
    }
    return true;
}

QString SyntheticVersion::train(PlatformProcess &platform, int seed) const
{
    const Reply started =
        platform.post(u"/api/training/start"_s, {{u"template_id"_s, 1}, {u"epochs"_s, 1}, {u"seed"_s, seed}});
    const QString jobName = started["jobName"].toString();
    const QString path = u"/api/training-jobs/%1"_s.arg(started["jobId"].toInteger());
    QJsonObject job;
    waitUntil(
        [&] {
            job = platform.get(path)["job"].toObject();
            const QString status = job.value(u"status"_s).toString();
            return status == "Succeeded"_L1 || status == "Failed"_L1;
        },
        300'000);
    if (job.value(u"status"_s).toString() != "Succeeded"_L1) {
        out << "the run failed: " << QString::fromUtf8(started.body)
            << job.value(u"failure_reason"_s).toString() << Qt::endl;
        return {};
    }
    platform.post(u"/api/training-jobs/approve"_s, {{u"job_name"_s, jobName}});
    return jobName;
}

double promote(PlatformProcess &platform, const QString &jobName)
{
    QElapsedTimer timer;
    timer.start();
    const Reply promoted = platform.post(u"/api/training-jobs/promote"_s, {{u"job_name"_s, jobName}});
    const qint64 id = promoted["deployment"].toObject().value(u"id"_s).toInteger();
    QString status;
    waitUntil(
        [&] {
            status = platform.get(u"/api/deployments/%1"_s.arg(id))["deployment"]
                         .toObject()
                         .value(u"status"_s)
                         .toString();
            return status != "Updating"_L1;
        },
        120'000);
    return status == "Succeeded"_L1 ? double(timer.nsecsElapsed()) / 1e6 : -1;
}

double residentMiB(qint64 pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

double processorSeconds(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    // The name in brackets may hold anything; the fields after it are numbers.
    const QByteArray text = file.readAll();
    const QByteArrayList fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(::sysconf(_SC_CLK_TCK));
}

QList<qint64> servingChildren(qint64 pid)
{
    QList<qint64> children;
    const QString tasks = u"/proc/%1/task"_s.arg(pid);
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile list(tasks + '/'_L1 + task + "/children"_L1);
        if (!list.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &word : list.readAll().simplified().split(' ')) {
            QFile command(u"/proc/%1/cmdline"_s.arg(QString::fromLatin1(word)));
            if (!word.isEmpty() && command.open(QIODevice::ReadOnly) && command.readAll().contains("serve"))
                children.append(word.toLongLong());
        }
    }
    return children;
}

} // namespace nsl::test
