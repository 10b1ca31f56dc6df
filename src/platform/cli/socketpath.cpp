// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/socketpath.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/un.h>
#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{
// The listening side first makes its socket in a temporary folder beside it, under a longer name.
constexpr qsizetype roomForTemporaryName = 24;
} // namespace

SocketPath::SocketPath(const QString &path)
    : m_name(path)
{
    if (QFile::encodeName(path).size() + roomForTemporaryName < qsizetype(sizeof(sockaddr_un::sun_path)))
        return;
    const QFileInfo info(path);
    m_folder = ::open(QFile::encodeName(info.absolutePath()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (m_folder >= 0)
        m_name = u"/proc/self/fd/%1/%2"_s.arg(m_folder).arg(info.fileName());
}

SocketPath::~SocketPath()
{
    if (m_folder >= 0)
        ::close(m_folder);
}

} // namespace nsl
