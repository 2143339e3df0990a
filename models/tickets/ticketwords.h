// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QCoreApplication>

namespace foyer {

/// The words printed on a ticket, translated.
class TicketWords
{
    Q_DECLARE_TR_FUNCTIONS(foyer::TicketWords)

public:
    static QString doors(const QString &time) { return tr("Doors %1").arg(time); }
    static QString block() { return tr("Block"); }
    static QString row() { return tr("Row"); }
    static QString seat() { return tr("Seat"); }
    static QString place() { return tr("Place"); }
    static QString category() { return tr("Category"); }
    static QString price() { return tr("Price"); }
    static QString order() { return tr("Order"); }
    static QString ticket() { return tr("Ticket"); }
    static QString ofCount(int index, int count) { return tr("Ticket %1 of %2").arg(index).arg(count); }
    static QString training() { return tr("TRAINING – NOT VALID"); }
    static QString noCode() { return tr("No code: ask at the box office"); }
    static QString documentTitle(const QString &orderNumber) { return tr("Tickets of order %1").arg(orderNumber); }
};

} // namespace foyer
