// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/textfit.h"

#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>
#include <QtGui/QTextLayout>

#include <algorithm>

namespace foyer {

namespace {

// More than any field of a ticket shows; layout time must not depend on what somebody typed.
constexpr qsizetype kMaxCharacters = 400;

QString plain(const QString &text)
{
    QString clean = text.left(kMaxCharacters);
    if (!clean.isEmpty() && clean.back().isHighSurrogate())
        clean.chop(1);
    for (QChar &c : clean) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    }
    return clean.simplified();
}

// Breaks `text` into lines of the width; false when it needs more than `lines` of them or a word is wider than the box.
bool breakLines(QTextLayout &layout, qreal width, int lines)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WordWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    int count = 0;
    bool fits = true;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        fits = fits && line.naturalTextWidth() <= width && ++count <= lines;
    }
    layout.endLayout();
    return fits;
}

QStringList linesOf(const QTextLayout &layout, const QString &text)
{
    QStringList lines;
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    return lines;
}

struct Fit
{
    QFont font;
    QStringList lines;
};

qreal lineHeightOf(const QFont &font)
{
    return QFontMetricsF(font).height() * 0.98;
}

Fit fitText(const QString &text, const QSizeF &box, const TextStyle &style)
{
    const qreal width = box.width();
    const int step = std::max(1, style.size / 40);
    for (int size = style.size;; size = std::max(style.smallest, size - step)) {
        Fit fit{ticketFont(style, size), {}};
        QTextLayout layout(text, fit.font);
        const bool broken = breakLines(layout, width, style.lines);
        // A single line may stand out of its box: the room above and below belongs to it anyway.
        const bool tooHigh = layout.lineCount() > 1 && layout.lineCount() * lineHeightOf(fit.font) > box.height();
        if (broken && (!tooHigh || size == style.smallest)) {
            fit.lines = linesOf(layout, text);
            return fit;
        }
        if (size > style.smallest)
            continue;
        // What does not fit even now is cut: whole lines first, the rest into the last one.
        const QStringList all = linesOf(layout, text);
        const QFontMetricsF metrics(fit.font);
        fit.lines = all.mid(0, style.lines - 1);
        qsizetype used = 0;
        for (const QString &line : std::as_const(fit.lines))
            used = text.indexOf(line, used) + line.size();
        fit.lines.append(metrics.elidedText(text.mid(used).trimmed(), Qt::ElideRight, width));
        for (QString &line : fit.lines)
            line = metrics.elidedText(line, Qt::ElideRight, width);
        return fit;
    }
}

} // namespace

QFont ticketFont(const TextStyle &style, int size)
{
    QFont font;
    if (style.fixedPitch) {
        font.setFamilies({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
        font.setStyleHint(QFont::Monospace);
    } else {
        font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")});
        font.setStyleHint(QFont::SansSerif);
    }
    font.setPixelSize(size);
    font.setWeight(style.weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    if (style.letterSpacing != 100)
        font.setLetterSpacing(QFont::PercentageSpacing, style.letterSpacing);
    return font;
}

qreal drawFitted(QPainter &painter, const QRectF &box, const QString &text, const TextStyle &style)
{
    const QString clean = plain(text);
    if (clean.isEmpty() || box.width() <= 0)
        return 0;
    const Fit fit = fitText(clean, box.size(), style);
    const qreal lineHeight = lineHeightOf(fit.font);
    const qreal height = lineHeight * static_cast<qreal>(fit.lines.size());
    qreal top = box.top();
    if (style.alignment & Qt::AlignVCenter)
        top += (box.height() - height) / 2;
    else if (style.alignment & Qt::AlignBottom)
        top += box.height() - height;
    painter.setFont(fit.font);
    painter.setPen(style.color);
    const auto horizontal = (style.alignment & Qt::AlignHorizontal_Mask) | Qt::AlignAbsolute;
    for (const QString &line : fit.lines) {
        painter.drawText(QRectF(box.left(), top, box.width(), lineHeight),
                         static_cast<int>(horizontal | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip), line);
        top += lineHeight;
    }
    return height;
}

} // namespace foyer
