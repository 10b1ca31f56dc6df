// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <importcontroller.h>

#include <QDialog>

#include <memory>

class QComboBox;
class QStandardItemModel;

namespace nsl
{

namespace Ui
{
class ImportDialog;
}
class PlatformSession;

/// Imports items or events from a file: column mapping with a preview, check without importing, progress,
/// cancel, problems by line. Nothing is imported by halves.
class ImportDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportDialog)

public:
    explicit ImportDialog(PlatformSession &session, QWidget *parent = nullptr);
    ~ImportDialog() override;

    void setFile(const QString &path);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void reject() override;

private:
    ImportRequest request() const;
    void browse();
    void readPreview();
    void rebuildMapping();
    void refresh();
    void begin(bool dryRun);

    std::unique_ptr<Ui::ImportDialog> m_ui;
    ImportController *m_controller;
    ImportPreview m_preview;
    QStandardItemModel *m_previewModel;
    QList<std::pair<QString, QComboBox *>> m_columns; ///< our column, its choice
    bool m_finished = false;
};

} // namespace nsl
