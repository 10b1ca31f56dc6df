// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordid.h"

#include <QString>

/// Paths of both APIs, as the client asks for them and the server routes them.
namespace nsl::paths
{

inline const QString eventTypes = QStringLiteral("/api/events/event-types");
inline const QString templates = QStringLiteral("/api/events/templates");
inline const QString trainingStart = QStringLiteral("/api/training/start");
inline const QString trainingJobs = QStringLiteral("/api/training-jobs");
inline const QString approve = QStringLiteral("/api/training-jobs/approve");
inline const QString promote = QStringLiteral("/api/training-jobs/promote");
inline const QString stop = QStringLiteral("/api/training-jobs/stop");
inline const QString jobEndpoint = QStringLiteral("/api/training-jobs/endpoint");
inline const QString jobMetrics = QStringLiteral("/api/training-jobs/metrics");
inline const QString jobLogs = QStringLiteral("/api/training-jobs/logs");
inline const QString families = QStringLiteral("/api/model-families");
inline const QString familyDetails = QStringLiteral("/api/model-families/details");
inline const QString endpoints = QStringLiteral("/api/model-endpoints");
inline const QString deployments = QStringLiteral("/api/deployments");
inline const QString evaluations = QStringLiteral("/api/evaluations");
inline const QString promotionPreview = QStringLiteral("/api/promotion-preview");
inline const QString journal = QStringLiteral("/api/journal");
inline const QString imports = QStringLiteral("/api/imports");
inline const QString sample = QStringLiteral("/api/sample");
inline const QString instance = QStringLiteral("/api/instance");
inline const QString whoami = QStringLiteral("/api/whoami");
inline const QString users = QStringLiteral("/api/users");
inline const QString healthz = QStringLiteral("/healthz");
inline const QString metrics = QStringLiteral("/metrics");

inline const QString token = QStringLiteral("/oauth2/token");
inline const QString items = QStringLiteral("/v1/items");
inline const QString events = QStringLiteral("/v1/events");
inline const QString recommendations = QStringLiteral("/v1/recommendations");

/// "<collection>/<id>"; text ids are percent-encoded.
QString child(const QString &collection, const RecordId &id);
QString child(const QString &collection, const QString &id);

} // namespace nsl::paths
