// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/ticketdocument.h"
#include "models/tickets/ticketwords.h"
#include "models/tickets/wholefile.h"

#include <QtCore/QBuffer>
#include <QtGui/QPageLayout>
#include <QtGui/QPainter>
#include <QtGui/QPdfWriter>

namespace foyer {

namespace {

constexpr int kPerPage = 3;
constexpr int kDotsPerInch = 1200;
constexpr qreal kGapMm = 8;
constexpr qreal kMarkMm = 4;    // length of a crop mark
constexpr qreal kMarkGapMm = 1; // from the corner, so that no mark stays on the ticket

// Where the nth ticket of a page lies, in millimetres; the block is centred on the page.
QRectF slotMm(const QSizeF &page, int n)
{
    const QSizeF size = ticketSizeMm();
    const qreal block = kPerPage * size.height() + (kPerPage - 1) * kGapMm;
    return {QPointF((page.width() - size.width()) / 2, (page.height() - block) / 2 + n * (size.height() + kGapMm)),
            size};
}

// Only outwards to the left and right: above and below, the neighbours are too near.
void cropMarks(QPainter &painter, const QRectF &box, qreal dotsPerMm)
{
    painter.setPen(QPen(QColor(0x8A, 0x93, 0x9D), 0.1 * dotsPerMm));
    const qreal gap = kMarkGapMm * dotsPerMm;
    const qreal length = kMarkMm * dotsPerMm;
    for (const qreal y : {box.top(), box.bottom()}) {
        painter.drawLine(QPointF(box.left() - gap - length, y), QPointF(box.left() - gap, y));
        painter.drawLine(QPointF(box.right() + gap, y), QPointF(box.right() + gap + length, y));
    }
    const qreal shorter = 2 * dotsPerMm;
    for (const qreal x : {box.left(), box.right()}) {
        painter.drawLine(QPointF(x, box.top() - gap - shorter), QPointF(x, box.top() - gap));
        painter.drawLine(QPointF(x, box.bottom() + gap), QPointF(x, box.bottom() + gap + shorter));
    }
}

QByteArray ticketsPdf(const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kDotsPerInch);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF()));
    writer.setTitle(TicketWords::documentTitle(tickets.constFirst().orderNumber));
    writer.setCreator(QStringLiteral("Foyer"));
    QPainter painter(&writer);
    const qreal dotsPerMm = kDotsPerInch / 25.4;
    const QSizeF page = QPageSize(QPageSize::A4).size(QPageSize::Millimeter);
    for (int i = 0; i < tickets.size(); ++i) {
        if (i > 0 && i % kPerPage == 0)
            writer.newPage();
        const QRectF mm = slotMm(page, i % kPerPage);
        const QRectF box(mm.topLeft() * dotsPerMm, mm.size() * dotsPerMm);
        cropMarks(painter, box, dotsPerMm);
        paintTicket(painter, box, tickets.at(i), settings);
    }
    painter.end();
    return bytes;
}

} // namespace

Result<Done> writeTicketsPdf(const QString &path, const QVector<TicketDocument> &tickets,
                             const TicketPaintSettings &settings)
{
    if (tickets.isEmpty())
        return fail(ErrorCode::BadInput, QStringLiteral("no tickets to write"),
                    {{QStringLiteral("reason"), QStringLiteral("no tickets")}});
    // The PDF engine does not report a failed write, so it writes into memory and the bytes go to disk in one checked
    // step.
    return writeWholeFile(path, ticketsPdf(tickets, settings));
}

} // namespace foyer
