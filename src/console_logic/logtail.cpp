// SPDX-License-Identifier: GPL-3.0-or-later
#include "logtail.h"

#include "numberformat.h"

#include <algorithm>

namespace nsl
{

namespace
{
constexpr int pageLines = 1000;
} // namespace

LogTail::LogTail(PlatformApi &api, QObject *parent)
    : QAbstractListModel(parent)
    , m_api(api)
    , m_poller(new Poller([this](QObject *context, const Poller::Finish &finish) { fetch(context, finish); },
                          this))
{
    connect(m_poller, &Poller::failed, this, [this](const PlatformError &error) {
        m_error = error;
        emit failed(error);
    });
    connect(m_poller, &Poller::succeeded, this, [this] {
        m_error = {};
        updatePolling();
    });
}

void LogTail::setJob(const QString &jobName)
{
    if (jobName == m_jobName)
        return;
    m_poller->pause();
    if (!m_lines.empty()) {
        beginRemoveRows({}, 0, int(m_lines.size()) - 1);
        m_lines.clear();
        endRemoveRows();
    }
    m_jobName = jobName;
    m_cursor.clear();
    m_consumed = 0;
    m_dropped = 0;
    m_error = {};
    m_live = true;
    m_atEnd = false;
    updatePolling();
}

void LogTail::setLive(bool live)
{
    if (live == m_live)
        return;
    m_live = live;
    // The last lines may have come between the last page and the end of the run.
    m_atEnd = false;
    updatePolling();
}

void LogTail::setActive(bool active)
{
    m_active = active;
    updatePolling();
}

void LogTail::updatePolling()
{
    const bool wanted = m_active && !m_jobName.isEmpty() && (m_live || !m_atEnd);
    if (wanted)
        m_poller->resume();
    else
        m_poller->pause();
}

void LogTail::fetch(QObject *context, const Poller::Finish &finish)
{
    LogQuery query;
    query.cursor = m_cursor;
    query.limit = pageLines;
    m_api.jobLog(m_jobName, query, context, [this, context, finish](const Outcome<LogPage> &page) {
        if (!page) {
            finish({page.error()});
            return;
        }
        append(*page);
        const bool more = !page->nextToken.isEmpty() && page->nextToken != m_cursor;
        if (more) {
            m_cursor = page->nextToken;
            m_consumed = 0;
        }
        if (more && !page->events.isEmpty()) {
            fetch(context, finish); // a long log comes page after page, without waiting
            return;
        }
        m_atEnd = true;
        finish({std::nullopt, m_live});
    });
}

void LogTail::append(const LogPage &page)
{
    // A page only grows at its end: what was taken from it before is skipped.
    const qsizetype skip = std::min(m_consumed, page.events.size());
    const qsizetype fresh = page.events.size() - skip;
    m_consumed = page.events.size();
    if (fresh == 0)
        return;
    const int first = int(m_lines.size());
    beginInsertRows({}, first, first + int(fresh) - 1);
    m_lines.insert(m_lines.end(), page.events.begin() + skip, page.events.end());
    endInsertRows();
    if (int(m_lines.size()) > maximumLines) {
        const int excess = int(m_lines.size()) - maximumLines;
        beginRemoveRows({}, 0, excess - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + excess);
        endRemoveRows();
        m_dropped += excess;
    }
    emit linesAppended(int(fresh));
}

QString LogTail::text() const
{
    QString text;
    for (const LogEvent &line : m_lines) {
        if (line.timestamp.isValid())
            text += line.timestamp.toUTC().toString(Qt::ISODateWithMs) + u' ';
        if (!line.level.isEmpty())
            text += line.level + u' ';
        text += line.message + u'\n';
    }
    return text;
}

int LogTail::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant LogTail::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogEvent &line = m_lines[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: {
        const QString time = line.timestamp.isValid()
                                 ? line.timestamp.toLocalTime().toString(u"HH:mm:ss.zzz  "_qs)
                                 : QString();
        return QString(time + line.message);
    }
    case Qt::ToolTipRole:
        return format::utc(line.timestamp);
    case LevelRole:
        return line.level.toLower();
    case TimeRole:
        return line.timestamp;
    case MessageRole:
        return line.message;
    case EventIdRole:
        return line.id;
    default:
        return {};
    }
}

} // namespace nsl
