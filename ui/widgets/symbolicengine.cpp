// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/symbolicengine.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

namespace foyer {

SymbolicEngine::SymbolicEngine(const Theme *theme, QString name, IconRole role)
    : m_theme(theme)
    , m_name(std::move(name))
    , m_role(role)
{
}

void SymbolicEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    if (!m_theme || m_name.isEmpty())
        return;
    QColor color = m_theme->color(m_role);
    if (mode == QIcon::Disabled)
        color = m_theme->colors().secondText;
    else if (state == QIcon::On && m_role == IconRole::Text)
        color = m_theme->colors().accent;

    // The drawing is a mask: its own colour does not matter, so that any editor can save it.
    const qreal ratio = painter->device()->devicePixelRatioF();
    QImage mask(rect.size() * ratio, QImage::Format_ARGB32_Premultiplied);
    mask.fill(Qt::transparent);
    {
        QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(m_name));
        QPainter maskPainter(&mask);
        maskPainter.setRenderHint(QPainter::Antialiasing);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(&maskPainter);
        maskPainter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        maskPainter.fillRect(mask.rect(), color);
    }
    if (mode == QIcon::Disabled)
        painter->setOpacity(painter->opacity() * 0.55);
    painter->drawImage(QRectF(rect), mask);
    if (mode == QIcon::Disabled)
        painter->setOpacity(painter->opacity() / 0.55);
}

QPixmap SymbolicEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    QPixmap result(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return result;
}

QIconEngine *SymbolicEngine::clone() const
{
    return new SymbolicEngine(m_theme, m_name, m_role);
}

} // namespace foyer
