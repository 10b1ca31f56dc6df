// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation.h"
#include "promotionpreview.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

/// Evaluations and promotion previews on the wire (contract 2.2 and 2.3), in both directions.
namespace nsl
{

/// The body of POST /api/evaluations.
QJsonObject evaluationRequestJson(const QStringList &jobNames, const QString &splitOf);
/// {job_name, split_digest, metrics, per_metric_ci:{<name>:{low,high}}, users, dropped_pairs}
QJsonObject toJson(const Evaluation &evaluation);
Evaluation evaluationFromJson(const QJsonObject &object);

/// The body of POST /api/promotion-preview; without an endpoint the default target is meant.
QJsonObject previewRequestJson(const QString &jobName, std::optional<RecordId> endpointId);
/// A value that is not there, and a manifest path that one side lacks, is null.
QJsonObject toJson(const PromotionPreview &preview);
PromotionPreview promotionPreviewFromJson(const QJsonObject &object);

} // namespace nsl
