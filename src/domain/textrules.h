// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace nsl
{

/// Whether a text can be stored, shown in one line and sent: no control character (a line break is one) and
/// no half of a surrogate pair, which UTF-8 cannot hold.
bool isCleanLine(QStringView text);
/// The same for a text of several lines: line breaks and tabs are welcome, and what old encodings leave of
/// quotation marks (U+0080 to U+009F) is let through.
bool isCleanText(QStringView text);

} // namespace nsl
