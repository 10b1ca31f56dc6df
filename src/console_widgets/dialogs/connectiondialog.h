// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace nsl
{

namespace Ui
{
class ConnectionDialog;
}
class PlatformSession;

/// Details of the connection: where, as whom, with which scopes, and what is wrong.
class ConnectionDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionDialog)

public:
    explicit ConnectionDialog(PlatformSession &session, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

private:
    void refresh();

    PlatformSession &m_session;
    std::unique_ptr<Ui::ConnectionDialog> m_ui;
    class LabelGrid *m_facts;
};

} // namespace nsl
