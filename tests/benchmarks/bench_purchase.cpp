// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/purchaserig.h"
#include "tests/support/delayproxy.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QThread>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <latch>

using namespace foyer;

namespace {

constexpr int addedRttMs = 2;
constexpr int manyConnections = 20;
constexpr int warmUpSales = 10;
constexpr int placesPerSecond = 12'000; ///< more than any of them can sell

struct Rig
{
    TestCluster &cluster;
    TestDatabase &database;
    AdminSession &admin;
    TestVenue venue;
    TestLogin clerk;
    std::vector<TestTill> tills;
    DelayProxy &proxy;
    int lastTier = 0;
};

struct Wish
{
    bool foyer = false;
    int connections = 1;
    bool delayed = false;
    double seconds = 2;
};

[[noreturn]] void die(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(1);
}

template <class T>
T must(Result<T> result)
{
    if (!result)
        die(result.error().log);
    return std::move(*result);
}

PgConnHandle connectTo(const Rig &rig, bool delayed)
{
    const QString host = delayed ? rig.proxy.folder() : rig.cluster.socketFolder();
    const QString conninfo = QStringLiteral("host=%1 dbname=%2 user=%3 password='%4'")
                                 .arg(host, rig.database.name(), rig.clerk.role, rig.clerk.password);
    PgConnHandle conn(PQconnectdb(conninfo.toUtf8().constData()));
    if (PQstatus(conn.get()) != CONNECTION_OK)
        die(QString::fromUtf8(PQerrorMessage(conn.get())));
    return conn;
}

// Fresh places and fresh connections, so that no round inherits anything from the one before.
Sellers sellersFor(Rig &rig, const Wish &wish)
{
    const int places = static_cast<int>(wish.seconds * placesPerSecond);
    Sellers sellers;
    if (wish.foyer) {
        const TestEvent event = must(rig.venue.addEvent(0, places));
        for (int i = 0; i < wish.connections; ++i)
            sellers.push_back(foyerSeller(connectTo(rig, wish.delayed), rig.tills.at(static_cast<size_t>(i)), event,
                                          places / 4 / wish.connections));
        return sellers;
    }
    const int tier = ++rig.lastTier;
    must(rig.admin.run("insert into textbook.tiers (id, quantity) values ($1::int, $2::int)",
                       {PgParam{QByteArray::number(tier), false}, PgParam{QByteArray::number(places), false}}));
    for (int i = 0; i < wish.connections; ++i)
        sellers.push_back(textbookSeller(connectTo(rig, wish.delayed), tier));
    return sellers;
}

/// Sales per second.
double runRound(Rig &rig, const Wish &wish)
{
    Sellers sellers = sellersFor(rig, wish);
    // A till's connection lives for hours; PostgreSQL settles on its plans at the sixth execution. Before the clock
    // starts, for both alike.
    for (const auto &seller : sellers) {
        for (int i = 0; i < warmUpSales; ++i) {
            if (!seller->sellTwo())
                die(seller->error());
        }
    }
    std::latch start(wish.connections);
    std::atomic<long> sales{0};
    std::vector<std::thread> threads;
    QElapsedTimer clock;
    clock.start();
    for (const auto &seller : sellers) {
        threads.emplace_back([&start, &sales, &wish, raw = seller.get()] {
            start.arrive_and_wait();
            const QDeadlineTimer end(static_cast<qint64>(wish.seconds * 1000));
            while (!end.hasExpired()) {
                if (!raw->sellTwo())
                    die(raw->error());
                ++sales;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return static_cast<double>(sales) * 1000 / static_cast<double>(clock.elapsed());
}

double median(std::vector<double> rates)
{
    std::sort(rates.begin(), rates.end());
    return rates.at(rates.size() / 2);
}

double rounded(double value)
{
    return std::round(value * 100) / 100;
}

QJsonObject measure(Rig &rig, int connections, bool delayed, int rounds, double seconds)
{
    std::vector<double> textbook;
    std::vector<double> ours;
    // Turn by turn, so that a busy moment of the machine meets both.
    for (int i = 0; i < rounds; ++i) {
        textbook.push_back(runRound(rig, Wish{false, connections, delayed, seconds}));
        ours.push_back(runRound(rig, Wish{true, connections, delayed, seconds}));
    }
    const double a = median(textbook);
    const double b = median(ours);
    return {{QStringLiteral("connections"), connections},
            {QStringLiteral("added_rtt_ms"), delayed ? addedRttMs : 0},
            {QStringLiteral("textbook_sales_per_s"), rounded(a)},
            {QStringLiteral("foyer_sales_per_s"), rounded(b)},
            {QStringLiteral("ratio"), rounded(b / a)}};
}

QString findingsOf(AdminSession &admin)
{
    QStringList lines;
    const auto answer = admin.run("select invariant, detail from foyer.verify()");
    if (!answer)
        return answer.error().log;
    for (const QVector<QByteArray> &row : answer->rows)
        lines.append(QString::fromUtf8(row.at(0) + ": " + row.at(1)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

/// Sales of two places per second: the textbook's client-side transaction beside Foyer's sell, on one server in one
/// run; prints JSON.
int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        {{QStringLiteral("rounds"), QStringLiteral("Rounds per figure; the median counts."), QStringLiteral("n"),
          QStringLiteral("3")},
         {QStringLiteral("seconds"), QStringLiteral("Length of a round."), QStringLiteral("s"), QStringLiteral("2")},
         {QStringLiteral("huge-pages"),
          QStringLiteral("Memory as packaging/server/README.md recommends it; vm.nr_hugepages must be 220 or more.")}});
    parser.addHelpOption();
    parser.process(app);
    const int rounds = std::max(1, parser.value(QStringLiteral("rounds")).toInt());
    const double seconds = std::max(0.05, parser.value(QStringLiteral("seconds")).toDouble());

    // The defaults of a real server: fsync and synchronous_commit are on.
    TestCluster::Options options{{QStringLiteral("shared_buffers=256MB"), QStringLiteral("max_wal_size=4GB")}};
    const bool hugePages = parser.isSet(QStringLiteral("huge-pages"));
    if (hugePages) {
        options.settings.append(QStringLiteral("huge_pages=on"));
        qputenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"); // the server inherits it
    }
    const auto cluster = must(TestCluster::start(options));
    const auto database = must(TestDatabase::create(*cluster));
    AdminSession admin = must(database->admin());
    must(makeTextbookTables(admin));
    const auto proxy = must(DelayProxy::start(cluster->socketFolder()));
    proxy->setDelayMicros(addedRttMs * 1000 / 2);
    TestVenue venue(admin);
    const TestLogin clerk = must(venue.addStaff(QStringLiteral("clerk")));
    Rig rig{*cluster, *database, admin, venue, clerk, {}, *proxy, 0};
    for (int i = 0; i < manyConnections; ++i)
        rig.tills.push_back(must(venue.addTill()));

    QJsonArray results;
    for (const bool delayed : {false, true}) {
        for (const int connections : {1, manyConnections})
            results.append(measure(rig, connections, delayed, rounds, seconds));
    }
    if (const QString findings = findingsOf(admin); !findings.isEmpty())
        die(findings);
    const QJsonObject report{
        {QStringLiteral("benchmark"), QStringLiteral("purchase")},
        {QStringLiteral("places_per_sale"), 2},
        {QStringLiteral("processors"), QThread::idealThreadCount()},
        {QStringLiteral("server"), QString::fromUtf8(must(admin.run("show server_version")).single())},
        {QStringLiteral("huge_pages"), hugePages},
        {QStringLiteral("rounds"), rounds},
        {QStringLiteral("seconds_per_round"), seconds},
        {QStringLiteral("results"), results}};
    std::printf("%s", QJsonDocument(report).toJson().constData());
    return 0;
}
