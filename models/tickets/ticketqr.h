// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QPainterPath>

#include <QtCore/QString>

namespace foyer {

/// A QR code as one path of dark modules: scale it to any size, fill it once. Empty (modules 0) for a text that does not fit a QR code.
struct QrPath
{
    QPainterPath dark; ///< one unit per module, the code's top left at the origin
    int modules = 0;   ///< per side, without the quiet zone
};

/// The quiet zone that the standard asks for, in modules on each side.
inline constexpr int kQrQuietModules = 4;

QrPath qrPath(const QString &text);

} // namespace foyer
