// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/money.h"
#include "models/core/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QSizeF>
#include <QtCore/QString>
#include <QtCore/QVector>
#include <QtGui/QColor>

class QPainter;
class QRectF;

namespace foyer {

/// Everything printed on one ticket, already resolved; times carry the venue's zone.
struct TicketDocument
{
    QString orderNumber;
    QString code;      ///< the signed text, drawn as a QR code
    QString shortCode; ///< for people
    QString eventTitle;
    QDateTime startsAt;
    QDateTime doorsAt; ///< may be invalid
    QString venue;
    QString venueAddress;
    QString tierName;
    QColor tierColor;
    QString seat; ///< label
    QString zone; ///< "Stalls", from the label; may be empty
    QString row;
    QString number;
    QString priceTypeName;
    Money price;
    int index = 1; ///< "ticket 1 of 2"
    int count = 1;
};

struct TicketPaintSettings
{
    QLocale locale;
    bool training = false;
};

/// Draws one ticket into `target` (any device, any resolution); the same call serves preview, printer, PDF and test.
void paintTicket(QPainter &painter, const QRectF &target, const TicketDocument &ticket, const TicketPaintSettings &settings);
/// The size of a ticket on paper, in millimetres.
QSizeF ticketSizeMm();
/// Writes an A4 PDF with three tickets on a page; DiskFull or DiskFailed, and then no half-written file stays behind.
Result<Done> writeTicketsPdf(const QString &path, const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings);

} // namespace foyer
