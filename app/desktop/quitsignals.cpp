// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/quitsignals.h"

#include <atomic>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace foyer {
namespace {

std::atomic<int> signalSocket{-1};

// A signal handler may do almost nothing: one byte through a socket wakes the event loop.
void onSignal(int)
{
    const char byte = 1;
    const int socket = signalSocket.load();
    if (socket >= 0 && ::write(socket, &byte, 1) < 0)
        return;
}

} // namespace

QuitSignals::QuitSignals(QObject *parent) : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, m_sockets) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_sockets[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(m_sockets[1], &byte, 1) == 1)
            Q_EMIT quitWished(++m_count);
    });
    signalSocket = m_sockets[0];
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaction(signal, &action, nullptr);
}

QuitSignals::~QuitSignals()
{
    signalSocket = -1;
    m_notifier.reset();
    ::close(m_sockets[0]);
    ::close(m_sockets[1]);
}

} // namespace foyer
