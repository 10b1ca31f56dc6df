// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "operations/filetools.h"
#include "operations/workspace.h"

#include <QJsonObject>

namespace nsl
{

/// What a check of a workspace found.
struct Verification
{
    struct Finding
    {
        QString object; ///< what it is about: "database", "journal", "training-job/7", a path
        QString text;   ///< one sentence
    };

    QList<Finding> problems;  ///< something is damaged
    QList<Finding> leftovers; ///< something is superfluous and can be removed
    int schema = 0;
    qint64 journalEntries = 0;
    QString journalHead;
    qint64 artifacts = 0; ///< that were read and compared
    QString newestBackup; ///< empty without one

    bool isWhole() const { return problems.isEmpty(); }
    QJsonObject toJson() const;
    /// The same for people, one sentence per line.
    QString toText() const;
};

/// Checks the database (integrity, foreign keys, counts), the journal's chain and that the heads which the
/// backups recorded are still in it, every artifact's SHA-256 against its version, and looks for leftovers.
/// Only reads; works on a served workspace (`isServed`: an import may be running, so hidden rows are no
/// leftovers) and on any thread. An error means that it could not be done, not that something was found.
Outcome<Verification> verifyWorkspace(const Workspace &workspace, bool isServed, const StopFlag &stop);

} // namespace nsl
