// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow.h"
#include "theme/theme.h"

#include <connectionprofile.h>
#include <localplatform.h>

#include <QObject>
#include <QSettings>

#include <functional>
#include <memory>

namespace nsl
{

/// The one place that creates the parts and connects them: settings, theme, window, the local platform.
class ConsoleApplication : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConsoleApplication)

public:
    struct Options
    {
        QString workspace;    ///< absolute
        QString platform;     ///< the platform's program; empty = beside the executable, then libexec
        QString worker;       ///< program that trains and serves; empty = the platform's own
        QString settingsFile; ///< empty = the user's
    };

    explicit ConsoleApplication(Options options, QObject *parent = nullptr);
    ~ConsoleApplication() override;

    MainWindow &window() { return *m_window; }
    Theme &theme() { return m_theme; }
    /// Null while connected to something else.
    LocalPlatform *localPlatform() { return m_local.get(); }

    void openWorkspace(const QString &path);
    void connectTo(const ConnectionProfile &profile);
    /// Asks for the key of the platform at this address.
    void askToConnect(const QString &url);
    /// Lets go of the connection, stops an owned platform and emits ended().
    void shutDown();

signals:
    /// Everything is stopped: the program may end.
    void ended();

private:
    void replaceLocal(std::function<void()> then);
    bool mayClose();

    Options m_options;
    std::unique_ptr<QSettings> m_settings;
    Theme m_theme;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<LocalPlatform> m_local;
    std::function<void()> m_tryAgain; ///< what was tried last
    bool m_closeDecided = false;
    bool m_ending = false;
};

} // namespace nsl
