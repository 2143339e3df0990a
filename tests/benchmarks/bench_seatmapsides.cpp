// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_seatmapsides.h"

#include "ui/seatmap/seatmapwidget.h"

#include <QtGui/QMouseEvent>
#include <QtGui/QPaintEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QGraphicsEllipseItem>
#include <QtWidgets/QGraphicsScene>
#include <QtWidgets/QGraphicsView>
#include <QtWidgets/QScrollBar>

namespace foyer {

namespace {

constexpr QSize windowSize{1600, 1000};
constexpr int zoomSteps = 7;

/// Adds up what a widget is asked to paint.
class PaintMeter : public QObject
{
public:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            for (const QRect &rect : static_cast<QPaintEvent *>(event)->region()) {
                m_pixels += qint64(rect.width()) * rect.height();
            }
        }
        return false;
    }
    qint64 take() { return std::exchange(m_pixels, 0); }

private:
    qint64 m_pixels = 0;
};

/// Delivers what was posted, repaints included.
void flush()
{
    QCoreApplication::sendPostedEvents();
}

/// Nothing is painted before the window system has shown the window.
void expose(QWidget &window)
{
    if (!QTest::qWaitForWindowExposed(&window)) {
        qFatal("the window does not appear");
    }
}

class MapSide final : public SeatMapSide
{
public:
    explicit MapSide(const Theme &theme) : m_widget(theme)
    {
        m_widget.installEventFilter(&m_meter);
        m_widget.resize(windowSize);
        m_widget.show();
        expose(m_widget);
    }

    void load(const SampleHouse &house, const QByteArray &states) override
    {
        m_widget.setStore(nullptr);
        m_store = std::make_unique<PlaceStore>();
        house.fill(*m_store);
        if (!m_store->setStates(states)) {
            qFatal("the states do not fit the house");
        }
        m_widget.setStore(m_store.get());
    }
    void leaveFit() override
    {
        m_widget.zoomIn();
        m_widget.repaint();
    }
    void repaintAll() override
    {
        m_widget.fitAll();
        m_widget.repaint();
    }
    void comeNear() override
    {
        m_widget.fitAll();
        for (int i = 0; i < zoomSteps; ++i) {
            m_widget.zoomIn();
        }
        flush();
    }
    void panBy(int pixels) override
    {
        mouse(QEvent::MouseButtonPress, m_hand, Qt::MiddleButton);
        mouse(QEvent::MouseMove, m_hand - QPointF(pixels, 0), Qt::MiddleButton);
        mouse(QEvent::MouseButtonRelease, m_hand - QPointF(pixels, 0), Qt::NoButton);
        flush();
    }
    void changeSeat(int place, PlaceState state) override
    {
        m_store->applyChanges({{place, state}});
        flush();
    }
    int seatAt(const QPointF &pos) const override { return m_widget.placeAt(pos); }
    QPointF positionOf(int place) const override { return m_widget.viewport().toScreen(m_store->position(place)); }
    qint64 takePaintedPixels() override { return m_meter.take(); }

private:
    void mouse(QEvent::Type type, const QPointF &at, Qt::MouseButtons held)
    {
        QMouseEvent event(type, at, m_widget.mapToGlobal(at),
                          type == QEvent::MouseMove ? Qt::NoButton : Qt::MiddleButton, held, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_widget, &event);
    }

    PaintMeter m_meter;
    std::unique_ptr<PlaceStore> m_store;
    SeatMapWidget m_widget;
    QPointF m_hand{800, 300};
};

class ItemsSide final : public SeatMapSide
{
public:
    explicit ItemsSide(const Theme &theme) : m_colors(theme.colors())
    {
        m_view.setRenderHint(QPainter::Antialiasing);
        m_view.setFrameShape(QFrame::NoFrame);
        m_view.setBackgroundBrush(m_colors.surface);
        m_view.viewport()->installEventFilter(&m_meter);
        m_view.resize(windowSize);
        m_view.show();
        expose(m_view);
    }

    void load(const SampleHouse &house, const QByteArray &states) override
    {
        auto scene = std::make_unique<QGraphicsScene>();
        m_items.clear();
        const auto count = house.plan.seats.size();
        m_items.reserve(static_cast<size_t>(count));
        for (qsizetype i = 0; i < count; ++i) {
            const PlanSeat &seat = house.plan.seats[i];
            const double radius = seat.radius;
            auto *item = scene->addEllipse(-radius, -radius, 2 * radius, 2 * radius, Qt::NoPen,
                                           brush(static_cast<PlaceState>(states[i])));
            item->setPos(seat.position);
            item->setData(0, static_cast<int>(i));
            m_items.push_back(item);
        }
        m_view.setScene(scene.get());
        m_scene = std::move(scene);
        m_view.fitInView(m_scene->sceneRect(), Qt::KeepAspectRatio);
        // The first question builds the index of the scene; without it loading would look cheaper than it is.
        static_cast<void>(m_view.itemAt(10, 10));
    }
    void leaveFit() override
    {
        m_view.scale(1.35, 1.35);
        m_view.viewport()->repaint();
    }
    void repaintAll() override
    {
        m_view.fitInView(m_scene->sceneRect(), Qt::KeepAspectRatio);
        m_view.viewport()->repaint();
    }
    void comeNear() override
    {
        m_view.fitInView(m_scene->sceneRect(), Qt::KeepAspectRatio);
        m_view.scale(std::pow(1.35, zoomSteps), std::pow(1.35, zoomSteps));
        flush();
    }
    void panBy(int pixels) override
    {
        m_view.horizontalScrollBar()->setValue(m_view.horizontalScrollBar()->value() + pixels);
        flush();
    }
    void changeSeat(int place, PlaceState state) override
    {
        m_items[static_cast<size_t>(place)]->setBrush(brush(state));
        flush();
    }
    int seatAt(const QPointF &pos) const override
    {
        const QGraphicsItem *item = m_view.itemAt(pos.toPoint());
        return item ? item->data(0).toInt() : -1;
    }
    QPointF positionOf(int place) const override
    {
        return m_view.mapFromScene(m_items[static_cast<size_t>(place)]->pos());
    }
    qint64 takePaintedPixels() override { return m_meter.take(); }

private:
    [[nodiscard]] QBrush brush(PlaceState state) const
    {
        switch (state) {
        case PlaceState::Free:
            return m_colors.seatFree;
        case PlaceState::HeldByMe:
            return m_colors.seatMine;
        case PlaceState::HeldByOther:
            return m_colors.seatHeld;
        case PlaceState::LeasedToOther:
        case PlaceState::LeasedToMe:
        case PlaceState::Allotted:
            return m_colors.seatLeased;
        case PlaceState::Sold:
            return m_colors.seatSold;
        case PlaceState::Blocked:
            return m_colors.seatBlocked;
        }
        return {};
    }

    ThemeColors m_colors;
    PaintMeter m_meter;
    std::unique_ptr<QGraphicsScene> m_scene;
    QGraphicsView m_view; // before the scene goes, so after it here
    std::vector<QGraphicsEllipseItem *> m_items;
};

} // namespace

std::unique_ptr<SeatMapSide> makeMapSide(const Theme &theme)
{
    return std::make_unique<MapSide>(theme);
}

std::unique_ptr<SeatMapSide> makeItemsSide(const Theme &theme)
{
    return std::make_unique<ItemsSide>(theme);
}

} // namespace foyer
