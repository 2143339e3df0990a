// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/background.h"

#include "app/demohouse.h"
#include "app/logging.h"

#include <chrono>

namespace foyer {

static constexpr int laterPerformances = 100;
static constexpr std::chrono::seconds roundEvery{4}; // the sweep promises five at most

Background::Background(ConnectionSettings settings, QString role, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_role(std::move(role)), m_timer(this)
{
    m_timer.setInterval(roundEvery);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (const auto round = runOnce(); !round)
            Q_EMIT failed(round.error());
    });
}

Result<Done> Background::runOnce()
{
    if (!m_session) {
        auto session = AdminSession::open(m_settings, m_role);
        if (!session)
            return fail(session.error());
        m_session = std::move(*session);
    }
    if (std::exchange(m_furnish, false)) {
        if (const auto furnished = DemoHouse(*m_session, m_settings).furnish(laterPerformances); !furnished)
            qCWarning(logApp) << "the demo's houses stay empty:" << furnished.error().log;
    }
    for (const QByteArray &call : {QByteArray("select foyer.sweep_lapsed()"), QByteArray("select foyer.fold_counts()")}) {
        if (const auto done = m_session->run(call); !done) {
            qCWarning(logApp) << call << "failed:" << done.error().log;
            m_session.reset();
            return fail(done.error());
        }
    }
    return Done{};
}

void Background::start()
{
    if (const auto round = runOnce(); !round)
        Q_EMIT failed(round.error());
    m_timer.start();
}

} // namespace foyer
