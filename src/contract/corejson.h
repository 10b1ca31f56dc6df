// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recommendation.h"

#include <QJsonArray>
#include <QJsonObject>

/// Items, events and recommendations of the Core API on the wire (contract 3).
namespace nsl
{

QJsonObject toJson(const Item &item);
Item itemFromJson(const QJsonObject &object);

QJsonObject toJson(const Event &event);
Event eventFromJson(const QJsonObject &object);

/// A row of a list; `item` fills the nested object and the metadata.
QJsonObject toJson(const Recommendation &row, const Item &item);
/// Reads `recommendations` or, where it is missing, `data`.
RecommendationList recommendationsFromJson(const QJsonObject &object);

/// The list envelope {object, data, has_more, next_cursor, url}.
QJsonObject coreList(const QJsonArray &data, bool hasMore, const QString &nextCursor, const QString &url);

} // namespace nsl
