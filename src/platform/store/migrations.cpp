// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include <QDir>
#include <QFile>

// Initialised by name: the linker drops an object of a static library that nothing refers to.
static void initialiseSchemaResource()
{
    Q_INIT_RESOURCE(schema);
}

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QStringList scripts()
{
    initialiseSchemaResource();
    return QDir(u":/nsl/schema"_s).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
}

int numberOf(const QString &script)
{
    return script.section(u'_', 0, 0).toInt();
}

} // namespace

int Migrations::newest()
{
    const QStringList all = scripts();
    return all.isEmpty() ? 0 : numberOf(all.last());
}

Outcome<int> Migrations::apply(Database &database, int last)
{
    int current = 0;
    {
        // Ended before a script runs: SQLite drops no table while a statement is open.
        Statement row = database.run(u"PRAGMA user_version"_s);
        row.next();
        current = int(row.integer(0));
    }
    if (current > newest()) {
        return PlatformError::storage(u"The workspace's database %1 was made by a newer version of this "
                                      u"program (schema %2, this one knows %3); "
                                      "install that version to open it."_s.arg(database.file())
                                          .arg(current)
                                          .arg(newest()),
                                      u"newer_schema"_s);
    }
    for (const QStringList all = scripts(); const QString &script : all) {
        const int number = numberOf(script);
        if (number <= current || number > last)
            continue;
        QFile file(u":/nsl/schema/"_s + script);
        if (!file.open(QFile::ReadOnly))
            return PlatformError::storage(u"The schema step %1 is missing from this program."_s.arg(script));
        Transaction transaction(database);
        database.runScript(file.readAll());
        database.run(u"PRAGMA user_version = %1"_s.arg(number));
        transaction.commit();
        current = number;
    }
    return current;
}

} // namespace nsl
