// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/evaluationservice.h"
#include "evaluation/preflight.h"

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
    using Previewed = std::function<void(const Outcome<PromotionPreview> &)>;

    PromotionPreviewer(SqliteStore &store, EvaluationService &evaluations, Options options,
                       QObject *parent = nullptr);

    /// `endpointId` absent = the default target of the candidate's model type. A live version that cannot be
    /// scored leaves verdicts unknown and a reason; it is no error. `done` is called once, unless this object
    /// goes first.
    void preview(const QString &jobName, std::optional<qint64> endpointId, Previewed done);

private:
    struct Draft;

    Outcome<std::shared_ptr<Draft>> begin(const QString &jobName, std::optional<qint64> endpointId) const;
    void advance(const std::shared_ptr<Draft> &draft);
    static PromotionPreview assemble(Draft &draft, const std::atomic<bool> &cancelled);

    SqliteStore &m_store;
    EvaluationService &m_evaluations;
    const Options m_options;
    BackgroundWork m_work;
};

/// MemAvailable of /proc/meminfo in bytes; -1 where there is none.
qint64 availableSystemMemory();

} // namespace nsl
