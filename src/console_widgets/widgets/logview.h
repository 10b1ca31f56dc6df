// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;

namespace nsl
{

class LogTail;
class LogFilter;

/// A run's log: follows its end, searches, filters by level, wraps, saves.
class LogView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)

public:
    explicit LogView(QWidget *parent = nullptr);

    void setModel(LogTail *log);

private:
    void refreshState();
    void saveAs();

    LogTail *m_log = nullptr;
    LogFilter *m_filter;
    QLineEdit *m_search;
    QComboBox *m_level;
    QCheckBox *m_follow;
    QCheckBox *m_wrap;
    QListView *m_list;
    QLabel *m_state;
};

/// Lines by level and text.
class LogFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilter)

public:
    explicit LogFilter(QObject *parent = nullptr)
        : QSortFilterProxyModel(parent)
    {
    }

    void setText(const QString &text);
    /// Lowest level that is shown: 0 all, 1 warnings and errors, 2 errors.
    void setLowestLevel(int level);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    int m_lowest = 0;
};

} // namespace nsl
