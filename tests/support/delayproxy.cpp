// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/delayproxy.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

namespace foyer {

namespace {

constexpr int eventsPerWake = 64;

bool fillAddress(sockaddr_un &address, const std::string &path)
{
    address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path))
        return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return true;
}

void add(int epoll, int fd)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void closeFd(int &fd)
{
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

} // namespace

Result<std::unique_ptr<DelayProxy>> DelayProxy::start(const QString &serverFolder)
{
    std::unique_ptr<DelayProxy> proxy(new DelayProxy);
    if (const Result<Done> listening = proxy->listen(serverFolder); !listening)
        return fail(listening.error());
    proxy->m_thread = std::thread([raw = proxy.get()] { raw->run(); });
    return proxy;
}

DelayProxy::~DelayProxy()
{
    m_stop = true;
    wake();
    if (m_thread.joinable())
        m_thread.join();
    for (auto &[fd, line] : m_lines)
        drop(*line);
    closeFd(m_listen);
    closeFd(m_wake);
    closeFd(m_timer);
    closeFd(m_epoll);
    QDir(m_folder).removeRecursively();
}

Result<Done> DelayProxy::listen(const QString &serverFolder)
{
    QTemporaryDir folder(QStringLiteral("/tmp/foyer-line-XXXXXX"));
    folder.setAutoRemove(false);
    m_folder = folder.path();
    setServer(serverFolder);
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    m_wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    m_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    m_listen = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address;
    if (!fillAddress(address, (m_folder + QStringLiteral("/.s.PGSQL.5432")).toStdString()) ||
        bind(m_listen, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::listen(m_listen, 128) != 0)
        return fail(ErrorCode::DiskFailed, QString::fromUtf8(std::strerror(errno)));
    add(m_epoll, m_listen);
    add(m_epoll, m_wake);
    add(m_epoll, m_timer);
    return Done{};
}

void DelayProxy::setServer(const QString &serverFolder)
{
    const std::lock_guard lock(m_serverMutex);
    m_serverPath = (serverFolder + QStringLiteral("/.s.PGSQL.5432")).toStdString();
}

void DelayProxy::wake() const
{
    const uint64_t one = 1;
    (void)!write(m_wake, &one, sizeof one);
}

void DelayProxy::run()
{
    std::array<epoll_event, eventsPerWake> events{};
    while (!m_stop) {
        const int count = epoll_wait(m_epoll, events.data(), eventsPerWake, -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events.at(static_cast<size_t>(i)).data.fd;
            const uint32_t what = events.at(static_cast<size_t>(i)).events;
            uint64_t ticks = 0;
            if (fd == m_listen) {
                acceptOne();
            } else if (fd == m_wake || fd == m_timer) {
                (void)!read(fd, &ticks, sizeof ticks);
            } else if (const auto found = m_lines.find(fd);
                       found != m_lines.end() && (what & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
                const std::shared_ptr<Line> line = found->second;
                readFrom(*line, line->client.fd == fd);
            }
        }
        if (m_cutsDone != m_cuts) {
            m_cutsDone = m_cuts;
            for (auto &[fd, line] : m_lines)
                drop(*line);
        }
        const Clock::time_point now = Clock::now();
        for (auto &[fd, line] : m_lines) {
            writeDue(line->client, now);
            writeDue(line->server, now);
            if (line->ending && line->client.out.empty() && line->server.out.empty())
                drop(*line);
        }
        forget();
        armTimer(now);
    }
}

void DelayProxy::acceptOne()
{
    const int client = accept4(m_listen, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0)
        return;
    ++m_accepted;
    auto line = std::make_shared<Line>();
    line->client.fd = client;
    line->server.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address;
    const std::lock_guard lock(m_serverMutex);
    if (m_refuse || !fillAddress(address, m_serverPath) ||
        connect(line->server.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        drop(*line);
        return;
    }
    add(m_epoll, line->client.fd);
    add(m_epoll, line->server.fd);
    m_lines[line->client.fd] = line;
    m_lines[line->server.fd] = line;
}

void DelayProxy::readFrom(Line &line, bool fromClient)
{
    std::array<char, 65536> buffer;
    const ssize_t count =
        recv(fromClient ? line.client.fd : line.server.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        line.ending = true;
        // Level-triggered: a closed socket would wake us for ever.
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fromClient ? line.client.fd : line.server.fd, nullptr);
        return;
    }
    size_t length = static_cast<size_t>(count);
    if (m_blackHole || (!fromClient && m_swallowAnswers))
        return;
    if (fromClient && m_clientBytesLeft >= 0) {
        const long long left = m_clientBytesLeft;
        length = static_cast<size_t>(std::min<long long>(left, count));
        m_clientBytesLeft = left - static_cast<long long>(length);
        if (m_clientBytesLeft == 0) {
            m_clientBytesLeft = -1;
            line.ending = true;
        }
    }
    Side &to = fromClient ? line.server : line.client;
    to.out.push_back(
        Chunk{Clock::now() + std::chrono::microseconds(m_delayMicros), std::string(buffer.data(), length)});
}

void DelayProxy::writeDue(Side &side, Clock::time_point now)
{
    while (side.fd >= 0 && !side.out.empty() && side.out.front().due <= now) {
        std::string &bytes = side.out.front().bytes;
        const ssize_t sent = send(side.fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) {
            side.out.clear();
            break;
        }
        if (sent < 0 || static_cast<size_t>(sent) < bytes.size()) {
            bytes.erase(0, sent > 0 ? static_cast<size_t>(sent) : 0);
            if (!side.wantsWrite)
                watch(side, true);
            side.wantsWrite = true;
            return;
        }
        side.out.pop_front();
    }
    if (side.wantsWrite && side.fd >= 0)
        watch(side, false);
    side.wantsWrite = false;
}

void DelayProxy::watch(const Side &side, bool write) const
{
    epoll_event event{};
    event.events = write ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.fd = side.fd;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, side.fd, &event);
}

void DelayProxy::drop(Line &line)
{
    closeFd(line.client.fd);
    closeFd(line.server.fd);
}

void DelayProxy::forget()
{
    for (auto it = m_lines.begin(); it != m_lines.end();)
        it = it->second->client.fd < 0 ? m_lines.erase(it) : std::next(it);
}

void DelayProxy::armTimer(Clock::time_point now) const
{
    Clock::time_point first = Clock::time_point::max();
    for (const auto &[fd, line] : m_lines) {
        for (const Side *side : {&line->client, &line->server}) {
            if (!side->out.empty() && !side->wantsWrite)
                first = std::min(first, side->out.front().due);
        }
    }
    itimerspec when{};
    if (first != Clock::time_point::max()) {
        const auto left =
            std::max<long long>(1, std::chrono::duration_cast<std::chrono::nanoseconds>(first - now).count());
        when.it_value.tv_sec = left / 1'000'000'000;
        when.it_value.tv_nsec = left % 1'000'000'000;
    }
    timerfd_settime(m_timer, 0, &when, nullptr);
}

} // namespace foyer
