// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QString>

#include <chrono>

namespace nsl
{

/// By what the processes of a workspace's workers are known, should the platform end without ending them. A
/// worker dies with the platform, but not what it has started in its turn: a script around a worker leaves
/// that behind when the platform is killed. So every worker gets a secret of its workspace in its
/// environment, which what it starts inherits. It is there before the first worker is, unlike a list of
/// processes, which lacks the one that was started last, and a number of a process that is given again does
/// not carry it.
class WorkerMark
{
public:
    static constexpr auto variable = "NSL_WORKER_MARK";

    /// Reads the workspace's mark, or makes one. Storage error where it can be neither read nor kept.
    static Outcome<WorkerMark> open(const QString &jobsFolder);

    const QString &text() const { return m_text; }

    /// Kills what carries this mark and works in this workspace, and waits for its end: nothing else may run
    /// in the folders when the queue goes on. To be called before the first worker is started. Returns how
    /// many were there; an error where some have not ended within `limit`.
    Outcome<int> endLeftovers(std::chrono::milliseconds limit) const;

private:
    WorkerMark(QString workspace, QString text);

    QString m_workspace; ///< canonical: a copy of a workspace has the same mark, in another place
    QString m_text;
};

} // namespace nsl
