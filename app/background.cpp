// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/background.h"

#include "app/demohouse.h"
#include "app/json.h"
#include "app/logging.h"
#include "models/core/limits.h"

#include <QtCore/QThread>

#include <chrono>

namespace foyer {

static constexpr int laterPerformances = 100;
static constexpr std::chrono::seconds roundEvery{4}; // the sweep promises five at most

static bool isAskedToEnd()
{
    return QThread::currentThread()->isInterruptionRequested();
}

Background::Background(ConnectionSettings settings, QString role, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_role(std::move(role)), m_timer(this)
{
    m_timer.setInterval(roundEvery);
    connect(&m_timer, &QTimer::timeout, this, &Background::round);
}

Result<Done> Background::openSession()
{
    auto session = AdminSession::open(m_settings, m_role);
    if (!session)
        return fail(session.error());
    // The kinds are the database's: a newer schema may have more work than this program knows.
    const auto kinds = session->run("select unnest(foyer.work_kinds())");
    if (!kinds)
        return fail(kinds.error());
    m_kinds.clear();
    for (const QVector<QByteArray> &row : kinds->rows)
        m_kinds.append(row.at(0));
    m_session = std::move(*session);
    return Done{};
}

Result<Done> Background::runOnce()
{
    if (!m_session) {
        if (auto opened = openSession(); !opened)
            return opened;
    }
    if (std::exchange(m_furnish, false)) {
        if (const auto furnished = DemoHouse(*m_session, m_settings).furnish(laterPerformances); !furnished)
            qCWarning(logApp) << "the demo's houses stay empty:" << furnished.error().log;
    }
    Result<Done> all = Done{};
    for (const QByteArray &kind : std::as_const(m_kinds)) {
        if (isAskedToEnd())
            return Done{};
        auto did = work(kind);
        if (!did) {
            m_session.reset();
            return fail(did.error());
        }
        // What could not be done this time does not keep the rest from being done.
        if (*did && (*did)->code != ErrorCode::Busy && all)
            all = fail(**did);
    }
    const auto copied = copyWhenDue();
    return all ? copied : all;
}

// One call a kind: each is a transaction of its own and keeps no lock while the next one works.
Result<std::optional<Error>> Background::work(const QByteArray &kind)
{
    const auto did = json(*m_session, "select foyer.work_round($1)", {PgParam{kind, false}});
    if (!did)
        return fail(did.error());
    const int findings = (*did)[QStringLiteral("verify")][QStringLiteral("findings")].toInt();
    if (findings > 0)
        qCCritical(logApp) << "verify() has" << findings << "findings; “foyerctl verify” names them";
    const QString name = QString::fromUtf8(kind);
    QString problem = (*did)[QStringLiteral("errors")][name].toString();
    if (problem.isEmpty())
        problem = (*did)[name][QStringLiteral("failed")].toString();
    if (problem.isEmpty())
        return std::nullopt;
    qCInfo(logApp) << kind << "could not be done:" << problem;
    const QString state = problem.section(QLatin1Char(' '), 0, 0);
    return Error{errorCodeFromSqlState(state), state, problem, {{QStringLiteral("detail"), QString(name + QStringLiteral(": ") + problem)}}};
}

Result<Done> Background::copyWhenDue()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!m_backup || !m_backupWait.hasExpired() || isAskedToEnd() || !m_backup->isDue(now))
        return Done{};
    const auto copy = m_backup->make(now, &isAskedToEnd);
    if (!copy) {
        m_backupWait.setRemainingTime(limits::backupRetryMs);
        tellOfCopy(false, 0, copy.error().log);
        return fail(copy.error());
    }
    if (*copy)
        tellOfCopy(true, (*copy)->bytes, {});
    return Done{};
}

void Background::tellOfCopy(bool good, qint64 bytes, const QString &detail)
{
    const auto told = m_session->run("select foyer.record_backup('dump', $1::boolean, $2::bigint, clock_timestamp(), left($3, 250))",
        {PgParam{good ? "t" : "f", false}, PgParam{QByteArray::number(bytes), false}, PgParam::text(detail)});
    if (!told)
        qCWarning(logApp) << "the copy can not be told of:" << told.error().log;
}

void Background::start()
{
    m_backupWait.setRemainingTime(limits::backupDelayMs);
    round();
    m_timer.start();
}

void Background::round()
{
    if (const auto done = runOnce(); !done) {
        qCWarning(logApp) << "background work:" << done.error().log;
        Q_EMIT failed(done.error());
    }
}

} // namespace foyer
