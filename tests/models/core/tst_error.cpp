// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/error.h"
#include "models/core/result.h"

#include <QtTest/QtTest>

using namespace foyer;

namespace {

struct Refusal
{
    ErrorCode code;
    const char *state;
    const char *name;
};

// Written out by hand: a line that moves or changes its number in resources/errors.def breaks tills of the last
// release.
constexpr Refusal kRefusals[] = {
    {ErrorCode::SeatsTaken, "TK001", "SeatsTaken"},
    {ErrorCode::SoldOut, "TK002", "SoldOut"},
    {ErrorCode::HoldLost, "TK003", "HoldLost"},
    {ErrorCode::PriceChanged, "TK004", "PriceChanged"},
    {ErrorCode::SalesClosed, "TK005", "SalesClosed"},
    {ErrorCode::PurchaseLimit, "TK006", "PurchaseLimit"},
    {ErrorCode::PaymentMismatch, "TK007", "PaymentMismatch"},
    {ErrorCode::NotPermitted, "TK008", "NotPermitted"},
    {ErrorCode::NoSuchThing, "TK009", "NoSuchThing"},
    {ErrorCode::StaleVersion, "TK010", "StaleVersion"},
    {ErrorCode::OldLeaseEpoch, "TK011", "OldLeaseEpoch"},
    {ErrorCode::IdReused, "TK012", "IdReused"},
    {ErrorCode::StartMoved, "TK013", "StartMoved"},
    {ErrorCode::Busy, "TK014", "Busy"},
    {ErrorCode::BadRequest, "TK015", "BadRequest"},
};

} // namespace

/// The table of refusals, as programs and logs read it.
class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals();
    void everyCodeHasAName();
    void otherStatesAreTheServers_data();
    void otherStatesAreTheServers();
    void failFillsTheState();
};

void TestError::refusals()
{
    int inTable = 0;
#define FOYER_REFUSAL(state, name, meaning, detail) ++inTable;
#include "resources/errors.def"
#undef FOYER_REFUSAL
    QCOMPARE(inTable, static_cast<int>(std::size(kRefusals)));
    for (const Refusal &refusal : kRefusals) {
        QCOMPARE(tkCode(refusal.code), QLatin1String(refusal.state));
        QCOMPARE(errorName(refusal.code), QLatin1String(refusal.name));
        QVERIFY(errorCodeFromSqlState(QLatin1String(refusal.state)) == refusal.code);
    }
}

void TestError::everyCodeHasAName()
{
    QSet<QString> names;
    const int last = static_cast<int>(ErrorCode::ProgrammingFault);
    for (int code = 0; code <= last; ++code) {
        const auto value = static_cast<ErrorCode>(code);
        QVERIFY2(!errorName(value).isEmpty(), qPrintable(QString::number(code)));
        names.insert(errorName(value));
        QCOMPARE(tkCode(value).isEmpty(), code >= static_cast<int>(std::size(kRefusals)));
    }
    QCOMPARE(names.size(), last + 1);
}

void TestError::otherStatesAreTheServers_data()
{
    QTest::addColumn<QString>("state");
    QTest::newRow("empty") << QString();
    QTest::newRow("unique violation") << QStringLiteral("23505");
    QTest::newRow("TK000") << QStringLiteral("TK000");
    QTest::newRow("TK016") << QStringLiteral("TK016");
    QTest::newRow("lower case") << QStringLiteral("tk001");
    QTest::newRow("longer") << QStringLiteral("TK0011");
}

void TestError::otherStatesAreTheServers()
{
    QFETCH(QString, state);
    QVERIFY(errorCodeFromSqlState(state) == ErrorCode::ServerFailed);
}

void TestError::failFillsTheState()
{
    const Result<int> refused = fail(ErrorCode::SoldOut, QStringLiteral("log"), {{QStringLiteral("free"), 2}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, QStringLiteral("TK002"));
    QCOMPARE(refused.error().facts.value(QStringLiteral("free")).toInt(), 2);
    const Result<int> local = fail(ErrorCode::DiskFull);
    QVERIFY(local.error().sqlState.isEmpty());
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
