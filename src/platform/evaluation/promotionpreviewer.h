// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/evaluationservice.h"
#include "evaluation/preflight.h"

#include <QDeadlineTimer>
#include <QHash>

#include <chrono>

namespace nsl
{

/// Makes promotion previews: candidate against live on the candidate's split, and the checks. Lives on the
/// main thread; digests, catalogue and bootstrap are done on another.
class PromotionPreviewer : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PromotionPreviewer)

public:
    struct Options
    {
        QString jobsFolder;
        /// Bytes of memory that programs can still have, -1 = not known. Called on another thread.
        std::function<qint64()> availableMemory;
    };
    /// Returns whether somebody still waited for it.
    using Previewed = std::function<bool(const Outcome<PromotionPreview> &)>;
    /// For how long a preview that nobody waited for any more is kept for whoever asks again.
    static constexpr auto keepFor = std::chrono::minutes(2);

    PromotionPreviewer(SqliteStore &store, EvaluationService &evaluations, Options options,
                       QObject *parent = nullptr);

    /// `endpointId` absent = the default target of the candidate's model type. A live version that cannot be
    /// scored leaves verdicts unknown and a reason; it is no error. `done` is called once, unless this object
    /// goes first. Who asks for what is being made already waits for that, and who asks again for what came
    /// too late gets it: as long as candidate, endpoint and live version are what they were.
    void preview(const QString &jobName, std::optional<qint64> endpointId, Previewed done);

private:
    struct Draft;

    Outcome<std::shared_ptr<Draft>> begin(const QString &jobName, std::optional<qint64> endpointId) const;
    void advance(const std::shared_ptr<Draft> &draft);
    static PromotionPreview assemble(Draft &draft, const std::atomic<bool> &cancelled);
    void finish(Draft &draft, const PromotionPreview &preview);

    struct Kept
    {
        PromotionPreview preview;
        QDeadlineTimer until;
    };

    SqliteStore &m_store;
    EvaluationService &m_evaluations;
    const Options m_options;
    QHash<QString, std::shared_ptr<Draft>> m_drafts; ///< being made, by their key
    QHash<QString, Kept> m_kept;                     ///< made, and given to nobody
    BackgroundWork m_work;
};

/// MemAvailable of /proc/meminfo in bytes; -1 where there is none.
qint64 availableSystemMemory();

} // namespace nsl
