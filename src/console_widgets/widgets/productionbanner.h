// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <actionstate.h>
#include <bannerstate.h>

#include <QWidget>

#include <functional>

class QPushButton;
class QVBoxLayout;

namespace nsl
{

class NoticeBar;

/// One strip per target that serves something (or tried to): what is live, since when, by whom.
/// Hidden when there is nothing to tell.
class ProductionBanner : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProductionBanner)

public:
    explicit ProductionBanner(QWidget *parent = nullptr);

    using StateFunction = std::function<ActionState(const BannerLine &)>;
    /// Shows these lines. The functions tell whether Roll back and Try it can be done for a line.
    void setLines(const QList<BannerLine> &lines, const StateFunction &rollBack, const StateFunction &tryIt);
    const QList<BannerLine> &lines() const { return m_lines; }
    /// The strip of a line, for what hangs a menu on it.
    NoticeBar *bar(int line) const { return m_rows.value(line).bar; }

signals:
    void rollBackRequested(const nsl::RecordId &endpointId);
    void tryItRequested();
    void retryRequested(const nsl::BannerLine &line);
    void dismissRequested(const nsl::BannerLine &line);

private:
    struct Row
    {
        NoticeBar *bar = nullptr;
        QPushButton *rollBack = nullptr;
        QPushButton *tryIt = nullptr;
        QPushButton *retry = nullptr;
        QPushButton *details = nullptr;
        QPushButton *dismiss = nullptr;
    };

    Row makeRow(int line);
    void showDetail(int line);

    QVBoxLayout *m_column;
    QList<Row> m_rows;
    QList<BannerLine> m_lines;
};

} // namespace nsl
