// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformapi.h"
#include "promotionreview.h"

#include <QObject>

#include <optional>

namespace nsl
{

class PlatformSession;

/// Asks the server what a promotion would change, where it offers that, and lays the answer over a review
/// that was made from what the console knows itself.
class PreviewController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PreviewController)

public:
    enum class State {
        Nothing,    ///< not asked yet
        Asking,     ///< the server measures
        Ready,      ///< preview() is the answer
        NotOffered, ///< this server has no previews
        Failed,     ///< see problem()
    };
    Q_ENUM(State)

    explicit PreviewController(PlatformSession &session, QObject *parent = nullptr);

    /// Completes a review: with the preview where it is there, else with a word on why it is not, and asks
    /// for it where it has not been asked for. completed() tells that it is worth to make the review again.
    void complete(PromotionReview &review);

    State state() const { return m_state; }
    const std::optional<PromotionPreview> &preview() const { return m_preview; }
    /// Why there is no preview, in words.
    const QString &problem() const { return m_problem; }

signals:
    void completed();

private:
    void ask(const PromotionReview &review);

    PlatformSession &m_session;
    State m_state = State::Nothing;
    QString m_key; ///< of the review that was asked for
    std::optional<PromotionPreview> m_preview;
    QString m_problem;
    qint64 m_generation = 0;
};

/// Lays a preview over a review of the same two versions: verdicts with their intervals in place of plain
/// differences, the comparability on one split, and the server's checks.
void applyPreview(PromotionReview &review, const PromotionPreview &preview);

} // namespace nsl
