// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QHash>

#include <memory>

namespace nsl
{

namespace Ui
{
class StartTrainingDialog;
}
class PlatformSession;
class StartTrainingController;
struct FamilyOption;

/// Starts a run: family, template, the options that the family declares, and whether the data suffices.
class StartTrainingDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StartTrainingDialog)

public:
    explicit StartTrainingDialog(PlatformSession &session, QWidget *parent = nullptr);
    ~StartTrainingDialog() override;

signals:
    void started(const QString &jobName, const QString &warning);

private:
    void refreshChoices();
    void refreshOptions();
    void refreshState();
    void refreshGate();
    QWidget *makeEditor(const FamilyOption &option);

    std::unique_ptr<Ui::StartTrainingDialog> m_ui;
    StartTrainingController *m_controller;
    RecordId m_optionsOf; ///< family whose options are shown
};

} // namespace nsl
