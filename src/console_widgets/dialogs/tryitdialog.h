// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

class QCompleter;
class QStringListModel;

namespace nsl
{

namespace Ui
{
class TryItDialog;
}
class PlatformSession;
class TryItController;

/// What a user gets from the live version right now, beside what that user did last.
class TryItDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TryItDialog)

public:
    explicit TryItDialog(PlatformSession &session, QWidget *parent = nullptr);
    ~TryItDialog() override;

private:
    void refresh();

    std::unique_ptr<Ui::TryItDialog> m_ui;
    TryItController *m_controller;
    QStringListModel *m_suggestions;
    QCompleter *m_completer;
};

} // namespace nsl
