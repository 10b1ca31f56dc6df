// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bootstrap.h"
#include "metrics.h"

#include <QMap>
#include <QString>

namespace nsl
{

/// What a version did on a split: its own, or that of another run (POST /api/evaluations).
struct Evaluation
{
    QString jobName; ///< of the version that was scored
    QString splitDigest;
    Metrics metrics;
    QMap<QString, MeanInterval> intervals; ///< of the metrics that are means over users
    qint64 users = 0;                      ///< that were scored
    qint64 droppedPairs = 0; ///< test pairs left out because this version had been trained on them

    friend bool operator==(const Evaluation &, const Evaluation &) = default;
};

} // namespace nsl
