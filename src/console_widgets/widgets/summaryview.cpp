// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/summaryview.h"

#include "theme/tokens.h"
#include "widgets/cells.h"
#include "widgets/labelgrid.h"
#include "widgets/noticebar.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>

namespace nsl
{

SummaryView::SummaryView(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_status(new BadgeLabel(this))
    , m_failure(new NoticeBar(this))
    , m_lastLines(new QPlainTextEdit(this))
    , m_fields(new LabelGrid(this))
    , m_metricsTitle(new QLabel(tr("Final metrics"), this))
    , m_metrics(new LabelGrid(this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("textRole", u"title"_qs);
    m_metricsTitle->setProperty("textRole", u"section"_qs);
    m_metrics->setRuled(true);
    m_failure->setTone(Tone::Bad, u"error"_qs);
    m_lastLines->setReadOnly(true);
    m_lastLines->setAccessibleName(tr("Last lines of the log"));
    m_lastLines->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_lastLines->setMaximumHeight(140);
    m_lastLines->setProperty("card", true);

    auto *body = new QWidget(this);
    body->setProperty("scrollBody", true);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addWidget(m_status);
    head->addStretch();
    auto *right = new QVBoxLayout;
    right->setSpacing(spacing::xs);
    right->addWidget(m_metricsTitle);
    right->addWidget(m_metrics);
    right->addStretch();
    auto *left = new QVBoxLayout;
    left->addWidget(m_fields);
    left->addStretch();
    auto *columns = new QHBoxLayout;
    columns->setSpacing(spacing::xl);
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::l);
    column->setSpacing(spacing::m);
    column->addLayout(head);
    column->addWidget(m_failure);
    column->addWidget(m_lastLines);
    column->addLayout(columns);
    column->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Summary of the selected run"));
    auto *frame = new QVBoxLayout(this);
    frame->setContentsMargins(0, 0, 0, 0);
    frame->addWidget(scroll);
    setSummary({});
}

void SummaryView::setSummary(const JobSummary &summary)
{
    const bool any = !summary.jobName.isEmpty();
    m_title->setText(any ? summary.title : tr("Select a run to see its summary."));
    m_status->setBadge(cells::statusBadge(summary.tone, summary.status));
    m_status->setVisible(any);
    m_failure->setVisible(!summary.failureReason.isEmpty());
    m_failure->setHeadline(tr("This run failed"));
    m_failure->setDetail(summary.failureReason);
    m_lastLines->setVisible(!summary.lastLogLines.isEmpty());
    const QString lines = summary.lastLogLines.join(u'\n');
    if (m_lastLines->toPlainText() != lines)
        m_lastLines->setPlainText(lines);
    m_fields->setRows(LabelGrid::fieldRows(summary.fields));
    m_metrics->setRows(LabelGrid::metricRows(summary.metrics));
    m_metricsTitle->setVisible(!summary.metrics.isEmpty());
}

} // namespace nsl
