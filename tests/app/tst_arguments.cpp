// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"

#include <QtTest/QtTest>

using namespace foyer;

class TestArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void optionsStandAnywhere()
    {
        for (const char *line : {"--json sell hamlet --seats A-1", "sell --seats A-1 hamlet --json", "sell hamlet --seats=A-1 --json"}) {
            const auto args = parse(line);
            QVERIFY2(args.has_value(), line);
            QCOMPARE(args->command, QStringLiteral("sell"));
            QCOMPARE(args->operands, QStringList{QStringLiteral("hamlet")});
            QCOMPARE(args->value(QStringLiteral("seats")), QStringLiteral("A-1"));
            QVERIFY(args->has(QStringLiteral("json")));
        }
    }

    void twoWordCommandsWin()
    {
        QCOMPARE(parse("event list")->command, QStringLiteral("event list"));
        QCOMPARE(parse("event show x")->operands, QStringList{QStringLiteral("x")});
    }

    void valuesAreNeverOptions()
    {
        const auto args = parser({QStringLiteral("sell"), QStringLiteral("--"), QStringLiteral("--json")});
        QVERIFY(args.has_value());
        QCOMPARE(args->operands, QStringList{QStringLiteral("--json")});
        QVERIFY(!args->has(QStringLiteral("json")));
        QCOMPARE(parser({QStringLiteral("sell"), QStringLiteral("e"), QStringLiteral("--seats"), QStringLiteral("--json")})->value(QStringLiteral("seats")),
            QStringLiteral("--json"));
    }

    void repeatedOptionsKeepTheirOrder()
    {
        QCOMPARE(parse("sell e --seats A-1 --seats B-2")->values(QStringLiteral("seats")), (QStringList{QStringLiteral("A-1"), QStringLiteral("B-2")}));
    }

    void helpNamesTheCommand()
    {
        const auto args = parse("sell --help");
        QVERIFY(args.has_value() && args->help);
        QCOMPARE(args->command, QStringLiteral("sell"));
        QVERIFY(usageText(specs(), args->command).contains(QStringLiteral("--seats")));
    }

    void mistakesAreSentences_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"", "dance", "sell", "sell a b", "sell a --seats", "sell a --fast", "sell a --json=yes", "event list --seats A", "sell -x",
                 "--server x --standalone event list", "event"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void mistakesAreSentences()
    {
        QFETCH(QString, line);
        const auto args = parse(line.toLatin1().constData());
        QVERIFY(!args.has_value());
        QCOMPARE(args.error().code, ErrorCode::BadInput);
        QVERIFY2(args.error().log.endsWith(QLatin1Char('.')) || args.error().log.endsWith(QLatin1Char('?')), qPrintable(args.error().log));
    }

    void controlCharactersAreNotEchoed()
    {
        const auto args = parser({QStringLiteral("\x1b[2J")});
        QVERIFY(!args.has_value());
        QVERIFY(!args.error().log.contains(QChar(0x1b)));
    }

private:
    static QVector<CommandSpec> specs()
    {
        return {{QStringLiteral("event list"), {}, QStringLiteral("lists"), {}},
            {QStringLiteral("event show"), {QStringLiteral("EVENT")}, QStringLiteral("shows"), {}},
            {QStringLiteral("sell"), {QStringLiteral("EVENT")}, QStringLiteral("sells"),
                {{QStringLiteral("seats"), QStringLiteral("LIST"), QStringLiteral("which")}}}};
    }
    static Result<Arguments> parser(const QStringList &words) { return parseArguments(words, specs()); }
    static Result<Arguments> parse(const char *line) { return parser(QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts)); }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
