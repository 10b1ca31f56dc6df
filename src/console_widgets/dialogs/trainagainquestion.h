// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace nsl
{

class TrainAgainController;

/// The two questions about a repetition: whether to begin it, and what to do when the data have changed.
namespace trainagainquestion
{

/// `title` is the run as people know it ("Two-tower GRU v9").
void askToRepeat(QWidget *parent, TrainAgainController &controller, const QString &jobName,
                 const QString &title);
/// `what` says what changed.
void askForToday(QWidget *parent, TrainAgainController &controller, const QString &jobName,
                 const QString &title, const QString &what);

} // namespace trainagainquestion

} // namespace nsl
