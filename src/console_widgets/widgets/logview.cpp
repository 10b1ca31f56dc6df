// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/logview.h"

#include "theme/icons.h"
#include "theme/tokens.h"

#include <errortext.h>
#include <logtail.h>
#include <numberformat.h>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSaveFile>
#include <QScrollBar>
#include <QToolButton>

namespace nsl
{
namespace
{

int levelOf(const QString &level)
{
    if (level.startsWith(u"err"_qs) || level == u"fatal"_qs || level == u"critical"_qs)
        return 2;
    return level.startsWith(u"warn"_qs) ? 1 : 0;
}

} // namespace

void LogFilter::setText(const QString &text)
{
    m_text = text;
    invalidateFilter();
}

void LogFilter::setLowestLevel(int level)
{
    m_lowest = level;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_lowest > 0 && levelOf(index.data(LogTail::LevelRole).toString()) < m_lowest)
        return false;
    return m_text.isEmpty() || index.data(Qt::DisplayRole).toString().contains(m_text, Qt::CaseInsensitive);
}

LogView::LogView(QWidget *parent)
    : QWidget(parent)
    , m_filter(new LogFilter(this))
    , m_search(new QLineEdit(this))
    , m_level(new QComboBox(this))
    , m_follow(new QCheckBox(tr("Follow"), this))
    , m_wrap(new QCheckBox(tr("Wrap"), this))
    , m_list(new QListView(this))
    , m_state(new QLabel(this))
{
    m_search->setPlaceholderText(tr("Search the log…"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(280);
    m_level->setAccessibleName(tr("Lowest level shown"));
    m_level->addItems({tr("All levels"), tr("Warnings and errors"), tr("Errors")});
    m_follow->setAccessibleName(tr("Follow the end of the log"));
    m_follow->setChecked(true);
    m_wrap->setAccessibleName(tr("Wrap long lines"));
    m_list->setAccessibleName(tr("Log"));
    m_list->setModel(m_filter);
    m_list->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setUniformItemSizes(true);
    m_list->setLayoutMode(QListView::Batched);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setProperty("textRole", u"small"_qs);
    m_state->setWordWrap(true);
    auto *save = new QToolButton(this);
    save->setProperty("flat", true);
    save->setIcon(themedIcon(u"save"_qs));
    save->setText(tr("Save as…"));
    save->setAccessibleName(tr("Save the log"));
    save->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    save->setFocusPolicy(Qt::StrongFocus);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(spacing::s);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_level);
    bar->addWidget(m_follow);
    bar->addWidget(m_wrap);
    bar->addStretch();
    bar->addWidget(save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(bar);
    column->addWidget(m_list, 1);
    column->addWidget(m_state);

    connect(m_search, &QLineEdit::textChanged, m_filter, &LogFilter::setText);
    connect(m_level, &QComboBox::currentIndexChanged, m_filter, &LogFilter::setLowestLevel);
    connect(m_wrap, &QCheckBox::toggled, this, [this](bool on) {
        m_list->setWordWrap(on);
        m_list->setUniformItemSizes(!on);
        m_list->setHorizontalScrollBarPolicy(on ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
        m_list->setResizeMode(on ? QListView::Adjust : QListView::Fixed);
    });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_list->scrollToBottom();
    });
    // Scrolling up by hand stops following; going back to the end resumes it.
    connect(m_list->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *scroll = m_list->verticalScrollBar();
        m_follow->setChecked(scroll->sliderPosition() >= scroll->maximum());
    });
    connect(save, &QToolButton::clicked, this, &LogView::saveAs);
}

void LogView::setModel(LogTail *log)
{
    m_log = log;
    m_filter->setSourceModel(log);
    connect(log, &LogTail::linesAppended, this, [this] {
        refreshState();
        if (m_follow->isChecked())
            m_list->scrollToBottom();
    });
    connect(log, &QAbstractItemModel::modelReset, this, &LogView::refreshState);
    connect(log, &QAbstractItemModel::rowsRemoved, this, &LogView::refreshState);
    connect(log, &LogTail::failed, this,
            [this](const PlatformError &error) { m_state->setText(errorSentence(error)); });
    refreshState();
}

void LogView::refreshState()
{
    if (m_log->jobName().isEmpty())
        m_state->setText(tr("Select a run to read its log."));
    else if (m_log->rowCount() == 0)
        m_state->setText(tr("This run has written nothing yet."));
    else if (m_log->droppedLines() > 0)
        m_state->setText(tr("The newest %1 lines; %2 earlier ones are not kept here.")
                             .arg(format::count(m_log->rowCount()), format::count(m_log->droppedLines())));
    else
        m_state->setText(tr("%n line(s)", nullptr, m_log->rowCount()));
}

void LogView::saveAs()
{
    if (!m_log)
        return;
    auto *dialog = new QFileDialog(this, tr("Save log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"log"_qs);
    dialog->selectFile(m_log->jobName() + u".log"_qs);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(m_log->text().toUtf8()) < 0 || !file.commit())
            m_state->setText(tr("The log could not be written to %1: %2").arg(path, file.errorString()));
    });
    dialog->open();
}

} // namespace nsl
