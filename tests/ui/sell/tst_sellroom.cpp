// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/basketmodel.h"
#include "tests/ui/sell/sellbench.h"
#include "ui/seatmap/seatmapwidget.h"
#include "ui/sell/eventlistpage.h"
#include "ui/sell/ticketspage.h"

#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>

using namespace foyer;

class TestSellRoom : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aWholeSaleByKeyboard();
    void cardAndSplitPayments_data();
    void cardAndSplitPayments();
    void enterOnNothingPaysNothing();
    void tooLittleCashSellsNothing();
    void aSecondEnterNeverPaysTwice();
    void aRefusedHoldKeepsTheBasket();
    void aLostPlaceAtThePayDeskIsNamed();
    void aChangedPriceIsShownBeforeItIsPaid();
    void anUnknownOutcomeIsAskedAgainUnderTheSameId();
    void standingPlacesByKeysAndButtons();
    void aPromoterLooksOnly();
    void withoutALineNothingIsSoldTwice();
    void aFullDiskStopsBeforeTheMoney();
    void thePdfIsSavedAndAFailureIsSaid();
    void leavingGivesEverythingBack();
    void placesLostWhilePayingAreSaid();
    void aClickOnTheMapHoldsAndGivesBack();
    void priceTypesAreChosenInTheLine();
    void theClockWarnsAndAKeyExtends();
    void tabFollowsTheReadingOrder();
    void commandsAreWhole();
};

void TestSellRoom::aWholeSaleByKeyboard()
{
    SellBench bench(5);
    QVERIFY(bench.openHamlet());
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("seatQuery"));
    bench.snapshot(QStringLiteral("1-map"));
    bench.type(QStringLiteral("stalls b 12-13"));
    bench.press(Qt::Key_Return);
    QTRY_COMPARE(bench.basketLines(), 2);
    QCOMPARE(bench.centre.heldSeats(), (QStringList{QStringLiteral("Stalls/B-12"), QStringLiteral("Stalls/B-13")}));
    QCOMPARE(bench.text("basketTotal"), QString::fromUtf8("€93.00"));
    bench.press(Qt::Key_F7);
    QTRY_COMPARE(bench.text("basketTotal"), QString::fromUtf8("€78.00"));
    QTRY_VERIFY2(bench.text("holdClock").startsWith(QStringLiteral("1")), qPrintable(bench.text("holdClock")));
    bench.snapshot(QStringLiteral("2-basket"));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("cashGiven"));
    QCOMPARE(bench.find<QPushButton>("payButton")->text(), QString::fromUtf8("Take cash · sell 2 tickets"));
    bench.type(QStringLiteral("100"));
    QCOMPARE(bench.text("tenderState"), QString::fromUtf8("€22.00"));
    bench.snapshot(QStringLiteral("3-tender"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.text("changeLabel"), QString::fromUtf8("€22.00"));
    QTRY_COMPARE(bench.find<TicketsPage>("ticketsPage")->documents().size(), 2);
    bench.snapshot(QStringLiteral("4-tickets"));
    QCOMPARE(bench.centre.sales().size(), 1);
    QCOMPARE(bench.centre.stateOf(QStringLiteral("Stalls/B-12")), PlaceState::Sold);
    QVERIFY(!bench.room.hasBasket());
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("sellPage"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("seatQuery"));
    QCOMPARE(bench.basketLines(), 0);
    bench.press(Qt::Key_Escape);
    QTRY_VERIFY(bench.isOn("eventListPage"));
}

void TestSellRoom::cardAndSplitPayments_data()
{
    QTest::addColumn<QString>("cash");
    QTest::addColumn<QString>("onCard");
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("payments");
    QTest::newRow("card") << QString() << QString() << QStringLiteral("T-4711") << QString::fromUtf8("Charge the card · sell 1 ticket") << QString::fromUtf8("€0.00") << 1;
    QTest::newRow("cash first, the rest on the card") << QStringLiteral("20") << QString() << QStringLiteral("T-4711")
                                                      << QString::fromUtf8("Take cash and card · sell 1 ticket") << QString::fromUtf8("€0.00") << 2;
    QTest::newRow("some on the card, change from the cash") << QStringLiteral("30") << QStringLiteral("20.50") << QStringLiteral("T-4711")
                                                            << QString::fromUtf8("Take cash and card · sell 1 ticket") << QString::fromUtf8("€4.00") << 2;
    QTest::newRow("exact cash") << QStringLiteral("46.50") << QString() << QString() << QString::fromUtf8("Take cash · sell 1 ticket") << QString::fromUtf8("€0.00") << 1;
}

void TestSellRoom::cardAndSplitPayments()
{
    QFETCH(QString, cash);
    QFETCH(QString, onCard);
    QFETCH(QString, reference);
    QFETCH(int, payments);
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls A 1"), 1));
    bench.press(Qt::Key_F10);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("cardReference"));
    bench.type(reference);
    bench.find<QLineEdit>("cardAmount")->setText(onCard);
    bench.press(Qt::Key_F9);
    bench.type(cash);
    QTEST(bench.find<QPushButton>("payButton")->text(), "button");
    bench.press(Qt::Key_Enter);
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QTEST(bench.text("changeLabel"), "change");
    QCOMPARE(bench.centre.sales().first().value(QStringLiteral("payments")).toArray().size(), payments);
}

void TestSellRoom::enterOnNothingPaysNothing()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls A 1"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.press(Qt::Key_Return);
    QVERIFY2(bench.message("tenderPage").contains(QStringLiteral("F9")), qPrintable(bench.message("tenderPage")));
    QTest::qWait(30);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
    // Pressed again on the empty field it fills in the exact sum; paying still takes Enter.
    bench.press(Qt::Key_F9);
    QCOMPARE(bench.find<QLineEdit>("cashGiven")->text(), QStringLiteral("46.50"));
    QTest::qWait(30);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
    // A card without a reference is not paid either.
    bench.find<QLineEdit>("cashGiven")->clear();
    bench.press(Qt::Key_F10);
    bench.press(Qt::Key_Return);
    QTest::qWait(30);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
    QVERIFY(bench.isOn("tenderPage"));
}

void TestSellRoom::tooLittleCashSellsNothing()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls A 1"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.type(QStringLiteral("40"));
    QCOMPARE(bench.text("tenderState"), QString::fromUtf8("€6.50"));
    bench.press(Qt::Key_Return);
    QVERIFY2(bench.message("tenderPage").contains(QString::fromUtf8("€6.50 is missing")), qPrintable(bench.message("tenderPage")));
    for (const QString &typed : {QStringLiteral("4x"), QStringLiteral("-50"), QStringLiteral("1e9"), QStringLiteral("'; DROP TABLE")}) {
        bench.find<QLineEdit>("cashGiven")->setText(typed);
        bench.press(Qt::Key_Return);
        QVERIFY2(!bench.message("tenderPage").isEmpty(), qPrintable(typed));
        QVERIFY2(bench.find<QLineEdit>("cashGiven")->property("invalid").toBool(), qPrintable(typed));
    }
    QTest::qWait(30);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
    QCOMPARE(bench.basketLines(), 1);
}

void TestSellRoom::aSecondEnterNeverPaysTwice()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls A 1"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.centre.setDelayMs(120);
    bench.type(QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    bench.press(Qt::Key_Return);
    bench.press(Qt::Key_Enter);
    auto *pay = bench.find<QPushButton>("payButton");
    QVERIFY(!pay->isEnabled());
    QVERIFY2(pay->text().startsWith(QStringLiteral("Selling")), qPrintable(pay->text()));
    QTest::mouseClick(pay, Qt::LeftButton);
    bench.press(Qt::Key_Escape); // there is no way back from a sale under way
    QVERIFY(bench.isOn("tenderPage"));
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 1);
    QCOMPARE(bench.centre.sales().size(), 1);
}

void TestSellRoom::aRefusedHoldKeepsTheBasket()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    // The map has not heard yet that another till took it.
    bench.centre.house().states[bench.centre.placeOf(QStringLiteral("Stalls/B-13"))] = static_cast<char>(PlaceState::HeldByOther);
    bench.type(QStringLiteral("Stalls B 13"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(!bench.message("sellPage").isEmpty());
    QVERIFY2(bench.message("sellPage").contains(QStringLiteral("Stalls B 13")), qPrintable(bench.message("sellPage")));
    QVERIFY2(bench.message("sellPage").contains(QStringLiteral("still yours")), qPrintable(bench.message("sellPage")));
    QCOMPARE(bench.basketLines(), 1);
    // One that the map knows to be sold is not even asked for.
    const int asked = bench.centre.asked(QStringLiteral("hold"));
    bench.centre.occupy(QStringLiteral("Stalls/B-14"), PlaceState::Sold);
    bench.press(Qt::Key_F5);
    QTest::qWait(50);
    bench.type(QStringLiteral("Stalls B 14"));
    bench.press(Qt::Key_Return);
    QVERIFY2(bench.message("sellPage").contains(QStringLiteral("sold")), qPrintable(bench.message("sellPage")));
    QCOMPARE(bench.centre.asked(QStringLiteral("hold")), asked);
}

void TestSellRoom::aLostPlaceAtThePayDeskIsNamed()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12-13"), 2));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.centre.occupy(QStringLiteral("Stalls/B-13"), PlaceState::Sold);
    bench.type(QStringLiteral("100"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("sellPage"));
    QVERIFY2(bench.message("sellPage").contains(QStringLiteral("Stalls B 13")), qPrintable(bench.message("sellPage")));
    QCOMPARE(bench.basketLines(), 1);
    QCOMPARE(bench.centre.sales().size(), 0);
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.type(QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.centre.sales().size(), 1);
}

void TestSellRoom::aChangedPriceIsShownBeforeItIsPaid()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.centre.setPrice(QStringLiteral("Stalls"), 0, 5000);
    bench.type(QStringLiteral("60"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.message("tenderPage").contains(QString::fromUtf8("€51.50")));
    QTRY_COMPARE(bench.text("tenderTotal"), QString::fromUtf8("€51.50"));
    QVERIFY(bench.isOn("tenderPage"));
    QCOMPARE(bench.centre.sales().size(), 0);
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.text("changeLabel"), QString::fromUtf8("€8.50"));
}

void TestSellRoom::anUnknownOutcomeIsAskedAgainUnderTheSameId()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.centre.loseAnswers(CallKind::Sell, 1);
    bench.type(QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.message("tenderPage").contains(QStringLiteral("same sale")));
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 2);
    QCOMPARE(bench.centre.sales().size(), 1);
}

void TestSellRoom::standingPlacesByKeysAndButtons()
{
    SellBench bench;
    QVERIFY(bench.openHamlet());
    bench.press(Qt::Key_3, Qt::AltModifier);
    bench.press(Qt::Key_3, Qt::AltModifier);
    QTRY_COMPARE(bench.basketLines(), 2);
    auto *panel = bench.find<QWidget>("tierPanel_2");
    QCOMPARE(panel->findChild<QLabel *>(QStringLiteral("tierCount"))->text(), QStringLiteral("2"));
    QTest::mouseClick(panel->findChild<QToolButton *>(QStringLiteral("plusButton")), Qt::LeftButton);
    QTRY_COMPARE(bench.basketLines(), 3);
    QTest::mouseClick(panel->findChild<QToolButton *>(QStringLiteral("minusButton")), Qt::LeftButton);
    QTRY_COMPARE(bench.basketLines(), 2);
    QTRY_COMPARE(bench.centre.heldSeats().size(), 2);
    // Less before more was answered: nothing may stay held.
    bench.centre.setDelayMs(40);
    bench.press(Qt::Key_3, Qt::AltModifier);
    bench.press(Qt::Key_3, Qt::AltModifier | Qt::ShiftModifier);
    QTest::qWait(300);
    QCOMPARE(bench.basketLines(), 2);
    QCOMPARE(bench.centre.heldSeats().size(), 2);
    // A seated tier has no stepper; its key lights the seats.
    QVERIFY(!bench.find<QWidget>("tierPanel_0")->findChild<QToolButton *>(QStringLiteral("plusButton")));
    const int asked = bench.centre.asked(QStringLiteral("hold"));
    bench.press(Qt::Key_1, Qt::AltModifier);
    QTest::qWait(20);
    QCOMPARE(bench.centre.asked(QStringLiteral("hold")), asked);
}

void TestSellRoom::aPromoterLooksOnly()
{
    SellBench bench(0, true);
    QVERIFY(bench.openHamlet());
    QVERIFY(!bench.find<QWidget>("basketPanel")->isVisible());
    bench.type(QStringLiteral("Stalls B 12"));
    bench.press(Qt::Key_Return);
    bench.press(Qt::Key_3, Qt::AltModifier);
    bench.press(Qt::Key_F9);
    QTest::qWait(50);
    QCOMPARE(bench.centre.asked(QStringLiteral("hold")), 0);
    QVERIFY(bench.isOn("sellPage"));
    QVERIFY(!bench.find<QWidget>("tierPanel_2")->findChild<QWidget *>(QStringLiteral("plusButton"))->isVisible());
}

void TestSellRoom::withoutALineNothingIsSoldTwice()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.centre.setLinkState(LinkState::Lost);
    bench.type(QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.message("tenderPage").contains(QStringLiteral("does not answer")));
    QCOMPARE(bench.basketLines(), 1);
    bench.centre.setLinkState(LinkState::Online);
    QCOMPARE(bench.message("tenderPage"), QString());
    QCOMPARE(bench.find<QLineEdit>("cashGiven")->text(), QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.isOn("ticketsPage"));
    QCOMPARE(bench.centre.sales().size(), 1);
}

void TestSellRoom::aFullDiskStopsBeforeTheMoney()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.till.failNextSeal(Error{ErrorCode::DiskFull, {}, {}, {}});
    bench.type(QStringLiteral("50"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY2(bench.message("tenderPage").contains(QStringLiteral("disk")), qPrintable(bench.message("tenderPage")));
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
    QCOMPARE(bench.basketLines(), 1);
    QVERIFY(bench.find<QPushButton>("payButton")->isEnabled());
}

void TestSellRoom::thePdfIsSavedAndAFailureIsSaid()
{
    SellBench bench;
    QTemporaryDir folder;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12-13"), 2));
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    bench.type(QStringLiteral("100"));
    bench.press(Qt::Key_Return);
    auto *page = bench.find<TicketsPage>("ticketsPage");
    QTRY_COMPARE(page->documents().size(), 2);
    QSignalSpy saved(page, &TicketsPage::pdfSaved);
    QSignalSpy failed(page, &TicketsPage::pdfFailed);
    page->savePdf(folder.filePath(QStringLiteral("tickets.pdf")));
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(QFileInfo(folder.filePath(QStringLiteral("tickets.pdf"))).size() > 1000);
    QVERIFY(bench.message("ticketsPage").contains(QStringLiteral("tickets.pdf")));
    page->savePdf(folder.filePath(QStringLiteral("no such folder/tickets.pdf")));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY2(bench.message("ticketsPage").contains(QStringLiteral("stay sold")), qPrintable(bench.message("ticketsPage")));
}

void TestSellRoom::leavingGivesEverythingBack()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12-13"), 2));
    QVERIFY(bench.room.hasBasket());
    bench.press(Qt::Key_3, Qt::AltModifier); // still on its way when the person leaves
    int left = 0;
    bench.room.leave([&left] { ++left; });
    QVERIFY(!bench.room.hasBasket());
    QTRY_COMPARE(left, 1);
    QTRY_VERIFY2(bench.centre.heldSeats().isEmpty(), qPrintable(bench.centre.heldSeats().join(QLatin1Char(' '))));
    // Nothing to give back: still not from inside, so that a closing window can be closed by it.
    bool inside = true;
    bool ran = false;
    bench.room.leave([&] {
        ran = true;
        QVERIFY(!inside);
    });
    inside = false;
    QTRY_VERIFY(ran);
    const int asked = bench.centre.asked(QStringLiteral("events"));
    QTest::qWait(50);
    QCOMPARE(bench.centre.asked(QStringLiteral("events")), asked);
    // With a dead line it does not wait for ever.
    SellBench dead;
    QVERIFY(dead.pick(QStringLiteral("Stalls B 12"), 1));
    dead.centre.setLinkState(LinkState::Lost);
    bool done = false;
    dead.room.leave([&done] { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 3000);
}

void TestSellRoom::placesLostWhilePayingAreSaid()
{
    SellBench bench;
    bench.centre.setHoldMs(400);
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.centre.occupy(QStringLiteral("Stalls/B-12"), PlaceState::HeldByOther);
    bench.centre.setHoldMs(15 * 60 * 1000);
    bench.type(QStringLiteral("Stalls B 13"));
    bench.press(Qt::Key_Return);
    bench.press(Qt::Key_F9);
    QTRY_VERIFY(bench.isOn("tenderPage"));
    QTRY_VERIFY2(bench.message("tenderPage").contains(QStringLiteral("Stalls B 12")), qPrintable(bench.message("tenderPage")));
    QCOMPARE(bench.text("tenderTotal"), QString::fromUtf8("€46.50"));
    QVERIFY(bench.isOn("tenderPage"));
    QCOMPARE(bench.basketLines(), 1);
}

void TestSellRoom::aClickOnTheMapHoldsAndGivesBack()
{
    SellBench bench;
    QVERIFY(bench.openHamlet());
    auto *map = bench.find<SeatMapWidget>("seatMap");
    const int place = map->store()->indexOfLabel(QStringLiteral("Stalls/D-7"));
    bench.centre.setDelayMs(30);
    QTest::mouseClick(map, Qt::LeftButton, {}, map->placeRect(place).center());
    QVERIFY(map->store()->isMine(place)); // shown before the centre has answered
    QTRY_COMPARE(bench.basketLines(), 1);
    QCOMPARE(bench.centre.heldSeats(), QStringList{QStringLiteral("Stalls/D-7")});
    QTest::mouseClick(map, Qt::LeftButton, {}, map->placeRect(place).center());
    QVERIFY(!map->store()->isMine(place));
    QCOMPARE(bench.basketLines(), 0);
    QTRY_VERIFY(bench.centre.heldSeats().isEmpty());
    // Keys on the map do the same.
    map->setFocus();
    map->setCursorPlace(place);
    bench.press(Qt::Key_Return);
    QTRY_COMPARE(bench.basketLines(), 1);
}

void TestSellRoom::priceTypesAreChosenInTheLine()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12-13"), 2));
    auto *table = bench.find<QTableView>("basketTable");
    table->setFocus();
    table->selectRow(0);
    bench.press(Qt::Key_Space);
    auto *menu = bench.room.findChild<QMenu *>(QStringLiteral("priceTypes"));
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(menu->actions().size(), 2);
    QVERIFY(menu->actions().at(0)->isChecked());
    menu->actions().at(1)->trigger();
    menu->close();
    QCOMPARE(table->model()->index(0, BasketModel::PriceTypeColumn).data().toString(), QStringLiteral("Concession"));
    QCOMPARE(table->model()->index(1, BasketModel::PriceTypeColumn).data().toString(), QStringLiteral("Adult"));
    QCOMPARE(bench.text("basketTotal"), QString::fromUtf8("€78.00"));
    bench.press(Qt::Key_Delete);
    QCOMPARE(bench.basketLines(), 1);
    QTRY_COMPARE(bench.centre.heldSeats(), QStringList{QStringLiteral("Stalls/B-13")});
}

void TestSellRoom::theClockWarnsAndAKeyExtends()
{
    SellBench bench;
    bench.centre.setHoldMs(90'000);
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    auto *clock = bench.find<QLabel>("holdClock");
    QTRY_COMPARE(clock->property("kind").toString(), QStringLiteral("clock-warning"));
    QVERIFY2(clock->text().startsWith(QStringLiteral("1:")), qPrintable(clock->text()));
    bench.press(Qt::Key_F8);
    QTRY_COMPARE(clock->property("kind").toString(), QStringLiteral("clock"));
    QVERIFY2(clock->text().startsWith(QStringLiteral("15:")) || clock->text().startsWith(QStringLiteral("14:")), qPrintable(clock->text()));
}

void TestSellRoom::tabFollowsTheReadingOrder()
{
    SellBench bench;
    QVERIFY(bench.pick(QStringLiteral("Stalls B 12"), 1));
    bench.press(Qt::Key_3, Qt::AltModifier);
    QTRY_COMPARE(bench.basketLines(), 2);
    QStringList visited;
    for (int i = 0; i < 12; ++i) {
        visited << QApplication::focusWidget()->objectName();
        bench.press(Qt::Key_Tab);
    }
    QCOMPARE(visited.mid(0, 11),
             (QStringList{QStringLiteral("seatQuery"), QStringLiteral("seatMap"), QStringLiteral("tierPanel_0"), QStringLiteral("tierPanel_1"),
                          QStringLiteral("minusButton"), QStringLiteral("plusButton"), QStringLiteral("extendButton"), QStringLiteral("basketTable"),
                          QStringLiteral("cashButton"), QStringLiteral("cardButton"), QStringLiteral("clearButton")}));
}

void TestSellRoom::commandsAreWhole()
{
    SellBench bench;
    QCOMPARE(bench.commands.ambiguous().size(), 0);
    QVERIFY(bench.commands.commands().size() > 20);
    for (const Command &command : bench.commands.commands())
        QVERIFY2(command.description.endsWith(QLatin1Char('.')) || command.description.contains(QString::fromUtf8("…")), qPrintable(command.id));
}

QTEST_MAIN(TestSellRoom)
#include "tst_sellroom.moc"
