// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace nsl
{

/// Bytes of a device, a block at a time, without a leading byte order mark.
class ByteSource
{
public:
    explicit ByteSource(QIODevice &device)
        : m_device(device)
    {
    }

    static constexpr int end = -1;
    /// The next byte (0-255) without taking it, or end.
    int peek()
    {
        if (m_position >= m_block.size() && !fill())
            return end;
        return uchar(m_block.at(m_position));
    }
    void take() { ++m_position; }

private:
    bool fill()
    {
        m_block = m_device.read(256 * 1024);
        m_position = 0;
        if (m_first) {
            m_first = false;
            if (m_block.startsWith("\xef\xbb\xbf"))
                m_position = 3;
        }
        return m_position < m_block.size();
    }

    QIODevice &m_device;
    QByteArray m_block;
    qsizetype m_position = 0;
    bool m_first = true;
};

} // namespace nsl
