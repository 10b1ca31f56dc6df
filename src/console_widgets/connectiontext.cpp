// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectiontext.h"

#include <connectionstate.h>
#include <numberformat.h>

namespace nsl
{

ConnectionText ConnectionText::of(const ConnectionState &state)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    switch (state.status()) {
    case ConnectionState::Status::Connecting:
        return {tr("Connecting"), Tone::Neutral};
    case ConnectionState::Status::Online:
        return {tr("Online"), Tone::Good};
    case ConnectionState::Status::Reconnecting: {
        const qint64 seconds =
            state.nextAttempt().isValid() ? qMax<qint64>(0, now.secsTo(state.nextAttempt())) : 0;
        if (seconds == 0)
            return {tr("Reconnecting"), Tone::Warning};
        return {tr("Reconnecting in %1 s").arg(seconds), Tone::Warning};
    }
    case ConnectionState::Status::Offline:
        if (!state.lastSuccess().isValid())
            return {tr("Offline"), Tone::Bad};
        return {tr("Offline – showing data from %1").arg(format::clockTime(state.lastSuccess(), now)),
                Tone::Bad};
    case ConnectionState::Status::Unauthorized:
        return {tr("Unauthorized"), Tone::Bad};
    case ConnectionState::Status::Forbidden:
        return {tr("Forbidden"), Tone::Bad};
    }
    return {QString(), Tone::Neutral};
}

} // namespace nsl
