// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/answerbox.h"
#include "tests/support/delayproxy.h"
#include "tests/support/testcluster.h"

#include <QtCore/QElapsedTimer>

using namespace foyer;

/// The bad line must be bad in the way that it says: benchmarks and fault tests lean on it.
class TestDelayProxy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void addsItsDelayEachWay_data();
    void addsItsDelayEachWay();
    void cuts();
    void cutsAfterBytes();
    void refuses();

private:
    Result<AdminSession> connectThrough() const;

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<DelayProxy> m_proxy;
};

void TestDelayProxy::initTestCase()
{
    FOYER_ATTACH_CLUSTER(m_cluster);
}

void TestDelayProxy::init()
{
    auto proxy = DelayProxy::start(m_cluster->socketFolder());
    FOYER_VERIFY(proxy);
    m_proxy = std::move(*proxy);
}

Result<AdminSession> TestDelayProxy::connectThrough() const
{
    return AdminSession::open(
        ConnectionSettings{QStringLiteral("host=%1 dbname=postgres").arg(m_proxy->folder()), {}, false},
        QStringLiteral("postgres"));
}

void TestDelayProxy::addsItsDelayEachWay_data()
{
    QTest::addColumn<int>("delayMicros");
    QTest::newRow("none") << 0;
    QTest::newRow("1 ms") << 1000;
    QTest::newRow("20 ms") << 20'000;
}

void TestDelayProxy::addsItsDelayEachWay()
{
    QFETCH(int, delayMicros);
    Result<AdminSession> session = connectThrough();
    FOYER_VERIFY(session);
    m_proxy->setDelayMicros(delayMicros);
    qint64 fastestMicros = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer clock;
        clock.start();
        FOYER_VERIFY(session->run("select 1"));
        fastestMicros = std::min(fastestMicros, clock.nsecsElapsed() / 1000);
    }
    // Never less than it says; the fastest of twenty not much more, whatever else this computer does.
    QVERIFY2(fastestMicros >= 2 * delayMicros, qPrintable(QString::number(fastestMicros)));
    QVERIFY2(fastestMicros < 2 * delayMicros + 20'000, qPrintable(QString::number(fastestMicros)));
}

void TestDelayProxy::cuts()
{
    Result<AdminSession> session = connectThrough();
    FOYER_VERIFY(session);
    m_proxy->cut();
    QTRY_VERIFY(!session->run("select 1"));
    FOYER_VERIFY(connectThrough());
    QCOMPARE(m_proxy->accepted(), 2);
}

void TestDelayProxy::cutsAfterBytes()
{
    Result<AdminSession> session = connectThrough();
    FOYER_VERIFY(session);
    m_proxy->cutAfterClientBytes(10);
    const auto answer = session->run("select 1");
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::NoConnection);
}

void TestDelayProxy::refuses()
{
    m_proxy->setRefuse(true);
    QVERIFY(!connectThrough());
    m_proxy->setRefuse(false);
    FOYER_VERIFY(connectThrough());
}

QTEST_GUILESS_MAIN(TestDelayProxy)
#include "tst_delayproxy.moc"
