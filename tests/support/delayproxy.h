// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QString>

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace foyer {

/// A bad line between a program and a PostgreSQL socket: listens on a Unix socket ".s.PGSQL.5432" in a folder of its
/// own and forwards every connection, with a delay each way, until told to cut, swallow or cut after a number of bytes.
/// One thread with epoll; setters from any thread.
class DelayProxy
{
public:
    /// `serverFolder` holds the server's socket.
    static Result<std::unique_ptr<DelayProxy>> start(const QString &serverFolder);
    ~DelayProxy();
    DelayProxy(const DelayProxy &) = delete;
    DelayProxy &operator=(const DelayProxy &) = delete;

    /// Use as host=…
    [[nodiscard]] QString folder() const { return m_folder; }
    /// Added each way, so that a round trip takes twice as much longer.
    void setDelayMicros(int micros) { m_delayMicros = micros; }
    /// Closes every connection; new ones are accepted.
    void cut()
    {
        m_cuts.fetch_add(1);
        wake();
    }
    /// While true, bytes are read and thrown away, both ways, and connections stay open.
    void setBlackHole(bool on) { m_blackHole = on; }
    /// While true, answers of the server are thrown away, questions pass.
    void setSwallowAnswers(bool on) { m_swallowAnswers = on; }
    /// Every connection is cut once the client has sent so many more bytes (they are forwarded up to there); negative:
    /// never.
    void cutAfterClientBytes(long long count) { m_clientBytesLeft = count; }
    /// Where new connections go from now on.
    void setServer(const QString &serverFolder);
    /// Refuses new connections by closing them at once.
    void setRefuse(bool on) { m_refuse = on; }
    [[nodiscard]] int accepted() const { return m_accepted; }

private:
    using Clock = std::chrono::steady_clock;
    struct Chunk
    {
        Clock::time_point due;
        std::string bytes;
    };
    struct Side
    {
        int fd = -1;
        std::deque<Chunk> out; ///< to be written to fd
        bool wantsWrite = false;
    };
    struct Line
    {
        Side client;
        Side server;
        bool ending = false; ///< one side closed: flush and end
    };

    DelayProxy() = default;
    Result<Done> listen(const QString &serverFolder);
    void run();
    void acceptOne();
    void readFrom(Line &line, bool fromClient);
    void writeDue(Side &side, Clock::time_point now);
    void watch(const Side &side, bool write) const;
    void drop(Line &line);
    void forget();
    void wake() const;
    void armTimer(Clock::time_point now) const;

    QString m_folder;
    std::mutex m_serverMutex;
    std::string m_serverPath;
    int m_epoll = -1;
    int m_listen = -1;
    int m_wake = -1;
    int m_timer = -1;
    std::map<int, std::shared_ptr<Line>> m_lines; ///< by either fd
    std::atomic<int> m_delayMicros{0};
    std::atomic<int> m_cuts{0};
    std::atomic<bool> m_blackHole{false};
    std::atomic<bool> m_swallowAnswers{false};
    std::atomic<bool> m_refuse{false};
    std::atomic<bool> m_stop{false};
    std::atomic<long long> m_clientBytesLeft{-1};
    std::atomic<int> m_accepted{0};
    int m_cutsDone = 0;
    std::thread m_thread;
};

} // namespace foyer
