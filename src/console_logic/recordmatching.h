// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "platformerror.h"
#include "trainingjob.h"
#include "versionfacts.h"

#include <QList>

namespace nsl
{

/// Servers tell of one version in several places (a run, a version, an endpoint), and not everything in each.
/// These put together what belongs together, by ids and names, and never guess: what no record tells stays
/// unknown.
namespace recordmatching
{

/// Servers that count changes tell which of two states of a record is the later one.
template<typename T>
bool isOlder(const T &fresh, const T &known)
{
    return fresh.rev > 0 && known.rev > fresh.rev;
}
/// The server has no such route, or something that is not JSON stands in its place.
bool isNotOffered(const PlatformError &error);
/// The connection fails, not one route: the chip tells, once, and no list adds to it.
bool isOfConnection(const PlatformError &error);

/// What is live for families of a model type. A type that either side does not tell fits every other.
std::optional<Production> productionOfType(const QHash<QString, Production> &live, const QString &modelType);

/// What a run is known by in lists: its id, else its name; empty when it has neither.
RecordId keyOf(const TrainingJob &job);
/// Requests name runs, so a name may stand for one run only: runs that share a name are called by their ids.
void nameUniquely(QList<TrainingJob> &jobs);

/// What an endpoint says of a version, filled up with what versions and runs tell.
VersionRef completed(const VersionRef &version, const QList<FamilyNode> &families,
                     const QList<TrainingJob> &jobs);
QList<Endpoint> completed(QList<Endpoint> endpoints, const QList<FamilyNode> &families,
                          const QList<TrainingJob> &jobs);

/// Versions filled up with what their runs and the endpoints tell. Where a family's versions were not sent at
/// all, its finished runs stand for them.
QList<FamilyNode> completed(QList<FamilyNode> families, const QList<TrainingJob> &jobs,
                            const QList<Endpoint> &endpoints);

} // namespace recordmatching

} // namespace nsl
