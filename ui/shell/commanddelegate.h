// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace foyer {

class Theme;

/// Paints a row of CommandListModel: icon, name, what it does, its key.
class CommandDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CommandDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

/// Draws `key` as a keycap that ends at the right edge of `area`; returns its width.
int paintKeycap(QPainter &painter, const QRect &area, const QString &key, const Theme &theme);

} // namespace foyer
