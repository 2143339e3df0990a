// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/ports/tillstore.h"
#include "models/services/desk.h"
#include "models/services/ticketoffice.h"

namespace foyer {

/// A person of the demo venue, shown on the sign-in page in demo mode only.
struct DemoAccount
{
    QString role;     ///< what to type as the name: "clerk"
    QString password;
    QString displayName;
    QString group; ///< "clerk", "promoter", "manager"
};

/// What app composes and the window works with; all references outlive the window.
struct Workplace
{
    CentralGateway &central;
    TillStore &store;
    Desk &desk;
    TicketOffice &tickets;
    QString tillCode;
    QVector<DemoAccount> demoAccounts; ///< empty outside demo mode
};

} // namespace foyer
