// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/eventdelegate.h"

#include "models/items/eventlistmodel.h"
#include "ui/widgets/fillbar.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

#include <algorithm>

namespace foyer {

namespace {

constexpr int kPad = 10; // as the header's sections of the sheet

QColor statusColor(EventStatus status, const ThemeColors &colors)
{
    switch (status) {
    case EventStatus::OnSale: return colors.success;
    case EventStatus::Paused:
    case EventStatus::Postponed: return colors.warning;
    case EventStatus::Cancelled: return colors.danger;
    case EventStatus::Draft:
    case EventStatus::Published:
    case EventStatus::Closed: return colors.secondText;
    }
    return colors.secondText;
}

void drawElided(QPainter *painter, const QRect &cell, const QString &text, int align = Qt::AlignLeft)
{
    painter->drawText(cell, align | Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(text, Qt::ElideRight, cell.width()));
}

} // namespace

EventDelegate::EventDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void EventDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem background(option);
    initStyleOption(&background, index);
    background.text.clear();
    background.state &= ~(QStyle::State_HasFocus | QStyle::State_MouseOver); // a row shows them, not one cell of it
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    const QRect cell = option.rect.adjusted(kPad, 0, -kPad, 0);
    painter->save();
    painter->setPen(m_theme.colors().text);
    painter->setFont(Theme::font(10));
    switch (index.column()) {
    case EventListModel::TitleColumn:
        painter->setFont(Theme::font(10, QFont::DemiBold));
        drawElided(painter, cell, index.data().toString());
        break;
    case EventListModel::StartColumn: paintStart(painter, cell, index); break;
    case EventListModel::VenueColumn: drawElided(painter, cell, index.data().toString()); break;
    case EventListModel::SalesColumn: paintSales(painter, cell, index); break;
    case EventListModel::StatusColumn: paintStatus(painter, cell, index); break;
    }
    painter->restore();
}

void EventDelegate::paintStart(QPainter *painter, const QRect &cell, const QModelIndex &index) const
{
    const QDateTime start = index.data(EventListModel::StartRole).toDateTime();
    const QLocale locale;
    // The times stand below each other: the day takes the same room in every row.
    const int dayWidth = std::min(painter->fontMetrics().horizontalAdvance(QStringLiteral("Wed 30 Nov 2026 ")) + 4, cell.width());
    painter->setFont(Theme::figures(10));
    drawElided(painter, QRect(cell.left(), cell.top(), dayWidth, cell.height()), dayYearText(start.date(), locale));
    painter->setFont(Theme::figures(10, QFont::DemiBold));
    drawElided(painter, cell.adjusted(dayWidth, 0, 0, 0), timeText(start.time(), locale));
}

void EventDelegate::paintSales(QPainter *painter, const QRect &cell, const QModelIndex &index) const
{
    Counts counts;
    counts.places = index.data(EventListModel::PlacesRole).toInt();
    counts.held = index.data(EventListModel::HeldRole).toInt();
    counts.blocked = index.data(EventListModel::BlockedRole).toInt();
    counts.sold = index.data(EventListModel::SoldRole).toInt();
    const int free = index.data(EventListModel::FreeRole).toInt();
    const int barWidth = std::clamp(cell.width() / 3, 40, 120);
    paintFillBar(*painter, QRectF(cell.left(), cell.center().y() - 3, barWidth, 8), counts, m_theme.colors());
    const QLocale locale;
    const QRect rest = cell.adjusted(barWidth + kPad, 0, 0, 0);
    painter->setFont(Theme::figures(10));
    const int half = rest.width() / 2;
    painter->setPen(m_theme.colors().secondText);
    drawElided(painter, QRect(rest.left(), rest.top(), half, rest.height()), tr("%1 sold").arg(locale.toString(counts.sold)), Qt::AlignRight);
    painter->setPen(free > 0 ? m_theme.colors().text : m_theme.colors().secondText);
    drawElided(painter, QRect(rest.left() + half, rest.top(), rest.width() - half, rest.height()), tr("%1 free").arg(locale.toString(free)),
               Qt::AlignRight);
}

void EventDelegate::paintStatus(QPainter *painter, const QRect &cell, const QModelIndex &index) const
{
    const auto status = static_cast<EventStatus>(index.data(EventListModel::StatusRole).toInt());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(statusColor(status, m_theme.colors()));
    painter->setPen(Qt::NoPen);
    painter->drawEllipse(QRectF(cell.left(), cell.center().y() - 3, 8, 8));
    painter->setPen(m_theme.colors().text);
    drawElided(painter, cell.adjusted(16, 0, 0, 0), statusText(status));
}

} // namespace foyer
