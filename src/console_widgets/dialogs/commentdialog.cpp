// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/commentdialog.h"

#include "ui_commentdialog.h"

namespace nsl
{
CommentDialog::CommentDialog(Purpose purpose, const QStringList &titles, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::CommentDialog>())
{
    m_ui->setupUi(this);
    const QString names =
        titles.size() == 1 ? titles.first() : tr("%n version(s)", nullptr, int(titles.size()));
    const bool approving = purpose == Purpose::Approve;
    setWindowTitle(approving ? tr("Approve") : tr("Reject"));
    m_ui->headline->setText(approving ? tr("Approve %1").arg(names) : tr("Reject %1").arg(names));
    m_ui->explanation->setText(approving
                                   ? tr("Approved versions can be promoted. Nothing that is live changes.")
                                   : tr("Rejected versions cannot be promoted. They are kept."));
    m_ui->acceptButton->setText(approving ? tr("Approve") : tr("Reject"));
    m_ui->acceptButton->setAccessibleName(m_ui->acceptButton->text());
    connect(m_ui->acceptButton, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    m_ui->comment->setFocus();
}

CommentDialog::~CommentDialog() = default;

QString CommentDialog::comment() const
{
    return m_ui->comment->toPlainText().trimmed().left(maximumLength);
}

void CommentDialog::ask(QWidget *parent, Purpose purpose, const QStringList &titles,
                        const std::function<void(const QString &)> &then)
{
    if (titles.isEmpty())
        return;
    auto *dialog = new CommentDialog(purpose, titles, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, [dialog, then] { then(dialog->comment()); });
    dialog->open();
}

} // namespace nsl
