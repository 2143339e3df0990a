// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"
#include "models/local/tillprofile.h"
#include "models/seating/seatplan.h"
#include "models/services/workplace.h"

#include <QtCore/QDate>

namespace foyer {

/// The people of the demo venue. Their passwords are no secrets: the demo says them on its sign-in page.
QVector<DemoAccount> demoAccounts();
/// The password of a demo person; empty for anybody else.
QString demoPassword(const QString &role);

struct DemoWishes
{
    QDate today;
    int extraSeats = 0;             ///< an event of its own with that many seats; 0 = none
    bool refuseForeignTill = false; ///< at a shared centre: never take over another till's code
};

/// Loads the demo venue unless it is there: Foyer House with its plans, its people, a season of performances from `today` on, and this till's registration.
/// Once all its performances are over the next load adds a new season. One transaction, so it is there whole or not at all; blocks for a second or two
/// the first time. The session is the database's owner.
class DemoVenue
{
public:
    explicit DemoVenue(AdminSession &owner) : m_owner(owner) {}

    /// Answers what there is now: {venue, timezone, till, staff: [{user, name, group}], events: [{slug, title, starts_at, places}], created}.
    Result<QJsonObject> load(const TillRegistration &till, const DemoWishes &wishes);
    /// Whether there is a demo with a performance still to come.
    Result<bool> isLoaded();
    /// Makes this till known to the centre with the keys it has now; does nothing when it is. NotPermitted for another till's code when `refuseForeign`.
    Result<Done> registerTill(const TillRegistration &till, bool refuseForeign);

private:
    struct Imported
    {
        QString id;
        SeatPlan plan;
    };

    Result<Done> createAll(const DemoWishes &wishes);
    Result<Done> createPeople();
    Result<QString> venueId();
    Result<Imported> import(const QString &venue, const QString &name, const QByteArray &document, const QByteArray &side);
    Result<Done> createSeason(const QString &venue, const QDate &today);
    Result<Done> createExtra(const QString &venue, const DemoWishes &wishes);
    Result<Done> createEvent(const QJsonObject &event);
    Result<QJsonObject> describe(const TillRegistration &till, bool created);

    AdminSession &m_owner;
};

} // namespace foyer
