// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/performance.h"

#include "models/core/limits.h"
#include "models/seating/planimport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>

namespace foyer {

namespace {

constexpr int kKeptPlans = 4;

QString planKey(const EventMap &map)
{
    return map.plan.text() + QLatin1Char('/') + QString::number(map.planVersion);
}

QVector<TierId> tierIds(const QVector<Tier> &tiers)
{
    QVector<TierId> ids;
    for (const Tier &tier : tiers)
        ids.append(tier.id);
    return ids;
}

void add(Counts &counts, PlaceState state)
{
    ++counts.places;
    switch (state) {
    case PlaceState::Free: ++counts.free; break;
    case PlaceState::HeldByOther:
    case PlaceState::HeldByMe: ++counts.held; break;
    case PlaceState::LeasedToOther:
    case PlaceState::LeasedToMe:
    case PlaceState::Allotted: ++counts.leased; break;
    case PlaceState::Sold: ++counts.sold; break;
    case PlaceState::Blocked: ++counts.blocked; break;
    }
}

} // namespace

Performance::Performance(CentralGateway &central, QObject *parent) : QObject(parent), m_central(central), m_plans(kKeptPlans)
{
    m_poll.setSingleShot(true);
    m_poll.setInterval(limits::pollSeatsMs);
    connect(&m_poll, &QTimer::timeout, this, &Performance::askChanges);
    connect(&central, &CentralGateway::linkStateChanged, this, &Performance::linkChanged);
    connect(&m_places, &PlaceStore::changed, this, &Performance::count);
}

void Performance::open(const EventSummary &event)
{
    close();
    m_detail.event = event;
    Q_EMIT opened();
    loadDetail();
    loadMap();
}

void Performance::close()
{
    ++m_round;
    m_poll.stop();
    m_detail = EventDetail();
    m_map = EventMap();
    m_tierCounts.clear();
    m_haveDetail = m_haveMap = m_ready = m_stale = false;
}

void Performance::refresh()
{
    if (!isOpen())
        return;
    ++m_round;
    loadDetail();
    if (m_ready)
        loadStates();
    else
        loadMap();
}

void Performance::setWatched(bool watched)
{
    if (m_watched == watched)
        return;
    m_watched = watched;
    m_poll.stop();
    if (watched && m_ready)
        askChanges();
}

void Performance::loadDetail()
{
    m_central.eventDetail(m_detail.event.id.text(), this, [this, round = m_round](const Result<EventDetail> &answer) {
        if (round != m_round)
            return;
        if (!answer)
            return giveUp(answer.error());
        const bool otherTiers = tierIds(m_detail.tiers) != tierIds(answer->tiers);
        m_detail = *answer;
        m_haveDetail = true;
        if (m_ready && !otherTiers) {
            Q_EMIT detailChanged();
        } else if (m_ready) {
            m_ready = false;
            loadMap();
        } else {
            useMap();
        }
    });
}

void Performance::loadMap()
{
    m_haveMap = false;
    m_central.eventMap(m_detail.event.id, this, [this, round = m_round](const Result<EventMap> &answer) {
        if (round != m_round)
            return;
        if (!answer)
            return giveUp(answer.error());
        readPlan(*answer);
    });
}

// Reading 150 000 places takes longer than a frame, so a worker does it; the guard and the round decide whether anybody still wants the result.
void Performance::readPlan(const EventMap &map)
{
    m_map = map;
    if (const SeatPlan *known = m_plans.object(planKey(map))) {
        m_plan = *known;
        m_haveMap = true;
        return useMap();
    }
    const QPointer<Performance> self(this);
    QThreadPool::globalInstance()->start([self, round = m_round, document = map.planDocument, side = map.sideDocument] {
        const PlanImport read = importPlan(document, side);
        QMetaObject::invokeMethod(QCoreApplication::instance(), [self, round, read] {
            if (!self || round != self->m_round)
                return;
            if (!read.sellable())
                return self->giveUp(Error{ErrorCode::BadInput, {}, QStringLiteral("the plan of this performance can not be read"),
                                          {{QStringLiteral("reason"), tr("the seating plan has errors")}}});
            self->m_plan = read.plan;
            self->m_plans.insert(planKey(self->m_map), new SeatPlan(read.plan));
            self->m_haveMap = true;
            self->useMap();
        }, Qt::QueuedConnection);
    });
}

void Performance::useMap()
{
    if (!m_haveDetail || !m_haveMap)
        return;
    m_places.reset(m_plan, m_map, m_detail.tiers);
    loadStates();
}

void Performance::loadStates()
{
    m_poll.stop();
    m_central.seatStates(m_detail.event.id, this, [this, round = m_round](const Result<SeatStates> &answer) {
        if (round != m_round)
            return;
        if (!answer) {
            giveUp(answer.error());
            if (m_ready && m_watched)
                m_poll.start();
            return;
        }
        if (const Result<Done> fits = m_places.setStates(answer->states); !fits) {
            // The event got or lost places since its map was read.
            if (m_ready) {
                m_ready = false;
                return loadMap();
            }
            return giveUp(fits.error());
        }
        m_cursor = answer->cursor;
        count();
        heard();
        if (!m_ready) {
            m_ready = true;
            Q_EMIT ready();
        }
        if (m_watched)
            m_poll.start();
    });
}

void Performance::askChanges()
{
    if (!m_ready || !m_watched)
        return;
    m_central.seatChanges(m_detail.event.id, m_cursor, this, [this, round = m_round](const Result<SeatChanges> &answer) {
        if (round != m_round || !m_watched)
            return;
        if (!answer) {
            giveUp(answer.error());
        } else if (answer->reload) {
            return loadStates();
        } else {
            m_cursor = answer->cursor;
            m_places.applyChanges(answer->changes);
            heard();
        }
        m_poll.start();
    });
}

void Performance::note(const QVector<PlaceId> &places, PlaceState state)
{
    QVector<QPair<int, PlaceState>> changes;
    for (const PlaceId &place : places) {
        if (const int index = m_places.indexOf(place); index >= 0)
            changes.append({index, state});
    }
    m_places.applyChanges(changes);
}

void Performance::count()
{
    QVector<Counts> counts(m_detail.tiers.size());
    for (int i = 0; i < m_places.count(); ++i) {
        const int tier = m_places.tierIndex(i);
        if (tier >= 0 && tier < counts.size())
            add(counts[tier], m_places.state(i));
    }
    m_tierCounts = counts;
    Q_EMIT countsChanged();
}

void Performance::giveUp(const Error &error)
{
    if (!m_ready) {
        Q_EMIT failed(error);
        return;
    }
    if (!m_stale) {
        m_stale = true;
        Q_EMIT stale(error);
    }
}

void Performance::heard()
{
    if (!m_stale)
        return;
    m_stale = false;
    Q_EMIT fresh();
}

void Performance::linkChanged(LinkState state)
{
    switch (state) {
    case LinkState::Online:
        // Much may have happened: an old cursor could be of another server.
        if (m_ready)
            refresh();
        else if (isOpen())
            open(EventSummary(m_detail.event));
        break;
    case LinkState::SignedOut:
    case LinkState::Connecting:
    case LinkState::Lost:
        m_poll.stop();
        break;
    }
}

} // namespace foyer
