// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/placestore.h"

#include "models/seating/seatlabel.h"

#include <QtCore/QJsonObject>

namespace foyer {

namespace {

constexpr quint16 unknownTier = 0xFFFF;
constexpr int ambiguous = -2;
constexpr int stateCount = 8;

void remember(QHash<QString, int> &forms, const QString &form, int index)
{
    if (form.isEmpty()) {
        return;
    }
    const auto it = forms.constFind(form);
    if (it == forms.constEnd()) {
        forms.insert(form, index);
    } else if (it.value() != index) {
        forms.insert(form, ambiguous);
    }
}

} // namespace

PlaceStore::PlaceStore(QObject *parent) : QObject(parent) {}

void PlaceStore::reset(const SeatPlan &plan, const EventMap &map, const QVector<Tier> &tiers)
{
    m_plan = plan;
    m_tiers = tiers;
    m_event = map.event;
    const auto count = static_cast<size_t>(map.places.size());
    m_state.assign(count, static_cast<quint8>(PlaceState::Free));
    m_mine.assign(count, 0);
    m_x.assign(count, 0);
    m_y.assign(count, 0);
    m_radius.assign(count, 0);
    m_tier.assign(count, unknownTier);
    m_planSeat.assign(count, -1);
    m_ids.clear();
    m_labels.clear();
    m_tierIds.clear();
    m_indexOf.clear();
    m_indexOfLabel.clear();
    m_indexOfShort.clear();
    m_ids.reserve(map.places.size());
    m_labels.reserve(map.places.size());
    m_tierIds.reserve(map.places.size());
    m_indexOf.reserve(map.places.size());

    QHash<TierId, quint16> tierIndexes;
    for (qsizetype i = 0; i < tiers.size() && i < unknownTier; ++i) {
        tierIndexes.insert(tiers[i].id, static_cast<quint16>(i));
    }
    for (size_t i = 0; i < count; ++i) {
        const auto at = static_cast<qsizetype>(i);
        const PlaceInfo &place = map.places[at];
        m_ids.append(place.id);
        m_labels.append(place.label);
        m_tierIds.append(place.tier);
        m_indexOf.insert(place.id, static_cast<int>(i));
        m_tier[i] = tierIndexes.value(place.tier, unknownTier);
        const int planSeat = at < map.planSeats.size() ? map.planSeats[at] : -1;
        if (planSeat >= 0 && planSeat < plan.seats.size()) {
            const PlanSeat &seat = plan.seats[planSeat];
            m_planSeat[i] = planSeat;
            m_x[i] = static_cast<float>(seat.position.x());
            m_y[i] = static_cast<float>(seat.position.y());
            m_radius[i] = seat.radius;
        }
    }
    Q_EMIT wasReset();
}

Result<Done> PlaceStore::setStates(const QByteArray &states)
{
    if (states.size() != count()) {
        return fail(ErrorCode::BadInput,
                    QStringLiteral("states of %1 places for a map of %2").arg(states.size()).arg(count()),
                    {{QStringLiteral("states"), states.size()}, {QStringLiteral("places"), count()}});
    }
    for (const char state : states) {
        if (static_cast<quint8>(state) >= stateCount) {
            return fail(ErrorCode::BadInput,
                        QStringLiteral("a place has the unknown state %1").arg(static_cast<quint8>(state)));
        }
    }
    QVector<int> indexes;
    for (int i = 0; i < count(); ++i) {
        const auto state = static_cast<quint8>(states[i]);
        if (m_state[static_cast<size_t>(i)] != state) {
            m_state[static_cast<size_t>(i)] = state;
            indexes.append(i);
        }
    }
    if (!indexes.isEmpty()) {
        Q_EMIT changed(indexes);
    }
    return Done{};
}

void PlaceStore::applyChanges(const QVector<QPair<int, PlaceState>> &changes)
{
    QVector<int> indexes;
    for (const auto &[index, state] : changes) {
        if (index < 0 || index >= count() || static_cast<int>(state) >= stateCount) {
            continue;
        }
        quint8 &known = m_state[static_cast<size_t>(index)];
        if (known != static_cast<quint8>(state)) {
            known = static_cast<quint8>(state);
            indexes.append(index);
        }
    }
    if (!indexes.isEmpty()) {
        Q_EMIT changed(indexes);
    }
}

void PlaceStore::setMine(const QVector<PlaceId> &places)
{
    std::vector<quint8> mine(m_mine.size(), 0);
    for (const PlaceId &place : places) {
        const int index = indexOf(place);
        if (index >= 0) {
            mine[static_cast<size_t>(index)] = 1;
        }
    }
    QVector<int> indexes;
    for (int i = 0; i < count(); ++i) {
        if (mine[static_cast<size_t>(i)] != m_mine[static_cast<size_t>(i)]) {
            indexes.append(i);
        }
    }
    m_mine = std::move(mine);
    if (!indexes.isEmpty()) {
        Q_EMIT changed(indexes);
    }
}

int PlaceStore::tierIndex(int i) const
{
    const quint16 tier = m_tier[static_cast<size_t>(i)];
    return tier == unknownTier ? -1 : tier;
}

PlaceInfo PlaceStore::place(int i) const
{
    return {m_ids[i], m_labels[i], m_tierIds[i]};
}

int PlaceStore::indexOf(const PlaceId &id) const
{
    return m_indexOf.value(id, -1);
}

const PlanSeat *PlaceStore::seat(int i) const
{
    return isStanding(i) ? nullptr : &m_plan.seats[planSeat(i)];
}

const PlanCategory *PlaceStore::category(int i) const
{
    const PlanSeat *planSeat = seat(i);
    if (!planSeat || planSeat->category < 0 || planSeat->category >= m_plan.categories.size()) {
        return nullptr;
    }
    return &m_plan.categories[planSeat->category];
}

int PlaceStore::indexOfLabel(const QString &label) const
{
    if (m_indexOfLabel.isEmpty()) {
        indexLabels();
    }
    const QString form = normalisedLabel(label);
    const int full = m_indexOfLabel.value(form, -1);
    if (full != -1) {
        return full == ambiguous ? -1 : full;
    }
    const int found = m_indexOfShort.value(form, -1);
    return found == ambiguous ? -1 : found;
}

void PlaceStore::indexLabels() const
{
    for (int i = 0; i < count(); ++i) {
        remember(m_indexOfLabel, normalisedLabel(m_labels[i]), i);
        if (!isStanding(i)) {
            const QString form = normalisedLabel(shortLabel(m_labels[i]));
            remember(m_indexOfShort, form, i);
            remember(m_indexOfShort, QString(form).remove(QLatin1Char('-')), i);
        }
    }
}

std::array<int, 9> PlaceStore::counts() const
{
    std::array<int, 9> sums{};
    for (int i = 0; i < count(); ++i) {
        ++sums[isMine(i) ? stateCount : m_state[static_cast<size_t>(i)]];
    }
    return sums;
}

} // namespace foyer
