// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/ids.h"
#include "models/tickets/ticketcode.h"
#include "models/tickets/ticketdocument.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimeZone>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtTest/QtTest>

#include <sys/mount.h>
#include <unistd.h>

using namespace foyer;

namespace {

TicketDocument sample(int index = 1, int count = 2)
{
    const QTimeZone zone("Europe/Berlin");
    const TicketClaim claim{QByteArray("\x8f\x01\x7a\x55\x10\xe2\x03\xbb", 8), EventId::fromText(QStringLiteral("6f1c3c0e-2b6e-4f0a-9b1f-0d5a52f0a001")),
                            TicketId::fromText(QStringLiteral("0b9df4c1-77aa-4c1e-8a6e-5d3f1e2a7c%1").arg(index, 2, 10, QLatin1Char('0'))), PlaceId{1000 + index}};
    TicketDocument t;
    t.orderNumber = QStringLiteral("3-000042");
    t.code = ticketCodeText(claim, QByteArray(64, char(0x5a + index)));
    t.shortCode = shortCode(claim.ticket);
    t.eventTitle = QStringLiteral("Hamlet");
    t.startsAt = QDateTime(QDate(2026, 11, 27), QTime(19, 30), zone);
    t.doorsAt = t.startsAt.addSecs(-1800);
    t.venue = QStringLiteral("Theater am Fluss – Großes Haus");
    t.venueAddress = QStringLiteral("Uferstraße 12, 50679 Köln");
    t.tierName = QStringLiteral("Stalls");
    t.tierColor = QColor(0x00, 0x72, 0xB2);
    t.seat = QStringLiteral("Stalls/B-%1").arg(11 + index);
    t.zone = QStringLiteral("Stalls");
    t.row = QStringLiteral("B");
    t.number = QString::number(11 + index);
    t.priceTypeName = QStringLiteral("Adult");
    t.price = Money{4500, Currency{QStringLiteral("EUR")}};
    t.index = index;
    t.count = count;
    return t;
}

const TicketPaintSettings kSettings{QLocale(QLocale::English, QLocale::UnitedKingdom), false};

} // namespace

/// The ticket on paper: what people and machines read from the PDF is what was sold.
class TestTicketDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPdf();
};

void TestTicketDocument::writesPdf()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("tickets.pdf"));
    QVERIFY(writeTicketsPdf(path, {sample(1), sample(2)}, kSettings));
    QVERIFY(QFile::exists(path));
}

QTEST_MAIN(TestTicketDocument)
#include "tst_ticketdocument.moc"
