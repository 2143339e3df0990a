// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/eventlistmodel.h"

#include <QtCore/QPersistentModelIndex>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <numeric>
#include <random>

using namespace foyer;

namespace {

EventSummary performance(int n)
{
    EventSummary event;
    event.id = EventId::fromText(QStringLiteral("00000000-0000-0000-0000-%1").arg(n, 12, 10, QLatin1Char('0')));
    event.slug = QStringLiteral("show-%1").arg(n);
    event.title = QStringLiteral("Show %1").arg(n);
    event.venue = QStringLiteral("Main House");
    event.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC).addDays(n);
    event.timezone = "Europe/Berlin";
    event.status = EventStatus::OnSale;
    event.counts = Counts{100, 60, 5, 5, 10, 20};
    return event;
}

QStringList titles(const EventListModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.index(row, EventListModel::TitleColumn).data().toString();
    return list;
}

} // namespace

class TestEventListModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rolesSayWhatTheRowIs();
    void refreshKeepsPersistentIndexes();
    void anUnchangedRefreshSaysNothing();
    void anyRefreshEndsInTheWantedOrder();
};

void TestEventListModel::rolesSayWhatTheRowIs()
{
    EventListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEvents({performance(1)});
    const QModelIndex index = model.index(0, EventListModel::SalesColumn);
    QCOMPARE(index.data(EventListModel::PlacesRole).toInt(), 100);
    QCOMPARE(index.data(EventListModel::FreeRole).toInt(), 60);
    QCOMPARE(index.data(EventListModel::HeldRole).toInt(), 10);
    QCOMPARE(index.data(EventListModel::BlockedRole).toInt(), 10);
    QCOMPARE(index.data(EventListModel::SoldRole).toInt(), 20);
    QCOMPARE(index.data(EventListModel::StatusRole).toInt(), int(EventStatus::OnSale));
    QCOMPARE(index.data(EventListModel::StartRole).toDateTime().time(), QTime(19, 30)); // Berlin, not UTC
    QVERIFY(!index.data(Qt::DecorationRole).isValid());
    QCOMPARE(model.event(model.index(5, 0)), nullptr);
}

void TestEventListModel::refreshKeepsPersistentIndexes()
{
    EventListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEvents({performance(1), performance(2), performance(3)});
    const QPersistentModelIndex third(model.index(2, 0));
    const QPersistentModelIndex first(model.index(0, 0));
    model.setEvents({performance(3), performance(4), performance(2)});
    QCOMPARE(titles(model), (QStringList{QStringLiteral("Show 3"), QStringLiteral("Show 4"), QStringLiteral("Show 2")}));
    QVERIFY(third.isValid());
    QCOMPARE(third.row(), 0);
    QVERIFY(!first.isValid());
}

void TestEventListModel::anUnchangedRefreshSaysNothing()
{
    EventListModel model;
    model.setEvents({performance(1), performance(2)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setEvents({performance(1), performance(2)});
    QCOMPARE(changed.size(), 0);
    QCOMPARE(inserted.size(), 0);
    EventSummary sold = performance(2);
    sold.counts.sold += 1;
    sold.counts.free -= 1;
    model.setEvents({performance(1), sold});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
}

void TestEventListModel::anyRefreshEndsInTheWantedOrder()
{
    EventListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    std::mt19937 random(20261127);
    for (int round = 0; round < 50; ++round) {
        QVector<int> numbers(20);
        std::iota(numbers.begin(), numbers.end(), 1);
        std::shuffle(numbers.begin(), numbers.end(), random);
        numbers.resize(int(random() % 21));
        QVector<EventSummary> events;
        QStringList wanted;
        for (const int n : std::as_const(numbers)) {
            events << performance(n);
            wanted << QStringLiteral("Show %1").arg(n);
        }
        model.setEvents(events);
        QCOMPARE(titles(model), wanted);
    }
}

QTEST_GUILESS_MAIN(TestEventListModel)
#include "tst_eventlistmodel.moc"
