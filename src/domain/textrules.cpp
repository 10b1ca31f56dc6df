// SPDX-License-Identifier: GPL-3.0-or-later
#include "textrules.h"

namespace nsl
{

namespace
{

bool hasOnlyClean(QStringView text, bool allowBreaks)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text.at(i).unicode();
        const bool isBreak = c >= u'\t' && c <= u'\r';
        if ((c < 0x20 && !(allowBreaks && isBreak)) || c == 0x7f || (!allowBreaks && c > 0x7f && c < 0xa0))
            return false;
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (text.at(i).isSurrogate())
            return false;
    }
    return true;
}

} // namespace

bool isCleanLine(QStringView text)
{
    return hasOnlyClean(text, false);
}

bool isCleanText(QStringView text)
{
    return hasOnlyClean(text, true);
}

} // namespace nsl
