// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/seatquery.h"

#include "models/core/limits.h"

#include <QtCore/QRegularExpression>

#include <cstdlib>

namespace foyer {

namespace {

using IndexOf = std::function<int(const QString &)>;

struct Part
{
    QString row; ///< with its zone, as typed
    int first = -1;
    int last = -1; ///< -1 when it is no range
};

QString titleCase(const QString &word)
{
    return word.left(1).toUpper() + word.mid(1).toLower();
}

// "stalls b" is typed for "Stalls/B": the word before the last gap may be the zone.
QStringList rowSpellings(const QString &row)
{
    QStringList spellings{row, row.toUpper()};
    const qsizetype gap = row.lastIndexOf(QLatin1Char(' '));
    if (gap > 0) {
        const QString zone = row.left(gap).trimmed();
        const QString name = row.mid(gap + 1);
        for (const QString &z : {zone, titleCase(zone), zone.toUpper()})
            spellings << z + QLatin1Char('/') + name << z + QLatin1Char('/') + name.toUpper();
    }
    const qsizetype slash = row.indexOf(QLatin1Char('/'));
    if (slash > 0)
        spellings << titleCase(row.left(slash)) + QLatin1Char('/') + row.mid(slash + 1).toUpper();
    return spellings;
}

int seatAt(const QString &row, int number, const IndexOf &indexOf)
{
    for (const QString &spelling : rowSpellings(row)) {
        const QString label = spelling.isEmpty() ? QString::number(number) : spelling + QLatin1Char('-') + QString::number(number);
        if (const int index = indexOf(label); index >= 0)
            return index;
    }
    return -1;
}

Part readPart(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^(.*?)[\\s-]*(\\d{1,5})(?:\\s*[-\\x{2013}]\\s*(\\d{1,5}))?$"));
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return {};
    Part part{match.captured(1).trimmed(), match.captured(2).toInt(), -1};
    if (!match.captured(3).isEmpty())
        part.last = match.captured(3).toInt();
    return part;
}

void addOnce(QVector<int> &indexes, int index)
{
    if (!indexes.contains(index))
        indexes.append(index);
}

// False when the part names no seat.
bool addPart(const QString &text, QString &row, const IndexOf &indexOf, QVector<int> &indexes)
{
    for (const QString &whole : {text, text.toUpper()}) {
        if (const int index = indexOf(whole); index >= 0) {
            row = readPart(text).row.isEmpty() ? row : readPart(text).row;
            addOnce(indexes, index);
            return true;
        }
    }
    const Part part = readPart(text);
    if (part.first < 0)
        return false;
    if (!part.row.isEmpty())
        row = part.row;
    const int first = seatAt(row, part.first, indexOf);
    if (part.last < 0) {
        if (first >= 0)
            addOnce(indexes, first);
        return first >= 0;
    }
    if (first < 0 || seatAt(row, part.last, indexOf) < 0 || std::abs(part.last - part.first) > 2 * limits::maxTicketsPerOrder)
        return false;
    const int step = part.first <= part.last ? 1 : -1;
    for (int number = part.first; number != part.last + step; number += step) {
        if (const int index = seatAt(row, number, indexOf); index >= 0)
            addOnce(indexes, index);
    }
    return true;
}

} // namespace

SeatQuery readSeatQuery(const QString &text, const IndexOf &indexOf)
{
    static const QRegularExpression separators(QStringLiteral("[,;+&]"));
    SeatQuery query;
    QString row;
    for (const QString &part : text.left(1000).split(separators, Qt::SkipEmptyParts)) {
        const QString simple = part.simplified();
        if (!simple.isEmpty() && !addPart(simple, row, indexOf, query.indexes))
            query.unknown << simple;
    }
    if (query.indexes.size() > limits::maxTicketsPerOrder) {
        query.indexes.clear();
        query.tooMany = true;
    }
    return query;
}

} // namespace foyer
