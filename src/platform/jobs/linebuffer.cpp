// SPDX-License-Identifier: GPL-3.0-or-later
#include "linebuffer.h"

#include "jobs/workerline.h"

#include <algorithm>

namespace nsl
{

void LineBuffer::add(const QByteArray &bytes, const Take &take)
{
    const char *at = bytes.constData();
    const char *const end = at + bytes.size();
    while (at < end) {
        if (m_hasReturned && *at != '\r') {
            m_hasReturned = false;
            if (*at == '\n') {
                endLine(take);
                ++at;
                continue;
            }
            if (workerMarkAt(m_line) >= 0)
                endLine(take);
            m_line.clear();
            m_isCut = false;
        }
        const char *const stop = std::find_if(at, end, [](char c) { return c == '\n' || c == '\r'; });
        append(at, stop - at);
        if (stop == end)
            return;
        if (*stop == '\r')
            m_hasReturned = true;
        else
            endLine(take);
        at = stop + 1;
    }
}

void LineBuffer::finish(const Take &take)
{
    m_hasReturned = false;
    if (!m_line.isEmpty())
        endLine(take);
}

void LineBuffer::append(const char *bytes, qsizetype count)
{
    const qsizetype room = maxLineBytes - m_line.size();
    m_isCut = m_isCut || count > room;
    m_line.append(bytes, std::min(count, room));
}

void LineBuffer::endLine(const Take &take)
{
    m_cutLines += m_isCut ? 1 : 0;
    m_isCut = false;
    QByteArray line;
    line.swap(m_line);
    take(line);
}

} // namespace nsl
