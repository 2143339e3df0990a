// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/seatquery.h"

#include "models/core/limits.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace foyer {

namespace {

/// Reads one line, item by item, remembering the row.
class Reader
{
public:
    explicit Reader(const PlaceStore &store) : m_store(store) {}

    void read(const QString &item)
    {
        // A hyphen between two numbers is a run, unless the whole is a seat's label ("12-15": row 12, seat 15).
        if (const int index = m_store.indexOfLabel(item); index >= 0) {
            add(index);
            rememberRow(item);
            return;
        }
        static const QRegularExpression run(
            QStringLiteral("^(?:(.*?)[\\s\\-/]*)?(\\d{1,6})\\s*(?:-|\\x{2013}|\\.\\.)\\s*(\\d{1,6})$"));
        if (const QRegularExpressionMatch match = run.match(item); match.hasMatch()) {
            readRun(item, match.captured(1), match.captured(2).toInt(), match.captured(3).toInt());
            return;
        }
        static const QRegularExpression number(QStringLiteral("^\\d{1,6}$"));
        const QString label =
            m_row.isEmpty() || !number.match(item).hasMatch() ? QString() : m_row + QLatin1Char('-') + item;
        const int index = label.isEmpty() ? -1 : m_store.indexOfLabel(label);
        if (index >= 0) {
            add(index);
        } else {
            m_result.unknown.append(item);
        }
    }

    [[nodiscard]] SeatQueryResult take() { return std::move(m_result); }

private:
    void add(int index)
    {
        if (!m_result.places.contains(index) && m_result.places.size() < limits::maxTicketsPerOrder) {
            m_result.places.append(index);
        }
    }

    void rememberRow(const QString &item)
    {
        static const QRegularExpression end(QStringLiteral("[\\s\\-/]*\\d+$"));
        m_row = QString(item).remove(end);
    }

    void readRun(const QString &item, const QString &named, int from, int to)
    {
        const QString row = named.isEmpty() ? m_row : named;
        const int step = from <= to ? 1 : -1;
        bool any = false;
        QStringList missing;
        // Bounded by the largest order and a little more: "B 1-999999" must not walk a million labels.
        const int count = std::min(std::abs(to - from) + 1, 2 * limits::maxTicketsPerOrder);
        for (int i = 0; i < count; ++i) {
            const QString label = row + QLatin1Char('-') + QString::number(from + i * step);
            const int index = row.isEmpty() ? -1 : m_store.indexOfLabel(label);
            if (index >= 0) {
                any = true;
                add(index);
            } else {
                missing.append(label);
            }
        }
        if (any) {
            m_row = row;
            m_result.unknown.append(missing);
        } else {
            m_result.unknown.append(item);
        }
    }

    const PlaceStore &m_store;
    SeatQueryResult m_result;
    QString m_row;
};

} // namespace

SeatQueryResult findSeats(const PlaceStore &store, const QString &line)
{
    Reader reader(store);
    static const QRegularExpression separators(QStringLiteral("[,;+]"));
    const QStringList items = line.left(1000).split(separators, Qt::SkipEmptyParts);
    for (const QString &item : items) {
        if (const QString text = item.simplified(); !text.isEmpty()) {
            reader.read(text);
        }
    }
    return reader.take();
}

} // namespace foyer
