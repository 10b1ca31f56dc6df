// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comparability.h"
#include "metrics.h"
#include "store/writing.h"

#include <optional>

namespace nsl
{

/// What a version did on a split that is not its own, as it was measured once.
struct StoredEvaluation
{
    QString artifactSha256;
    QString splitDigest;
    EvaluationBasis basis; ///< splitDigest and droppedPairs included
    Metrics metrics;
    qint64 users = 0;
    QByteArray perUserCsv; ///< a row per scored user, as the worker wrote it
};

/// The same as it is kept. The per-user results of a large split take a good part of a second to compress:
/// that is done before the transaction, and not on the thread that others wait for.
class PackedEvaluation
{
public:
    explicit PackedEvaluation(StoredEvaluation evaluation);

    const StoredEvaluation &facts() const { return m_facts; } ///< without the per-user results
    const QByteArray &perUser() const { return m_perUser; }   ///< compressed

private:
    StoredEvaluation m_facts;
    QByteArray m_perUser;
};

/// Results of evaluations by (artifact, split): the same artifact on the same split always gives the same. No
/// state of the registry, but a cache: it is bounded and without journal entries.
class EvaluationRepository
{
public:
    static constexpr int maximumEntries = 2000;
    static constexpr qint64 maximumBytes = 256LL * 1024 * 1024; ///< of the compressed per-user results

    explicit EvaluationRepository(Database &database)
        : m_database(database)
    {
    }

    std::optional<StoredEvaluation> find(const QString &artifactSha256, const QString &splitDigest) const;
    /// Keeps a result, in place of an earlier one, and lets the oldest go where the bounds ask for it. One
    /// that is beyond them by itself is not kept.
    Outcome<Done> save(DataWrite &write, const PackedEvaluation &packed);
    qint64 count() const;

private:
    Database &m_database;
};

} // namespace nsl
