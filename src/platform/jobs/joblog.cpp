// SPDX-License-Identifier: GPL-3.0-or-later
#include "joblog.h"

#include "plainfile.h"

#include <QDateTime>
#include <QFileInfo>

namespace nsl
{

namespace
{

constexpr qint64 scanBlockBytes = 64 * 1024;
constexpr qint64 maxScan =
    4 * 1024 * 1024; // per request: a filter that matches nothing must not read for long

/// The event of a line if it matches; what costs most comes last.
std::optional<LogEvent> matching(const QByteArray &line, qint64 offset, const JobLog::Query &query)
{
    const qsizetype first = line.indexOf('\t');
    const qsizetype second = line.indexOf('\t', first + 1);
    if (first < 0 || second < 0)
        return std::nullopt;
    LogEvent event;
    event.level = QString::fromLatin1(line.mid(first + 1, second - first - 1));
    if (!query.level.isEmpty() && event.level != query.level)
        return std::nullopt;
    event.message = QString::fromUtf8(line.mid(second + 1));
    if (!query.contains.isEmpty() && !event.message.contains(query.contains, Qt::CaseInsensitive))
        return std::nullopt;
    event.id = offset + 1;
    event.timestamp = QDateTime::fromString(QString::fromLatin1(line.left(first)), Qt::ISODateWithMs);
    return event;
}

// Whole lines from `offset` on.
JobLog::Page readForward(QFile &file, qint64 offset, const JobLog::Query &query)
{
    JobLog::Page page;
    if (offset > 0) { // an offset inside a line goes on with the next one
        file.seek(offset - 1);
        offset += file.readLine().size() - 1;
    }
    file.seek(offset);
    const qint64 end = qMin(file.size(), offset + maxScan);
    qsizetype bytes = 0;
    while (offset < end) {
        QByteArray line = file.readLine();
        if (!line.endsWith('\n'))
            break; // still being written
        const qint64 start = offset;
        offset += line.size();
        line.chop(1);
        const auto event = matching(line, start, query);
        if (!event)
            continue;
        page.events.append(*event);
        bytes += line.size();
        if (page.events.size() >= query.limit || bytes >= query.bytes)
            break;
    }
    page.position = offset;
    page.more = offset < file.size();
    page.reachesBack = page.events.isEmpty() ? offset + 1 : page.events.first().id;
    if (page.reachesBack == 1) // the first line of all
        page.reachesBack = 0;
    return page;
}

// The last whole lines that begin before `end`.
JobLog::Page readBackward(QFile &file, qint64 end, const JobLog::Query &query)
{
    JobLog::Page page;
    QByteArray rest; // the beginning of the block after this one, up to its first line start
    qint64 position = end;
    const qint64 lowest = qMax(qint64(0), end - maxScan);
    while (position > lowest && page.events.size() < query.limit) {
        const qint64 from = qMax(qint64(0), position - scanBlockBytes);
        file.seek(from);
        QByteArray bytes = file.read(position - from) + rest;
        position = from;
        const qsizetype firstLine = from == 0 ? 0 : bytes.indexOf('\n') + 1;
        rest = bytes.left(firstLine);
        qsizetype lineEnd = bytes.lastIndexOf('\n');
        while (lineEnd >= firstLine && page.events.size() < query.limit) {
            const qsizetype lineStart = lineEnd == 0 ? 0 : bytes.lastIndexOf('\n', lineEnd - 1) + 1;
            const auto event = matching(bytes.mid(lineStart, lineEnd - lineStart), from + lineStart, query);
            if (event)
                page.events.prepend(*event);
            page.reachesBack = from + lineStart + 1;
            lineEnd = lineStart - 1;
        }
    }
    if (page.reachesBack == 1) // the first line of all
        page.reachesBack = 0;
    return page;
}

} // namespace

JobLog::JobLog(const QString &path)
{
    if (!openPlainFileForAppending(m_file, path))
        qWarning("The log %s cannot be written.", qUtf8Printable(path));
}

void JobLog::append(const QString &level, const QString &message)
{
    if (m_isFull)
        return;
    m_isFull = m_file.size() + message.size() * 3 + 256 > maxBytes - keptForNotes;
    if (m_isFull) {
        write(
            u"warning"_qs,
            u"The log has reached its limit of %1 MiB; what the worker says from here on is dropped."_qs.arg(
                maxBytes >> 20));
    } else {
        write(level, message);
    }
}

void JobLog::note(const QString &level, const QString &message)
{
    const QString text = message.left(2000);
    if (m_file.size() + text.size() * 3 + 64 <= maxBytes)
        write(level, text);
}

void JobLog::write(const QString &level, const QString &message)
{
    if (!m_file.isOpen())
        return;
    QString text = message;
    text.replace(u'\n', u' ');
    text.replace(u'\r', u' ');
    m_file.write(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + '\t' +
                 level.toLatin1() + '\t' + text.toUtf8() + '\n');
    m_file.flush();
}

Outcome<JobLog::Page> JobLog::read(const QString &path, const Query &query)
{
    if (!QFileInfo(path).isSymLink() && !QFileInfo::exists(path))
        return Page{};
    QFile file;
    if (!openPlainFile(file, path)) {
        return PlatformError::storage(
            u"The log %1 cannot be read: it is no plain file that this user may open."_qs.arg(path));
    }
    Query bounded = query;
    bounded.limit = qBound(qsizetype(1), query.limit, maxPage);
    bounded.bytes = qMax(qsizetype(1), query.bytes);
    if (query.tail || query.before) {
        const qint64 end = query.before ? qBound(qint64(0), *query.before - 1, file.size()) : file.size();
        Page page = readBackward(file, end, bounded);
        page.position = end;
        page.more = end < file.size();
        return page;
    }
    return readForward(file, qBound(qint64(0), query.after.value_or(0), file.size()), bounded);
}

} // namespace nsl
