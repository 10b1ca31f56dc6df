// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/celldelegate.h"

namespace nsl
{

/// How the cells of our item models are drawn, from the roles that they share.
namespace cells
{

/// A status badge for a tone and word.
Badge statusBadge(Tone tone, const QString &text);
/// Cell of the tree of models.
Cell modelTree(const QModelIndex &index);
/// Cell of the table of training jobs.
Cell jobTable(const QModelIndex &index);
/// Key and value of a manifest.
Cell manifest(const QModelIndex &index);

} // namespace cells

} // namespace nsl
