// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/noticebar.h"

class QPushButton;

namespace nsl
{

/// A failure in place: what failed and why, until it is dismissed. Details and Copy give what a
/// support request needs (status, request id, message).
class FailureBanner : public NoticeBar
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FailureBanner)

public:
    explicit FailureBanner(QWidget *parent = nullptr);

    /// Shows the failure of something a person asked for ("Approve Two-tower GRU v9").
    /// `sentence` says why, `details` what a support request needs.
    void showFailure(const QString &what, const QString &sentence, const QString &details);
    /// The text that Copy puts on the clipboard.
    QString report() const;
    void dismiss();

signals:
    void dismissed();

private:
    void showDetails(bool on);

    QString m_sentence;
    QString m_report;
    QPushButton *m_details;
};

} // namespace nsl
