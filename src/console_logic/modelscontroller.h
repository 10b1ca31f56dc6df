// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionresult.h"
#include "actionstate.h"
#include "bannerstate.h"
#include "filterproxies.h"
#include "modeltreemodel.h"
#include "promotionreview.h"
#include "versionfacts.h"

#include <QObject>
#include <QTimer>

namespace nsl
{

class PlatformSession;

/// Everything behind the Models page.
class ModelsController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ModelsController)

public:
    explicit ModelsController(PlatformSession &session, QObject *parent = nullptr);
    ~ModelsController() override;

    /// What the page should show in place of, or together with, the tree.
    enum class Content {
        Loading,
        NoData, ///< no event at all: offer sample data and import
        NoRuns, ///< data, but no version yet: offer Start training
        Empty,  ///< no version; whether there is data is not known
        Versions,
        Error, ///< the list cannot be read and none is there: loadError()
    };
    Q_ENUM(Content)

    ModelTreeModel *tree() { return m_tree; }
    VersionFilterProxy *filtered() { return m_filtered; }
    Content content() const { return m_content; }
    const PlatformError &loadError() const { return m_loadError; }
    const QList<BannerLine> &banner() const { return m_banner; }

    /// The page is in sight.
    void setActive(bool active);
    /// Version ids in the order of selection.
    void setSelection(const QList<RecordId> &versionIds);
    const QList<RecordId> &selection() const { return m_selection; }
    QStringList selectedJobNames() const;
    /// Of the single selected version; empty (no versionId) otherwise.
    const VersionDetails &details() const { return m_details; }

    ActionState approveState() const;
    ActionState rejectState() const;
    ActionState promoteState() const;
    ActionState compareState() const;
    ActionState rollBackState(const RecordId &endpointId) const;
    ActionState tryItState() const;
    ActionState startTrainingState() const;

    void approveSelected(const QString &comment);
    void rejectSelected(const QString &comment);
    /// At most 80 characters.
    void setLabel(const RecordId &versionId, const QString &label);
    void setDescription(const RecordId &versionId, const QString &description);
    PromotionReview review(const QString &jobName, std::optional<RecordId> endpointId = {});
    QList<RollBackTarget> rollBackTargets(const RecordId &endpointId) const;
    void dismissFailure(const BannerLine &line);
    /// What a promotion that no deployment tells of came to; absent = nothing to tell.
    void setPromotionNotice(const std::optional<PromotionNotice> &notice);
    void loadSample();
    bool isLoadingSample() const { return m_loadingSample; }

signals:
    void actionsUpdated();
    void detailsUpdated();
    void bannerUpdated();
    void contentUpdated();
    void actionFinished(const nsl::ActionResult &result);

private:
    void handleFamilies();
    void handleProduction();
    void updateBanner();
    void updateDetails();
    void updateContent();
    void patch(const RecordId &versionId, const JobPatch &patch, const QString &doneText,
               const QString &failedText);
    ActionState targetsKnown() const;
    QList<Candidate> candidates() const;

    PlatformSession &m_session;
    ModelTreeModel *m_tree;
    VersionFilterProxy *m_filtered;
    QList<RecordId> m_selection;
    VersionDetails m_details;
    QList<BannerLine> m_banner;
    QSet<QString> m_dismissed;
    std::optional<PromotionNotice> m_notice;
    QTimer m_clock;
    Content m_content = Content::Loading;
    PlatformError m_loadError;
    bool m_active = false;
    bool m_loadingSample = false;
};

} // namespace nsl
