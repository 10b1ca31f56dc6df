// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace nsl
{

/// What items and events may hold, however they come in: by file or over the Core API. Each function gives
/// one sentence about what is wrong, or an empty text.
namespace datarules
{

constexpr qsizetype maxUserIdBytes = 256;
constexpr qsizetype maxItemNameCharacters = 500;
constexpr qsizetype maxItemDescriptionCharacters = 10'000;
/// Of an item's or an event's metadata, as canonical JSON.
constexpr qsizetype maxMetadataBytes = 32 * 1024;

/// An id as it is meant: blanks around it, in a file or a request, are no part of it.
QString trimmedId(const QString &id);
QString mistakeInUserId(const QByteArray &id);
/// `name` trimmed.
QString mistakeInItemName(const QString &name);
QString mistakeInItemDescription(const QString &description);
QString mistakeInMetadataSize(qsizetype bytes);

} // namespace datarules

} // namespace nsl
