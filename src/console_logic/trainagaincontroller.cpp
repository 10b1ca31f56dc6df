// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainagaincontroller.h"

#include "errortext.h"
#include "platformsession.h"

namespace nsl
{

ActionState trainAgainAvailability(const QList<TrainingJob> &selection)
{
    if (selection.isEmpty())
        return ActionState::no(TrainAgainController::tr("Select a run first"));
    if (selection.size() > 1)
        return ActionState::no(
            TrainAgainController::tr("Select one run only: one is trained again at a time"));
    if (isActive(selection.first().status.value))
        return ActionState::no(
            TrainAgainController::tr("The run has not ended yet: wait for it, or stop it first"));
    return ActionState::yes();
}

TrainAgainController::TrainAgainController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

ActionState TrainAgainController::state(const QList<TrainingJob> &selection) const
{
    if (m_sending)
        return ActionState::no(tr("The run is being started"));
    return availability::all(
        {availability::connected(m_session.connection().status()), trainAgainAvailability(selection)});
}

void TrainAgainController::repeat(const QString &jobName)
{
    TrainingRequest request;
    request.fromJobName = jobName;
    send(request, jobName);
}

void TrainAgainController::trainOnToday(const QString &jobName)
{
    const TrainingJob *job = m_session.job(jobName);
    if (!job || !job->templateId) {
        emit failed(PlatformError::notFound(tr("The signal template of %1 is not known.").arg(jobName)));
        return;
    }
    TrainingRequest request;
    request.templateId = *job->templateId;
    request.familyId = job->familyId;
    request.options = job->trainingOptions;
    send(request, jobName);
}

void TrainAgainController::send(const TrainingRequest &request, const QString &jobName)
{
    if (m_sending)
        return;
    m_sending = true;
    emit stateUpdated();
    m_session.api().startTraining(request, this, [this, jobName](const Outcome<TrainingStarted> &answer) {
        m_sending = false;
        emit stateUpdated();
        if (answer)
            take(*answer);
        else if (answer.error().kind == PlatformError::Kind::Conflict &&
                 answer.error().code == u"data_changed")
            emit dataChanged(jobName, errorSentence(answer.error()));
        else
            emit failed(answer.error());
    });
}

void TrainAgainController::take(const TrainingStarted &answer)
{
    m_session.noteJob(answer.job);
    m_session.refreshJobs();
    emit started(answer.jobName.isEmpty() ? answer.job.jobName : answer.jobName, answer.warning);
}

} // namespace nsl
