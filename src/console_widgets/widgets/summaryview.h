// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <trainingjobscontroller.h>

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace nsl
{

class BadgeLabel;
class LabelGrid;
class NoticeBar;

/// A run in one look: status, durations, final metrics; of a failed run the reason and its last words.
class SummaryView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SummaryView)

public:
    explicit SummaryView(QWidget *parent = nullptr);

    void setSummary(const JobSummary &summary);

private:
    QLabel *m_title;
    BadgeLabel *m_status;
    NoticeBar *m_failure;
    QPlainTextEdit *m_lastLines;
    LabelGrid *m_fields;
    QLabel *m_metricsTitle;
    LabelGrid *m_metrics;
};

} // namespace nsl
