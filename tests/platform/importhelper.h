// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/importrunner.h"
#include "teststore.h"

#include <QFile>
#include <QSignalSpy>

/// Files and imports of them for tests.
namespace importing
{

inline QString write(const TestStore &store, const QString &name, const QByteArray &content)
{
    QFile file(store.folder.filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

inline nsl::ImportRequest request(const QString &kind, const QString &path)
{
    nsl::ImportRequest request;
    request.kind = kind;
    request.path = path;
    return request;
}

/// The import when it has ended.
inline nsl::ImportJob run(nsl::SqliteStore &store, const nsl::ImportRequest &request)
{
    nsl::ImportRunner runner(store);
    QSignalSpy spy(&runner, &nsl::ImportRunner::importFinished);
    const auto started = runner.start(request, testActor(), QStringLiteral("req"));
    if (!started)
        qFatal("%s", qPrintable(started.error().message));
    if (spy.isEmpty() && !spy.wait(60'000))
        qFatal("the import does not end");
    return spy.first().first().value<nsl::ImportJob>();
}

} // namespace importing
