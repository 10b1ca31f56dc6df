// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

class QAbstractButton;
class QDialog;

namespace nsl
{

class MainWindow;

/// Does with the window what a person does with mouse and keyboard: finds what is in sight and presses it.
/// Serves the tour and the end-to-end test. Nothing here waits.
class WindowDriver
{
public:
    explicit WindowDriver(MainWindow &window)
        : m_window(window)
    {
    }

    MainWindow &window() const { return m_window; }
    /// The visible widget of this type, and of this object name if one is given; null = none is in sight.
    template<typename T>
    T *visible(const QString &objectName = {}) const
    {
        const auto found = asObject().findChildren<T *>(objectName);
        for (T *widget : found) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    QDialog *dialog() const;
    /// A button of the dialog in front hides the page's button of the same name.
    QAbstractButton *button(const QString &objectName) const;
    /// Clicks a visible button; returns the reason why it cannot be pressed, or nothing.
    QString press(const QString &objectName) const;
    /// Selects the versions of these runs on the Models page; returns what is not there, or nothing.
    QString selectVersions(const QStringList &jobNames) const;

private:
    const QObject &asObject() const;

    MainWindow &m_window;
};

} // namespace nsl
