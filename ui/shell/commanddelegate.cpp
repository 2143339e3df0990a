// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commanddelegate.h"

#include "ui/shell/commandlistmodel.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>

namespace foyer {

namespace {

constexpr int rowHeight = 48;
constexpr int iconSize = 20;
constexpr int padding = 12;

} // namespace

CommandDelegate::CommandDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ThemeColors &colors = m_theme.colors();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? colors.selected : colors.hover);
        painter->drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6);
        if (selected) {
            painter->setBrush(colors.accent);
            painter->drawRoundedRect(QRect(option.rect.left() + 2, option.rect.top() + 10, 3, rowHeight - 20), 1.5, 1.5);
        }
    }
    QRect area = option.rect.adjusted(padding, 6, -padding, -6);
    const QString icon = index.data(CommandListModel::IconNameRole).toString();
    if (!icon.isEmpty())
        m_theme.icon(icon).paint(painter, QRect(area.left(), area.center().y() - iconSize / 2 + 1, iconSize, iconSize));
    area.setLeft(area.left() + iconSize + padding);

    const QString key = index.data(CommandListModel::ShortcutRole).toString();
    if (!key.isEmpty())
        area.setRight(area.right() - paintKeycap(*painter, area, key, m_theme) - padding);

    const QRect upper(area.left(), area.top(), area.width(), area.height() / 2);
    const QRect lower(area.left(), upper.bottom() + 1, area.width(), area.height() - upper.height());
    painter->setFont(Theme::font(10, QFont::Medium));
    painter->setPen(colors.text);
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, upper.width()));
    painter->setFont(Theme::font(9));
    painter->setPen(colors.secondText);
    const QString description = index.data(CommandListModel::DescriptionRole).toString();
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(description, Qt::ElideRight, lower.width()));
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), rowHeight};
}

int paintKeycap(QPainter &painter, const QRect &area, const QString &key, const Theme &theme)
{
    const ThemeColors &colors = theme.colors();
    painter.setFont(Theme::font(9));
    const int width = painter.fontMetrics().horizontalAdvance(key) + 14;
    const QRectF cap(area.right() - width + 0.5, area.center().y() - 10 + 0.5, width, 21);
    painter.setPen(QPen(colors.control, colors.lineWidth));
    painter.setBrush(colors.window);
    painter.drawRoundedRect(cap, 4, 4);
    painter.setPen(colors.text);
    painter.drawText(cap, Qt::AlignCenter, key);
    return width;
}

} // namespace foyer
