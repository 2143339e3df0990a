// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtWidgets/QWidget>

class QPainter;

namespace foyer {

class Theme;
struct ThemeColors;

/// Draws how full a house or tier is: sold, then held, the rest empty. Blocked places are not for sale and not part of it.
void paintFillBar(QPainter &painter, const QRectF &target, const Counts &counts, const ThemeColors &colors);

/// The same as a widget, 8 px high; the figures are beside it as text, so it is hidden from screen readers.
class FillBar : public QWidget
{
    Q_OBJECT
public:
    explicit FillBar(const Theme &theme, QWidget *parent = nullptr);

    void setCounts(const Counts &counts);
    [[nodiscard]] QSize sizeHint() const override { return {120, 8}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Counts m_counts;
};

} // namespace foyer
