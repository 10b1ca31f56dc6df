// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/failurebanner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace nsl
{

FailureBanner::FailureBanner(QWidget *parent)
    : NoticeBar(parent)
    , m_details(new QPushButton(tr("Details"), this))
{
    setTone(Tone::Bad, u"error"_qs);
    m_details->setObjectName(u"failureDetails"_qs);
    m_details->setCheckable(true);
    m_details->setAccessibleName(tr("Show the details of this failure"));
    connect(m_details, &QPushButton::toggled, this, &FailureBanner::showDetails);
    auto *copy = new QPushButton(tr("Copy"), this);
    copy->setObjectName(u"failureCopy"_qs);
    copy->setAccessibleName(tr("Copy the details of this failure"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
    auto *close = new QPushButton(tr("Dismiss"), this);
    close->setObjectName(u"failureDismiss"_qs);
    close->setAccessibleName(tr("Dismiss this failure"));
    connect(close, &QPushButton::clicked, this, &FailureBanner::dismiss);
    addAction(m_details);
    addAction(copy);
    addAction(close);
    hide();
}

void FailureBanner::showFailure(const QString &what, const QString &sentence, const QString &details)
{
    m_sentence = sentence;
    m_report = u"%1\n%2"_qs.arg(what, details);
    setHeadline(what);
    showDetails(m_details->isChecked());
    show();
}

QString FailureBanner::report() const
{
    return m_report;
}

void FailureBanner::dismiss()
{
    m_report.clear();
    hide();
    emit dismissed();
}

void FailureBanner::showDetails(bool on)
{
    setDetail(on ? m_report.section(u'\n', 1) : m_sentence);
}

} // namespace nsl
