// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

namespace foyer {

namespace {

QColor rgb(quint32 value)
{
    return QColor::fromRgb(QRgb(0xff000000U | value));
}

ThemeColors light()
{
    ThemeColors c;
    c.window = rgb(0xF6F7F8);
    c.surface = rgb(0xFFFFFF);
    c.line = rgb(0xD9DDE2);
    c.text = rgb(0x1B1F24);
    c.secondText = rgb(0x5A636E);
    c.accent = rgb(0x2457C5);
    c.onAccent = rgb(0xFFFFFF);
    c.warning = rgb(0xA85808);
    c.danger = rgb(0xB3261E);
    c.success = rgb(0x007A58);
    c.control = rgb(0x858D97);
    c.hover = rgb(0xEEF1F4);
    c.selected = rgb(0xE3EBFA);
    c.seatFree = rgb(0x009E73);
    c.seatMine = rgb(0x0072B2);
    c.seatHeld = rgb(0xE69F00);
    c.seatSold = rgb(0x555555);
    c.seatBlocked = rgb(0x7A828C);
    c.seatLeased = rgb(0x9A5FB5);
    return c;
}

ThemeColors dark()
{
    ThemeColors c;
    c.window = rgb(0x17191C);
    c.surface = rgb(0x202327);
    c.line = rgb(0x353A41);
    c.text = rgb(0xE8EAED);
    c.secondText = rgb(0xA3ABB5);
    c.accent = rgb(0x8AB4FF);
    c.onAccent = rgb(0x10203C);
    c.warning = rgb(0xF0B35B);
    c.danger = rgb(0xFF8A80);
    c.success = rgb(0x5CC9A0);
    c.control = rgb(0x77808B);
    c.hover = rgb(0x2A2E34);
    c.selected = rgb(0x27364F);
    // The light set of PARTS, lifted until each reaches 3:1 on the dark surface; the order of lightness stays.
    c.seatFree = rgb(0x1FBF8F);
    c.seatMine = rgb(0x4BA8E8);
    c.seatHeld = rgb(0xF0B040);
    c.seatSold = rgb(0x8B929B);
    c.seatBlocked = rgb(0x7E8690);
    c.seatLeased = rgb(0xC08BD8);
    c.dark = true;
    return c;
}

ThemeColors highContrast()
{
    ThemeColors c;
    c.window = rgb(0x000000);
    c.surface = rgb(0x000000);
    c.line = rgb(0xFFFFFF);
    c.text = rgb(0xFFFFFF);
    c.secondText = rgb(0xFFFFFF);
    c.accent = rgb(0xFFE14D);
    c.onAccent = rgb(0x000000);
    c.warning = rgb(0xFFC266);
    c.danger = rgb(0xFFA39B);
    c.success = rgb(0x7CF0C4);
    c.control = rgb(0xFFFFFF);
    c.hover = rgb(0x2B2B2B);
    c.selected = rgb(0x3D3A14);
    c.seatFree = rgb(0x2EE6AE);
    c.seatMine = rgb(0x66BFFF);
    c.seatHeld = rgb(0xFFC400);
    c.seatSold = rgb(0xB8B8B8);
    c.seatBlocked = rgb(0xFFFFFF);
    c.seatLeased = rgb(0xE3B5F5);
    c.dark = true;
    c.lineWidth = 2;
    return c;
}

} // namespace

ThemeColors themeColors(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Dark:
        return dark();
    case ThemeMode::HighContrast:
        return highContrast();
    case ThemeMode::System:
    case ThemeMode::Light:
        break;
    }
    return light();
}

} // namespace foyer
