// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QColor>

namespace foyer {

/// `share` of `b` in `a`, in sRGB; 0 is a, 1 is b.
QColor mixed(const QColor &a, const QColor &b, double share);
/// WCAG 2 contrast ratio, 1 to 21.
double contrastRatio(const QColor &a, const QColor &b);
/// `color` made lighter or darker, away from `background`, until the ratio is reached.
QColor withContrast(const QColor &color, const QColor &background, double ratio);
/// Black or white, whichever reads better on `fill`.
QColor readableOn(const QColor &fill);

} // namespace foyer
