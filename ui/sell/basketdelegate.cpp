// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/basketdelegate.h"

#include "models/items/basketmodel.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

#include <algorithm>

namespace foyer {

namespace {

constexpr int kTierOffset = 56;

void drawElided(QPainter *painter, const QRect &cell, const QString &text, int align = Qt::AlignLeft)
{
    painter->drawText(cell, align | Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(text, Qt::ElideRight, cell.width()));
}

} // namespace

BasketDelegate::BasketDelegate(const Theme &theme, bool toChange, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_toChange(toChange)
{
}

void BasketDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem background(option);
    initStyleOption(&background, index);
    background.text.clear();
    background.state &= ~(QStyle::State_HasFocus | QStyle::State_MouseOver);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    const QRect cell = option.rect.adjusted(4, 0, -4, 0);
    painter->save();
    painter->setPen(m_theme.colors().text);
    painter->setFont(Theme::font(10));
    switch (index.column()) {
    case BasketModel::PlaceColumn: paintPlace(painter, cell, index); break;
    case BasketModel::TierColumn:
        painter->setPen(m_theme.colors().secondText);
        drawElided(painter, cell, index.data().toString());
        break;
    case BasketModel::PriceTypeColumn:
        if (m_toChange)
            paintPriceType(painter, cell, index);
        else
            drawElided(painter, cell, index.data().toString());
        break;
    case BasketModel::PriceColumn:
        painter->setFont(Theme::figures(10));
        drawElided(painter, cell, index.data().toString(), Qt::AlignRight);
        break;
    case BasketModel::GiveBackColumn:
        painter->drawPixmap(cell.center() - QPoint(7, 7), m_theme.pixmap(QStringLiteral("close"), 16, IconRole::Second, painter->device()->devicePixelRatioF()));
        break;
    }
    painter->restore();
}

void BasketDelegate::paintPlace(QPainter *painter, const QRect &cell, const QModelIndex &index) const
{
    const QColor color(index.data(BasketModel::TierColorRole).toString());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(m_theme.colors().control, 1));
    painter->setBrush(color.isValid() ? color : m_theme.colors().secondText);
    painter->drawRoundedRect(QRectF(cell.left() + 8.5, cell.center().y() - 3.5, 8, 8), 2, 2);
    painter->setPen(m_theme.colors().text);
    painter->setFont(Theme::font(10, QFont::DemiBold));
    const QString tier = index.data(BasketModel::TierRole).toString();
    const QString place = placeText(index.data(BasketModel::LabelRole).toString(), tier);
    const QRect words = cell.adjusted(24, 0, 0, 0);
    drawElided(painter, words, place);
    if (!m_toChange)
        return;
    // The narrow basket has no column for the tier: it follows the place, below each other where the places are short.
    const int start = std::max(kTierOffset, painter->fontMetrics().horizontalAdvance(place) + 8);
    painter->setFont(Theme::font(10));
    painter->setPen(m_theme.colors().secondText);
    if (start < words.width() - 16)
        drawElided(painter, words.adjusted(start, 0, 0, 0), tier);
}

// Looks like what it is: something to press, with its arrow.
void BasketDelegate::paintPriceType(QPainter *painter, const QRect &cell, const QModelIndex &index) const
{
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF field = QRectF(cell).adjusted(0.5, 4.5, -0.5, -4.5);
    painter->setPen(QPen(m_theme.colors().control, 1));
    painter->setBrush(m_theme.colors().surface);
    painter->drawRoundedRect(field, 6, 6);
    painter->setPen(m_theme.colors().text);
    drawElided(painter, cell.adjusted(8, 0, -22, 0), index.data().toString());
    const QPixmap arrow = m_theme.pixmap(QStringLiteral("chevron-down"), 14, IconRole::Second, painter->device()->devicePixelRatioF());
    painter->drawPixmap(QPoint(cell.right() - 19, cell.center().y() - 6), arrow);
}

} // namespace foyer
