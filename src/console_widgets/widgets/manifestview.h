// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace nsl
{

class ManifestModel;
class TextFilterProxy;

/// A run's manifest: tree with search, raw JSON, copy of path and value, save as.
class ManifestView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ManifestView)

public:
    explicit ManifestView(QWidget *parent = nullptr);

    void setModel(ManifestModel *model);
    /// What stands here while there is no manifest.
    void setEmptyText(const QString &text);

private:
    void refresh();
    void copyFromCurrent(bool path);
    void saveAs();

    ManifestModel *m_model = nullptr;
    TextFilterProxy *m_filtered;
    QLineEdit *m_search;
    QToolButton *m_raw;
    QStackedWidget *m_stack;
    QTreeView *m_tree;
    QPlainTextEdit *m_json;
    QLabel *m_empty;
    QLabel *m_problem;
    QList<QToolButton *> m_needCurrent;
    bool m_expanded = false;
};

} // namespace nsl
