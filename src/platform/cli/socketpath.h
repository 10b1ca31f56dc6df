// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nsl
{

/// A way to name a local socket in any folder: the kernel takes about 100 characters, so a longer path goes
/// through an open descriptor of its folder. Valid while this object lives.
class SocketPath
{
public:
    explicit SocketPath(const QString &path);
    ~SocketPath();
    Q_DISABLE_COPY_MOVE(SocketPath)

    /// What bind() and connect() take; the path itself where it is short enough.
    const QString &name() const { return m_name; }

private:
    QString m_name;
    int m_folder = -1;
};

} // namespace nsl
