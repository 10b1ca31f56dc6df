// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelscontroller.h"

#include "numberformat.h"
#include "platformsession.h"
#include "recordmatching.h"
#include "starttrainingcontroller.h"

#include <algorithm>

namespace nsl
{

namespace
{
/// Manifests are read for what a person is likely to look at.
constexpr int manifestsForTree = 100;
constexpr qsizetype longestLabel = 80;
} // namespace

ModelsController::ModelsController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_tree(new ModelTreeModel(this))
    , m_filtered(new VersionFilterProxy(this))
{
    m_filtered->setSourceModel(m_tree);
    connect(&session, &PlatformSession::familiesUpdated, this, &ModelsController::handleFamilies);
    connect(&session, &PlatformSession::endpointsUpdated, this, &ModelsController::handleProduction);
    connect(&session, &PlatformSession::manifestsUpdated, this, &ModelsController::handleProduction);
    connect(&session, &PlatformSession::deploymentsUpdated, this, [this] {
        updateBanner();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::jobsUpdated, this, &ModelsController::updateContent);
    connect(&session, &PlatformSession::signalsUpdated, this, [this] {
        updateContent();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::connectionUpdated, this, [this] {
        updateBanner();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::loadFailed, this,
            [this](PlatformSession::Resource resource, const PlatformError &error) {
                if (resource == PlatformSession::Resource::Families)
                    m_loadError = error;
                updateContent();
            });
    connect(&session, &PlatformSession::loadRecovered, this, [this](PlatformSession::Resource resource) {
        if (resource == PlatformSession::Resource::Families)
            m_loadError = {};
        updateContent();
    });
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &ModelsController::updateBanner);
    m_clock.start();
    if (session.familiesLoaded())
        handleFamilies();
    updateBanner();
    updateContent();
}

ModelsController::~ModelsController()
{
    setActive(false);
}

void ModelsController::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    for (const PlatformSession::Resource resource :
         {PlatformSession::Resource::Families, PlatformSession::Resource::Signals}) {
        if (active)
            m_session.watch(resource);
        else
            m_session.unwatch(resource);
    }
}

void ModelsController::handleFamilies()
{
    m_tree->setFamilies(m_session.families());
    // The newest versions of all families first: those are on screen.
    QList<const Version *> newest;
    for (const FamilyNode &node : m_session.families()) {
        for (const Version &version : node.versions)
            newest += &version;
    }
    std::sort(newest.begin(), newest.end(),
              [](const Version *left, const Version *right) { return left->id > right->id; });
    for (const Version *version : newest.mid(0, manifestsForTree))
        m_session.needManifest(version->jobName);
    handleProduction();
    updateContent();
}

void ModelsController::handleProduction()
{
    const QHash<QString, Production> production = m_session.production();
    for (const Production &live : production)
        m_session.needManifest(live.jobName);
    m_tree->setProduction(production, m_session.manifests(), m_session.productionIsKnown());
    updateBanner();
    updateDetails();
    updateContent();
    emit actionsUpdated();
}

void ModelsController::updateBanner()
{
    BannerFacts facts;
    facts.endpoints = m_session.endpoints();
    facts.deployments = m_session.deployments();
    facts.notice = m_notice;
    facts.dismissed = m_dismissed;
    facts.endpointsAreUntold = m_session.endpointsAreUntold();
    const ConnectionState &connection = m_session.connection();
    if (!connection.isOnline() && connection.lastSuccess().isValid())
        facts.lastKnown = m_session.serverTime(connection.lastSuccess());
    const QList<BannerLine> banner = bannerLines(facts, m_session.now());
    if (banner == m_banner)
        return;
    m_banner = banner;
    emit bannerUpdated();
}

void ModelsController::setPromotionNotice(const std::optional<PromotionNotice> &notice)
{
    m_notice = notice;
    updateBanner();
}

void ModelsController::updateDetails()
{
    const Version *version = m_selection.size() == 1 ? m_session.version(m_selection.first()) : nullptr;
    if (version) {
        m_session.needManifest(version->jobName);
        m_details =
            versionDetails(*version, m_session.productionFor(version->familyId), m_session.manifests());
    } else {
        m_details = {};
    }
    emit detailsUpdated();
}

void ModelsController::updateContent()
{
    const auto &families = m_session.families();
    const bool anyVersion = std::any_of(families.begin(), families.end(),
                                        [](const FamilyNode &node) { return !node.versions.isEmpty(); });
    const bool allVersionsKnown = std::all_of(families.begin(), families.end(),
                                              [](const FamilyNode &node) { return node.versionsAreKnown; });
    const auto &endpoints = m_session.endpoints();
    const bool anyLive = std::any_of(endpoints.begin(), endpoints.end(), [](const Endpoint &endpoint) {
        return endpoint.activeVersion.has_value();
    });
    const auto &types = m_session.eventTypes();
    const bool anyEvent =
        std::any_of(types.begin(), types.end(), [](const EventType &type) { return type.eventCount > 0; });
    const bool signalsFail = m_session.failing().contains(PlatformSession::Resource::Signals);
    const bool hasError = !m_loadError.message.isEmpty() || m_loadError.httpStatus > 0 ||
                          m_session.failing().contains(PlatformSession::Resource::Families);
    Content content = Content::Loading;
    if (anyVersion)
        content = Content::Versions;
    else if (hasError && (families.isEmpty() || !m_session.familiesLoaded()))
        content = Content::Error;
    else if (!m_session.familiesLoaded())
        content = Content::Loading;
    else if (!families.isEmpty() && (!allVersionsKnown || anyLive))
        content = Content::Versions; // the families, with what is not known of their versions said there
    else if (m_session.signalsLoaded())
        content = anyEvent || !m_session.jobs().isEmpty() ? Content::NoRuns : Content::NoData;
    else if (signalsFail)
        content = Content::Empty;
    if (content == m_content)
        return;
    m_content = content;
    emit contentUpdated();
}

void ModelsController::setSelection(const QList<RecordId> &versionIds)
{
    m_selection = versionIds;
    updateDetails();
    emit actionsUpdated();
}

QStringList ModelsController::selectedJobNames() const
{
    QStringList names;
    for (const RecordId &id : m_selection) {
        if (const Version *version = m_session.version(id))
            names += version->jobName;
    }
    return names;
}

QList<Candidate> ModelsController::candidates() const
{
    QList<Candidate> list;
    for (const RecordId &id : m_selection) {
        if (const Version *version = m_session.version(id))
            list += m_session.candidate(*version);
    }
    return list;
}

ActionState ModelsController::approveState() const
{
    return availability::all({availability::connected(m_session.connection().status()),
                              availability::approve(candidates(), m_session.endpoints())});
}

ActionState ModelsController::rejectState() const
{
    return availability::all({availability::connected(m_session.connection().status()),
                              availability::reject(candidates(), m_session.endpoints())});
}

ActionState ModelsController::promoteState() const
{
    return availability::all({availability::connected(m_session.connection().status()), targetsKnown(),
                              availability::promote(candidates(), m_session.endpoints())});
}

ActionState ModelsController::targetsKnown() const
{
    return availability::targetsKnown(m_session.endpointsLoaded(), m_session.endpointsAreUntold());
}

ActionState ModelsController::compareState() const
{
    return availability::compare(candidates());
}

ActionState ModelsController::rollBackState(const RecordId &endpointId) const
{
    return availability::all(
        {availability::connected(m_session.connection().status()),
         availability::rollBack(m_session.endpoint(endpointId), int(rollBackTargets(endpointId).size()),
                                m_session.keepsDeployments())});
}

ActionState ModelsController::tryItState() const
{
    return availability::all({availability::connected(m_session.connection().status()), targetsKnown(),
                              availability::tryIt(m_session.hasCore(), m_session.endpoints())});
}

ActionState ModelsController::startTrainingState() const
{
    return startTrainingAvailability(m_session);
}

void ModelsController::patch(const RecordId &versionId, const JobPatch &patch, const QString &doneText,
                             const QString &failedText)
{
    const Version *version = m_session.version(versionId);
    const TrainingJob *job = version ? m_session.jobOf(*version) : nullptr;
    if (!job) {
        m_session.refreshJobs();
        emit actionFinished(
            {failedText, false,
             PlatformError::notFound(tr("The run of this version is not loaded. Try again."))});
        return;
    }
    m_session.api().patchJob(recordmatching::keyOf(*job), patch, this,
                             [=, this](const Outcome<TrainingJob> &patched) {
                                 if (!patched) {
                                     emit actionFinished({failedText, false, patched.error()});
                                     return;
                                 }
                                 m_session.noteJob(*patched);
                                 m_session.refreshJobs();
                                 emit actionFinished({doneText, true, {}});
                             });
}

void ModelsController::approveSelected(const QString &comment)
{
    for (const Candidate &candidate : candidates()) {
        if (candidate.approval == ApprovalStatus::Approved)
            continue;
        m_session.api().approve(
            candidate.jobName, comment, this, [this, candidate](const Outcome<TrainingJob> &job) {
                if (job) {
                    m_session.noteJob(*job);
                    m_session.refreshJobs();
                    emit actionFinished({tr("Approved %1").arg(candidate.name), true, {}});
                } else {
                    emit actionFinished({tr("%1 was not approved").arg(candidate.name), false, job.error()});
                }
            });
    }
}

void ModelsController::rejectSelected(const QString &comment)
{
    for (const RecordId &id : std::as_const(m_selection)) {
        const Version *version = m_session.version(id);
        if (!version || version->approvalStatus == ApprovalStatus::Rejected)
            continue;
        JobPatch change;
        change.approvalStatus = ApprovalStatus::Rejected;
        change.approvalComment = comment;
        const QString name = displayName(*version);
        patch(id, change, tr("Rejected %1").arg(name), tr("%1 was not rejected").arg(name));
    }
}

void ModelsController::setLabel(const RecordId &versionId, const QString &label)
{
    const Version *version = m_session.version(versionId);
    const QString clean = label.simplified().left(longestLabel);
    if (!version || version->label == clean)
        return;
    JobPatch change;
    change.label = clean;
    const QString name = displayName(*version);
    patch(versionId, change, tr("Changed the label of %1").arg(name),
          tr("The label of %1 was not changed").arg(name));
}

void ModelsController::setDescription(const RecordId &versionId, const QString &description)
{
    const Version *version = m_session.version(versionId);
    if (!version || version->description == description)
        return;
    JobPatch change;
    change.description = description;
    const QString name = displayName(*version);
    patch(versionId, change, tr("Changed the description of %1").arg(name),
          tr("The description of %1 was not changed").arg(name));
}

PromotionReview ModelsController::review(const QString &jobName, std::optional<RecordId> endpointId)
{
    return reviewPromotion(m_session, jobName, endpointId);
}

QList<RollBackTarget> ModelsController::rollBackTargets(const RecordId &endpointId) const
{
    return nsl::rollBackTargets(m_session, endpointId);
}

void ModelsController::dismissFailure(const BannerLine &line)
{
    m_dismissed.insert(line.failureKey);
    updateBanner();
}

void ModelsController::loadSample()
{
    if (m_loadingSample)
        return;
    m_loadingSample = true;
    emit contentUpdated();
    m_session.api().loadSample(this, [this](const Outcome<SampleCounts> &counts) {
        m_loadingSample = false;
        emit contentUpdated();
        m_session.refreshSignals();
        m_session.refreshFamilies();
        if (counts) {
            emit actionFinished({tr("Loaded sample data: %1 events of %2 users on %3 items")
                                     .arg(format::count(counts->events), format::count(counts->users),
                                          format::count(counts->items)),
                                 true,
                                 {}});
        } else {
            emit actionFinished({tr("The sample data were not loaded"), false, counts.error()});
        }
    });
}

} // namespace nsl
