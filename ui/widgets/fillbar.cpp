// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fillbar.h"

#include "ui/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>

namespace foyer {

namespace {

// Something sold must be seen, however big the house: at least two pixels.
qreal share(int part, int whole, qreal width)
{
    return part <= 0 || whole <= 0 ? 0 : std::max(width * part / whole, qreal(2));
}

} // namespace

void paintFillBar(QPainter &painter, const QRectF &target, const Counts &counts, const ThemeColors &colors)
{
    const int whole = counts.places - counts.blocked;
    const qreal radius = target.height() / 2;
    QPainterPath shape;
    shape.addRoundedRect(target, radius, radius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool highContrast = colors.lineWidth > 1;
    painter.fillPath(shape, highContrast ? colors.surface : colors.line);
    painter.setClipPath(shape);
    const qreal sold = share(counts.sold, whole, target.width());
    const qreal held = share(counts.held + counts.leased, whole, target.width());
    painter.fillRect(QRectF(target.left(), target.top(), sold, target.height()), colors.seatSold);
    painter.fillRect(QRectF(target.left() + sold, target.top(), held, target.height()), colors.seatHeld);
    if (highContrast) {
        painter.setPen(QPen(colors.line, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shape);
    }
    painter.restore();
}

FillBar::FillBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(8);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FillBar::setCounts(const Counts &counts)
{
    m_counts = counts;
    update();
}

void FillBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintFillBar(painter, rect(), m_counts, m_theme.colors());
}

} // namespace foyer
