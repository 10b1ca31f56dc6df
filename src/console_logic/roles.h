// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace nsl
{

/// What a badge, a banner or a delta means; a view picks colour and icon, always with the word beside it.
enum class Tone { Neutral, Info, Good, Warning, Bad };

/// Roles that all of our item models share. Qt::DisplayRole is the text a person reads, Qt::ToolTipRole the
/// exact value (plain text), Qt::AccessibleTextRole a whole phrase, Qt::TextAlignmentRole right for numbers.
namespace roles
{
enum Role {
    Sort = Qt::UserRole + 1, ///< raw value to sort by (number, QDateTime or text)
    ToneOf,                  ///< int(Tone), present where the cell is shown as a badge or a coloured text
    IsBadge,                 ///< bool: draw as a badge
    Id,                      ///< qint64 of the record
    JobName,                 ///< QString
    Kind,                    ///< int, see the model
    Status,                  ///< int of the domain enum: ApprovalStatus or JobStatus
    Fraction,   ///< double 0..1 of a progress bar; negative = busy without a known end; invalid = none
    IsLive,     ///< bool: serves somewhere
    Path,       ///< QString, manifest: dotted path
    ValueText,  ///< QString, manifest: the value as JSON, for copying
    SearchText, ///< QString: everything that a text filter looks at
    ChangedAt,  ///< qint64 ms since epoch when the row last changed on screen; invalid = not since shown
};
} // namespace roles

} // namespace nsl
