// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordid.h"
#include "states.h"

#include <QDateTime>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

namespace nsl
{

/// An option that a family declares for its training runs.
struct FamilyOption
{
    enum class Type { Integer, Number, Boolean, Choice };

    QString name; ///< the key in training options and hyperparameters
    Type type = Type::Number;
    QJsonValue defaultValue;
    std::optional<double> minimum; ///< inclusive unless exclusiveMinimum
    std::optional<double> maximum; ///< inclusive
    bool exclusiveMinimum = false;
    QList<QJsonValue> choices; ///< for Type::Choice
    QString description;

    friend bool operator==(const FamilyOption &, const FamilyOption &) = default;
};

/// An ongoing sequence of training runs; each successful run makes its next version.
struct Family
{
    RecordId id;
    QString key; ///< "two-tower-gru"
    QString name;
    QString architecture;
    QString objective;
    QString modelType; ///< "embedder" or "ranker"
    Reported<FamilySource> source;
    bool isDefault = false;
    bool enabled = true;
    QString disabledReason; ///< one sentence, for a family of the configuration that cannot be used
    bool serves = true;     ///< its versions can answer requests, so they can be promoted
    QList<FamilyOption> options;
    std::optional<int> productionVersion; ///< on the default target of its model type
    /// Whether the server tells what is in production; if not, an absent productionVersion means nothing.
    bool productionIsKnown = true;
    std::optional<int> versionCount;
    std::optional<int> latestVersion;
    QDateTime createdAt;
    qint64 rev = 0;

    friend bool operator==(const Family &, const Family &) = default;
};

} // namespace nsl
