// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fonts.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QFontMetricsF>

namespace foyer {

namespace {

// Qt 6.4 can not switch on a font's tabular figures, so figures need a family whose digits are equally wide from the start. (Inter's are not.)
bool hasEqualDigits(const QString &family)
{
    const QFontMetricsF metrics{QFont(family, 40)};
    const double zero = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) > 0.1)
            return false;
    }
    return true;
}

QString findFigureFamily()
{
    const QStringList installed = QFontDatabase::families();
    const QStringList wished = {textFamily(), QStringLiteral("Roboto"), QStringLiteral("Noto Sans"), QStringLiteral("Liberation Sans"), QStringLiteral("DejaVu Sans")};
    for (const QString &family : wished) {
        if (installed.contains(family) && hasEqualDigits(family))
            return family;
    }
    return textFamily();
}

} // namespace

QString textFamily()
{
    static const QString family = [] {
        const QString inter = QStringLiteral("Inter");
        return QFontDatabase::hasFamily(inter) ? inter : QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    }();
    return family;
}

QString figureFamily()
{
    static const QString family = findFigureFamily();
    return family;
}

} // namespace foyer
