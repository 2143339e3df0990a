// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/ticketprinter.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>
#include <QtGui/QPainter>
#include <QtPrintSupport/QPrinter>

#include <algorithm>

namespace foyer {

namespace {

constexpr qreal kGapMm = 8;

Result<Done> paintPages(QPrinter &printer, const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings)
{
    QPainter painter;
    if (!painter.begin(&printer))
        return fail(ErrorCode::DiskFailed, QStringLiteral("the printer can not be opened: ") + printer.printerName());
    const QRectF page = printer.pageLayout().paintRectPixels(printer.resolution());
    const qreal dotsPerMm = printer.resolution() / 25.4;
    const QSizeF paper = ticketSizeMm() * dotsPerMm;
    const QSizeF size = paper * std::min({qreal(1), page.width() / paper.width(), page.height() / paper.height()});
    const qreal gap = kGapMm * dotsPerMm;
    const int perPage = std::max(1, static_cast<int>((page.height() + gap) / (size.height() + gap)));
    for (int i = 0; i < tickets.size(); ++i) {
        if (i > 0 && i % perPage == 0 && !printer.newPage())
            return fail(ErrorCode::DiskFailed, QStringLiteral("the printer gives no further page: ") + printer.printerName());
        // The painter's origin is the corner of the printable part.
        const QPointF corner((page.width() - size.width()) / 2, (i % perPage) * (size.height() + gap));
        paintTicket(painter, QRectF(corner, size), tickets.at(i), settings);
    }
    if (!painter.end() || printer.printerState() == QPrinter::Error)
        return fail(ErrorCode::DiskFailed, QStringLiteral("the printer failed: ") + printer.printerName());
    return Done{};
}

} // namespace

void printTickets(const std::shared_ptr<QPrinter> &printer, const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings, QObject *guard,
                  Then<Done> then)
{
    QThreadPool::globalInstance()->start([printer, tickets, settings, alive = QPointer<QObject>(guard), then = std::move(then)] {
        const Result<Done> printed = paintPages(*printer, tickets, settings);
        QMetaObject::invokeMethod(QCoreApplication::instance(), [alive, then, printed] {
            if (alive)
                then(printed);
        }, Qt::QueuedConnection);
    });
}

} // namespace foyer
