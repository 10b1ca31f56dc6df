// SPDX-License-Identifier: GPL-3.0-or-later
#include "importcontroller.h"

#include "numberformat.h"
#include "platformsession.h"

#include <QFileInfo>

#include <algorithm>

namespace nsl
{

namespace
{
constexpr Poller::Intervals watchImport{300, 300, 500, 10'000};
} // namespace

ImportController::ImportController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_poller(new Poller([this](QObject *context, const Poller::Finish &finish) { fetch(context, finish); },
                          watchImport, this))
{
}

ImportController::~ImportController() = default;

void ImportController::start(const ImportRequest &request)
{
    if (m_running)
        return;
    m_running = true;
    m_job = {};
    m_job.kind = request.kind;
    m_job.path = request.path;
    m_job.dryRun = request.dryRun;
    m_job.status = ImportState::Running;
    emit progressed();
    m_session.api().startImport(request, this, [this](const Outcome<ImportJob> &job) {
        if (!job) {
            m_running = false;
            m_job = {};
            emit failed(job.error());
            return;
        }
        take(*job);
        if (m_running)
            m_poller->resume();
    });
}

void ImportController::cancel()
{
    if (!m_running || m_job.id == 0)
        return;
    m_session.api().cancelImport(m_job.id, this, [this](const Outcome<ImportJob> &job) {
        if (!job)
            emit failed(job.error());
        m_poller->pollNow(); // the import itself tells how it ended
    });
}

void ImportController::fetch(QObject *context, const Poller::Finish &finish)
{
    m_session.api().import(m_job.id, context, [this, finish](const Outcome<ImportJob> &job) {
        finish(job ? Poller::Result{std::nullopt, true} : Poller::Result{job.error()});
        if (job) {
            take(*job);
        } else if (job.error().kind == PlatformError::Kind::NotFound) {
            m_poller->pause();
            m_running = false;
            emit failed(job.error());
        }
    });
}

void ImportController::take(const ImportJob &job)
{
    const ImportJob before = std::exchange(m_job, job);
    if (m_job.kind.isEmpty())
        m_job.kind = before.kind;
    m_job.dryRun = m_job.dryRun || before.dryRun;
    const bool over = job.status == ImportState::Succeeded || job.status == ImportState::Failed ||
                      job.status == ImportState::Cancelled;
    if (over) {
        m_poller->pause();
        m_running = false;
    }
    emit progressed();
    if (!over)
        return;
    m_session.refreshSignals();
    emit finished(m_job);
}

std::optional<double> ImportController::fraction() const
{
    if (m_job.bytesTotal <= 0)
        return std::nullopt;
    return std::clamp(double(m_job.bytes) / double(m_job.bytesTotal), 0.0, 1.0);
}

QString ImportController::text() const
{
    const QString rows = format::count(m_job.rows);
    switch (m_job.status.value) {
    case ImportState::Running:
        return tr("%1 rows read").arg(rows);
    case ImportState::Cancelled:
        return tr("Cancelled: nothing was imported");
    case ImportState::Failed:
        return m_job.errors.size() == 1 ? tr("1 problem: nothing was imported")
                                        : tr("%1 problems: nothing was imported").arg(m_job.errors.size());
    case ImportState::Succeeded: {
        if (m_job.dryRun)
            return tr("%1 rows are good: nothing was imported, this was a dry run").arg(rows);
        const QString inserted = format::count(m_job.inserted);
        const QString done = m_job.kind == u"items" ? tr("Imported %1 items").arg(inserted)
                                                    : tr("Imported %1 events").arg(inserted);
        const QString duplicates = m_job.duplicates > 0
                                       ? tr("%1 were there already").arg(format::count(m_job.duplicates))
                                       : QString();
        const QString extra =
            m_job.extraColumns.isEmpty()
                ? QString()
                : tr("other columns kept as metadata: %1").arg(m_job.extraColumns.join(u", "_qs));
        return format::list({done, duplicates, extra});
    }
    case ImportState::Unknown:
        break;
    }
    return m_job.status.text;
}

QStringList ImportController::errorLines() const
{
    QStringList lines;
    for (const ImportJob::RowError &error : m_job.errors) {
        QString place = error.line > 0 ? tr("line %1").arg(error.line) : QString();
        if (!error.column.isEmpty())
            place += (place.isEmpty() ? QString() : u", "_qs) + error.column;
        lines += place.isEmpty() ? error.message : place + u": "_qs + error.message;
    }
    return lines;
}

ActionState ImportController::state(const ImportRequest &request, const QStringList &fileColumns) const
{
    if (m_running)
        return ActionState::no(tr("An import is running"));
    if (m_session.kind() != ConnectionProfile::Kind::Local)
        return ActionState::no(tr("Files are imported into a local workspace only"));
    const ActionState connected = availability::connected(m_session.connection().status());
    if (!connected.enabled)
        return connected;
    if (request.path.isEmpty())
        return ActionState::no(tr("Choose a file"));
    if (!QFileInfo(request.path).isFile())
        return ActionState::no(tr("The file cannot be read"));
    for (const ImportColumn &column : importColumns(request.kind)) {
        const QString source = request.map.value(column.name, column.name);
        if (column.required && !fileColumns.contains(source))
            return ActionState::no(tr("Choose the column for \"%1\"").arg(column.title));
        if (column.name == u"type" && !fileColumns.contains(source) && request.defaultType.isEmpty())
            return ActionState::no(tr("The file has no event type: choose one for all rows"));
    }
    return ActionState::yes();
}

} // namespace nsl
