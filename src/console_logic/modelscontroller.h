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
    void setSelection(const QList<qint64> &versionIds);
    const QList<qint64> &selection() const { return m_selection; }
    QStringList selectedJobNames() const;
    /// Of the single selected version; empty (versionId 0) otherwise.
    const VersionDetails &details() const { return m_details; }

    ActionState approveState() const;
    ActionState rejectState() const;
    ActionState promoteState() const;
    ActionState compareState() const;
    ActionState rollBackState(qint64 endpointId) const;
    ActionState tryItState() const;
    ActionState startTrainingState() const;

    void approveSelected(const QString &comment);
    void rejectSelected(const QString &comment);
    /// At most 80 characters.
    void setLabel(qint64 versionId, const QString &label);
    void setDescription(qint64 versionId, const QString &description);
    PromotionReview review(const QString &jobName, std::optional<qint64> endpointId = {});
    QList<RollBackTarget> rollBackTargets(qint64 endpointId) const;
    void dismissFailure(const BannerLine &line);
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
    void patch(qint64 versionId, const JobPatch &patch, const QString &doneText, const QString &failedText);
    QList<Candidate> candidates() const;

    PlatformSession &m_session;
    ModelTreeModel *m_tree;
    VersionFilterProxy *m_filtered;
    QList<qint64> m_selection;
    VersionDetails m_details;
    QList<BannerLine> m_banner;
    QSet<qint64> m_dismissed;
    QTimer m_clock;
    Content m_content = Content::Loading;
    PlatformError m_loadError;
    bool m_active = false;
    bool m_loadingSample = false;
};

} // namespace nsl
