// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Serving targets.
class EndpointRepository
{
public:
    explicit EndpointRepository(Database &database)
        : m_database(database)
    {
    }

    QList<Endpoint> list() const;                ///< the default ones first, then by id; url is left empty
    QList<Endpoint> listSince(qint64 rev) const; ///< that changed after `rev`, in the same order
    std::optional<Endpoint> find(qint64 id) const;
    /// The default target of a model type.
    std::optional<Endpoint> findDefault(const QString &modelType) const;
    /// The target that serves a context: the one that lists it, else the default embedder.
    std::optional<Endpoint> findForContext(const QString &contextId) const;
    /// Writes status, active and pending version (their modelId), lastPromotedAt and -By and failureReason of
    /// endpoint.id; status_since moves when the status does. The caller journals what it means: this is
    /// one step of a deployment. Raises the rev of versions and families whose live state changed.
    Outcome<Endpoint> save(StateChange &change, const Endpoint &endpoint);

    /// What a person decides about an endpoint: name (1-63 letters, digits, ".", "_" and "-", unique), model
    /// type (embedder or ranker), whether it is its type's default, and contexts (each 1-128 characters, of
    /// one endpoint of a type at most). The first endpoint of a type is its default whatever is said; making
    /// another one the default takes it from the one before. Invalid or Conflict. Journalled.
    Outcome<Endpoint> create(StateChange &change, const Endpoint &wanted);
    /// The same for wanted.id. The default stays one until another becomes it; the model type is fixed once
    /// there were deployments.
    Outcome<Endpoint> describe(StateChange &change, const Endpoint &wanted);
    /// Removes the endpoint and its deployments. Conflict while it is changing, or while it is the default
    /// and there are others of its type. Whether it serves is for the caller to ask. Journalled.
    Outcome<Done> remove(StateChange &change, qint64 id);

private:
    Outcome<Done> check(const Endpoint &wanted) const;
    void writeDescription(StateChange &change, const Endpoint &wanted);
    QList<Endpoint> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
