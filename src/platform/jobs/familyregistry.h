// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "family.h"
#include "outcome.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace nsl
{

/// The families that this platform trains, as they are seeded into a new workspace: key, name, kind and the
/// options that each declares. A new family is one more entry here and one class in the worker.
QList<Family> shippedFamilies();

/// The options that every run has, whatever its family: seed and threads.
QList<FamilyOption> runOptions();

/// Reads an option as a configuration declares it, strictly: a legal name, a known type, a range where the
/// type has one, a default within it. Invalid, naming the option, where something is wrong.
Outcome<FamilyOption> declaredOption(const QJsonValue &declaration);

/// The options of one run, complete.
struct ResolvedOptions
{
    QJsonObject values; ///< every declared option, defaults filled in
    QStringList unused; ///< asked for, legal for the vendor's API, but without effect in this family
};

/// Checks what was asked for against what the family declares. Keys may be in snake_case or camelCase, values
/// of numbers and booleans may be text. An unknown option or one out of range is an error that names the
/// option, the value and the range. epochs, batch_size and learning_rate are legal, and range-checked, for
/// every family.
Outcome<ResolvedOptions> resolveOptions(const Family &family, const QJsonObject &asked);

/// What stands at the top of a request beside its own names.
struct FlatOptions
{
    QJsonObject values;  ///< options that the family declares
    QStringList unknown; ///< keys that nobody knows, as they were written
};

/// Sorts the keys of a request that starts a run; `names` are its own, in snake_case. Keys with null are as
/// good as absent.
FlatOptions flatOptions(const Family &family, const QJsonObject &body, const QStringList &names);

/// resolveOptions() on the basis of an earlier run's options: what is not asked for stays as it was there.
/// Conflict, naming the option, where one of the earlier values is no longer legal.
Outcome<ResolvedOptions> overrideOptions(const Family &family, const QJsonObject &earlier,
                                         const QJsonObject &asked);

/// The values as the container contract wants them: all strings, doubles in their shortest exact form.
QJsonObject asHyperparameters(const QJsonObject &values);

} // namespace nsl
