// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <versionfacts.h>

#include <QFrame>

class QLabel;
class QScrollArea;
class QLineEdit;
class QStackedLayout;

namespace nsl
{

class BreakingLabel;
class ElidedLabel;
class LabelGrid;

/// The selected version: label and description (edited in place), approval, facts, metrics against
/// production, and what differs from it in the manifest.
class VersionDetailsPanel : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VersionDetailsPanel)

public:
    explicit VersionDetailsPanel(QWidget *parent = nullptr);

    void setDetails(const VersionDetails &details);
    /// What stands here while no single version is selected.
    void setHint(const QString &text);

signals:
    void labelEdited(const nsl::RecordId &versionId, const QString &label);
    void descriptionEdited(const nsl::RecordId &versionId, const QString &description);

private:
    void alignNames();
    void makeRoom();
    void showDifferences(const QList<VersionDetails::DifferenceLine> &lines);

    QStackedLayout *m_stack;
    QScrollArea *m_scroll;
    QList<QLabel *> m_editNames; ///< of the fields that can be edited in place
    QLabel *m_hint;
    QLabel *m_title;
    ElidedLabel *m_subtitle;
    QLineEdit *m_label;
    QLineEdit *m_description;
    LabelGrid *m_fields;
    QLabel *m_metricsTitle;
    LabelGrid *m_metrics;
    QLabel *m_comparability;
    QLabel *m_differencesTitle;
    QWidget *m_differences;
    QList<BreakingLabel *> m_differenceLabels; ///< path and change, in turn
    RecordId m_versionId;
    QString m_shownLabel;
    QString m_shownDescription;
};

} // namespace nsl
