// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/basketmodel.h"

#include <QtCore/QPersistentModelIndex>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace foyer;

namespace {

BasketLine line(int place)
{
    BasketLine l;
    l.ticket = TicketId::make();
    l.place = PlaceInfo{PlaceId{place}, QStringLiteral("Stalls/B-%1").arg(place), TierId::make()};
    l.tierName = QStringLiteral("Stalls");
    l.tierColor = QStringLiteral("#2457c5");
    l.priceTypeName = QStringLiteral("Adult");
    l.price = Money{4500, {}};
    return l;
}

} // namespace

class TestBasketModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsFollowTheBasket();
    void aChangedPriceIsOneChange();
};

void TestBasketModel::rowsFollowTheBasket()
{
    BasketModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const BasketLine a = line(12);
    const BasketLine b = line(13);
    const BasketLine c = line(14);
    model.setLines({a, b, c});
    const QPersistentModelIndex kept(model.index(2, 0));
    QCOMPARE(model.rowOf(PlaceId{13}), 1);
    model.setLines({a, c});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(kept.row(), 1);
    QCOMPARE(model.rowOf(PlaceId{13}), -1);
    QCOMPARE(model.index(1, BasketModel::PlaceColumn).data().toString(), QStringLiteral("Stalls/B-14"));
    model.setLines({});
    QCOMPARE(model.rowCount(), 0);
}

void TestBasketModel::aChangedPriceIsOneChange()
{
    BasketModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    BasketLine a = line(12);
    model.setLines({a, line(13)});
    a.priceTypeName = QStringLiteral("Concession");
    a.price.minor = 3000;
    model.setLines({a, *model.line(model.index(1, 0))});
    QCOMPARE(model.index(0, BasketModel::PriceColumn).data(BasketModel::PriceRole).value<Money>().minor, 3000);
    QCOMPARE(model.index(0, BasketModel::PriceTypeColumn).data().toString(), QStringLiteral("Concession"));
    QCOMPARE(model.index(0, BasketModel::PriceColumn).data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignRight | Qt::AlignVCenter));
}

QTEST_GUILESS_MAIN(TestBasketModel)
#include "tst_basketmodel.moc"
