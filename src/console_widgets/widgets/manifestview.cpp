// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/manifestview.h"

#include "theme/icons.h"
#include "theme/tokens.h"
#include "widgets/cells.h"
#include "widgets/rowtreeview.h"

#include <filterproxies.h>
#include <manifestmodel.h>

#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace nsl
{
namespace
{

QToolButton *tool(QWidget *parent, const QString &icon, const QString &text)
{
    auto *button = new QToolButton(parent);
    button->setProperty("flat", true);
    button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(text);
    return button;
}

} // namespace

ManifestView::ManifestView(QWidget *parent)
    : QWidget(parent)
    , m_filtered(new TextFilterProxy(this))
    , m_search(new QLineEdit(this))
    , m_raw(tool(this, u"table"_qs, tr("Raw JSON")))
    , m_stack(new QStackedWidget(this))
    , m_tree(new RowTreeView(this))
    , m_json(new QPlainTextEdit(this))
    , m_empty(new QLabel(this))
    , m_problem(new QLabel(this))
{
    m_search->setPlaceholderText(tr("Search keys and values…"));
    m_search->setAccessibleName(tr("Search the manifest"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(280);
    m_raw->setCheckable(true);
    m_tree->setAccessibleName(tr("Manifest"));
    m_tree->setModel(m_filtered);
    m_tree->setItemDelegate(new CellDelegate(cells::manifest, this));
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setStretchLastSection(true);
    m_json->setReadOnly(true);
    m_json->setAccessibleName(tr("Manifest as JSON"));
    m_json->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_json->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("textRole", u"secondary"_qs);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setProperty("textRole", u"bad"_qs);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_json);

    QToolButton *copyPath = tool(this, u"copy"_qs, tr("Copy path"));
    QToolButton *copyValue = tool(this, u"copy"_qs, tr("Copy value"));
    QToolButton *save = tool(this, u"save"_qs, tr("Save as…"));
    m_needCurrent = {copyPath, copyValue};
    auto *bar = new QHBoxLayout;
    bar->setSpacing(spacing::xs);
    bar->addWidget(m_search, 1);
    bar->addStretch();
    for (QToolButton *button : {copyPath, copyValue, m_raw, save})
        bar->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(bar);
    column->addWidget(m_problem);
    column->addWidget(m_stack, 1);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterText(text);
        m_tree->expandAll();
    });
    connect(m_raw, &QToolButton::toggled, this, &ManifestView::refresh);
    connect(copyPath, &QToolButton::clicked, this, [this] { copyFromCurrent(true); });
    connect(copyValue, &QToolButton::clicked, this, [this] { copyFromCurrent(false); });
    connect(save, &QToolButton::clicked, this, &ManifestView::saveAs);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                for (QToolButton *button : std::as_const(m_needCurrent))
                    button->setEnabled(current.isValid());
            });
    for (QToolButton *button : std::as_const(m_needCurrent))
        button->setEnabled(false);
}

void ManifestView::setModel(ManifestModel *model)
{
    m_model = model;
    m_filtered->setSourceModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ManifestView::refresh);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ManifestView::refresh);
    connect(model, &QAbstractItemModel::dataChanged, this, &ManifestView::refresh);
    m_tree->header()->resizeSection(ManifestModel::Key, 300);
    refresh();
}

void ManifestView::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void ManifestView::refresh()
{
    if (!m_model)
        return;
    const bool any = m_model->rowCount() > 0;
    m_stack->setCurrentWidget(!any                 ? static_cast<QWidget *>(m_empty)
                              : m_raw->isChecked() ? static_cast<QWidget *>(m_json)
                                                   : m_tree);
    if (any && !m_expanded)
        m_tree->expandToDepth(0);
    m_expanded = any;
    const QString json = m_raw->isChecked() ? m_model->rawJson() : QString();
    if (m_json->toPlainText() != json)
        m_json->setPlainText(json);
}

void ManifestView::copyFromCurrent(bool path)
{
    const QModelIndex current = m_tree->currentIndex();
    if (!current.isValid())
        return;
    QGuiApplication::clipboard()->setText(current.data(path ? roles::Path : roles::ValueText).toString());
}

void ManifestView::saveAs()
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    auto *dialog = new QFileDialog(this, tr("Save manifest"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_qs);
    dialog->selectFile(u"manifest.json"_qs);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QSaveFile file(path);
        const bool written =
            file.open(QIODevice::WriteOnly) && file.write(m_model->rawJson().toUtf8()) >= 0 && file.commit();
        m_problem->setVisible(!written);
        if (!written)
            m_problem->setText(
                tr("The manifest could not be written to %1: %2").arg(path, file.errorString()));
    });
    dialog->open();
}

} // namespace nsl
