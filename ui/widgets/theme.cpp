// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include "ui/widgets/desktopsettings.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/symbolicengine.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

namespace foyer {

namespace {

QPalette paletteOf(const ThemeColors &c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.window);
    p.setColor(QPalette::ToolTipBase, c.surface);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.secondText);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::Light, c.surface);
    p.setColor(QPalette::Midlight, c.hover);
    p.setColor(QPalette::Mid, c.line);
    p.setColor(QPalette::Dark, c.control);
    p.setColor(QPalette::Shadow, c.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.secondText);
    return p;
}

QString filledTemplate(const ThemeColors &c)
{
    QFile file(QStringLiteral(":/styles/foyer.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    const QPair<const char *, QColor> colors[] = {
        {"window", c.window},   {"surface", c.surface}, {"line", c.line},       {"text", c.text},       {"second", c.secondText}, {"accent", c.accent},
        {"onaccent", c.onAccent}, {"warning", c.warning}, {"danger", c.danger}, {"success", c.success}, {"control", c.control},   {"hover", c.hover},
        {"selected", c.selected},
    };
    for (const auto &[name, color] : colors)
        text.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char('@'), color.name());
    text.replace(QLatin1String("@border@"), QString::number(c.lineWidth) + QLatin1String("px"));
    text.replace(QLatin1String("@figures@"), figureFamily());
    return text;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    // Before the first style of our own the palette still says what the desktop looks like.
    , m_desktopDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{
    QApplication::setStyle(QStringLiteral("Fusion"));
    apply();
    auto *desktop = new DesktopSettings(this);
    connect(desktop, &DesktopSettings::darkWished, this, [this](bool dark) {
        m_desktopDark = dark;
        follow();
    });
    connect(desktop, &DesktopSettings::contrastWished, this, [this](bool high) {
        m_desktopContrast = high;
        follow();
    });
}

void Theme::setMode(ThemeMode mode)
{
    m_mode = mode;
    apply();
}

ThemeMode Theme::shownMode() const
{
    if (m_mode != ThemeMode::System)
        return m_mode;
    if (m_desktopContrast)
        return ThemeMode::HighContrast;
    return m_desktopDark ? ThemeMode::Dark : ThemeMode::Light;
}

QColor Theme::color(IconRole role) const
{
    switch (role) {
    case IconRole::Text:
        return m_colors.text;
    case IconRole::Second:
        return m_colors.secondText;
    case IconRole::OnAccent:
        return m_colors.onAccent;
    case IconRole::Accent:
        return m_colors.accent;
    case IconRole::Warning:
        return m_colors.warning;
    case IconRole::Danger:
        return m_colors.danger;
    case IconRole::Success:
        return m_colors.success;
    }
    Q_UNREACHABLE();
}

QIcon Theme::icon(const QString &name, IconRole role) const
{
    return QIcon(new SymbolicEngine(this, name, role));
}

QPixmap Theme::pixmap(const QString &name, int size, IconRole role, qreal devicePixelRatio) const
{
    QPixmap result(QSize(size, size) * devicePixelRatio);
    result.setDevicePixelRatio(devicePixelRatio);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    SymbolicEngine(this, name, role).paint(&painter, QRect(0, 0, size, size), QIcon::Normal, QIcon::Off);
    return result;
}

QFont Theme::figures(double pointSize, int weight)
{
    QFont result(figureFamily());
    result.setPointSizeF(pointSize);
    result.setWeight(static_cast<QFont::Weight>(weight));
    return result;
}

QFont Theme::font(double pointSize, int weight)
{
    QFont result(textFamily());
    result.setPointSizeF(pointSize);
    result.setWeight(static_cast<QFont::Weight>(weight));
    return result;
}

void Theme::follow()
{
    if (m_mode == ThemeMode::System)
        apply();
}

void Theme::apply()
{
    m_colors = themeColors(shownMode());
    QApplication::setFont(font(10));
    QApplication::setPalette(paletteOf(m_colors));
    qApp->setStyleSheet(filledTemplate(m_colors));
    Q_EMIT changed();
}

void setKind(QWidget *widget, const QString &kind)
{
    if (widget->property("kind").toString() == kind)
        return;
    widget->setProperty("kind", kind);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace foyer
