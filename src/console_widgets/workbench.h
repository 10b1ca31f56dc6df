// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <comparecontroller.h>
#include <modelscontroller.h>
#include <platformsession.h>
#include <promotioncontroller.h>
#include <runcolors.h>
#include <trainagaincontroller.h>
#include <trainingjobscontroller.h>

#include <QObject>

#include <memory>

namespace nsl
{

/// One connection and everything that works on it. Pages live exactly as long.
class Workbench : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Workbench)

public:
    explicit Workbench(std::unique_ptr<PlatformSession> platformSession, QObject *parent = nullptr)
        : QObject(parent)
        , m_session(std::move(platformSession))
        , m_models(*m_session)
        , m_jobs(*m_session, m_colors)
        , m_compare(*m_session, m_colors)
        , m_promotion(*m_session)
        , m_trainAgain(*m_session)
    {
        const auto tell = [this] { m_models.setPromotionNotice(m_promotion.notice()); };
        connect(&m_promotion, &PromotionController::phaseChanged, &m_models, tell);
        connect(&m_promotion, &PromotionController::progressed, &m_models, tell);
        connect(&m_promotion, &PromotionController::finished, &m_models, tell);
    }

    PlatformSession &session() { return *m_session; }
    ModelsController &models() { return m_models; }
    TrainingJobsController &jobs() { return m_jobs; }
    CompareController &compare() { return m_compare; }
    PromotionController &promotion() { return m_promotion; }
    TrainAgainController &trainAgain() { return m_trainAgain; }

private:
    std::unique_ptr<PlatformSession> m_session;
    RunColors m_colors;
    ModelsController m_models;
    TrainingJobsController m_jobs;
    CompareController m_compare;
    PromotionController m_promotion;
    TrainAgainController m_trainAgain;
};

} // namespace nsl
