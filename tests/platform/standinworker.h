// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runningplatform.h"

#include <QCryptographicHash>
#include <QDir>

/// A worker program that follows the container contract with results that a test lays down: `train` makes a
/// version of them, `evaluate` answers with them. Everything it saw stays in its folder.
class StandInWorker
{
public:
    /// What one user got: the rank decides the metrics, as in the real worker.
    using Ranks = QMap<QByteArray, int>;

    QString program()
    {
        QByteArray text = R"sh(
S='STAGE'
cd "$NSL_WORKER_ROOT" || exit 2
digest() { (cd "$1" && sha256sum catalogue.txt weights.bin | sha256sum | cut -c1-64); }
case "$1" in
train)
  mkdir -p model/artifact model/evaluation
  cp "$S/weights.bin" "$S/catalogue.txt" model/artifact/ || exit 3
  cp "$S/metrics.json" model/metrics.json || exit 3
  cp "$S/evaluation/"* model/evaluation/ 2>/dev/null
  sed "s/SUM/$(digest model/artifact)/" "$S/manifest.json" > model/manifest.json
  ;;
evaluate)
  echo "$NSL_WORKER_ROOT $(stat -c %a .)" >> "$S/calls"
  cp input/data/events/events.csv input/config/hyperparameters.json "$S/"
  test -f "$S/behaviour" && . "$S/behaviour"
  mkdir -p output/evaluation
  cp "$S/result_per_user.csv" output/evaluation/per_user.csv || exit 3
  sed "s/SUM/$(digest input/data/model/artifact)/" "$S/result.json" > output/evaluation/result.json
  ;;
serve)
  test -f "$S/serve" || exit 2
  . "$S/serve"
  ;;
*) exit 2 ;;
esac
)sh";
        text.replace("STAGE", QFile::encodeName(m_folder.path()));
        return writeScript(path(u"worker.sh"_qs), text);
    }

    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path(name)).absolutePath());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(name));
    }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// How often `evaluate` was run.
    qsizetype calls() const { return read(u"calls"_qs).count('\n'); }
    /// What `evaluate` does before it answers, as shell text.
    void behave(const QByteArray &shell) const { write(u"behaviour"_qs, shell); }

    /// `serve` says that requests go to this port of the test's own; without it there is no serving.
    void serveAt(int port) const
    {
        write(QStringLiteral("serve"),
              "echo '#ready port=" + QByteArray::number(port) + "'\nexec sleep 600\n");
    }

    static QByteArray csv(const Ranks &ranks)
    {
        QByteArray text = "user_id,test_item_id,rank,recall_at_10,ndcg_at_10,mrr_at_10\n";
        for (auto it = ranks.begin(); it != ranks.end(); ++it) {
            text += it.key() + ",i1," + QByteArray::number(it.value());
            for (const double value : valuesOf(it.value()))
                text += ',' + QByteArray::number(value, 'g', 17);
            text += '\n';
        }
        return text;
    }

    static QJsonObject means(const Ranks &ranks)
    {
        double sums[3] = {};
        for (const int rank : ranks) {
            const auto values = valuesOf(rank);
            for (int i = 0; i < 3; ++i)
                sums[i] += values.at(i);
        }
        const double users = qMax<qsizetype>(ranks.size(), 1);
        return {{QStringLiteral("recall_at_10"), sums[0] / users},
                {QStringLiteral("ndcg_at_10"), sums[1] / users},
                {QStringLiteral("mrr_at_10"), sums[2] / users},
                {QStringLiteral("coverage_at_10"), 0.5},
                {QStringLiteral("popularity_bias_at_10"), 0.25}};
    }

    /// `count` users u100, u101, ... with the rank that `rankOf` gives each.
    static Ranks ranks(int count, const std::function<int(int)> &rankOf)
    {
        Ranks result;
        for (int i = 0; i < count; ++i)
            result.insert("u" + QByteArray::number(100 + i), rankOf(i));
        return result;
    }

    /// The next run makes a version of this.
    void nextVersion(const QByteArray &weights, const QString &splitDigest, const Ranks &ranks,
                     QJsonObject more = {}) const
    {
        write(QStringLiteral("weights.bin"), weights);
        QByteArray catalogue;
        for (int i = 0; i < 20; ++i)
            catalogue += "i" + QByteArray::number(i) + '\n';
        write(QStringLiteral("catalogue.txt"), catalogue);
        QDir(path(QStringLiteral("evaluation"))).removeRecursively();
        write(QStringLiteral("evaluation/per_user.csv"), csv(ranks));
        QJsonObject metrics = means(ranks);
        metrics.insert(QStringLiteral("loss"), 0.75);
        metrics.insert(QStringLiteral("baseline_recall_at_10"), 0.01);
        const QJsonObject extra = more.take(QStringLiteral("metrics")).toObject();
        for (auto it = extra.begin(); it != extra.end(); ++it)
            metrics.insert(it.key(), it.value());
        write(QStringLiteral("metrics.json"), QJsonDocument(metrics).toJson());
        QJsonObject manifest{
            {QStringLiteral("evaluation"), evaluationFacts(splitDigest, ranks.size())},
            {QStringLiteral("environment"),
             QJsonObject{{QStringLiteral("code_version"), QStringLiteral("t")}}},
            {QStringLiteral("artifact"),
             QJsonObject{{QStringLiteral("bytes"), 7}, {QStringLiteral("sha256"), QStringLiteral("SUM")}}}};
        for (auto it = more.begin(); it != more.end(); ++it)
            manifest.insert(it.key(), it.value());
        write(QStringLiteral("manifest.json"), QJsonDocument(manifest).toJson());
    }

    /// The next `evaluate` answers this.
    void nextResult(const QString &splitDigest, const Ranks &ranks, int droppedPairs,
                    const QJsonObject &more = {}) const
    {
        QJsonObject result = evaluationFacts(splitDigest, ranks.size());
        result.insert(QStringLiteral("artifact_sha256"), QStringLiteral("SUM"));
        result.insert(QStringLiteral("dropped_pairs"), droppedPairs);
        result.insert(QStringLiteral("metrics"), means(ranks));
        for (auto it = more.begin(); it != more.end(); ++it)
            result.insert(it.key(), it.value());
        write(QStringLiteral("result.json"), QJsonDocument(result).toJson());
        write(QStringLiteral("result_per_user.csv"), csv(ranks));
    }

private:
    static QList<double> valuesOf(int rank)
    {
        if (rank > 10)
            return {0, 0, 0};
        return {1, 1 / std::log2(rank + 1.0), 1.0 / rank};
    }

    static QJsonObject evaluationFacts(const QString &splitDigest, qsizetype users)
    {
        return {{QStringLiteral("protocol"), QStringLiteral("p")},
                {QStringLiteral("split_digest"), splitDigest},
                {QStringLiteral("k"), 10},
                {QStringLiteral("candidates"), 20},
                {QStringLiteral("users"), users}};
    }

    QTemporaryDir m_folder;
};
