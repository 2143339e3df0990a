// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/seatmap/samplehouse.h"
#include "ui/seatmap/seatmapwidget.h"

#include <QtGui/QAccessible>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QtTest>

#include <memory>

using namespace foyer;

/// The map under a hand: clicks, keys, drags, and what a screen reader is told.
class TestSeatMapWidget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void clickActivates();
    void draggingPansAndActivatesNothing();
    void clickOnDotsComesCloser();
    void hovering();
    void walksWithKeys_data();
    void walksWithKeys();
    void edgesHoldTheCursor();
    void zonesWithPageKeys();
    void spaceAndEnterActivate();
    void firstKeyOnlyShowsTheCursor();
    void readOnly();
    void cursorStaysInSight();
    void wheelZoomsAtThePointer();
    void findsASeat();
    void speaks();
    void storeGoesAway();
    void resetForgetsTheCursor();

private:
    /// Two zones of five rows of eight seats: A-1 of "Left" is 0, B-1 is 8, A-1 of "Zone 2" is 40.
    static int at(int row, int seat) { return row * 8 + seat - 1; }
    [[nodiscard]] QPoint middleOf(int place) const { return m_map->placeRect(place).center(); }
    void key(Qt::Key key) { QTest::keyClick(m_map.get(), key); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<PlaceStore> m_store;
    std::unique_ptr<SeatMapWidget> m_map;
};

void TestSeatMapWidget::init()
{
    m_theme = std::make_unique<Theme>();
    m_store = std::make_unique<PlaceStore>();
    straightHouse(5, 8, 2).fill(*m_store);
    m_map = std::make_unique<SeatMapWidget>(*m_theme);
    m_map->setStore(m_store.get());
    m_map->resize(700, 380);
    m_map->show();
    QVERIFY(QTest::qWaitForWindowActive(m_map.get()));
    m_map->setFocus();
}

void TestSeatMapWidget::cleanup()
{
    m_map.reset();
    m_store.reset();
    m_theme.reset();
}

void TestSeatMapWidget::clickActivates()
{
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, middleOf(at(1, 3)));
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].toInt(), at(1, 3));
    QCOMPARE(m_map->cursorPlace(), at(1, 3));
    // Any state is reported: the receiver decides what it means.
    m_store->applyChanges({{at(1, 4), PlaceState::Sold}});
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, middleOf(at(1, 4)));
    QCOMPARE(activated.count(), 2);
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, {2, 2});
    QTest::mouseClick(m_map.get(), Qt::RightButton, {}, middleOf(at(1, 4)));
    QCOMPARE(activated.count(), 2);
}

void TestSeatMapWidget::draggingPansAndActivatesNothing()
{
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    for (int i = 0; i < 4; ++i) {
        m_map->zoomIn();
    }
    const QPointF before = m_map->viewport().offset();
    QTest::mousePress(m_map.get(), Qt::LeftButton, {}, {350, 190});
    QTest::mouseMove(m_map.get(), {330, 180});
    QTest::mouseMove(m_map.get(), {300, 170});
    QTest::mouseRelease(m_map.get(), Qt::LeftButton, {}, {300, 170});
    QCOMPARE(activated.count(), 0);
    QVERIFY(m_map->viewport().offset().x() < before.x() - 20);
}

void TestSeatMapWidget::clickOnDotsComesCloser()
{
    straightHouse(120, 200).fill(*m_store);
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    const double before = m_map->viewport().scale();
    QVERIFY(m_map->placeAt({350, 190}) >= 0);
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, {350, 190});
    QCOMPARE(activated.count(), 0);
    QVERIFY(m_map->viewport().scale() > before * 1.3);
}

void TestSeatMapWidget::hovering()
{
    QSignalSpy hovered(m_map.get(), &SeatMapWidget::hovered);
    QTest::mouseMove(m_map.get(), middleOf(at(0, 1)));
    QTest::mouseMove(m_map.get(), middleOf(at(0, 1)) + QPoint(1, 1));
    QTest::mouseMove(m_map.get(), {2, 2});
    QCOMPARE(hovered.count(), 2);
    QCOMPARE(hovered[0][0].toInt(), at(0, 1));
    QCOMPARE(hovered[1][0].toInt(), -1);
}

void TestSeatMapWidget::walksWithKeys_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<Qt::Key>("pressed");
    QTest::addColumn<int>("to");
    QTest::newRow("right") << at(1, 3) << Qt::Key_Right << at(1, 4);
    QTest::newRow("left") << at(1, 3) << Qt::Key_Left << at(1, 2);
    QTest::newRow("down") << at(1, 3) << Qt::Key_Down << at(2, 3);
    QTest::newRow("up") << at(1, 3) << Qt::Key_Up << at(0, 3);
    QTest::newRow("home") << at(1, 3) << Qt::Key_Home << at(1, 1);
    QTest::newRow("end") << at(1, 3) << Qt::Key_End << at(1, 8);
}

void TestSeatMapWidget::walksWithKeys()
{
    QFETCH(int, from);
    QFETCH(Qt::Key, pressed);
    QFETCH(int, to);
    m_map->setCursorPlace(from);
    QSignalSpy moved(m_map.get(), &SeatMapWidget::cursorMoved);
    key(pressed);
    QCOMPARE(m_map->cursorPlace(), to);
    QCOMPARE(moved.count(), 1);
}

void TestSeatMapWidget::edgesHoldTheCursor()
{
    m_map->setCursorPlace(at(0, 1));
    key(Qt::Key_Left);
    key(Qt::Key_Up);
    key(Qt::Key_Home);
    QCOMPARE(m_map->cursorPlace(), at(0, 1));
    QVERIFY(m_map->hasFocus());
}

void TestSeatMapWidget::zonesWithPageKeys()
{
    m_map->setCursorPlace(at(1, 3));
    key(Qt::Key_PageDown);
    QCOMPARE(m_map->cursorPlace(), 40);
    key(Qt::Key_PageDown);
    QCOMPARE(m_map->cursorPlace(), 0);
    key(Qt::Key_PageUp);
    QCOMPARE(m_map->cursorPlace(), 40);
}

void TestSeatMapWidget::spaceAndEnterActivate()
{
    m_map->setCursorPlace(at(2, 2));
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    key(Qt::Key_Space);
    key(Qt::Key_Return);
    key(Qt::Key_Enter);
    QCOMPARE(activated.count(), 3);
    QCOMPARE(activated[2][0].toInt(), at(2, 2));
    // A key held down is one wish.
    QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Space, {}, QStringLiteral(" "), true);
    QCoreApplication::sendEvent(m_map.get(), &repeated);
    QCOMPARE(activated.count(), 3);
}

void TestSeatMapWidget::firstKeyOnlyShowsTheCursor()
{
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    key(Qt::Key_Space);
    QCOMPARE(m_map->cursorPlace(), -1);
    key(Qt::Key_Right);
    QVERIFY(m_map->cursorPlace() >= 0);
    QCOMPARE(m_store->state(m_map->cursorPlace()), PlaceState::Free);
    QCOMPARE(activated.count(), 0);
}

void TestSeatMapWidget::readOnly()
{
    m_map->setReadOnly(true);
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, middleOf(at(1, 3)));
    QCOMPARE(m_map->cursorPlace(), at(1, 3));
    key(Qt::Key_Space);
    m_map->activatePlace(at(1, 3));
    key(Qt::Key_Right);
    QCOMPARE(m_map->cursorPlace(), at(1, 4));
    QCOMPARE(activated.count(), 0);
}

void TestSeatMapWidget::cursorStaysInSight()
{
    for (int i = 0; i < 12; ++i) {
        m_map->zoomIn();
    }
    m_map->setCursorPlace(at(0, 1));
    for (int i = 0; i < 4; ++i) {
        key(Qt::Key_Down);
        QVERIFY(m_map->rect().contains(m_map->placeRect(m_map->cursorPlace())));
    }
    key(Qt::Key_PageDown);
    key(Qt::Key_End);
    QVERIFY(m_map->rect().contains(m_map->placeRect(m_map->cursorPlace())));
}

void TestSeatMapWidget::wheelZoomsAtThePointer()
{
    straightHouse(30, 40).fill(*m_store);
    m_map->zoomIn();
    m_map->zoomIn();
    const QPointF at(300, 150);
    const QPointF before = m_map->viewport().toWorld(at);
    const double scale = m_map->viewport().scale();
    QWheelEvent event(at, m_map->mapToGlobal(at), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_map.get(), &event);
    QVERIFY(m_map->viewport().scale() > scale);
    QVERIFY((m_map->viewport().toWorld(at) - before).manhattanLength() < 3 / scale);
}

void TestSeatMapWidget::findsASeat()
{
    straightHouse(120, 200).fill(*m_store);
    const int wanted = 60 * 200 + 77;
    m_map->showPlaces({wanted, wanted + 1});
    QCOMPARE(m_map->cursorPlace(), wanted);
    QVERIFY(m_map->rect().contains(m_map->placeRect(wanted)));
    QVERIFY(m_map->placeRect(wanted).width() >= 20); // its number can be read
    m_map->showPlaces({-1, 999'999});
    QCOMPARE(m_map->cursorPlace(), wanted);
}

void TestSeatMapWidget::speaks()
{
    QAccessibleInterface *map = QAccessible::queryAccessibleInterface(m_map.get());
    QVERIFY(map);
    QCOMPARE(map->childCount(), m_store->count());
    QVERIFY(!map->text(QAccessible::Name).isEmpty());
    QVERIFY(!map->focusChild());
    m_map->setCursorPlace(at(1, 3));
    QAccessibleInterface *seat = map->focusChild();
    QVERIFY(seat);
    QCOMPARE(seat->role(), QAccessible::Button);
    QVERIFY(seat->state().focused);
    QVERIFY2(seat->text(QAccessible::Name).startsWith(QStringLiteral("Left, row B, seat 3, free")),
             qPrintable(seat->text(QAccessible::Name)));
    QCOMPARE(map->text(QAccessible::Value), seat->text(QAccessible::Name));
    QVERIFY(seat->rect().contains(m_map->mapToGlobal(middleOf(at(1, 3)))));
    QCOMPARE(map->indexOfChild(seat), at(1, 3));
    m_store->applyChanges({{at(1, 3), PlaceState::Sold}});
    QVERIFY(seat->text(QAccessible::Name).contains(QStringLiteral("sold")));
    QSignalSpy activated(m_map.get(), &SeatMapWidget::placeActivated);
    seat->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(activated.count(), 1);
    QVERIFY(!map->child(-1));
    QVERIFY(!map->child(m_store->count()));
    // The map gets another house while somebody still holds the seat.
    straightHouse(1, 2).fill(*m_store);
    QVERIFY(!seat->isValid());
    QVERIFY(seat->text(QAccessible::Name).isEmpty());
}

void TestSeatMapWidget::storeGoesAway()
{
    m_map->setCursorPlace(at(1, 3));
    m_store.reset();
    QCOMPARE(m_map->cursorPlace(), -1);
    QCOMPARE(m_map->placeAt({350, 190}), -1);
    key(Qt::Key_Right);
    QTest::mouseMove(m_map.get(), {350, 190});
    m_map->zoomIn();
    QVERIFY(!m_map->grab().isNull());
}

void TestSeatMapWidget::resetForgetsTheCursor()
{
    m_map->setCursorPlace(79);
    straightHouse(1, 2).fill(*m_store);
    QCOMPARE(m_map->cursorPlace(), -1);
    QVERIFY(!m_map->grab().isNull());
}

QTEST_MAIN(TestSeatMapWidget)
#include "tst_seatmapwidget.moc"
