// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/colormath.h"

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto blend = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor withContrast(const QColor &color, const QColor &background, double ratio)
{
    const QColor end = luminance(background) < 0.18 ? QColor(Qt::white) : QColor(Qt::black);
    QColor result = color;
    for (double share = 0.1; contrastRatio(result, background) < ratio && share < 1.0; share += 0.1) {
        result = mixed(color, end, share);
    }
    return result;
}

QColor readableOn(const QColor &fill)
{
    const QColor dark(0x10, 0x13, 0x16);
    return contrastRatio(fill, Qt::white) >= contrastRatio(fill, dark) * 0.75 ? QColor(Qt::white) : dark;
}

} // namespace foyer
