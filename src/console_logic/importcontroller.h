// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "importjob.h"
#include "platformerror.h"
#include "poller.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace nsl
{

class PlatformSession;

/// The first rows of a file, read on this machine for the column mapping.
struct ImportPreview
{
    QStringList columns;
    QList<QStringList> rows; ///< at most twenty
    bool isJsonLines = false;
    QString problem; ///< why there is no preview; empty = there is one
};

/// Reads at most 256 KiB of a CSV or JSONL file (UTF-8).
ImportPreview previewImport(const QString &path);

/// Columns that an import of this kind reads: {"item_id", required}...
struct ImportColumn
{
    QString name;
    bool required = false;
    QString title;
};
QList<ImportColumn> importColumns(const QString &kind);
/// Which of the file's columns most likely is which of ours: equal names, then known other spellings.
QMap<QString, QString> guessMapping(const QString &kind, const QStringList &fileColumns);

/// Everything behind the Import dialog: one import at a time, with dry run, progress and cancel.
class ImportController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportController)

public:
    explicit ImportController(PlatformSession &session, QObject *parent = nullptr);
    ~ImportController() override;

    void start(const ImportRequest &request);
    void cancel();
    bool isRunning() const { return m_running; }
    /// The last known state; id 0 = none was started.
    const ImportJob &job() const { return m_job; }
    /// 0..1; absent while it is not known.
    std::optional<double> fraction() const;
    /// "12 400 rows read", "Imported 12 400 events", "3 problems, nothing was imported".
    QString text() const;
    /// "line 17, user_id: is missing"
    QStringList errorLines() const;
    /// Whether this request can be sent: file, mapping of required columns, connection, kind of connection.
    ActionState state(const ImportRequest &request, const QStringList &fileColumns) const;

signals:
    void progressed();
    void finished(const nsl::ImportJob &job);
    void failed(const nsl::PlatformError &error);

private:
    void fetch(QObject *context, const Poller::Finish &finish);
    void take(const ImportJob &job);

    PlatformSession &m_session;
    Poller *m_poller;
    ImportJob m_job;
    bool m_running = false;
};

} // namespace nsl
