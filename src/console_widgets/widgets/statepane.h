// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QAbstractButton;
class QHBoxLayout;
class QLabel;

namespace nsl
{

/// What stands where a list would be while there is nothing to list: a loading skeleton, a friendly
/// explanation with its next steps, or an error with a retry.
class StatePane : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatePane)

public:
    explicit StatePane(QWidget *parent = nullptr);

    /// Quiet for 150 ms, then a skeleton of rows.
    void showLoading();
    void showMessage(const QString &icon, const QString &title, const QString &text);
    /// An error in place with its sentence; the retry button emits retryRequested().
    void showError(const QString &title, const QString &text);
    /// Adds a next step below the text; it stays for every message that is not an error.
    void addStep(QAbstractButton *button);
    bool isLoading() const { return m_loading; }

signals:
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setMode(bool loading, bool error);
    void refreshIcon();

    bool m_loading = false;
    bool m_skeletonVisible = false;
    QTimer m_skeletonDelay;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QWidget *m_stepBox;
    QHBoxLayout *m_steps;
    QAbstractButton *m_retry;
};

} // namespace nsl
