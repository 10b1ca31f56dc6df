// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparability.h"

#include "manifest.h"

namespace nsl
{

namespace
{

const QString splitPath = QStringLiteral("evaluation.split_digest");
const QString kPath = QStringLiteral("evaluation.k");
const QString candidatesPath = QStringLiteral("evaluation.candidates");
const QString protocolPath = QStringLiteral("evaluation.protocol");
const QString droppedPath = QStringLiteral("evaluation.dropped_pairs");

} // namespace

QString toText(Comparable comparable)
{
    switch (comparable) {
    case Comparable::Yes:
        return QStringLiteral("yes");
    case Comparable::Partly:
        return QStringLiteral("partly");
    case Comparable::No:
        break;
    }
    return QStringLiteral("no");
}

Comparable parseComparable(const QString &word)
{
    if (word == QLatin1String("yes"))
        return Comparable::Yes;
    return word == QLatin1String("partly") ? Comparable::Partly : Comparable::No;
}

EvaluationBasis evaluationBasis(const QJsonObject &manifest)
{
    return {manifestValue(manifest, splitPath), manifestValue(manifest, kPath),
            manifestValue(manifest, candidatesPath), manifestValue(manifest, protocolPath), 0};
}

Comparability compareBases(const EvaluationBasis &left, const EvaluationBasis &right)
{
    Comparability result;
    const auto demandEqual = [&result](const QString &path, const QJsonValue &one, const QJsonValue &other) {
        if (one.isUndefined() || one.isNull() || one != other)
            result.reasons.append(path);
    };
    demandEqual(splitPath, left.splitDigest, right.splitDigest);
    demandEqual(kPath, left.k, right.k);
    demandEqual(candidatesPath, left.candidates, right.candidates);
    demandEqual(protocolPath, left.protocol, right.protocol);
    if (!result.reasons.isEmpty())
        return result;
    const bool whole = left.droppedPairs == 0 && right.droppedPairs == 0;
    result.verdict = whole ? Comparable::Yes : Comparable::Partly;
    if (!whole)
        result.reasons.append(droppedPath);
    return result;
}

Comparability compareEvaluations(const QJsonObject &leftManifest, const QJsonObject &rightManifest)
{
    return compareBases(evaluationBasis(leftManifest), evaluationBasis(rightManifest));
}

} // namespace nsl
