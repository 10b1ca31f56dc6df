// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace nsl
{

/// Whose key this is and what it may do.
struct Identity
{
    QString keyName;
    QStringList scopes;
    QString workspace;
};

/// What sample data brought.
struct SampleCounts
{
    qint64 items = 0;
    qint64 events = 0;
    qint64 users = 0;
};

} // namespace nsl
