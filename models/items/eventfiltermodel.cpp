// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/eventfiltermodel.h"

#include "models/items/eventlistmodel.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>

namespace foyer {

namespace {

// Decomposed and without combining marks, so that "cafe" finds "Café".
QString folded(const QString &text)
{
    QString plain = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    plain.removeIf([](QChar c) { return c.isMark(); });
    return plain;
}

} // namespace

EventFilterModel::EventFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(EventListModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
    setDynamicSortFilter(true);
    sort(EventListModel::StartColumn);
}

void EventFilterModel::setWords(const QString &text)
{
    m_words = folded(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool EventFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (m_words.isEmpty())
        return true;
    const QModelIndex title = sourceModel()->index(sourceRow, EventListModel::TitleColumn, sourceParent);
    const QModelIndex venue = sourceModel()->index(sourceRow, EventListModel::VenueColumn, sourceParent);
    const QDateTime start = title.data(EventListModel::StartRole).toDateTime();
    const QString text = folded(QStringList{title.data().toString(), venue.data().toString(), title.data(EventListModel::SlugRole).toString(),
                                            QLocale().toString(start.date(), QLocale::LongFormat), start.toString(Qt::ISODate)}
                                    .join(QLatin1Char(' ')));
    return std::all_of(m_words.cbegin(), m_words.cend(), [&text](const QString &word) { return text.contains(word); });
}

} // namespace foyer
