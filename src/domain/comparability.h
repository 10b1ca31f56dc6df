// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace nsl
{

enum class Comparable { No, Partly, Yes };

/// Whether two runs' metrics may be set against each other, and if not, which facts differ.
struct Comparability
{
    Comparable verdict = Comparable::No;
    /// Manifest paths that differ or are missing ("evaluation.split_digest"): facts, not display text.
    QStringList reasons;
};

/// Yes when split digest, K, candidate set and protocol of both manifests are present and equal
/// (contract 2.5); else No. A delta may be shown only where the verdict is not No.
Comparability compareEvaluations(const QJsonObject &leftManifest, const QJsonObject &rightManifest);

} // namespace nsl
