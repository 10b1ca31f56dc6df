// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity.h"
#include "importjob.h"
#include "journalentry.h"
#include "outcome.h"

#include <QJsonArray>
#include <QJsonObject>

/// Journal, imports, identity and errors on the wire (contract 1, 2.3 and 2.7).
namespace nsl
{

QJsonObject toJson(const Actor &actor);
Actor actorFromJson(const QJsonObject &object);
QJsonObject toJson(const JournalEntry &entry);
JournalEntry journalEntryFromJson(const QJsonObject &object);
JournalPage journalPageFromJson(const QJsonObject &object);

QJsonObject toJson(const ImportRequest &request);
Outcome<ImportRequest> importRequestFromJson(const QJsonObject &object);
QJsonObject toJson(const ImportJob &import);
ImportJob importFromJson(const QJsonObject &object);
QJsonObject toJson(const FilePreview &preview);
FilePreview filePreviewFromJson(const QJsonObject &object);

QJsonObject toJson(const SampleCounts &counts);
SampleCounts sampleCountsFromJson(const QJsonObject &object);
Identity identityFromJson(const QJsonObject &object);

/// {"error":"text","code":...}: the Platform API's form.
QJsonObject platformErrorJson(const PlatformError &error);
/// {"error":{"type","code","message","request_id"}}: the Core API's form.
QJsonObject coreErrorJson(const PlatformError &error);
/// Reads either form; the message falls back to `fallback` when the body has none.
PlatformError errorFromJson(int httpStatus, const QJsonObject &body, const QString &fallback);

} // namespace nsl
