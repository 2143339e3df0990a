// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/formats.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace foyer {

namespace {

struct Formats
{
    Q_DECLARE_TR_FUNCTIONS(foyer::Formats)
};

QString zoneOf(const QString &label)
{
    const qsizetype slash = label.lastIndexOf(QLatin1Char('/'));
    return slash < 0 ? QString() : label.left(slash);
}

} // namespace

QString spotText(const QString &label)
{
    QString spot = label.mid(label.lastIndexOf(QLatin1Char('/')) + 1);
    const qsizetype dash = spot.lastIndexOf(QLatin1Char('-'));
    if (dash > 0)
        spot[dash] = QLatin1Char(' ');
    return spot;
}

QString seatText(const QString &label)
{
    const QString zone = zoneOf(label);
    return zone.isEmpty() ? spotText(label) : zone + QLatin1Char(' ') + spotText(label);
}

QString placeText(const QString &label, const QString &tier)
{
    const QString zone = zoneOf(label);
    QString spot = spotText(label);
    if (!spot.contains(QLatin1Char(' ')))
        spot = Formats::tr("Place %1").arg(spot);
    return zone.isEmpty() || zone == tier ? spot : QStringLiteral("%1 · %2").arg(zone, spot);
}

QString seatsText(const QStringList &labels, const QLocale &locale, int most)
{
    QStringList said;
    QString zone;
    for (const QString &label : labels.mid(0, most)) {
        said << (!said.isEmpty() && zoneOf(label) == zone ? spotText(label) : seatText(label));
        zone = zoneOf(label);
    }
    const int more = static_cast<int>(labels.size() - said.size());
    if (more > 0)
        said << Formats::tr("%1 more").arg(locale.toString(more));
    return locale.createSeparatedList(said);
}

QString dayText(const QDate &date, const QLocale &locale)
{
    return locale.toString(date, Formats::tr("ddd d MMM", "date without a year, in Qt's date format"));
}

QString dayYearText(const QDate &date, const QLocale &locale)
{
    return locale.toString(date, Formats::tr("ddd d MMM yyyy", "date with a year, in Qt's date format"));
}

QString timeText(const QTime &time, const QLocale &locale)
{
    QString format = locale.timeFormat(QLocale::ShortFormat);
    format.remove(QLatin1String(":ss"));
    return locale.toString(time, format);
}

QString momentText(const QDateTime &when, const QLocale &locale)
{
    return Formats::tr("%1 %2", "day and time").arg(dayText(when.date(), locale), timeText(when.time(), locale));
}

QString clockText(qint64 leftMs)
{
    const qint64 seconds = std::max<qint64>(0, (leftMs + 999) / 1000);
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString statusText(EventStatus status)
{
    switch (status) {
    case EventStatus::Draft: return Formats::tr("Draft");
    case EventStatus::Published: return Formats::tr("Announced");
    case EventStatus::OnSale: return Formats::tr("On sale");
    case EventStatus::Paused: return Formats::tr("Paused");
    case EventStatus::Postponed: return Formats::tr("Postponed");
    case EventStatus::Closed: return Formats::tr("Closed");
    case EventStatus::Cancelled: return Formats::tr("Cancelled");
    }
    return {};
}

QString ticketsText(int count, const QLocale &locale)
{
    return count == 1 ? Formats::tr("1 ticket") : Formats::tr("%1 tickets").arg(locale.toString(count));
}

} // namespace foyer
