// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>
#include <memory>

namespace nsl
{

namespace Ui
{
class CommentDialog;
}

/// Asks for an optional comment before approving or rejecting.
class CommentDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommentDialog)

public:
    enum class Purpose { Approve, Reject };
    /// Of a comment, in UTF-16 units; the platform takes no longer one.
    static constexpr int maximumLength = 2000;

    CommentDialog(Purpose purpose, const QStringList &titles, QWidget *parent = nullptr);
    ~CommentDialog() override;

    QString comment() const;

    /// Opens the dialog; `then` is called with the comment when it was accepted.
    static void ask(QWidget *parent, Purpose purpose, const QStringList &titles,
                    const std::function<void(const QString &)> &then);

private:
    std::unique_ptr<Ui::CommentDialog> m_ui;
};

} // namespace nsl
