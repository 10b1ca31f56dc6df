// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "eventtype.h"
#include "outcome.h"
#include "signaltemplate.h"
#include "trainingjob.h"

#include <QJsonArray>
#include <QJsonObject>

/// Event types, templates, training jobs, metrics and logs on the wire (contract 2.1 and 2.2).
namespace nsl
{

/// The row has both spellings: event_id/event_name/value and id/name/weight.
QJsonObject toJson(const EventType &eventType);
EventType eventTypeFromJson(const QJsonObject &object);

QJsonObject toJson(const SignalTemplate &signalTemplate);
SignalTemplate templateFromJson(const QJsonObject &object);

QJsonObject toJson(const JobProgress &progress);
QJsonObject toJson(const TrainingJob &job);
/// Of an array of `{code, text, count}`; entries that say nothing are passed over.
QList<RunWarning> runWarningsFromJson(const QJsonArray &array);
TrainingJob jobFromJson(const QJsonObject &object);

/// The flat request; unset fields are left out so that the family's defaults hold.
QJsonObject toJson(const TrainingRequest &request);
/// Reads both forms (flat, or templateId + trainingOptions). Ranges are the server's business.
Outcome<TrainingRequest> trainingRequestFromJson(const QJsonObject &object);
TrainingStarted trainingStartedFromJson(const QJsonObject &object);

QJsonObject toJson(const MetricSeries &series);
MetricSeries metricSeriesFromJson(const QJsonObject &object);
JobMetrics jobMetricsFromJson(const QJsonObject &object);

QJsonObject toJson(const LogEvent &event);
LogPage logPageFromJson(const QJsonObject &object);

} // namespace nsl
