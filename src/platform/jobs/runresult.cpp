// SPDX-License-Identifier: GPL-3.0-or-later
#include "runresult.h"

#include "canonicaljson.h"
#include "jsonread.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QMap>

#include "manifest.h"

namespace nsl
{

namespace
{

constexpr qsizetype maxRunMetrics = 1000;
constexpr qsizetype maxMetricName = 64;
constexpr int maxFiles = 10'000;
constexpr qint64 maxProgramBytes = 256 * 1024 * 1024;
constexpr qsizetype maxBlockBytes = 256 * 1024;

Outcome<QJsonObject> readRunObject(const QString &path)
{
    if (!QFileInfo::exists(path)) {
        return PlatformError::invalid(
            u"The worker ended without an error but left no %1."_qs.arg(QFileInfo(path).fileName()),
            u"worker_output"_qs);
    }
    auto parsed = readJsonObject(path, maxWorkerJsonBytes);
    if (!parsed.ok()) {
        return PlatformError::invalid(parsed.error().message, u"worker_output"_qs);
    }
    return parsed;
}

void takeRunMetrics(const QJsonObject &metrics, RunResult &result)
{
    for (auto it = metrics.begin(); it != metrics.end(); ++it) {
        const auto value = json::metricValue(it.value());
        const bool hasName = !it.key().isEmpty() && it.key().size() <= maxMetricName;
        if (value && hasName && result.metrics.size() < maxRunMetrics)
            result.metrics.insert(it.key(), *value);
        else
            result.droppedMetrics.append(it.key());
    }
}

/// The rest of an open file; false where it cannot be read or is not wanted any more.
bool addFile(QCryptographicHash &hash, QFile &file, const std::atomic<bool> *cancelled)
{
    QByteArray block(maxBlockBytes, Qt::Uninitialized);
    while (!cancelled || !*cancelled) {
        const qint64 got = file.read(block.data(), block.size());
        if (got <= 0)
            return got == 0;
        hash.addData(QByteArrayView(block).first(got));
    }
    return false;
}

} // namespace

Outcome<ArtifactDigest> digestArtifact(const QString &folder, const std::atomic<bool> *cancelled,
                                       const ArtifactRules &rules)
{
    const QDir top(folder);
    if (!top.exists())
        return PlatformError::invalid(u"The artifact folder %1 is missing."_qs.arg(folder),
                                      u"artifact_missing"_qs);
    // A copy of the workspace would hold the link alone.
    for (const QString &own : {folder, QFileInfo(folder).path()}) {
        if (QFileInfo(own).isSymLink()) {
            return PlatformError::invalid(
                u"%1 is a link; an artifact is a folder of its own run."_qs.arg(own), u"artifact_damaged"_qs);
        }
    }
    ArtifactDigest result;
    QMap<QByteArray, QByteArray> digests; // by path in UTF-8: sorted as bytes, as sort and sha256sum do it
    QDirIterator files(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        const QFileInfo info = files.fileInfo();
        const bool isPlain = !info.isSymLink() && (info.isFile() || info.isDir());
        if (!isPlain || digests.size() >= maxFiles) {
            return PlatformError::invalid(
                u"The artifact folder %1 holds too many files, or something that is no file."_qs.arg(folder),
                u"artifact_damaged"_qs);
        }
        if (info.isDir())
            continue;
        QFile file;
        if (!openPlainFile(file, files.filePath(), rules.hardLinks)) {
            return rules.hardLinks == HardLinks::Refused && info.isReadable()
                       ? PlatformError::invalid(
                             u"The artifact file %1 has a second name (a hard link), so another program could change it: copy it instead."_qs
                                 .arg(files.filePath()),
                             u"artifact_damaged"_qs)
                       : PlatformError::storage(
                             u"The artifact file %1 cannot be read."_qs.arg(files.filePath()));
        }
        // Before it is read: a file may have any size and take no room.
        if (file.size() > rules.maxBytes - result.bytes) {
            return PlatformError::invalid(
                u"The artifact has more than %1, the most that is kept; max_artifact_bytes under [jobs] in platform.ini says how much."_qs
                    .arg(QLocale::c().formattedDataSize(rules.maxBytes, 1)),
                u"artifact_too_large"_qs);
        }
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!addFile(hash, file, cancelled))
            return PlatformError::storage(u"The artifact file %1 cannot be read."_qs.arg(files.filePath()));
        result.bytes += file.size();
        digests.insert(top.relativeFilePath(files.filePath()).toUtf8(), hash.result().toHex());
    }
    if (digests.isEmpty())
        return PlatformError::invalid(u"The artifact folder %1 is empty."_qs.arg(folder),
                                      u"artifact_missing"_qs);
    QCryptographicHash all(QCryptographicHash::Sha256);
    for (auto it = digests.begin(); it != digests.end(); ++it)
        all.addData(it.value() + "  " + it.key() + '\n');
    result.sha256 = QString::fromLatin1(all.result().toHex());
    return result;
}

Outcome<RunResult> readRunResult(const RunDirectory &directory, RunOutput output, qint64 maxArtifactBytes,
                                 const std::atomic<bool> *cancelled)
{
    if (const auto own = directory.checkOutput(); !own.ok())
        return own.error();
    RunResult result;
    const auto read = [&](const QString &name) -> Outcome<QJsonObject> {
        const QString path = directory.modelFile(name);
        if (output == RunOutput::Plugin && !QFileInfo::exists(path))
            return QJsonObject();
        return readRunObject(path);
    };
    const auto manifest = read(u"manifest.json"_qs);
    if (!manifest.ok())
        return manifest.error();
    result.workerManifest = *manifest;
    const auto metrics = read(u"metrics.json"_qs);
    if (metrics.ok())
        takeRunMetrics(*metrics, result);
    else if (QFileInfo::exists(directory.modelFile(u"metrics.json"_qs)))
        result.metricsProblem = metrics.error().message;
    else
        return metrics.error(); // our own worker did not come to its end
    const auto artifact =
        digestArtifact(directory.artifactFolder(), cancelled, {maxArtifactBytes, HardLinks::Refused});
    if (!artifact.ok())
        return artifact.error();
    result.artifact = *artifact;
    const QString claimed = manifestValue(result.workerManifest, u"artifact.sha256"_qs).toString();
    const bool mayBeSilent = output == RunOutput::Plugin && claimed.isEmpty();
    if (!mayBeSilent && claimed != result.artifact.sha256) {
        return PlatformError::invalid(
            u"The artifact's checksum is %1, not %2 as the worker's manifest says: the artifact is damaged."_qs
                .arg(result.artifact.sha256.left(12), claimed.isEmpty() ? u"(none)"_qs : claimed.left(12)),
            u"artifact_damaged"_qs);
    }
    // The live version could not always be scored; the run is good without it.
    const QString live = directory.modelFile(u"evaluation/live.json"_qs);
    if (output == RunOutput::Ours && QFileInfo::exists(live)) {
        const auto scored = readRunObject(live);
        if (!scored.ok())
            return scored.error();
        for (const QString &key : {u"job_name"_qs, u"artifact_sha256"_qs, u"users"_qs, u"dropped_pairs"_qs})
            result.live.insert(key, scored->value(key));
    }
    return result;
}

Outcome<QString> programVersion(const QString &program, const std::atomic<bool> &cancelled)
{
    QFile file(program);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || file.size() > maxProgramBytes ||
        !addFile(hash, file, &cancelled)) {
        return PlatformError::storage(
            u"The program %1 cannot be read or is larger than %2 MiB, so its version is not known."_qs.arg(
                program, QString::number(maxProgramBytes >> 20)));
    }
    return u"sha256:"_qs + QString::fromLatin1(hash.result().toHex());
}

QJsonObject wholeManifest(const RunResult &result, const ManifestFacts &facts)
{
    QJsonObject manifest = result.workerManifest;
    if (!manifest.contains(u"manifest_version"_qs))
        manifest.insert(u"manifest_version"_qs, 1);
    manifest.insert(u"job_name"_qs, facts.jobName);
    manifest.insert(u"template"_qs, facts.plan.value(u"template"_qs));
    manifest.insert(u"family"_qs, facts.plan.value(u"family"_qs));
    // Options as the worker resolved them; what it does not mention is as it was asked for.
    QJsonObject options = facts.plan.value(u"options"_qs).toObject();
    const QJsonObject resolved = result.workerManifest.value(u"options"_qs).toObject();
    for (auto it = resolved.begin(); it != resolved.end(); ++it)
        options.insert(it.key(), it.value());
    manifest.insert(u"options"_qs, options);
    // The data are the platform's: its facts stand above what the worker saw of them.
    QJsonObject dataset = result.workerManifest.value(u"dataset"_qs).toObject();
    const QJsonObject known = facts.plan.value(u"dataset"_qs).toObject();
    for (auto it = known.begin(); it != known.end(); ++it)
        dataset.insert(it.key(), it.value());
    manifest.insert(u"dataset"_qs, dataset);
    QJsonObject evaluation = manifest.value(u"evaluation"_qs).toObject();
    evaluation.insert(u"live_job_name"_qs, facts.liveJobName);
    if (!result.live.isEmpty())
        evaluation.insert(u"live"_qs, result.live);
    manifest.insert(u"evaluation"_qs, evaluation);
    QJsonObject environment = manifest.value(u"environment"_qs).toObject();
    if (!facts.codeVersion.isEmpty() && environment.value(u"code_version"_qs).toString().isEmpty()) {
        environment.insert(u"code_version"_qs, facts.codeVersion);
        manifest.insert(u"environment"_qs, environment);
    }
    manifest.insert(u"parent_version"_qs, facts.parentVersion);
    if (facts.plan.contains(u"from_job_name"_qs))
        manifest.insert(u"from_job_name"_qs, facts.plan.value(u"from_job_name"_qs));
    manifest.insert(u"started_at"_qs, facts.startedAt);
    manifest.insert(u"finished_at"_qs, facts.finishedAt);
    manifest.insert(u"artifact"_qs, QJsonObject{{u"bytes"_qs, result.artifact.bytes},
                                                {u"sha256"_qs, result.artifact.sha256}});
    return manifest;
}

QString configDigest(const QJsonObject &manifest)
{
    const auto at = [&manifest](const QString &path) {
        const QJsonValue value = manifestValue(manifest, path);
        return value.isUndefined() ? QJsonValue(QJsonValue::Null) : value;
    };
    return canonicalDigest(QJsonObject{{u"template"_qs, at(u"template"_qs)},
                                       {u"family"_qs, at(u"family"_qs)},
                                       {u"options"_qs, at(u"options"_qs)},
                                       {u"dataset_digest"_qs, at(u"dataset.digest"_qs)},
                                       {u"protocol"_qs, at(u"evaluation.protocol"_qs)},
                                       {u"split_digest"_qs, at(u"evaluation.split_digest"_qs)},
                                       {u"code_version"_qs, at(u"environment.code_version"_qs)},
                                       {u"torch_version"_qs, at(u"environment.torch_version"_qs)}});
}

} // namespace nsl
