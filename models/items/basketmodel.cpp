// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/basketmodel.h"

#include "models/items/mergerows.h"

namespace foyer {

namespace {

bool sameRow(const BasketLine &a, const BasketLine &b)
{
    return a.ticket == b.ticket && a.hold == b.hold && a.event == b.event && a.place.label == b.place.label && a.priceType == b.priceType
        && a.tierName == b.tierName && a.priceTypeName == b.priceTypeName && a.price == b.price && a.fee == b.fee && a.startsAt == b.startsAt;
}

QVariant displayed(const BasketLine &line, int column)
{
    switch (column) {
    case BasketModel::PlaceColumn: return line.place.label;
    case BasketModel::TierColumn: return line.tierName;
    case BasketModel::PriceTypeColumn: return line.priceTypeName;
    case BasketModel::PriceColumn: return amountText(line.price, QLocale());
    }
    return {};
}

} // namespace

void BasketModel::setLines(const QVector<BasketLine> &lines)
{
    RowEdits<BasketLine> edits;
    edits.remove = [this](int row) {
        beginRemoveRows({}, row, row);
        m_lines.removeAt(row);
        endRemoveRows();
    };
    edits.move = [this](int from, int to) {
        beginMoveRows({}, from, from, {}, to);
        m_lines.move(from, to);
        endMoveRows();
    };
    edits.insert = [this](int row, const BasketLine &line) {
        beginInsertRows({}, row, row);
        m_lines.insert(row, line);
        endInsertRows();
    };
    edits.update = [this](int row, const BasketLine &line) {
        m_lines[row] = line;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    };
    mergeRows(m_lines, lines, [](const BasketLine &l) { return l.place.id; }, sameRow, edits);
}

const BasketLine *BasketModel::line(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_lines.size() ? &m_lines.at(index.row()) : nullptr;
}

int BasketModel::rowOf(const PlaceId &place) const
{
    for (int row = 0; row < m_lines.size(); ++row) {
        if (m_lines.at(row).place.id == place)
            return row;
    }
    return -1;
}

int BasketModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int BasketModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BasketModel::data(const QModelIndex &index, int role) const
{
    const BasketLine *row = line(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole: return displayed(*row, index.column());
    case Qt::TextAlignmentRole: return index.column() == PriceColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case PlaceIdRole: return row->place.id.value;
    case LabelRole: return row->place.label;
    case TierRole: return row->tierName;
    case TierColorRole: return row->tierColor;
    case PriceTypeRole: return row->priceTypeName;
    case PriceRole: return QVariant::fromValue(row->price);
    case StartRole: return row->startsAt;
    default: return {};
    }
}

QHash<int, QByteArray> BasketModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert({{PlaceIdRole, "place"}, {LabelRole, "label"}, {TierRole, "tier"}, {TierColorRole, "tierColor"},
                  {PriceTypeRole, "priceType"}, {PriceRole, "price"}, {StartRole, "start"}});
    return names;
}

} // namespace foyer
