// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparability.h"

#include "manifest.h"

namespace nsl
{

Comparability compareEvaluations(const QJsonObject &leftManifest, const QJsonObject &rightManifest)
{
    Comparability result;
    for (const QString &path : {QStringLiteral("evaluation.split_digest"), QStringLiteral("evaluation.k"),
                                QStringLiteral("evaluation.candidates"), QStringLiteral("evaluation.protocol")}) {
        const QJsonValue left = manifestValue(leftManifest, path);
        const QJsonValue right = manifestValue(rightManifest, path);
        if (left.isUndefined() || left.isNull() || left != right)
            result.reasons.append(path);
    }
    result.verdict = result.reasons.isEmpty() ? Comparable::Yes : Comparable::No;
    return result;
}

} // namespace nsl
