// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace foyer;

class TestOutput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exitCodes()
    {
        QCOMPARE(exitCodeOf({ErrorCode::SeatsTaken, {}, {}, {}}), ExitRefused);
        QCOMPARE(exitCodeOf({ErrorCode::NoConnection, {}, {}, {}}), ExitNoConnection);
        QCOMPARE(exitCodeOf({ErrorCode::OutcomeUnknown, {}, {}, {}}), ExitUnknown);
        QCOMPARE(exitCodeOf({ErrorCode::ServerFailed, {}, {}, {{QStringLiteral("reason"), QStringLiteral("start")}}}), ExitNoConnection);
        QCOMPARE(exitCodeOf({ErrorCode::ServerFailed, {}, {}, {}}), ExitRefused);
    }

    void everyErrorHasASentence()
    {
        for (int code = 0; code <= static_cast<int>(ErrorCode::ProgrammingFault); ++code) {
            const QString sentence = sentenceOf({static_cast<ErrorCode>(code), {}, {}, {}});
            QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(errorName(static_cast<ErrorCode>(code)) + QLatin1Char(' ') + sentence));
        }
    }

    void refusalJson()
    {
        const QJsonObject error = errorJson({ErrorCode::SeatsTaken, {}, {}, {{QStringLiteral("seats"), QJsonArray{QStringLiteral("A-1")}}}})
                                      .toObject().value(QStringLiteral("error")).toObject();
        QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("TK001"));
        QVERIFY(error.value(QStringLiteral("message")).toString().contains(QStringLiteral("A-1")));
        QCOMPARE(error.value(QStringLiteral("detail"))[QStringLiteral("seats")][0].toString(), QStringLiteral("A-1"));
        QCOMPARE(errorJson({ErrorCode::ProfileLocked, {}, {}, {}})[QStringLiteral("error")][QStringLiteral("code")].toString(), QStringLiteral("ProfileLocked"));
    }

    void tablesAreAligned()
    {
        QCOMPARE(tableText({{QStringLiteral("A"), QStringLiteral("N")}, {QStringLiteral("long"), QStringLiteral("7")}, {QStringLiteral("x"), QStringLiteral("123")}}),
            QStringLiteral("A       N\nlong    7\nx     123\n"));
    }

    void controlCharactersAreShownAsMarks()
    {
        QCOMPARE(plainText(QStringLiteral("a\x1b[2Jb\n\u202e\u2028c")), QStringLiteral("a?[2Jb???c"));
        QVERIFY(!tableText({{QStringLiteral("\x1b[31m")}}).contains(QChar(0x1b)));
    }

    void timesCarryTheVenuesOffset()
    {
        const auto at = [](const char *utc) { return QDateTime::fromString(QLatin1String(utc), Qt::ISODate); };
        QCOMPARE(venueTime(at("2026-11-27T18:30:00Z"), "Europe/Berlin"), QStringLiteral("2026-11-27T19:30:00+01:00"));
        QCOMPARE(venueTime(at("2026-07-01T17:30:00Z"), "Europe/Berlin"), QStringLiteral("2026-07-01T19:30:00+02:00"));
        QCOMPARE(venueTime(at("2026-07-01T17:30:00Z"), "America/St_Johns"), QStringLiteral("2026-07-01T15:00:00-02:30"));
        QCOMPARE(venueTime(QDateTime(), "Europe/Berlin"), QString());
    }
};

QTEST_GUILESS_MAIN(TestOutput)
#include "tst_output.moc"
