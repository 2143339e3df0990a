// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/textfit.h"
#include "models/tickets/ticketdocument.h"
#include "models/tickets/ticketqr.h"
#include "models/tickets/ticketwords.h"

#include <QtGui/QPainter>

#include <algorithm>

namespace foyer {

namespace {

// Everything below is in hundredths of a millimetre on the ticket's own paper.
constexpr qreal kWidth = 19000;
constexpr qreal kHeight = 8000;
constexpr qreal kStub = 5200; // torn off at the door
constexpr qreal kBand = 350;  // the tier's colour along the left edge
constexpr qreal kMargin = 800;
constexpr qreal kCorner = 300;
constexpr qreal kQrSide = 3150; // dark part; 28 mm is the least that every phone and scanner reads at arm's length
constexpr qreal kLeft = kBand + kMargin;
constexpr qreal kRight = kWidth - kStub - 600;

const QColor kInk(0x1B, 0x1F, 0x24);
const QColor kQuiet(0x5A, 0x63, 0x6E);
const QColor kLine(0xC9, 0xCF, 0xD6);

QPen hairline(const QColor &color)
{
    return QPen(color, 20, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
}

QString timeText(const QTime &time, const QLocale &locale)
{
    // The C locale prints seconds; nobody reads seconds on a ticket.
    return locale.language() == QLocale::C ? time.toString(QStringLiteral("HH:mm"))
                                           : locale.toString(time, QLocale::ShortFormat);
}

class Sheet
{
public:
    Sheet(QPainter &painter, const TicketDocument &ticket, const TicketPaintSettings &settings)
        : m_painter(painter), m_ticket(ticket), m_settings(settings)
    {}

    void paint()
    {
        paper();
        head();
        when();
        seatFields();
        foot();
        perforation();
        counterfoil();
        if (m_settings.training)
            trainingMark();
    }

private:
    void paper();
    void head();
    void when();
    void seatFields();
    void foot();
    void perforation();
    void counterfoil();
    void qrCode(const QRectF &box);
    void trainingMark();

    qreal text(const QRectF &box, const QString &words, const TextStyle &style)
    {
        return drawFitted(m_painter, box, words, style);
    }
    void field(const QRectF &box, const QString &label, const QString &value, const TextStyle &valueStyle);

    QPainter &m_painter;
    const TicketDocument &m_ticket;
    const TicketPaintSettings &m_settings;
};

TextStyle label()
{
    return {230, 200, 1, QFont::Medium, kQuiet};
}

void Sheet::paper()
{
    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, kWidth, kHeight), kCorner, kCorner);
    m_painter.fillPath(outline, Qt::white);
    const QColor tier = m_ticket.tierColor.isValid() ? m_ticket.tierColor : kQuiet;
    QPainterPath band;
    band.addRect(0, 0, kBand, kHeight);
    m_painter.fillPath(band.intersected(outline), tier);
    m_painter.strokePath(outline, hairline(kLine));
}

void Sheet::head()
{
    const TextStyle venue{300, 220, 2, QFont::DemiBold, kQuiet, Qt::AlignLeft | Qt::AlignVCenter};
    text(QRectF(kLeft, 540, 9200, 580), m_ticket.venue, venue);
    TextStyle count = label();
    count.alignment = Qt::AlignRight | Qt::AlignVCenter;
    if (m_ticket.count > 1)
        text(QRectF(kRight - 2600, 540, 2600, 580), TicketWords::ofCount(m_ticket.index, m_ticket.count), count);
    // A third line before anything of the title is cut: two plays may begin alike.
    const TextStyle title{860, 400, 3, QFont::Bold, kInk, Qt::AlignLeft | Qt::AlignVCenter};
    text(QRectF(kLeft, 1150, kRight - kLeft, 1800), m_ticket.eventTitle, title);
}

void Sheet::when()
{
    const QString date = m_settings.locale.toString(m_ticket.startsAt.date(), QLocale::LongFormat);
    const QString time = timeText(m_ticket.startsAt.time(), m_settings.locale);
    const TextStyle dateStyle{430, 320, 1, QFont::DemiBold, kInk, Qt::AlignLeft | Qt::AlignVCenter};
    TextStyle timeStyle = dateStyle;
    timeStyle.weight = QFont::Bold;
    text(QRectF(kLeft, 3100, 7600, 560), date, dateStyle);
    timeStyle.alignment = Qt::AlignRight | Qt::AlignVCenter;
    text(QRectF(kRight - 2000, 3100, 2000, 560), time, timeStyle);
    if (m_ticket.doorsAt.isValid()) {
        TextStyle doors{300, 240, 1, QFont::Normal, kQuiet, Qt::AlignRight | Qt::AlignVCenter};
        text(QRectF(kRight - 4800, 3100, 2650, 560),
             TicketWords::doors(timeText(m_ticket.doorsAt.time(), m_settings.locale)), doors);
    }
}

void Sheet::field(const QRectF &box, const QString &labelText, const QString &value, const TextStyle &valueStyle)
{
    text(QRectF(box.left(), box.top(), box.width(), 320), labelText, label());
    text(QRectF(box.left(), box.top() + 330, box.width(), box.height() - 330), value, valueStyle);
}

void Sheet::seatFields()
{
    m_painter.setPen(hairline(kLine));
    m_painter.drawLine(QPointF(kLeft, 3920), QPointF(kRight, 3920));
    const qreal top = 4180;
    const qreal height = 1700;
    const TextStyle block{700, 340, 3, QFont::DemiBold, kInk, Qt::AlignLeft | Qt::AlignVCenter};
    const TextStyle big{1250, 480, 1, QFont::Bold, kInk, Qt::AlignLeft | Qt::AlignVCenter};
    const QString zone = m_ticket.zone.isEmpty() ? m_ticket.tierName : m_ticket.zone;
    const bool seated = !m_ticket.row.isEmpty();
    const qreal number = kRight - 2900;
    const qreal row = number - 2900;
    field(QRectF(kLeft, top, (seated ? row : number) - kLeft - 400, height), TicketWords::block(), zone, block);
    if (seated)
        field(QRectF(row, top, 2500, height), TicketWords::row(), m_ticket.row, big);
    const QString value = m_ticket.number.isEmpty() ? m_ticket.seat : m_ticket.number;
    field(QRectF(number, top, 2900, height), seated ? TicketWords::seat() : TicketWords::place(), value, big);
}

void Sheet::foot()
{
    m_painter.setPen(hairline(kLine));
    m_painter.drawLine(QPointF(kLeft, 6120), QPointF(kRight, 6120));
    const qreal top = 6330;
    const TextStyle value{340, 240, 1, QFont::DemiBold, kInk, Qt::AlignLeft | Qt::AlignVCenter};
    const qreal number = kRight - 2900;
    const qreal row = number - 2900;

    const QRectF swatch(kLeft, top + 480, 240, 240);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_ticket.tierColor.isValid() ? m_ticket.tierColor : kQuiet);
    m_painter.drawRoundedRect(swatch, 50, 50);
    text(QRectF(kLeft, top, row - kLeft - 400, 320), TicketWords::category(), label());
    const QString category = m_ticket.priceTypeName.isEmpty()
                                 ? m_ticket.tierName
                                 : m_ticket.tierName + QStringLiteral(" · ") + m_ticket.priceTypeName;
    // Whether a ticket is a reduced one has to be read at the door.
    TextStyle categoryStyle = value;
    categoryStyle.lines = 2;
    categoryStyle.smallest = 200;
    text(QRectF(kLeft + 340, top + 330, row - kLeft - 740, 540), category, categoryStyle);
    field(QRectF(row, top, 2500, 870), TicketWords::price(), moneyText(m_ticket.price, m_settings.locale), value);
    TextStyle orderStyle = value;
    orderStyle.smallest = 150; // a number that is cut finds nothing
    field(QRectF(number, top, 2900, 870), TicketWords::order(), m_ticket.orderNumber, orderStyle);

    TextStyle address{230, 190, 1, QFont::Normal, kQuiet, Qt::AlignLeft | Qt::AlignVCenter};
    const QString where = m_ticket.venueAddress.isEmpty() ? QString() : m_ticket.venueAddress;
    text(QRectF(kLeft, 7330, kRight - kLeft, 340), where, address);
}

void Sheet::perforation()
{
    QPen pen(kLine, 35, Qt::CustomDashLine, Qt::RoundCap);
    pen.setDashPattern({0.01, 5});
    pen.setColor(QColor(0x8A, 0x93, 0x9D));
    m_painter.setPen(pen);
    m_painter.drawLine(QPointF(kWidth - kStub, 250), QPointF(kWidth - kStub, kHeight - 250));
}

void Sheet::qrCode(const QRectF &box)
{
    const QrPath qr = qrPath(m_ticket.code);
    if (qr.modules == 0) {
        text(box, TicketWords::noCode(),
             TextStyle{300, 240, 4, QFont::Normal, kQuiet, Qt::AlignHCenter | Qt::AlignVCenter});
        return;
    }
    m_painter.save();
    m_painter.translate(box.topLeft());
    const qreal module = box.width() / qr.modules;
    m_painter.scale(module, module);
    m_painter.fillPath(qr.dark, Qt::black);
    m_painter.restore();
}

void Sheet::counterfoil()
{
    const qreal left = kWidth - kStub;
    const qreal centre = left + kStub / 2;
    // The quiet zone of four modules is white paper: nothing else comes nearer than 4 mm.
    qrCode(QRectF(centre - kQrSide / 2, 550, kQrSide, kQrSide));
    const qreal width = kStub - 900;
    const qreal x = centre - width / 2;
    const TextStyle code{400, 300, 1, QFont::Bold, kInk, Qt::AlignHCenter | Qt::AlignVCenter};
    text(QRectF(x, 4060, width, 480), m_ticket.shortCode, code);

    const TextStyle title{280, 200, 3, QFont::DemiBold, kInk, Qt::AlignHCenter | Qt::AlignVCenter};
    text(QRectF(x, 4600, width, 760), m_ticket.eventTitle, title);
    const TextStyle line{250, 200, 1, QFont::Normal, kQuiet, Qt::AlignHCenter | Qt::AlignVCenter};
    const QString date = m_settings.locale.toString(m_ticket.startsAt.date(), QLocale::ShortFormat) +
                         QStringLiteral(" · ") + timeText(m_ticket.startsAt.time(), m_settings.locale);
    text(QRectF(x, 5400, width, 340), date, line);
    TextStyle seat = line;
    seat.weight = QFont::DemiBold;
    seat.color = kInk;
    text(QRectF(x, 5740, width, 340), m_ticket.seat, seat);

    // The whole code for typing when nothing scans: small, in groups that fill the lines evenly.
    constexpr int kPerLine = 37;
    TextStyle tiny{128, 100, 1, QFont::Normal, kQuiet, Qt::AlignHCenter | Qt::AlignTop, true};
    qreal y = 6420;
    for (qsizetype at = 0; at < m_ticket.code.size() && y < kHeight - 400; at += kPerLine) {
        text(QRectF(x - 200, y, width + 400, 200), m_ticket.code.mid(at, kPerLine), tiny);
        y += 190;
    }
}

// Over both parts: a stub that was torn off must not pass for a ticket either.
void Sheet::trainingMark()
{
    const auto mark = [this](const QPointF &centre, qreal degrees, const QRectF &box, const TextStyle &style) {
        m_painter.save();
        m_painter.translate(centre);
        m_painter.rotate(degrees);
        text(box, TicketWords::training(), style);
        m_painter.restore();
    };
    const TextStyle large{
        1300, 600, 1, QFont::Bold, QColor(0xB3, 0x26, 0x1E, 150), Qt::AlignHCenter | Qt::AlignVCenter};
    TextStyle small = large;
    small.size = 700;
    small.smallest = 300;
    small.color = QColor(0xB3, 0x26, 0x1E);
    mark({(kWidth - kStub) / 2, kHeight / 2}, -22, QRectF(-6400, -900, 12800, 1800), large);
    mark({kWidth - kStub / 2, 550 + kQrSide / 2}, -38, QRectF(-2400, -400, 4800, 800), small);
}

} // namespace

QSizeF ticketSizeMm()
{
    return {kWidth / 100, kHeight / 100};
}

void paintTicket(QPainter &painter, const QRectF &target, const TicketDocument &ticket,
                 const TicketPaintSettings &settings)
{
    const qreal scale = std::min(target.width() / kWidth, target.height() / kHeight);
    if (!(scale > 0))
        return;
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.translate(target.left() + (target.width() - kWidth * scale) / 2,
                      target.top() + (target.height() - kHeight * scale) / 2);
    painter.scale(scale, scale);
    Sheet(painter, ticket, settings).paint();
    painter.restore();
}

} // namespace foyer
