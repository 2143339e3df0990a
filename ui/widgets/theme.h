// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QIcon>

namespace foyer {

enum class ThemeMode { System, Light, Dark, HighContrast };

/// The colours of LOOK: every colour on screen comes from here or from a tier.
struct ThemeColors
{
    QColor window, surface, line, text, secondText, accent, onAccent, warning, danger, success;
    QColor seatFree, seatMine, seatHeld, seatSold, seatBlocked, seatLeased;
    bool dark = false;
    int lineWidth = 1; ///< 2 in high contrast
};

/// Applies palette, style sheet and fonts to the application and hands out the colours and tinted symbolic icons. One per process, made in app and passed
/// by constructor; GUI thread only.
class Theme : public QObject
{
    Q_OBJECT
public:
    explicit Theme(QObject *parent = nullptr);

    void setMode(ThemeMode mode);
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] const ThemeColors &colors() const { return m_colors; }
    /// A symbolic icon of resources/icons by file name without suffix, tinted with the text colour (accent when checked, second text when disabled).
    [[nodiscard]] QIcon icon(const QString &name) const;
    /// The system UI font with tabular figures, in points; weight as QFont::Weight.
    [[nodiscard]] static QFont figures(double pointSize, int weight = 400);

Q_SIGNALS:
    void changed();

private:
    void apply();
    ThemeMode m_mode = ThemeMode::System;
    ThemeColors m_colors;
};

} // namespace foyer
