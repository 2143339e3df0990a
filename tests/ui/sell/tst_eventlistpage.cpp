// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/eventlistmodel.h"
#include "tests/ui/sell/sellbench.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

using namespace foyer;

class TestEventListPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefreshKeepsItsPlace();
    void typingFiltersAndArrowsMove();
    void emptyAndFailedSayWhatToDo();
    void anOldListSaysThatItIsOld();
};

void TestEventListPage::aRefreshKeepsItsPlace()
{
    SellBench bench(40);
    auto *table = bench.find<QTableView>("eventTable");
    QTRY_COMPARE(table->model()->rowCount(), 41);
    table->setCurrentIndex(table->model()->index(30, 0));
    const QString title = table->currentIndex().data(EventListModel::IdRole).toString();
    const int asked = bench.centre.asked(QStringLiteral("events"));
    // Sold meanwhile, and one performance before it is gone.
    bench.centre.houses()[12].detail.event.counts.sold += 10;
    bench.centre.houses().removeAt(3);
    bench.press(Qt::Key_F5);
    QTRY_COMPARE(bench.centre.asked(QStringLiteral("events")), asked + 1);
    QTRY_COMPARE(table->model()->rowCount(), 40);
    QCOMPARE(table->currentIndex().data(EventListModel::IdRole).toString(), title);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->selectionModel()->selectedRows().first().row(), table->currentIndex().row());
}

void TestEventListPage::typingFiltersAndArrowsMove()
{
    SellBench bench(20);
    auto *table = bench.find<QTableView>("eventTable");
    QTRY_COMPARE(table->model()->rowCount(), 21);
    bench.type(QStringLiteral("swan"));
    QCOMPARE(table->model()->rowCount(), 5);
    QCOMPARE(table->currentIndex().row(), 0);
    bench.press(Qt::Key_Down);
    bench.press(Qt::Key_Down);
    QCOMPARE(table->currentIndex().row(), 2);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("eventSearch"));
    bench.type(QStringLiteral("xyz"));
    QCOMPARE(table->model()->rowCount(), 0);
    QVERIFY(bench.text("eventsSentence").contains(QStringLiteral("No performance")));
    QVERIFY(!table->isVisible());
}

void TestEventListPage::emptyAndFailedSayWhatToDo()
{
    SellBench bench;
    bench.centre.houses().clear();
    bench.room.start();
    QTRY_VERIFY2(bench.text("eventsSentence").contains(QStringLiteral("reported a fault")), qPrintable(bench.text("eventsSentence")));
    bench.centre.addTheatre();
    bench.centre.failNext(QStringLiteral("events"), Error{ErrorCode::NotPermitted, {}, {}, {}});
    bench.press(Qt::Key_F5);
    QTRY_VERIFY(bench.text("eventsSentence").contains(QStringLiteral("may not")));
    bench.press(Qt::Key_F5);
    QTRY_VERIFY(bench.find<QTableView>("eventTable")->isVisible());
}

void TestEventListPage::anOldListSaysThatItIsOld()
{
    SellBench bench;
    auto *table = bench.find<QTableView>("eventTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    bench.centre.setLinkState(LinkState::Lost);
    bench.press(Qt::Key_F5);
    QTRY_VERIFY(bench.message("eventListPage").contains(QStringLiteral("out of date")));
    QVERIFY(table->isVisible());
    bench.centre.setLinkState(LinkState::Online);
    QTRY_VERIFY(bench.message("eventListPage").isEmpty());
}

QTEST_MAIN(TestEventListPage)
#include "tst_eventlistpage.moc"
