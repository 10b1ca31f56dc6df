// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/tryitdialog.h"

#include "actionbinding.h"
#include "theme/tokens.h"
#include "widgets/celldelegate.h"

#include "ui_tryitdialog.h"

#include <errortext.h>
#include <platformsession.h>
#include <tryitcontroller.h>

#include <QCompleter>
#include <QHeaderView>
#include <QStringListModel>

namespace nsl
{
namespace
{

void setUpTable(QTableView *table)
{
    table->setItemDelegate(new CellDelegate(&CellDelegate::plainCell, table));
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(spacing::row - 2);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
}

} // namespace

TryItDialog::TryItDialog(PlatformSession &session, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::TryItDialog>())
    , m_controller(new TryItController(session, this))
    , m_suggestions(new QStringListModel(this))
    , m_completer(new QCompleter(m_suggestions, this))
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    setUpTable(m_ui->recommendations);
    setUpTable(m_ui->events);
    m_ui->recommendations->setModel(m_controller->recommendations());
    m_ui->events->setModel(m_controller->events());
    QHeaderView *rows = m_ui->recommendations->horizontalHeader();
    rows->setSectionResizeMode(RecommendationModel::Rank, QHeaderView::ResizeToContents);
    rows->setSectionResizeMode(RecommendationModel::ItemName, QHeaderView::Stretch);
    rows->setSectionResizeMode(RecommendationModel::ItemId, QHeaderView::ResizeToContents);
    rows->setSectionResizeMode(RecommendationModel::Score, QHeaderView::ResizeToContents);
    QHeaderView *events = m_ui->events->horizontalHeader();
    events->setSectionResizeMode(UserEventModel::When, QHeaderView::ResizeToContents);
    events->setSectionResizeMode(UserEventModel::Type, QHeaderView::ResizeToContents);
    events->setSectionResizeMode(UserEventModel::ItemName, QHeaderView::Stretch);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_ui->user->setCompleter(m_completer);

    const auto tryUser = [this] { m_controller->tryUser(m_ui->user->text().trimmed()); };
    connect(m_ui->tryButton, &QPushButton::clicked, this, tryUser);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
            [this](const QString &user) { m_controller->tryUser(user); });
    connect(m_ui->user, &QLineEdit::textEdited, m_controller, &TryItController::suggest);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_controller, &TryItController::suggestionsUpdated, this, [this] {
        m_suggestions->setStringList(m_controller->suggestions());
        // The first look has an answer without typing.
        if (m_ui->user->text().isEmpty() && m_controller->userId().isEmpty() &&
            !m_controller->suggestions().isEmpty())
            m_ui->user->setPlaceholderText(
                tr("Begin to type a user id, for example %1").arg(m_controller->suggestions().first()));
        else if (m_ui->user->hasFocus() && !m_ui->user->text().isEmpty())
            m_completer->complete();
    });
    connect(m_controller, &TryItController::resultsUpdated, this, &TryItDialog::refresh);
    connect(m_controller, &TryItController::failed, this, [this](const PlatformError &error) {
        m_ui->status->setText(errorSentence(error));
        applyState(m_ui->tryButton, m_controller->state());
    });
    connect(&session, &PlatformSession::endpointsUpdated, this,
            [this] { applyState(m_ui->tryButton, m_controller->state()); });
    m_controller->suggest({});
    refresh();
    m_ui->user->setFocus();
}

TryItDialog::~TryItDialog() = default;

void TryItDialog::refresh()
{
    const ActionState state = m_controller->state();
    applyState(m_ui->tryButton, state);
    m_ui->status->setText(m_controller->isLoading() ? tr("Asking…")
                          : !state.enabled          ? state.reason
                          : m_controller->statusText().isEmpty()
                              ? tr("Type a user id: recommendations come from the version that is live.")
                              : m_controller->statusText());
}

} // namespace nsl
