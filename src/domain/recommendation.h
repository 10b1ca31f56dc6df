// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace nsl
{

/// A thing that can be recommended.
struct Item
{
    QString id; ///< ^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$
    QString name;
    QString description;
    QJsonObject metadata;
    bool active = true;
    QDateTime created;
    QDateTime updatedAt;

    friend bool operator==(const Item &, const Item &) = default;
};

/// Something a user did with an item.
struct Event
{
    qint64 id = 0; ///< order of arrival; breaks ties of equal timestamps
    QString userId;
    QString itemId;
    qint64 eventTypeId = 0;
    QString eventTypeName;
    QDateTime occurredAt;
    QJsonObject metadata;

    friend bool operator==(const Event &, const Event &) = default;
};

/// One row of a list of recommendations.
struct Recommendation
{
    QString itemId;
    int rank = 0;     ///< from 1
    double score = 0; ///< 1 / (1 + cosine distance)
    QString name;
    QString description;

    friend bool operator==(const Recommendation &, const Recommendation &) = default;
};

/// The answer for one user. An empty list with defaultReason "no_model_deployed" is the honest
/// answer while nothing is live.
struct RecommendationList
{
    QString requestId;
    QList<Recommendation> rows;
    bool usedDefault = false;
    QString defaultReason;
    std::optional<double> processingMs;
    QString modelFamily;
    std::optional<int> modelVersion;
    QString modelJobName;
};

} // namespace nsl
