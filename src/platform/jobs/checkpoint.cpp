// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint.h"

#include "jsonread.h"

#include <QFileInfo>

namespace nsl
{

std::optional<Checkpoint> usableCheckpoint(const RunDirectory &directory)
{
    constexpr qint64 maxBytes = 64 * 1024;
    for (const QString &needed :
         {directory.eventsFile(), directory.itemsFile(), directory.configFile(u"hyperparameters.json"_qs),
          directory.configFile(u"run.json"_qs)}) {
        if (!QFileInfo(needed).isFile())
            return std::nullopt;
    }
    const auto parsed = readJsonObject(directory.progressFile(), maxBytes);
    if (!parsed.ok())
        return std::nullopt;
    const auto steps = json::toInteger(parsed->value(u"steps"_qs));
    const auto epoch = json::optionalInt(*parsed, u"epoch");
    if (!steps || *steps < 0 || (epoch && *epoch < 0))
        return std::nullopt;
    return Checkpoint{*steps, epoch.value_or(0), json::text(*parsed, u"phase").left(32)};
}

} // namespace nsl
