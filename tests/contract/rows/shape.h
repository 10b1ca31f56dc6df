// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QStringList>

/// What an answer must look like, written as "{jobs:[@job] rev:int removed:[int]?}".
///
/// Types: int (exact), num, text, id (a text of digits), bool, time (ISO 8601, UTC), unix (whole seconds),
/// sha (SHA-256 in lower-case hex), object, array, any; "?" after one: may be null. {key:type …}: an object
/// with at least these keys. [type]: an array of these, which may be empty. @name: a shape of namedShape().
class Shape
{
public:
    /// One sentence per place where the value is not so.
    static QStringList complaints(const QJsonValue &value, const QString &shape);
};

/// The records of the contract's tables; an empty text for a name that there is not.
QString namedShape(const QString &name);
