// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "evaluation/evaluationservice.h"
#include "evaluation/promotionpreviewer.h"

#include <chrono>

namespace nsl
{

/// POST /api/evaluations and POST /api/promotion-preview (contract 2.2 and 2.3).
///
/// Both may need a worker that takes long. What is not there within `answerLimit` is answered with 503
/// "evaluation_running" and Retry-After, while the work goes on: the same request again, with the same
/// Idempotency-Key, joins it or finds its result. So no client ever takes half a result for a whole one.
class EvaluationController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EvaluationController)

public:
    static constexpr qsizetype maxJobNames = 20;
    static constexpr qsizetype maxNameLength = 128;

    EvaluationController(EvaluationService &evaluations, PromotionPreviewer &previewer,
                         std::chrono::milliseconds answerLimit, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    void evaluate(const ApiCall &call, const ApiReply &reply);
    void preview(const ApiCall &call, const ApiReply &reply);
    /// The reply, to be called any number of times: the first counts, and the limit may be it. Returns
    /// whether the call was the one that counts.
    using FirstReply = std::function<bool(const ApiResult &)>;
    FirstReply limited(const ApiReply &reply);

    EvaluationService &m_evaluations;
    PromotionPreviewer &m_previewer;
    const std::chrono::milliseconds m_answerLimit;
    BackgroundWork m_work;
};

} // namespace nsl
