// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importrunner.h"

#include "ingest/importrun.h"

namespace nsl
{

using namespace Qt::StringLiterals;

ImportRunner::ImportRunner(SqliteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_turns.setInterval(0); // a turn whenever the loop has nothing else to do
    connect(&m_turns, &QTimer::timeout, this, &ImportRunner::takeTurn);
}

ImportRunner::~ImportRunner() = default;

Outcome<ImportJob> ImportRunner::start(const ImportRequest &request, const Actor &actor,
                                       const QString &requestId)
{
    if (m_run) {
        return PlatformError::conflict(
            u"The import %1 is still running; wait for it or cancel it."_s.arg(m_run->job().id),
            u"import_running"_s);
    }
    auto run = std::make_unique<ImportRun>(m_store, request, actor, requestId);
    auto begun = run->begin();
    if (!begun)
        return begun;
    m_run = std::move(run);
    m_turns.start();
    return begun;
}

std::optional<ImportJob> ImportRunner::find(qint64 id) const
{
    if (m_run && m_run->job().id == id) {
        // Until its rows are cleared away it has not ended for anybody who asks.
        ImportJob job = m_run->job();
        job.status = ImportState::Running;
        return job;
    }
    return m_store.imports().find(id);
}

Outcome<ImportJob> ImportRunner::cancel(qint64 id)
{
    const auto job = find(id);
    if (!job)
        return PlatformError::notFound(u"There is no import %1."_s.arg(id));
    if (!m_run || m_run->job().id != id)
        return PlatformError::conflict(u"The import %1 has already ended."_s.arg(id), u"import_ended"_s);
    m_run->cancel();
    return m_run->job();
}

void ImportRunner::removeLeftovers()
{
    m_leftovers = m_store.imports().hiddenImports();
    if (m_leftovers.isEmpty())
        return;
    const auto skipped = m_store.record([this](DataWrite &write) -> Outcome<Done> {
        m_store.imports().skipRevs(write);
        return Done();
    });
    if (!skipped)
        qWarning("%s", qUtf8Printable(skipped.error().message));
    m_turns.start();
}

void ImportRunner::takeTurn()
{
    if (!m_leftovers.isEmpty()) {
        if (!ImportRun::removeSome(m_store, m_leftovers.first()))
            m_leftovers.removeFirst();
        return;
    }
    if (!m_run) {
        m_turns.stop();
        return;
    }
    if (m_run->takeTurn()) {
        emit importUpdated(m_run->job());
        return;
    }
    const ImportJob job = m_run->job();
    m_run.reset();
    m_turns.stop();
    emit importFinished(job);
}

} // namespace nsl
