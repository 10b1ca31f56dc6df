// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/trainagainquestion.h"

#include <trainagaincontroller.h>

#include <QCoreApplication>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

#include <functional>

namespace nsl::trainagainquestion
{
namespace
{

struct TrainAgain
{
    Q_DECLARE_TR_FUNCTIONS(TrainAgain)
};

/// A question with one way to go on, open.
void ask(QWidget *parent, const QString &name, const QString &text, const QString &more,
         const QString &button, const QString &buttonName, const std::function<void()> &goOn)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, TrainAgain::tr("Train again"), text, QMessageBox::Cancel,
                                parent);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(more);
    QPushButton *go = box->addButton(button, QMessageBox::AcceptRole);
    go->setObjectName(buttonName);
    go->setProperty("primary", true);
    box->setDefaultButton(go);
    QObject::connect(go, &QPushButton::clicked, parent, goOn);
    box->open();
}

} // namespace

void askToRepeat(QWidget *parent, TrainAgainController &controller, const QString &jobName,
                 const QString &title)
{
    ask(parent, u"trainAgainQuestion"_qs, TrainAgain::tr("Train %1 again?").arg(title),
        TrainAgain::tr(
            "The new run takes the same template, family, options and data, so that it measures the "
            "same. It overwrites nothing: when it succeeds it becomes the next version."),
        TrainAgain::tr("Train again"), u"trainAgainButton"_qs, [again = QPointer(&controller), jobName] {
            if (again)
                again->repeat(jobName);
        });
}

void askForToday(QWidget *parent, TrainAgainController &controller, const QString &jobName,
                 const QString &title, const QString &what)
{
    ask(parent, u"dataChangedQuestion"_qs,
        TrainAgain::tr("%1 cannot be repeated: its data have changed since.").arg(title),
        TrainAgain::tr(
            "%1\n\nA run with the same template, family and options on today's data can be started "
            "instead.")
            .arg(what),
        TrainAgain::tr("Train on today's data"), u"trainTodayButton"_qs,
        [again = QPointer(&controller), jobName] {
            if (again)
                again->trainOnToday(jobName);
        });
}

} // namespace nsl::trainagainquestion
