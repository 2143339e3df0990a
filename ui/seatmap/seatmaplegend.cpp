// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmaplegend.h"

#include <QtCore/QEvent>
#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

constexpr int lineHeight = 28;
constexpr double symbolRadius = 7;
constexpr double symbolWidth = 22; // with the gap to its word
constexpr double gap = 18;
constexpr double smallestGap = 8;

} // namespace

SeatMapLegend::SeatMapLegend(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    recount();
}

void SeatMapLegend::setStore(PlaceStore *store)
{
    if (m_store) {
        m_store->disconnect(this);
    }
    m_store = store;
    if (store) {
        connect(store, &PlaceStore::wasReset, this, &SeatMapLegend::recount);
        connect(store, &PlaceStore::changed, this, &SeatMapLegend::recount);
    }
    recount();
}

void SeatMapLegend::recount()
{
    const std::array<int, 9> counts = m_store ? m_store->counts() : std::array<int, 9>{};
    const auto of = [&counts](PlaceState state) { return counts[static_cast<size_t>(state)]; };
    m_entries = {{SeatLook::Free, tr("free"), of(PlaceState::Free) + of(PlaceState::LeasedToMe)},
                 {SeatLook::Mine, tr("mine"), counts[8]},
                 {SeatLook::Held, tr("held"), of(PlaceState::HeldByOther) + of(PlaceState::HeldByMe)}};
    if (const int leased = of(PlaceState::LeasedToOther); leased > 0) {
        m_entries.append({SeatLook::Leased, tr("leased"), leased});
    }
    if (const int kept = of(PlaceState::Allotted); kept > 0) {
        m_entries.append({SeatLook::Allotted, tr("kept"), kept});
    }
    m_entries.append({SeatLook::Sold, tr("sold"), of(PlaceState::Sold)});
    m_entries.append({SeatLook::Blocked, tr("blocked"), of(PlaceState::Blocked)});
    setAccessibleName(words());
    setToolTip(words());
    updateGeometry();
    update();
}

QString SeatMapLegend::words() const
{
    QStringList parts;
    for (const Entry &entry : m_entries) {
        parts.append(tr("%1 %2", "state and how many: free 412").arg(entry.word, locale().toString(entry.count)));
    }
    return parts.join(QStringLiteral(", "));
}

double SeatMapLegend::entryWidth(const Entry &entry, bool withWord) const
{
    const QFontMetricsF metrics(font());
    QFont bold(font());
    bold.setWeight(QFont::DemiBold);
    return symbolWidth + (withWord ? metrics.horizontalAdvance(entry.word) + 5 : 0) +
           QFontMetricsF(bold).horizontalAdvance(locale().toString(entry.count));
}

QSize SeatMapLegend::sizeHint() const
{
    double width = 0;
    for (const Entry &entry : m_entries) {
        width += entryWidth(entry, true) + gap;
    }
    return {static_cast<int>(std::ceil(width)), lineHeight};
}

QSize SeatMapLegend::minimumSizeHint() const
{
    return {200, lineHeight};
}

void SeatMapLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors &colors = m_theme.colors();
    QFont bold(font());
    bold.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(font());
    const double middle = height() / 2.0;
    const double base = middle + metrics.capHeight() / 2;
    const auto lengthOf = [this](bool withWords) {
        double length = 2;
        for (const Entry &entry : m_entries) {
            length += entryWidth(entry, withWords);
        }
        return length;
    };
    // Every count is worth more than the words, which the tooltip has as well.
    const auto gaps = static_cast<double>(m_entries.size() - 1);
    const bool withWords = lengthOf(true) + gaps * smallestGap <= width();
    const double step = std::clamp((width() - lengthOf(withWords)) / gaps, smallestGap, gap);
    double x = 1; // the outline of the first symbol
    for (const Entry &entry : m_entries) {
        SeatGlyph glyph;
        glyph.look = entry.look;
        glyph.detail = SeatDetail::Middle;
        paintSeat(painter, {x + symbolRadius + 1, middle}, symbolRadius, glyph, colors);
        double at = x + symbolWidth;
        if (withWords) {
            painter.setFont(font());
            painter.setPen(colors.secondText);
            painter.drawText(QPointF(at, base), entry.word);
            at += metrics.horizontalAdvance(entry.word) + 5;
        }
        painter.setFont(bold);
        painter.setPen(colors.text);
        painter.drawText(QPointF(at, base), locale().toString(entry.count));
        x += entryWidth(entry, withWords) + step;
    }
}

void SeatMapLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange) {
        recount();
    } else if (event->type() == QEvent::FontChange) {
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

} // namespace foyer
