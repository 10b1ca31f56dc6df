// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Attempts to put a version live.
class DeploymentRepository
{
public:
    explicit DeploymentRepository(Database &database)
        : m_database(database)
    {
    }

    std::optional<Deployment> find(qint64 id) const;
    QList<Deployment> listOfEndpoint(qint64 endpointId) const; ///< newest first
    QList<Deployment> listOfFamily(qint64 familyId) const;     ///< that started or ended in it, newest first
    QList<Deployment> listSince(qint64 rev) const;             ///< that changed after `rev`, newest first
    QList<Deployment> listUnfinished() const;                  ///< status Updating, oldest first
    /// Status Updating, phase starting; id, startedAt and rev are set here. The caller journals.
    Outcome<Deployment> create(StateChange &change, const Deployment &deployment);
    /// Writes status, phase and reason; endedAt when the status leaves Updating. The caller journals.
    Outcome<Deployment> save(StateChange &change, const Deployment &deployment);
    /// The last good roll-back target of an endpoint: its latest Succeeded deployment of another version than
    /// the live one that is still Approved. Whether its artifact is whole is for the caller to see.
    std::optional<VersionRef> rollbackTarget(qint64 endpointId) const;

private:
    QList<Deployment> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
