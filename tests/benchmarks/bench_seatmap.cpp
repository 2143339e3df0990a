// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_seatmapsides.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace foyer;

namespace {

constexpr int panPixels = 40;
constexpr int questionsPerRound = 1000;

[[noreturn]] void die(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(1);
}

/// By the clock, and of the processors: on a busy computer only the second can be compared.
struct Time
{
    double wallMs = 0;
    double cpuMs = 0;
};

double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double middleOf(std::vector<double> times)
{
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

/// The medians of `rounds`; `prepare` is not measured.
template <class Prepare, class Step>
Time medianOf(int rounds, Prepare prepare, Step step)
{
    std::vector<double> wall;
    std::vector<double> cpu;
    for (int i = 0; i < rounds; ++i) {
        prepare(i);
        const double before = cpuMs();
        QElapsedTimer timer;
        timer.start();
        step(i);
        wall.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        cpu.push_back(cpuMs() - before);
    }
    return {middleOf(wall), middleOf(cpu)};
}

struct Figures
{
    Time load, repaint, pan, seat, hit;
};

/// A place in the middle of the window, so that its change can be seen.
int placeInSight(const SeatMapSide &side)
{
    for (int y = 500; y < 900; y += 3) {
        for (int x = 500; x < 1100; x += 7) {
            if (const int place = side.seatAt(QPointF(x, y)); place >= 0) {
                return place;
            }
        }
    }
    die(QStringLiteral("no seat in sight"));
}

Figures measure(SeatMapSide &side, const SampleHouse &house, const QByteArray &states, int rounds)
{
    const auto nothing = [](int) {};
    const auto painted = [&side](qint64 atLeast, const char *step) {
        if (side.takePaintedPixels() < atLeast) {
            die(QStringLiteral("%1 painted too little to be measured").arg(QLatin1String(step)));
        }
    };
    Figures figures{};
    figures.load = medianOf(std::min(rounds, 5), nothing, [&](int) { side.load(house, states); });
    side.repaintAll();
    static_cast<void>(side.takePaintedPixels());
    figures.repaint = medianOf(
        rounds, [&](int) { side.leaveFit(); }, [&](int) { side.repaintAll(); });
    painted(qint64(rounds) * 2 * 1600 * 1000, "the full repaint");

    side.comeNear();
    static_cast<void>(side.takePaintedPixels());
    // There and back again: a strip comes in at either side in turn.
    figures.pan = medianOf(rounds, nothing, [&](int i) { side.panBy(i % 2 == 0 ? panPixels : -panPixels); });
    painted(qint64(rounds) * panPixels * 900, "the pan step");

    const int place = placeInSight(side);
    figures.seat = medianOf(rounds, nothing,
                            [&](int i) { side.changeSeat(place, i % 2 == 0 ? PlaceState::Sold : PlaceState::Free); });
    painted(qint64(rounds) * 16, "the change of a seat");

    side.repaintAll();
    figures.hit = medianOf(rounds, nothing, [&](int i) {
        for (int k = 0; k < questionsPerRound; ++k) {
            const int wanted = (i * questionsPerRound + k * 97) % static_cast<int>(house.plan.seats.size());
            if (side.seatAt(side.positionOf(wanted)) < 0) {
                die(QStringLiteral("no seat found where there is one"));
            }
        }
    });
    return figures;
}

double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

QJsonObject toJson(const Time &time)
{
    return {{QStringLiteral("wall_ms"), rounded(time.wallMs)}, {QStringLiteral("cpu_ms"), rounded(time.cpuMs)}};
}

QJsonObject toJson(const Figures &figures)
{
    // A round asks questionsPerRound times: so many milliseconds are as many microseconds for one.
    static_assert(questionsPerRound == 1000);
    return {
        {QStringLiteral("full_repaint"), toJson(figures.repaint)},
        {QStringLiteral("pan_step"), toJson(figures.pan)},
        {QStringLiteral("one_seat"), toJson(figures.seat)},
        {QStringLiteral("hit_test_us"), QJsonObject{{QStringLiteral("wall"), rounded(figures.hit.wallMs)},
                                                    {QStringLiteral("cpu"), rounded(figures.hit.cpuMs)}}},
        {QStringLiteral("load"), toJson(figures.load)},
    };
}

/// How many times the processor time of the map the items need.
QJsonObject ratios(const Figures &map, const Figures &items)
{
    const auto times = [](const Time &ours, const Time &theirs) { return rounded(theirs.cpuMs / ours.cpuMs); };
    return {{QStringLiteral("full_repaint"), times(map.repaint, items.repaint)},
            {QStringLiteral("pan_step"), times(map.pan, items.pan)},
            {QStringLiteral("one_seat"), times(map.seat, items.seat)},
            {QStringLiteral("hit_test"), times(map.hit, items.hit)},
            {QStringLiteral("load"), times(map.load, items.load)}};
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen"); // software raster: the same on every computer
    const QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("rounds"), QStringLiteral("Rounds per figure; the median counts."),
                        QStringLiteral("n"), QStringLiteral("31")},
                       {QStringLiteral("seats"), QStringLiteral("Seats of the house."), QStringLiteral("n"),
                        QStringLiteral("100000")}});
    parser.addHelpOption();
    parser.process(app);
    const int rounds = std::max(1, parser.value(QStringLiteral("rounds")).toInt());
    const int seats = std::clamp(parser.value(QStringLiteral("seats")).toInt(), 1000, 150'000);

    const Theme theme;
    const SampleHouse house = bowl(seats);
    const QByteArray states = busyStates(static_cast<int>(house.map.places.size()));
    const Figures map = measure(*makeMapSide(theme), house, states, rounds);
    const Figures items = measure(*makeItemsSide(theme), house, states, std::min(rounds, 11));
    const QJsonObject report{{QStringLiteral("benchmark"), QStringLiteral("seatmap")},
                             {QStringLiteral("seats"), seats},
                             {QStringLiteral("window"), QStringLiteral("1600x1000, software raster")},
                             {QStringLiteral("rounds"), rounds},
                             {QStringLiteral("foyer"), toJson(map)},
                             {QStringLiteral("qgraphicsview_one_item_per_seat"), toJson(items)},
                             {QStringLiteral("times_faster_by_cpu"), ratios(map, items)}};
    std::fputs(QJsonDocument(report).toJson().constData(), stdout);
    return 0;
}
