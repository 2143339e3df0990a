// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/ticketpreview.h"

#include "ui/widgets/formats.h"

#include <QtGui/QPainter>
#include <QtGui/QPaintEvent>

#include <algorithm>

namespace foyer {

namespace {

constexpr int kMargin = 16;
constexpr int kGap = 16;
constexpr int kMostWidth = 720;

} // namespace

TicketPreview::TicketPreview(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("ticketPreview"));
}

void TicketPreview::setTickets(const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings)
{
    m_tickets = tickets;
    m_settings = settings;
    QStringList seats;
    for (const TicketDocument &ticket : tickets)
        seats << ticket.seat;
    setAccessibleName(tr("Tickets: %1").arg(seatsText(seats, QLocale())));
    setMinimumHeight(heightForWidth(width()));
    update();
}

QSizeF TicketPreview::ticketSize(int width) const
{
    const qreal wide = std::clamp(width - 2 * kMargin, 100, kMostWidth);
    const QSizeF paper = ticketSizeMm();
    return {wide, wide * paper.height() / paper.width()};
}

int TicketPreview::heightForWidth(int width) const
{
    const int count = static_cast<int>(m_tickets.size());
    return count == 0 ? 0 : 2 * kMargin + qCeil(count * ticketSize(width).height() + (count - 1) * kGap);
}

QSize TicketPreview::sizeHint() const
{
    return {560, heightForWidth(560)};
}

void TicketPreview::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    setMinimumHeight(heightForWidth(width()));
}

void TicketPreview::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    const QSizeF size = ticketSize(width());
    const qreal left = std::max<qreal>(kMargin, (width() - size.width()) / 2);
    for (int i = 0; i < m_tickets.size(); ++i) {
        const QRectF target(QPointF(left, kMargin + i * (size.height() + kGap)), size);
        if (!target.toAlignedRect().intersects(event->rect()))
            continue;
        paintTicket(painter, target, m_tickets[i], m_settings);
    }
}

} // namespace foyer
