// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace nsl
{

/// Who did something: kind ("user", "key", "system"), key id if any, a name, the OS user if local.
struct Actor
{
    QString kind;
    qint64 keyId = 0;
    QString name;
    QString osUser;

    friend bool operator==(const Actor &, const Actor &) = default;
};

/// One change of state. Entries are append-only and hash-chained.
struct JournalEntry
{
    qint64 id = 0;
    QDateTime at;
    Actor actor;
    QString action; ///< "version.approved"
    QString object; ///< "training-job/42"
    QJsonValue before;
    QJsonValue after;
    QString comment;
    QString requestId;
    QString hash;

    friend bool operator==(const JournalEntry &, const JournalEntry &) = default;
};

/// A page of the journal with the hash of its newest entry.
struct JournalPage
{
    QList<JournalEntry> entries;
    QString headHash;
};

} // namespace nsl
