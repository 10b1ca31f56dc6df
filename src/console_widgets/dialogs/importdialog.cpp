// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/importdialog.h"

#include "actionbinding.h"
#include "theme/tokens.h"
#include "widgets/celldelegate.h"

#include "ui_importdialog.h"

#include <errortext.h>
#include <platformsession.h>

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QMimeData>
#include <QStandardItemModel>

namespace nsl
{

ImportDialog::ImportDialog(PlatformSession &session, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::ImportDialog>())
    , m_controller(new ImportController(session, this))
    , m_previewModel(new QStandardItemModel(this))
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    m_ui->kind->addItem(tr("Items (the catalogue)"), u"items"_qs);
    m_ui->kind->addItem(tr("Events (who did what)"), u"events"_qs);
    m_ui->form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_ui->preview->setModel(m_previewModel);
    m_ui->preview->setItemDelegate(new CellDelegate(&CellDelegate::plainCell, this));
    m_ui->preview->verticalHeader()->hide();
    m_ui->preview->verticalHeader()->setDefaultSectionSize(24);
    m_ui->progress->hide();
    m_ui->errors->hide();

    connect(m_ui->kind, &QComboBox::currentIndexChanged, this, &ImportDialog::rebuildMapping);
    connect(m_ui->browseButton, &QPushButton::clicked, this, &ImportDialog::browse);
    connect(m_ui->file, &QLineEdit::editingFinished, this, &ImportDialog::readPreview);
    connect(m_ui->defaultType, &QLineEdit::textChanged, this, &ImportDialog::refresh);
    connect(m_ui->importButton, &QPushButton::clicked, this, [this] { begin(false); });
    connect(m_ui->dryRunButton, &QPushButton::clicked, this, [this] { begin(true); });
    connect(m_ui->cancelImportButton, &QPushButton::clicked, m_controller, &ImportController::cancel);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &ImportDialog::reject);
    connect(m_controller, &ImportController::progressed, this, &ImportDialog::refresh);
    connect(m_controller, &ImportController::finished, this, [this](const ImportJob &job) {
        m_finished = job.status == ImportState::Succeeded;
        refresh();
        m_ui->status->setText(m_controller->text());
    });
    connect(m_controller, &ImportController::failed, this, [this](const PlatformError &error) {
        refresh();
        m_ui->status->setText(errorSentence(error));
    });
    rebuildMapping();
}

ImportDialog::~ImportDialog() = default;

void ImportDialog::setFile(const QString &path)
{
    m_ui->file->setText(QDir::toNativeSeparators(path));
    const QString name = QFileInfo(path).fileName();
    if (name.contains(u"event"_qs, Qt::CaseInsensitive) || name.contains(u"rating"_qs, Qt::CaseInsensitive))
        m_ui->kind->setCurrentIndex(1);
    readPreview();
}

void ImportDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file to import"), QFileInfo(m_ui->file->text()).path(),
                                   tr("Tables (*.csv *.jsonl *.ndjson *.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ImportDialog::setFile);
    dialog->open();
}

void ImportDialog::readPreview()
{
    const QString path = QDir::fromNativeSeparators(m_ui->file->text().trimmed());
    m_preview = path.isEmpty() ? ImportPreview{} : previewImport(path);
    m_finished = false;
    m_previewModel->clear();
    m_previewModel->setHorizontalHeaderLabels(m_preview.columns);
    for (const QStringList &row : std::as_const(m_preview.rows)) {
        QList<QStandardItem *> items;
        for (const QString &cell : row)
            items << new QStandardItem(cell);
        m_previewModel->appendRow(items);
    }
    rebuildMapping();
}

void ImportDialog::rebuildMapping()
{
    while (QLayoutItem *item = m_ui->mapping->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_columns.clear();
    const QString kind = m_ui->kind->currentData().toString();
    const auto guess = guessMapping(kind, m_preview.columns);
    int position = 0;
    const auto columns = importColumns(kind);
    for (const ImportColumn &column : columns) {
        auto *label =
            new QLabel(column.required ? tr("%1 (required)").arg(column.title) : column.title, this);
        label->setTextFormat(Qt::PlainText);
        auto *choice = new QComboBox(this);
        choice->setObjectName(u"column_"_qs + column.name);
        choice->setAccessibleName(tr("Column of the file for %1").arg(column.title));
        choice->addItem(column.required ? tr("Choose…") : tr("Not in the file"), QString());
        for (const QString &name : std::as_const(m_preview.columns))
            choice->addItem(name, name);
        choice->setCurrentIndex(qMax(0, choice->findData(guess.value(column.name))));
        choice->setEnabled(!m_preview.columns.isEmpty());
        label->setBuddy(choice);
        connect(choice, &QComboBox::currentIndexChanged, this, &ImportDialog::refresh);
        m_ui->mapping->addWidget(label, position / 2, (position % 2) * 2);
        m_ui->mapping->addWidget(choice, position / 2, (position % 2) * 2 + 1);
        ++position;
        m_columns.append({column.name, choice});
    }
    m_ui->mapping->setColumnStretch(1, 1);
    m_ui->mapping->setColumnStretch(3, 1);
    const bool events = kind == u"events"_qs;
    m_ui->typeLabel->setVisible(events);
    m_ui->defaultType->setVisible(events);
    m_ui->update->setVisible(!events);
    refresh();
}

ImportRequest ImportDialog::request() const
{
    ImportRequest request;
    request.kind = m_ui->kind->currentData().toString();
    const QString path = QDir::fromNativeSeparators(m_ui->file->text().trimmed());
    request.path = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    for (const auto &[name, choice] : m_columns)
        if (!choice->currentData().toString().isEmpty())
            request.map.insert(name, choice->currentData().toString());
    if (request.kind == u"events"_qs)
        request.defaultType = m_ui->defaultType->text().trimmed();
    else
        request.update = m_ui->update->isChecked();
    request.again = m_ui->again->isChecked();
    return request;
}

void ImportDialog::refresh()
{
    const bool running = m_controller->isRunning();
    const ActionState state = m_controller->state(request(), m_preview.columns);
    applyState(m_ui->importButton, running ? ActionState::no(tr("An import is running")) : state);
    applyState(m_ui->dryRunButton, running ? ActionState::no(tr("An import is running")) : state);
    m_ui->cancelImportButton->setVisible(running);
    m_ui->closeButton->setText(m_finished ? tr("Done") : tr("Close"));
    for (QWidget *widget :
         {static_cast<QWidget *>(m_ui->kind), static_cast<QWidget *>(m_ui->file),
          static_cast<QWidget *>(m_ui->browseButton), static_cast<QWidget *>(m_ui->mappingBox)})
        widget->setEnabled(!running);
    const auto fraction = m_controller->fraction();
    m_ui->progress->setVisible(running);
    m_ui->progress->setRange(0, fraction ? 1000 : 0);
    m_ui->progress->setValue(int(fraction.value_or(0) * 1000));
    const QStringList errors = m_controller->errorLines();
    m_ui->errors->setVisible(!errors.isEmpty());
    const QString text = errors.join(u'\n');
    if (m_ui->errors->toPlainText() != text)
        m_ui->errors->setPlainText(text);
    const bool started = m_controller->job().id != 0 || running;
    m_ui->status->setText(started                        ? m_controller->text()
                          : !m_preview.problem.isEmpty() ? m_preview.problem
                                                         : state.reason);
}

void ImportDialog::begin(bool dryRun)
{
    ImportRequest wanted = request();
    wanted.dryRun = dryRun;
    m_finished = false;
    m_controller->start(wanted);
    refresh();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_controller->isRunning() && event->mimeData()->hasUrls() &&
        event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent *event)
{
    setFile(event->mimeData()->urls().first().toLocalFile());
}

void ImportDialog::reject()
{
    // An import that goes on unseen would be a surprise: closing stops it, and nothing is imported.
    if (m_controller->isRunning())
        m_controller->cancel();
    QDialog::reject();
}

} // namespace nsl
