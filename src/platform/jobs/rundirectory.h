// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace nsl
{

/// What a worker may say in one JSON file, be it of a training or of an evaluation.
inline constexpr qint64 maxWorkerJsonBytes = 4 * 1024 * 1024;

/// The object in a JSON file of a run; a sentence where it is missing, larger than `limit` bytes or no
/// object.
Outcome<QJsonObject> readJsonObject(const QString &path, qint64 limit);

/// The container root of one run, `<workspace>/jobs/<job name>`, laid out as contract 4 says. Files are
/// readable by their owner only.
class RunDirectory
{
public:
    RunDirectory(const QString &jobsFolder, const QString &jobName);

    const QString &root() const { return m_root; }
    QString eventsFile() const;
    QString itemsFile() const;
    QString configFile(const QString &name) const; ///< under input/config
    QString modelFile(const QString &name) const;  ///< under model
    QString artifactFolder() const;
    QString failureFile() const;
    QString progressFile() const; ///< what the worker says of its last checkpoint
    QString liveChannel() const;  ///< input/data/live
    QString logFile() const;

    /// Makes the folders, and removes what an earlier attempt left in them.
    Outcome<Done> create() const;
    /// For a run that goes on from its checkpoint: removes what the ended worker left under model and output;
    /// configuration, data and checkpoints stay.
    Outcome<Done> clearOutput() const;
    /// Shows the worker another run's `model` folder as the channel "live". That run is only read.
    Outcome<Done> linkLive(const QString &modelFolder) const;
    /// Writes one JSON file under input/config.
    Outcome<Done> writeConfig(const QString &name, const QJsonObject &content) const;
    /// Reads one back. Storage error where it is missing or damaged.
    Outcome<QJsonObject> readConfig(const QString &name) const;
    /// Whether what a worker may write to is folders of this run. Invalid, naming the place, where one of
    /// them has become a link to somewhere else.
    Outcome<Done> checkOutput() const;
    /// Removes the training data, which the store has, and unfinished work; model and log stay.
    void removeInput() const;
    /// The one sentence that a failed worker leaves; empty without it.
    QString failureSentence() const;

private:
    Outcome<Done> makeFolders(const QStringList &names) const;

    QString m_root;
};

/// Removes a folder with all that is in it; of a symbolic link the link alone, never what it points to. True
/// where nothing is left, also when nothing was there.
bool removeTree(const QString &path);

} // namespace nsl
