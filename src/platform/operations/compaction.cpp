// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/compaction.h"

#include <QFileInfo>

#include <utility>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int pagesPerTurn = 128; // half a MiB: a few milliseconds with its sync

} // namespace

Compaction::Compaction(SqliteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_turns.setInterval(0); // a turn whenever the loop has nothing else to do
    connect(&m_turns, &QTimer::timeout, this, &Compaction::takeTurn);
}

void Compaction::start(QObject *context, Finished finished)
{
    if (m_finished) {
        finished(PlatformError::conflict(u"The database is being compacted already."_s));
        return;
    }
    const auto canShrink = m_store.read([this]() -> Outcome<bool> { return m_store.canShrink(); });
    if (!canShrink) {
        finished(canShrink.error());
        return;
    }
    if (!*canShrink) {
        finished(PlatformError::conflict(
            u"An earlier version made this database, and it cannot give space back while it is served. Stop "
            "the server once (SIGTERM, or systemctl --user stop nsl-platform) and run nsl-platform vacuum; "
            "after that it works while the workspace is served."_s,
            u"compact_at_rest"_s));
        return;
    }
    m_result = {QFileInfo(m_store.file()).size(), 0};
    m_finished = std::move(finished);
    m_contextGone = connect(context, &QObject::destroyed, this, [this] {
        m_finished = {};
        m_turns.stop();
    });
    m_turns.start();
}

void Compaction::takeTurn()
{
    const auto left = m_store.shrink(pagesPerTurn);
    if (left && *left > 0)
        return;
    m_turns.stop();
    if (!left)
        return end(left.error());
    m_result.bytesAfter = QFileInfo(m_store.file()).size();
    end(m_result);
}

void Compaction::end(const Outcome<Result> &result)
{
    disconnect(m_contextGone);
    // First made empty: whoever is told may begin another one.
    std::exchange(m_finished, {})(result);
}

} // namespace nsl
