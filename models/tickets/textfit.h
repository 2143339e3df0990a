// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QRectF>
#include <QtCore/QString>
#include <QtGui/QColor>
#include <QtGui/QFont>

class QPainter;

namespace foyer {

/// How a text is set into a box: as large as it fits between two sizes, broken into at most `lines` that fit its height, and cut with an ellipsis below the smallest.
/// Sizes are in the painter's units (font pixels).
struct TextStyle
{
    int size = 100;
    int smallest = 100;
    int lines = 1;
    QFont::Weight weight = QFont::Normal;
    QColor color = Qt::black;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignTop;
    bool fixedPitch = false;
    qreal letterSpacing = 100; ///< per cent
};

QFont ticketFont(const TextStyle &style, int size);
/// Draws plain text (control characters and line breaks become spaces, very long text is cut) and returns the height used.
qreal drawFitted(QPainter &painter, const QRectF &box, const QString &text, const TextStyle &style);

} // namespace foyer
