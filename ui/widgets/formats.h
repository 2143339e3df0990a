// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtCore/QLocale>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace foyer {

/// A place's label as people say it: "Stalls/B-12" is "B 12".
QString spotText(const QString &label);
/// The same with its zone: "Stalls B 12".
QString seatText(const QString &label);
/// For a line that names the tier beside it: the zone is said only where it is not the tier's name; a standing place is "Place 17".
QString placeText(const QString &label, const QString &tier);
/// Several of them, each zone and row named once: "Stalls B 12, B 13 and Circle A 1". More than `most` are counted.
QString seatsText(const QStringList &labels, const QLocale &locale, int most = 8);

/// "Fri 27 Nov" and "Fri 27 Nov 2026".
QString dayText(const QDate &date, const QLocale &locale);
QString dayYearText(const QDate &date, const QLocale &locale);
/// "19:30" or "7:30 PM", never with seconds.
QString timeText(const QTime &time, const QLocale &locale);
/// "Fri 27 Nov 19:30", in the zone that `when` carries.
QString momentText(const QDateTime &when, const QLocale &locale);

/// "13:42" of the time left, rounded up to a second so that 0:00 means over.
QString clockText(qint64 leftMs);
QString statusText(EventStatus status);
/// "1 ticket", "2 tickets".
QString ticketsText(int count, const QLocale &locale);

} // namespace foyer
