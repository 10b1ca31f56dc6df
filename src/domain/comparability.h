// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

namespace nsl
{

enum class Comparable { No, Partly, Yes };

QString toText(Comparable comparable);
/// No for any other word: what is not known to be comparable is not compared.
Comparable parseComparable(const QString &word);

/// Whether two runs' metrics may be set against each other, and if not, which facts differ.
struct Comparability
{
    Comparable verdict = Comparable::No;
    /// Manifest paths that differ or are missing ("evaluation.split_digest"): facts, not display text.
    QStringList reasons;

    friend bool operator==(const Comparability &, const Comparability &) = default;
};

/// On what a set of metrics was measured.
struct EvaluationBasis
{
    QJsonValue splitDigest;
    QJsonValue k;
    QJsonValue candidates;
    QJsonValue protocol;
    qint64 droppedPairs = 0; ///< test pairs left out because the scored model had been trained on them
};

/// The basis of the metrics that a run reported itself, from its manifest: nothing is left out of those.
EvaluationBasis evaluationBasis(const QJsonObject &manifest);

/// Yes when split digest, K, candidate set and protocol are present on both sides and equal (contract 2.5).
/// Partly when they are, but test pairs were left out of one side, which is then a mean over fewer users; the
/// reason is "evaluation.dropped_pairs". Else No. A delta may be shown only where the verdict is not No.
Comparability compareBases(const EvaluationBasis &left, const EvaluationBasis &right);
/// The same for what two runs reported themselves, each on its own split.
Comparability compareEvaluations(const QJsonObject &leftManifest, const QJsonObject &rightManifest);

} // namespace nsl
