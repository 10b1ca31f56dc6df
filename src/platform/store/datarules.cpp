// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/datarules.h"

#include <algorithm>

namespace nsl::datarules
{

using namespace Qt::StringLiterals;

QString mistakeInUserId(const QByteArray &id)
{
    if (id.isEmpty())
        return u"The user id is missing."_s;
    const bool hasControl =
        std::any_of(id.begin(), id.end(), [](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f; });
    if (id.size() > maxUserIdBytes || hasControl)
        return u"The user id is over %1 bytes or holds a control character."_s.arg(maxUserIdBytes);
    return {};
}

QString mistakeInItemName(const QString &name)
{
    if (name.isEmpty())
        return u"The item has no name."_s;
    if (name.size() > maxItemNameCharacters)
        return u"The name is over %1 characters."_s.arg(maxItemNameCharacters);
    return {};
}

QString mistakeInItemDescription(const QString &description)
{
    if (description.size() > maxItemDescriptionCharacters)
        return u"The description is over %1 characters."_s.arg(maxItemDescriptionCharacters);
    return {};
}

QString mistakeInMetadataSize(qsizetype bytes)
{
    if (bytes > maxMetadataBytes)
        return u"The metadata is over %1 KiB."_s.arg(maxMetadataBytes / 1024);
    return {};
}

} // namespace nsl::datarules
