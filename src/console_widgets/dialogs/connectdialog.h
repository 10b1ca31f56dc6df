// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <connectionprofile.h>

#include <QDialog>

#include <memory>

namespace nsl
{

namespace Ui
{
class ConnectDialog;
}
class PlatformApi;

/// Connects to a platform by URL and key. What is typed stays in memory only, and the dialog says so.
class ConnectDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectDialog)

public:
    explicit ConnectDialog(QWidget *parent = nullptr);
    ~ConnectDialog() override;

    /// Fills in what is known already (a URL from the command line).
    void setUrl(const QString &url);

signals:
    void connectRequested(const nsl::ConnectionProfile &profile);

private:
    /// The profile as typed, or the reason why it is none.
    Outcome<ConnectionProfile> profile() const;
    void refresh();
    void test();
    void setStatus(const QString &text, bool good);

    std::unique_ptr<Ui::ConnectDialog> m_ui;
    std::unique_ptr<PlatformApi> m_probe;
};

} // namespace nsl
