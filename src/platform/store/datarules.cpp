// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/datarules.h"

#include "textrules.h"
#include "utf8.h"

#include <algorithm>

namespace nsl::datarules
{

using namespace Qt::StringLiterals;

QString trimmedId(const QString &id)
{
    const QByteArray utf8 = id.toUtf8();
    const std::string_view trimmed = tabular::trimmed({utf8.constData(), std::size_t(utf8.size())});
    return QString::fromUtf8(trimmed.data(), qsizetype(trimmed.size()));
}

QString mistakeInUserId(const QByteArray &id)
{
    if (id.isEmpty())
        return u"The user id is missing."_s;
    const auto isPlain = [](char c) { return c >= 0x20 && c < 0x7f; };
    const bool isClean = std::all_of(id.begin(), id.end(), isPlain) || isCleanLine(QString::fromUtf8(id));
    if (id.size() > maxUserIdBytes || !isClean)
        return u"The user id is over %1 bytes or holds a control character."_s.arg(maxUserIdBytes);
    return {};
}

QString mistakeInItemName(const QString &name)
{
    if (name.isEmpty())
        return u"The item has no name."_s;
    if (name.size() > maxItemNameCharacters)
        return u"The name is over %1 characters."_s.arg(maxItemNameCharacters);
    if (!isCleanLine(name))
        return u"The name holds a control character, such as a line break or a tab."_s;
    return {};
}

QString mistakeInItemDescription(const QString &description)
{
    if (description.size() > maxItemDescriptionCharacters)
        return u"The description is over %1 characters."_s.arg(maxItemDescriptionCharacters);
    if (!isCleanText(description))
        return u"The description holds a control character."_s;
    return {};
}

QString mistakeInMetadataSize(qsizetype bytes)
{
    if (bytes > maxMetadataBytes)
        return u"The metadata is over %1 KiB."_s.arg(maxMetadataBytes / 1024);
    return {};
}

} // namespace nsl::datarules
