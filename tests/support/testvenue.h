// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/ports/sealedcall.h"
#include "tests/support/testdatabase.h"

namespace foyer {

/// A role of its own with a password; names are random, because roles belong to the whole cluster.
struct TestLogin
{
    QString role;
    QString password;
};

/// A registered till with its secret, which seals as a real till does.
struct TestTill
{
    QString code;
    QString prefix;
    QByteArray secret; ///< 32 bytes

    [[nodiscard]] QByteArray macOf(const QByteArray &request) const;
    /// Adds "till", serialises and seals.
    [[nodiscard]] SealedCall seal(CallKind kind, const QUuid &id, QJsonObject body) const;
};

/// A performance on sale in 30 days. Seats are "Hall/A-1" … in rows of 50, all in tier "Stalls" (4500), standing places
/// in tier "Floor" (2500); the price type is "Adult"; no fees.
struct TestEvent
{
    EventId id;
    QString slug;
    QString startsAt; ///< as the centre writes it
    TierId stalls;    ///< null without seats
    TierId floor;     ///< null without standing places
    PriceTypeId adult;
    QVector<PlaceId> places; ///< in place order
    QStringList labels;
};

/// Makes people, tills and performances through the functions of the schema. Blocking.
class TestVenue
{
public:
    explicit TestVenue(AdminSession &owner);

    /// `group` is clerk, promoter or manager.
    Result<TestLogin> addStaff(const QString &group);
    Result<TestTill> addTill();
    Result<TestEvent> addEvent(int seats, int standing);
    /// A request to `sell` for `quantity` places of a tier without a hold, paid in cash; seal it with CallKind::Sell.
    static QJsonObject saleOf(const TestEvent &event, const TierId &tier, int quantity, qint64 priceMinor,
                              const QString &number, const QUuid &order);

private:
    Result<QByteArray> value(const QByteArray &sql, const QVector<PgParam> &params);
    Result<QByteArray> addPlan(int seats);

    AdminSession &m_owner;
};

/// Calls a sealed function the blocking way, as one till thread of a contention test does.
Result<QJsonObject> callSealed(AdminSession &session, const SealedCall &call);

} // namespace foyer
