// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/tillstore.h"
#include "models/sales/sale.h"
#include "models/tickets/ticketdocument.h"

#include <QtCore/QObject>
#include <QtCore/QThreadPool>

namespace foyer {

/// Turns a sold order into printable tickets: derives the signed codes with the till's key and writes PDFs off the GUI thread.
class TicketOffice : public QObject
{
    Q_OBJECT
public:
    explicit TicketOffice(TillStore &store, QObject *parent = nullptr);
    /// Finishes the PDFs that were asked for.
    ~TicketOffice() override;

    /// One document per ticket in the order's order. `details` must hold every event of the order (else ProgrammingFault).
    void documents(const SoldOrder &order, const QVector<EventDetail> &details, QObject *guard, Then<QVector<TicketDocument>> then);
    /// Writes the PDF on a worker thread; errors of writeTicketsPdf.
    void savePdf(const QString &path, const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings, QObject *guard, Then<Done> then);

private:
    TillStore &m_store;
    QThreadPool m_writers; ///< one thread: two PDFs under one name must not race
};

/// The parts of a place's label as a ticket shows them: "Stalls/B-12" is Stalls, B, 12 and "Standing/17" is Standing, no row, 17.
struct SeatParts
{
    QString zone;
    QString row;
    QString number;
};
SeatParts seatParts(const QString &label);

} // namespace foyer
