// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <previewcontroller.h>
#include <promotioncontroller.h>
#include <promotionreview.h>

#include <QDialog>

#include <memory>
#include <optional>

namespace nsl
{

namespace Ui
{
class PromotionDialog;
}
class ComparisonModel;
class Workbench;

/// The review before a version goes live: candidate against what serves now, manifest differences, checks,
/// the exact request, a comment. For a roll-back it offers the earlier versions of the target.
class PromotionDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PromotionDialog)

public:
    PromotionDialog(Workbench &workbench, const QString &jobName, const std::optional<RecordId> &endpointId,
                    QWidget *parent = nullptr);
    /// A roll-back of this target.
    PromotionDialog(Workbench &workbench, const RecordId &endpointId, QWidget *parent = nullptr);
    ~PromotionDialog() override;

    const PromotionReview &review() const { return m_review; }
    const PreviewController &preview() const { return *m_preview; }

private:
    void setUp();
    void refresh();
    void showReview();
    void showMetrics();
    void showChecks();
    void showCall();
    void promote();
    void handlePhase(PromotionController::Phase phase);

    Workbench &m_workbench;
    std::unique_ptr<Ui::PromotionDialog> m_ui;
    ComparisonModel *m_metrics;
    PreviewController *m_preview;
    QString m_jobName;
    std::optional<RecordId> m_endpointId;
    QList<RollBackTarget> m_targets;
    PromotionReview m_review;
    bool m_sent = false;
};

} // namespace nsl
