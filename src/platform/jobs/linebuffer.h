// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>

namespace nsl
{

/// Lines of one output stream of a worker, as its bytes come. A line ends with LF or CR LF. A CR alone begins
/// the line anew, as on a terminal, where progress bars are drawn: what stood there before is a line of its
/// own if it holds a report (workerMarkAt()), else it is overwritten.
class LineBuffer
{
public:
    static constexpr qsizetype maxLineBytes = 8 * 1024; ///< what a line has beyond it is thrown away

    /// Takes a line without its end.
    using Take = std::function<void(const QByteArray &line)>;

    void add(const QByteArray &bytes, const Take &take);
    /// The stream has ended: what is left of it is a line.
    void finish(const Take &take);
    /// Lines that were taken cut, since the last clear().
    qint64 cutLines() const { return m_cutLines; }
    void clear() { *this = LineBuffer(); }

private:
    void append(const char *bytes, qsizetype count);
    void endLine(const Take &take);

    QByteArray m_line;
    bool m_isCut = false;
    bool m_hasReturned = false; ///< the last byte was a CR
    qint64 m_cutLines = 0;
};

} // namespace nsl
