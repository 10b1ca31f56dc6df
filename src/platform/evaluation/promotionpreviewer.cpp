// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/promotionpreviewer.h"

#include "jobs/plainfile.h"
#include "jobs/runresult.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace nsl
{

namespace
{

constexpr qsizetype maxKept = 16;
constexpr qint64 maxCatalogueBytes = 512LL * 1024 * 1024;

/// The artifact's own list of the items it knows; absent where its family keeps none.
std::optional<QSet<QByteArray>> knownItemIds(const QString &artifactFolder)
{
    QFile file;
    if (!openPlainFile(file, artifactFolder + u"/catalogue.txt"_qs) || file.size() > maxCatalogueBytes)
        return std::nullopt;
    QSet<QByteArray> ids;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (!line.isEmpty())
            ids.insert(line);
    }
    return ids;
}

} // namespace

/// A preview while it is made. Filled on the main thread, then finished on another.
struct PromotionPreviewer::Draft
{
    /// What an earlier deployment put live and a person could go back to.
    struct RollBackCandidate
    {
        QString title;
        QString artifactFolder;
        QString artifactSha256;

        bool isWhole(const std::atomic<bool> &cancelled) const
        {
            const auto digest = digestArtifact(artifactFolder, &cancelled);
            return digest.ok() && digest->sha256 == artifactSha256;
        }
    };

    PromotionPreview preview;
    PreflightFacts facts;
    QJsonObject candidateManifest;
    QJsonObject liveManifest;
    QMap<QString, MetricDirection> declaredDirections; ///< as the candidate's worker gave them
    QString artifactFolder;
    QList<RollBackCandidate> rollBackCandidates; ///< best first
    QString databaseFile;
    std::function<qint64()> availableMemory;

    int waitingFor = 0; ///< scores that have not come yet
    std::optional<ScoredVersion> candidate;
    std::optional<ScoredVersion> live;
    QList<Previewed> waiting;

    /// Equal for requests that get the same answer. The revisions tell an approval, a label or another live
    /// version apart.
    QString key() const
    {
        const auto of = [](qint64 id, qint64 rev) { return u"/%1.%2"_qs.arg(id).arg(rev); };
        return preview.candidate.jobName + of(preview.candidate.id, preview.candidate.rev) +
               of(facts.endpoint.id, facts.endpoint.rev) +
               (preview.live ? of(preview.live->id, preview.live->rev) : QString());
    }
};

PromotionPreviewer::PromotionPreviewer(SqliteStore &store, EvaluationService &evaluations, Options options,
                                       QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_evaluations(evaluations)
    , m_options(std::move(options))
{
}

Outcome<std::shared_ptr<PromotionPreviewer::Draft>>
PromotionPreviewer::begin(const QString &jobName, std::optional<qint64> endpointId) const
{
    const auto plan = planEvaluation(m_store, m_options.jobsFolder, jobName, jobName);
    // A version without a split has no verdicts, but checks all the same.
    if (!plan.ok() && plan.error().code != u"no_split")
        return plan.error();
    auto draft = std::make_shared<Draft>();
    PreflightFacts &facts = draft->facts;
    facts.candidate = *m_store.versions().findByJob(jobName);
    const auto family = m_store.families().find(facts.candidate.familyId);
    facts.modelType = family ? family->modelType : QString();
    const auto endpoint =
        endpointId ? m_store.endpoints().find(*endpointId) : m_store.endpoints().findDefault(facts.modelType);
    if (!endpoint) {
        return PlatformError::notFound(
            endpointId ? u"There is no endpoint with the id %1."_qs.arg(*endpointId)
                       : u"There is no default endpoint for the model type %1."_qs.arg(facts.modelType),
            u"endpoint_not_found"_qs);
    }
    facts.endpoint = *endpoint;
    draft->preview.candidate = facts.candidate;

    draft->candidateManifest = m_store.jobs().manifestOf(jobName);
    draft->preview.splitDigest = evaluationBasis(draft->candidateManifest).splitDigest.toString();
    const auto job = m_store.jobs().findByName(jobName);
    // Names and directions only: no point comes after the largest seq.
    const auto series = m_store.metrics().series(job->id, {}, std::numeric_limits<qint64>::max());
    for (const MetricSeries &one : series)
        draft->declaredDirections.insert(one.name, one.direction);

    if (endpoint->activeVersion) {
        facts.hasServed = true;
        facts.isLive = endpoint->activeVersion->modelId == facts.candidate.id;
        facts.liveTitle = displayName(*endpoint->activeVersion);
        draft->preview.live = m_store.versions().find(endpoint->activeVersion->modelId);
        draft->liveManifest = m_store.jobs().manifestOf(endpoint->activeVersion->jobName);
    }
    // The roll-back target as it will be once the candidate is live (contract 2.3).
    QSet<qint64> seen{facts.candidate.id};
    const auto deployments = m_store.deployments().listOfEndpoint(endpoint->id);
    for (const Deployment &deployment : deployments) {
        if (deployment.status != DeploymentStatus::Succeeded || !deployment.to)
            continue;
        facts.hasServed = true;
        if (seen.contains(deployment.to->modelId))
            continue;
        seen.insert(deployment.to->modelId);
        const auto version = m_store.versions().find(deployment.to->modelId);
        if (version && version->approvalStatus == ApprovalStatus::Approved) {
            draft->rollBackCandidates.append(
                {displayName(*version), RunDirectory(m_options.jobsFolder, version->jobName).artifactFolder(),
                 version->artifactSha256});
        }
    }
    draft->artifactFolder = RunDirectory(m_options.jobsFolder, jobName).artifactFolder();
    draft->databaseFile = m_store.file();
    draft->availableMemory = m_options.availableMemory ? m_options.availableMemory : availableSystemMemory;
    return draft;
}

void PromotionPreviewer::preview(const QString &jobName, std::optional<qint64> endpointId, Previewed done)
{
    const auto begun = m_store.read([&] { return begin(jobName, endpointId); });
    if (!begun.ok()) {
        done(begun.error());
        return;
    }
    const std::shared_ptr<Draft> draft = *begun;
    const QString key = draft->key();
    if (const auto same = m_drafts.value(key)) {
        same->waiting.append(std::move(done));
        return;
    }
    m_kept.removeIf([](auto kept) { return kept->until.hasExpired(); });
    if (const auto kept = m_kept.constFind(key); kept != m_kept.constEnd()) {
        // Once: what the machine and the catalogue are like now, a later request finds out anew.
        const PromotionPreview preview = m_kept.take(key).preview;
        done(preview);
        return;
    }
    draft->waiting.append(std::move(done));
    m_drafts.insert(key, draft);
    const QPointer<PromotionPreviewer> self(this);
    const auto take = [self, draft](std::optional<ScoredVersion> Draft::*place) {
        return [self, draft, place](const Outcome<ScoredVersion> &scored) {
            if (!self)
                return;
            if (scored.ok())
                (*draft).*place = *scored;
            else
                draft->facts.scoringProblem = scored.error().message;
            self->advance(draft);
        };
    };
    draft->waitingFor = draft->preview.live ? 3 : 2;
    m_evaluations.score(jobName, jobName, take(&Draft::candidate));
    if (draft->preview.live)
        m_evaluations.score(draft->preview.live->jobName, jobName, take(&Draft::live));
    advance(draft);
}

void PromotionPreviewer::advance(const std::shared_ptr<Draft> &draft)
{
    if (--draft->waitingFor > 0)
        return;
    m_work.run<PromotionPreview>(
        this, [this, draft] { return assemble(*draft, m_work.cancelled()); },
        [this, draft](const PromotionPreview &preview) { finish(*draft, preview); });
}

void PromotionPreviewer::finish(Draft &draft, const PromotionPreview &preview)
{
    const QString key = draft.key();
    m_drafts.remove(key);
    bool wasWanted = false;
    for (const Previewed &done : std::exchange(draft.waiting, {}))
        wasWanted = done(preview) || wasWanted;
    // One without its scores is not worth keeping: the next try may have them.
    if (!wasWanted && draft.facts.scoringProblem.isEmpty() && m_kept.size() < maxKept)
        m_kept.insert(key, {preview, QDeadlineTimer(keepFor)});
}

PromotionPreview PromotionPreviewer::assemble(Draft &draft, const std::atomic<bool> &cancelled)
{
    PromotionPreview preview = draft.preview;
    PreflightFacts &facts = draft.facts;
    const auto artifact = digestArtifact(draft.artifactFolder, &cancelled);
    if (!artifact.ok()) {
        facts.artifactProblem = artifact.error();
    } else if (artifact->sha256 != facts.candidate.artifactSha256) {
        facts.artifactProblem =
            PlatformError::invalid(u"The artifact is damaged: its checksum is %1 instead of %2."_qs.arg(
                                       artifact->sha256.left(12), facts.candidate.artifactSha256.left(12)),
                                   u"artifact_damaged"_qs);
    } else {
        facts.artifactBytes = artifact->bytes;
    }
    facts.availableBytes = draft.availableMemory();
    if (const auto known = knownItemIds(draft.artifactFolder)) {
        if (auto database = Database::open(draft.databaseFile, Database::Mode::ReadOnly); database.ok()) {
            try {
                const QList<QByteArray> active = ItemRepository(**database).activeIds();
                facts.activeItems = active.size();
                facts.knownItems = std::count_if(active.begin(), active.end(),
                                                 [&](const QByteArray &id) { return known->contains(id); });
            } catch (const StoreFailure &failure) {
                qWarning("%s", qUtf8Printable(failure.error().message));
            }
        }
    }
    for (const Draft::RollBackCandidate &candidate : std::as_const(draft.rollBackCandidates)) {
        if (cancelled)
            break;
        if (candidate.isWhole(cancelled)) {
            facts.rollBackTitle = candidate.title;
            break;
        }
    }

    const bool ownComparable =
        compareEvaluations(draft.candidateManifest, draft.liveManifest).verdict == Comparable::Yes;
    if (draft.candidate && draft.live) {
        preview.comparability = compareBases(draft.candidate->basis, draft.live->basis);
        if (draft.live->perUser.users.isEmpty())
            preview.comparability.verdict = Comparable::No; // nothing was left to score
        preview.metrics = compareScored(*draft.candidate, *draft.live, cancelled);
    } else if (draft.preview.live) {
        preview.comparability = compareEvaluations(draft.candidateManifest, draft.liveManifest);
        if (!facts.scoringProblem.isEmpty())
            preview.comparability.reasons.append(facts.scoringProblem);
    } else if (draft.candidate) {
        preview.metrics = compareScored(*draft.candidate, {}, cancelled);
    }
    // What else the two runs reported of themselves, for reading, not for a verdict.
    QSet<QString> listed;
    for (const PromotionPreview::Metric &metric : std::as_const(preview.metrics))
        listed.insert(metric.name);
    const Metrics liveMetrics = preview.live ? preview.live->metrics : Metrics();
    for (auto it = preview.candidate.metrics.begin(); it != preview.candidate.metrics.end(); ++it) {
        if (listed.contains(it.key()) || it.key().startsWith(u"baseline_"_qs) ||
            it.key().startsWith(u"live_"_qs))
            continue;
        PromotionPreview::Metric row;
        row.name = it.key();
        row.direction = standardDirection(it.key());
        if (row.direction == MetricDirection::None)
            row.direction = draft.declaredDirections.value(it.key(), MetricDirection::None);
        row.candidate = it.value();
        if (const auto other = liveMetrics.find(it.key()); other != liveMetrics.end()) {
            row.live = other.value();
            if (ownComparable && std::isfinite(it.value()) && std::isfinite(other.value()))
                row.delta = it.value() - other.value();
        }
        preview.metrics.append(row);
    }
    if (preview.live)
        preview.manifestDiff = diffManifests(draft.candidateManifest, draft.liveManifest);
    facts.metrics = preview.metrics;
    preview.checks = preflightChecks(facts);
    return preview;
}

qint64 availableSystemMemory()
{
    QFile file(u"/proc/meminfo"_qs);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    // A file of the kernel has no size: it is read to its end.
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("MemAvailable:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return -1;
}

} // namespace nsl
