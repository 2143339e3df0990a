// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/tickets/ticketdocument.h"

#include <QtCore/QObject>

#include <memory>

class QPrinter;

namespace foyer {

/// Paints tickets on a printer that a person has chosen, as many on a page as fit; narrower paper makes them smaller. Answers on the guard's thread; the
/// painting runs on a worker, because a printer's driver may take seconds. ServerFailed never comes from here: a printer that refuses is DiskFailed.
void printTickets(const std::shared_ptr<QPrinter> &printer, const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings, QObject *guard,
                  Then<Done> then);

} // namespace foyer
