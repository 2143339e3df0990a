// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QIcon>
#include <QtGui/QPixmap>

class QWidget;

namespace foyer {

enum class ThemeMode { System, Light, Dark, HighContrast };

/// The colours of LOOK: every colour on screen comes from here or from a tier.
struct ThemeColors
{
    QColor window, surface, line, text, secondText, accent, onAccent, warning, danger, success;
    QColor control;  ///< outline of what can be operated: at least 3:1 on surface and window, where `line` only separates
    QColor hover;    ///< background under the pointer
    QColor selected; ///< background of a selected row; text stays `text`
    QColor seatFree, seatMine, seatHeld, seatSold, seatBlocked, seatLeased;
    bool dark = false;
    int lineWidth = 1; ///< 2 in high contrast
};

/// The colours of one mode; System is decided by Theme, here it is Light.
ThemeColors themeColors(ThemeMode mode);

/// What an icon is drawn with; Text turns to accent when checked and to second text when disabled.
enum class IconRole { Text, Second, OnAccent, Accent, Warning, Danger, Success };

/// Applies palette, style sheet and fonts to the application and hands out the colours and tinted symbolic icons. One per process, made in app and passed
/// by constructor; GUI thread only.
///
/// Widgets say what they are with the dynamic property `kind` (setKind below); the style sheet does the rest. ui/README.md lists the kinds.
class Theme : public QObject
{
    Q_OBJECT
public:
    explicit Theme(QObject *parent = nullptr);

    void setMode(ThemeMode mode);
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    /// What is on screen: never System.
    [[nodiscard]] ThemeMode shownMode() const;
    [[nodiscard]] const ThemeColors &colors() const { return m_colors; }
    /// The colour an IconRole stands for.
    [[nodiscard]] QColor color(IconRole role) const;
    /// A symbolic icon of resources/icons by file name without suffix, tinted with the text colour (accent when checked, second text when disabled). It follows
    /// later changes of the theme; repaint what shows it on changed().
    [[nodiscard]] QIcon icon(const QString &name, IconRole role = IconRole::Text) const;
    /// The same as one picture of `size` logical pixels, for labels.
    [[nodiscard]] QPixmap pixmap(const QString &name, int size, IconRole role = IconRole::Text, qreal devicePixelRatio = 1) const;
    /// The system UI font with tabular figures, in points; weight as QFont::Weight.
    [[nodiscard]] static QFont figures(double pointSize, int weight = 400);
    /// The UI font of the house in points.
    [[nodiscard]] static QFont font(double pointSize, int weight = 400);

Q_SIGNALS:
    void changed();

private:
    void apply();
    void follow();

    ThemeMode m_mode = ThemeMode::System;
    bool m_desktopDark = false;
    bool m_desktopContrast = false;
    ThemeColors m_colors;
};

/// Gives `widget` a kind of the style sheet and repolishes it when it already has one.
void setKind(QWidget *widget, const QString &kind);

} // namespace foyer
