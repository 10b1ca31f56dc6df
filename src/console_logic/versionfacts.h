// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comparison.h"
#include "endpoint.h"
#include "family.h"
#include "verdict.h"
#include "version.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace nsl
{

/// A family with its versions, newest first: one node of the tree.
struct FamilyNode
{
    Family family;
    QList<Version> versions;
    /// Whether the server told the versions: false while they are on their way, and where it has no such
    /// list.
    bool versionsAreKnown = true;

    friend bool operator==(const FamilyNode &, const FamilyNode &) = default;
};

/// Manifests by run; they never change once a run has ended.
using Manifests = QHash<QString, QJsonObject>;

/// How a version stands against what is live.
struct Standing
{
    enum class Kind { Unknown, NothingLive, Live, NotComparable, Compared };

    Kind kind = Kind::Unknown;
    Verdict verdict = Verdict::None;
    std::optional<double> relative; ///< relative change of the metric
    QString text; ///< "▲ +3.4 % better", "+0.3 % no interval", "live", "not comparable", empty while unknown
    Tone tone = Tone::Neutral;

    friend bool operator==(const Standing &, const Standing &) = default;
};

/// What is live on the default target of a version's model type.
struct Production
{
    QString jobName;
    QString name; ///< "Two-tower GRU v7"
    Metrics metrics;

    friend bool operator==(const Production &, const Production &) = default;
};

/// A version's metric against production's, where both were measured on the same terms.
Standing standingOf(const Version &version, const std::optional<Production> &production,
                    const QString &metric, const Manifests &manifests);

/// Text fields of a version's details panel.
struct VersionDetails
{
    struct Field
    {
        QString name;
        QString value;
        QString toolTip;
        Tone tone = Tone::Neutral;
    };
    struct MetricLine
    {
        QString name; ///< wire name
        QString title;
        QString value;
        QString difference; ///< against production; empty where it may not be shown
        Tone tone = Tone::Neutral;
    };
    struct DifferenceLine
    {
        QString path;
        QString production;
        QString candidate;
    };

    RecordId versionId;
    QString jobName;
    QString title;    ///< "Two-tower GRU v9"
    QString subtitle; ///< "All signals · train-42-1795441200"
    QString label;
    QString description;
    Reported<ApprovalStatus> approval;
    QList<Field> fields;
    QList<MetricLine> metrics;
    QString metricsTitle;      ///< "Metrics, on production's split" or "Metrics"
    QString comparabilityText; ///< why there are no differences; empty when there are
    QList<DifferenceLine> differences;
    bool manifestKnown = false;
};

VersionDetails versionDetails(const Version &version, const std::optional<Production> &production,
                              const Manifests &manifests);

} // namespace nsl
