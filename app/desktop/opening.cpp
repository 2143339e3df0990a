// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/opening.h"

#include "app/logging.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

namespace foyer {

Opening::Opening(Station &station, PrivateServer &server, const Profile &profile, QObject *parent)
    : QObject(parent), m_station(station), m_server(server), m_profile(profile)
{
}

Opening::~Opening()
{
    if (m_worker)
        m_worker->wait();
}

void Opening::start()
{
    if (isBusy())
        return;
    m_station.store.registration(this, [this](Result<TillRegistration> till) {
        if (!till) {
            Q_EMIT failed(till.error());
            return;
        }
        openServer(*till);
    });
}

void Opening::revive()
{
    if (isBusy())
        return;
    m_worker.reset(QThread::create([this] {
        if (const auto started = m_server.start(); !started)
            qCWarning(logServer) << "the private server does not come back:" << started.error().log;
    }));
    m_worker->start();
}

void Opening::openServer(const TillRegistration &till)
{
    // The worker touches m_server and nothing else of ours; answers come back through the event loop, and not at all once we are gone.
    m_worker.reset(QThread::create([this, till] {
        DemoWishes wishes;
        wishes.today = QDateTime::currentDateTimeUtc().toTimeZone(QTimeZone("Europe/Berlin")).date();
        const auto tell = [this](OpeningStep step) { QMetaObject::invokeMethod(this, [this, step] { Q_EMIT progressed(step); }, Qt::QueuedConnection); };
        auto info = exportTillKey(m_profile, till.publicKey).and_then([&](Done) { return openStandalone(m_server, till, wishes, tell); });
        QMetaObject::invokeMethod(this, [this, info, code = till.code] { finish(info, code); }, Qt::QueuedConnection);
    }));
    m_worker->start();
}

void Opening::finish(const Result<ServerInfo> &info, const QString &tillCode)
{
    m_worker->wait();
    if (info)
        Q_EMIT opened(*info, tillCode);
    else
        Q_EMIT failed(info.error());
}

} // namespace foyer
