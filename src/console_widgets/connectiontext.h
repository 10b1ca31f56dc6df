// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <roles.h>

#include <QCoreApplication>
#include <QString>

namespace nsl
{

class ConnectionState;

/// What the connection chip says: "Online", "Reconnecting in 4 s", "Offline – showing data from 14:02".
struct ConnectionText
{
    Q_DECLARE_TR_FUNCTIONS(nsl::ConnectionText)

public:
    QString text;
    Tone tone = Tone::Neutral;

    ConnectionText(QString words, Tone meaning)
        : text(std::move(words))
        , tone(meaning)
    {
    }
    static ConnectionText of(const ConnectionState &state);
};

} // namespace nsl
