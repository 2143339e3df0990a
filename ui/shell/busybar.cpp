// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/busybar.h"

#include "ui/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

#include <cmath>

namespace foyer {

namespace {

constexpr int frameMs = 33;
constexpr double roundMs = 1600;
constexpr double pieceShare = 0.3;

} // namespace

BusyBar::BusyBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedSize(240, 4);
}

void BusyBar::showEvent(QShowEvent *event)
{
    m_clock.start();
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        m_timer.start(frameMs, this);
    QWidget::showEvent(event);
}

void BusyBar::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void BusyBar::timerEvent(QTimerEvent *)
{
    update();
}

void BusyBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().line);
    painter.drawRoundedRect(rect(), 2, 2);
    const double phase = std::fmod(static_cast<double>(m_clock.elapsed()) / roundMs, 1.0);
    const double swing = 0.5 - 0.5 * std::cos(phase * 2 * M_PI);
    const double piece = width() * pieceShare;
    painter.setBrush(m_theme.colors().accent);
    painter.drawRoundedRect(QRectF(swing * (width() - piece), 0, piece, height()), 2, 2);
}

} // namespace foyer
