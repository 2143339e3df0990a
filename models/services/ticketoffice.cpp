// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/services/ticketoffice.h"

#include "models/tickets/ticketcode.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace foyer {

namespace {

const EventDetail *detailOf(const QVector<EventDetail> &details, const EventId &event)
{
    const auto it =
        std::find_if(details.cbegin(), details.cend(), [&](const EventDetail &d) { return d.event.id == event; });
    return it == details.cend() ? nullptr : &*it;
}

TicketDocument documentOf(const SoldTicket &ticket, const EventDetail &detail)
{
    TicketDocument document;
    document.shortCode = shortCode(ticket.id);
    document.eventTitle = detail.event.title;
    document.startsAt = detail.event.localStart();
    if (detail.event.doorsAt.isValid())
        document.doorsAt = detail.event.localDoors();
    document.venue = detail.event.venue;
    document.venueAddress = detail.venueAddress;
    document.tierName = ticket.tierName;
    if (const Tier *tier = detail.tier(ticket.tier))
        document.tierColor = QColor(tier->color);
    document.seat = ticket.seat;
    const SeatParts parts = seatParts(ticket.seat);
    document.zone = parts.zone;
    document.row = parts.row;
    document.number = parts.number;
    document.priceTypeName = ticket.priceTypeName;
    document.price = ticket.price;
    return document;
}

} // namespace

SeatParts seatParts(const QString &label)
{
    SeatParts parts;
    const qsizetype slash = label.lastIndexOf(QLatin1Char('/'));
    if (slash >= 0)
        parts.zone = label.left(slash);
    const QString place = label.mid(slash + 1);
    const qsizetype dash = place.lastIndexOf(QLatin1Char('-'));
    if (dash > 0)
        parts.row = place.left(dash);
    parts.number = dash >= 0 ? place.mid(dash + 1) : place;
    return parts;
}

TicketOffice::TicketOffice(TillStore &store, QObject *parent) : QObject(parent), m_store(store)
{
    m_writers.setMaxThreadCount(1);
}

TicketOffice::~TicketOffice()
{
    m_writers.waitForDone();
}

void TicketOffice::documents(const SoldOrder &order, const QVector<EventDetail> &details, QObject *guard,
                             Then<QVector<TicketDocument>> then)
{
    auto respond = [alive = QPointer<QObject>(guard), then = std::move(then)](Result<QVector<TicketDocument>> result) {
        if (alive)
            then(std::move(result));
    };
    QVector<TicketDocument> documents;
    for (const SoldTicket &ticket : order.tickets) {
        const EventDetail *detail = detailOf(details, ticket.event);
        if (!detail) {
            QMetaObject::invokeMethod(
                this,
                [respond, event = ticket.event.text()] {
                    respond(fail(ErrorCode::ProgrammingFault, QStringLiteral("no details of event ") + event));
                },
                Qt::QueuedConnection);
            return;
        }
        documents.append(documentOf(ticket, *detail));
        documents.last().orderNumber = order.number;
        documents.last().index = static_cast<int>(documents.size());
        documents.last().count = static_cast<int>(order.tickets.size());
    }

    m_store.identity(this, [this, order, documents, respond](const Result<TillIdentity> &identity) {
        if (!identity) {
            respond(fail(identity.error()));
            return;
        }
        QVector<TicketClaim> claims;
        QVector<QByteArray> messages;
        for (const SoldTicket &ticket : order.tickets) {
            claims.append({identity->keyId, ticket.event, ticket.id, ticket.place});
            messages.append(ticketMessage(claims.last()));
        }
        m_store.sign(messages, this, [claims, documents, respond](const Result<QVector<QByteArray>> &signatures) {
            if (!signatures) {
                respond(fail(signatures.error()));
                return;
            }
            QVector<TicketDocument> signedDocuments = documents;
            for (qsizetype i = 0; i < signedDocuments.size(); ++i)
                signedDocuments[i].code = ticketCodeText(claims.at(i), signatures->at(i));
            respond(signedDocuments);
        });
    });
}

void TicketOffice::savePdf(const QString &path, const QVector<TicketDocument> &tickets,
                           const TicketPaintSettings &settings, QObject *guard, Then<Done> then)
{
    m_writers.start([this, path, tickets, settings, alive = QPointer<QObject>(guard), then = std::move(then)] {
        const auto written = writeTicketsPdf(path, tickets, settings);
        QMetaObject::invokeMethod(
            this,
            [alive, then, written] {
                if (alive)
                    then(written);
            },
            Qt::QueuedConnection);
    });
}

} // namespace foyer
