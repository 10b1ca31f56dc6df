// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/productionbanner.h"

#include "actionbinding.h"
#include "theme/tokens.h"
#include "widgets/noticebar.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace nsl
{
namespace
{

QString iconFor(BannerLine::Kind kind)
{
    switch (kind) {
    case BannerLine::Kind::Live:
        return u"dot"_qs;
    case BannerLine::Kind::Deploying:
    case BannerLine::Kind::Updating:
        return u"promote"_qs;
    case BannerLine::Kind::Failed:
        return u"error"_qs;
    case BannerLine::Kind::Unknown:
        return u"info"_qs;
    case BannerLine::Kind::Degraded:
        break;
    }
    return u"warning"_qs;
}

} // namespace

ProductionBanner::ProductionBanner(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(spacing::s);
    setAccessibleName(tr("What is live"));
    hide();
}

ProductionBanner::Row ProductionBanner::makeRow(int line)
{
    Row row;
    row.bar = new NoticeBar(this);
    row.rollBack = new QPushButton(tr("Roll back…"), row.bar);
    row.rollBack->setObjectName(u"rollBackButton"_qs);
    row.rollBack->setAccessibleName(tr("Roll back to an earlier version"));
    row.tryIt = new QPushButton(tr("Try it…"), row.bar);
    row.tryIt->setObjectName(u"bannerTryItButton"_qs);
    row.tryIt->setAccessibleName(tr("Try the live version"));
    row.retry = new QPushButton(tr("Retry…"), row.bar);
    row.retry->setObjectName(u"retryPromotionButton"_qs);
    row.retry->setAccessibleName(tr("Review the failed promotion again"));
    row.dismiss = new QPushButton(tr("Dismiss"), row.bar);
    row.dismiss->setObjectName(u"dismissPromotionButton"_qs);
    row.dismiss->setAccessibleName(tr("Dismiss this message"));
    row.details = new QPushButton(tr("Details"), row.bar);
    row.details->setObjectName(u"promotionDetailsButton"_qs);
    row.details->setCheckable(true);
    row.details->setAccessibleName(tr("Show what is known of the failed promotion"));
    connect(row.details, &QPushButton::toggled, this, [this, line] { showDetail(line); });
    for (QPushButton *button : {row.retry, row.rollBack, row.tryIt, row.details, row.dismiss})
        row.bar->addAction(button);
    connect(row.rollBack, &QPushButton::clicked, this,
            [this, line] { emit rollBackRequested(m_lines.at(line).endpointId); });
    connect(row.tryIt, &QPushButton::clicked, this, &ProductionBanner::tryItRequested);
    connect(row.retry, &QPushButton::clicked, this, [this, line] { emit retryRequested(m_lines.at(line)); });
    connect(row.dismiss, &QPushButton::clicked, this,
            [this, line] { emit dismissRequested(m_lines.at(line)); });
    m_column->addWidget(row.bar);
    return row;
}

void ProductionBanner::showDetail(int index)
{
    const BannerLine &line = m_lines.at(index);
    const Row &row = m_rows.at(index);
    const bool whole = row.details->isChecked() && !line.details.isEmpty();
    row.bar->setDetail(whole                   ? line.details
                       : line.reason.isEmpty() ? line.detail
                       : line.detail.isEmpty()
                           ? line.reason
                           : tr("%1 · %2", "where and how long, reason").arg(line.detail, line.reason));
}

void ProductionBanner::setLines(const QList<BannerLine> &lines, const StateFunction &rollBack,
                                const StateFunction &tryIt)
{
    m_lines = lines;
    while (m_rows.size() < lines.size())
        m_rows.append(makeRow(int(m_rows.size())));
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        row.bar->setVisible(i < lines.size());
        if (i >= lines.size())
            continue;
        const BannerLine &line = lines.at(i);
        const bool serving = line.kind == BannerLine::Kind::Live || line.kind == BannerLine::Kind::Updating ||
                             line.kind == BannerLine::Kind::Degraded;
        const bool failed = line.kind == BannerLine::Kind::Failed;
        row.bar->setTone(line.tone, iconFor(line.kind));
        row.bar->setHeadline(line.title, line.label);
        showDetail(int(i));
        row.bar->setAccessibleName(line.accessibleText);
        row.rollBack->setVisible(serving);
        row.tryIt->setVisible(serving);
        row.retry->setVisible(failed && !line.jobName.isEmpty());
        row.details->setVisible(failed && !line.details.isEmpty());
        row.dismiss->setVisible(failed);
        applyState(row.rollBack, rollBack(line));
        applyState(row.tryIt, tryIt(line));
    }
    setVisible(!lines.isEmpty());
}

} // namespace nsl
