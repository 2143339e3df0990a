// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/seatlabel.h"

namespace foyer {

QString normalisedLabel(const QString &label)
{
    QString form;
    form.reserve(label.size());
    bool gap = false;
    for (const QChar c : label) {
        if (c.isSpace() || c == QLatin1Char('-') || c == QLatin1Char('/') || c == QChar(0x2013)) {
            gap = true;
            continue;
        }
        if (gap && !form.isEmpty()) {
            form.append(QLatin1Char('-'));
        }
        gap = false;
        form.append(c.toCaseFolded());
    }
    return form;
}

QString shortLabel(const QString &label)
{
    return label.mid(label.lastIndexOf(QLatin1Char('/')) + 1);
}

} // namespace foyer
