// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/ticketprinter.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtPrintSupport/QPrinter>
#include <QtTest/QTest>

#include <optional>

using namespace foyer;

namespace {

QVector<TicketDocument> tickets(int count)
{
    QVector<TicketDocument> list;
    for (int i = 1; i <= count; ++i) {
        TicketDocument ticket;
        ticket.orderNumber = QStringLiteral("3-000001");
        ticket.code = QStringLiteral("AFUZTVNAQZ234567");
        ticket.shortCode = QStringLiteral("K7QM-2XWD-9F3A");
        ticket.eventTitle = QStringLiteral("Hamlet");
        ticket.startsAt = QDateTime(QDate(2026, 11, 27), QTime(19, 30), Qt::UTC);
        ticket.venue = QStringLiteral("Main House");
        ticket.tierName = QStringLiteral("Stalls");
        ticket.seat = QStringLiteral("Stalls/B-%1").arg(i);
        ticket.price = Money{4500, {}};
        ticket.index = i;
        ticket.count = count;
        list.append(ticket);
    }
    return list;
}

} // namespace

class TestTicketPrinter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pagesHoldWhatFits_data();
    void pagesHoldWhatFits();
    void aPrinterThatRefusesIsAnError();
    void aDeadGuardHearsNothing();

private:
    std::optional<Result<Done>> printed(const QString &path, QPageSize::PageSizeId paper, int count);
};

std::optional<Result<Done>> TestTicketPrinter::printed(const QString &path, QPageSize::PageSizeId paper, int count)
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setPageSize(QPageSize(paper));
    printer->setOutputFileName(path);
    std::optional<Result<Done>> result;
    printTickets(printer, tickets(count), TicketPaintSettings{QLocale::c(), false}, this, [&result](const Result<Done> &answer) { result = answer; });
    (void)QTest::qWaitFor([&] { return result.has_value(); });
    return result;
}

void TestTicketPrinter::pagesHoldWhatFits_data()
{
    QTest::addColumn<int>("paper");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("pages");
    QTest::newRow("one") << int(QPageSize::A4) << 1 << 1;
    QTest::newRow("three on A4") << int(QPageSize::A4) << 3 << 1;
    QTest::newRow("the fourth on the next page") << int(QPageSize::A4) << 4 << 2;
    QTest::newRow("small paper takes smaller tickets") << int(QPageSize::A6) << 2 << 1;
}

void TestTicketPrinter::pagesHoldWhatFits()
{
    QFETCH(int, paper);
    QFETCH(int, count);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("print.pdf"));
    const std::optional<Result<Done>> result = printed(path, static_cast<QPageSize::PageSizeId>(paper), count);
    QVERIFY(result && *result);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    static const QRegularExpression page(QStringLiteral("/Type\\s*/Page\\b(?!s)"));
    QTEST(static_cast<int>(QString::fromLatin1(file.readAll()).count(page)), "pages");
}

void TestTicketPrinter::aPrinterThatRefusesIsAnError()
{
    const QTemporaryDir folder;
    const std::optional<Result<Done>> result = printed(folder.filePath(QStringLiteral("no such folder/print.pdf")), QPageSize::A4, 1);
    QVERIFY(result && !*result);
    QCOMPARE(result->error().code, ErrorCode::DiskFailed);
}

void TestTicketPrinter::aDeadGuardHearsNothing()
{
    const QTemporaryDir folder;
    const auto printer = std::make_shared<QPrinter>();
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setOutputFileName(folder.filePath(QStringLiteral("print.pdf")));
    bool heard = false;
    {
        QObject guard;
        printTickets(printer, tickets(1), TicketPaintSettings{QLocale::c(), false}, &guard, [&heard](const Result<Done> &) { heard = true; });
    }
    QTRY_VERIFY(printer.use_count() == 1);
    QTest::qWait(50);
    QVERIFY(!heard);
}

QTEST_MAIN(TestTicketPrinter)
#include "tst_ticketprinter.moc"
