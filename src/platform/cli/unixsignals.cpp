// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/unixsignals.h"

#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nsl
{

namespace
{

std::atomic<int> wakeEnd{-1};

// Only what is allowed in a signal handler: one byte into a socket that the event loop watches.
void handleSignal(int)
{
    const int saved = errno;
    const char byte = 1;
    const ssize_t written = ::write(wakeEnd.load(), &byte, 1);
    (void)written;
    errno = saved;
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, m_pair) != 0)
        return; // without it the default stays: the signal ends the process
    wakeEnd = m_pair[0];
    m_notifier = new QSocketNotifier(m_pair[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(m_pair[1], bytes, sizeof bytes) > 0) {
        }
        emit stopRequested();
    });
    setHandler(handleSignal);
}

UnixSignals::~UnixSignals()
{
    if (m_pair[0] < 0)
        return;
    setHandler(SIG_DFL);
    wakeEnd = -1;
    ::close(m_pair[0]);
    ::close(m_pair[1]);
}

} // namespace nsl
