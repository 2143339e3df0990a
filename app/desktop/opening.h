// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/standalone.h"
#include "app/station.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <memory>

namespace foyer {

/// Brings a standalone till to where people can sign in, without holding the window up: the till's file on its own thread, the private server on a worker.
/// It may be started again after a failure. The destructor waits for the worker, so `server` is at rest afterwards.
class Opening : public QObject
{
    Q_OBJECT
public:
    Opening(Station &station, PrivateServer &server, const Profile &profile, QObject *parent = nullptr);
    ~Opening() override;

    void start();
    /// Starts the server again if it is gone; the line finds it by itself. Nothing is signalled: what the line says is what counts.
    void revive();

Q_SIGNALS:
    void progressed(foyer::OpeningStep step);
    void opened(const foyer::ServerInfo &server, const QString &tillCode);
    void failed(const foyer::Error &error);

private:
    [[nodiscard]] bool isBusy() const { return m_worker && m_worker->isRunning(); }
    void openServer(const TillRegistration &till);
    void finish(const Result<ServerInfo> &info, const QString &tillCode);

    Station &m_station;
    PrivateServer &m_server;
    Profile m_profile;
    std::unique_ptr<QThread> m_worker;
};

} // namespace foyer
