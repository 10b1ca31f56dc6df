// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "family.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace nsl
{

/// A model family whose program is named in the workspace's platform.ini. The program follows the container
/// contract: it is started as `program args... train` and, if it serves, as `program args... serve`.
struct PluginFamily
{
    Family family; ///< disabled, with the reason, where its entry is wrong
    QString program;
    QStringList arguments;
};

/// What platform.ini says of families, and one sentence per mistake that names file, line, section and key.
struct PluginFamilies
{
    QList<PluginFamily> families;
    QStringList problems;
};

/// Reads the sections `[family/<key>]`:
///
///   program=     required; an executable file, absolute or relative to the file's folder
///   args=        words that come before train or serve; double quotes hold one with spaces together
///   name=        what people read; the key by default
///   model_type=  embedder (default) or ranker
///   serves=      true if the program also follows the serving contract; false by default
///   options=     a JSON list of declared options on one line, or the name of a file with one; each
///                {"name","type":"integer"|"number"|"boolean"|"choice","default","minimum","maximum",
///                "exclusive_minimum","choices","description"}. seed and threads are declared by themselves.
///   architecture=, objective=  one line each, for people
///
/// A wrong entry disables its family and nothing else; one whose key is no legal key is only reported.
PluginFamilies readPluginFamilies(const QString &configurationFile);

} // namespace nsl
