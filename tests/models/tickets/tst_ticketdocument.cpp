// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/ids.h"
#include "models/tickets/ticketcode.h"
#include "models/tickets/ticketdocument.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimeZone>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtTest/QtTest>

#define ZX_USE_UTF8 1 // text() as UTF-8
#include <ZXing/ReadBarcode.h>

#include <sys/mount.h>

using namespace foyer;

namespace {

TicketDocument sample(int index = 1, int count = 2)
{
    const QTimeZone zone("Europe/Berlin");
    const TicketClaim claim{
        QByteArray("\x8f\x01\x7a\x55\x10\xe2\x03\xbb", 8),
        EventId::fromText(QStringLiteral("6f1c3c0e-2b6e-4f0a-9b1f-0d5a52f0a001")),
        TicketId::fromText(QStringLiteral("0b9df4c1-77aa-4c1e-8a6e-5d3f1e2a7c%1").arg(index, 2, 10, QLatin1Char('0'))),
        PlaceId{1000 + index}};
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
    void pictures_data();
    void pictures();
    void failsWhole();
    void fullDiskLeavesNothing();
};

namespace {

// What a page shows, drawn by another program than the one that wrote it.
QImage pageOf(const QString &pdf, int page, int dotsPerInch)
{
    QProcess renderer;
    const QString out = pdf + QStringLiteral("-page");
    renderer.start(QStringLiteral("pdftoppm"),
                   {QStringLiteral("-r"), QString::number(dotsPerInch), QStringLiteral("-f"), QString::number(page),
                    QStringLiteral("-l"), QString::number(page), QStringLiteral("-png"), QStringLiteral("-singlefile"),
                    pdf, out});
    return renderer.waitForFinished(60'000) && renderer.exitCode() == 0 ? QImage(out + QStringLiteral(".png"))
                                                                        : QImage();
}

QString wordsOf(const QString &pdf)
{
    QProcess reader;
    reader.start(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), pdf, QStringLiteral("-")});
    return reader.waitForFinished(60'000) ? QString::fromUtf8(reader.readAllStandardOutput()) : QString();
}

// Inter sets hyphens between figures as glyphs that no PDF reader finds in its table of characters.
QString closedUp(const QString &text)
{
    static const QRegularExpression gaps(QStringLiteral("[\\s-]"));
    return QString(text).remove(gaps);
}

QStringList codesOn(const QImage &page)
{
    const QImage grey = page.convertToFormat(QImage::Format_Grayscale8);
    const ZXing::ImageView view(grey.constBits(), grey.width(), grey.height(), ZXing::ImageFormat::Lum,
                                static_cast<int>(grey.bytesPerLine()));
    QStringList codes;
    for (const ZXing::Result &found :
         ZXing::ReadBarcodes(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode)))
        codes.append(QString::fromStdString(found.text()));
    codes.sort();
    return codes;
}

} // namespace

/// With FOYER_SNAPSHOTS=<folder> the pages stay there to be looked at.
void TestTicketDocument::pictures_data()
{
    QTest::addColumn<QVector<TicketDocument>>("tickets");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<bool>("training");
    QTest::newRow("plain") << QVector{sample(1, 3), sample(2, 3), sample(3, 3)} << QStringLiteral("en_GB") << false;
    TicketDocument longTexts = sample(1, 1);
    longTexts.eventTitle =
        QStringLiteral("Die höchst beklagenswerte und gar wunderbare Geschichte von Pyramus und Thisbe, mit einem "
                       "Vorspiel und vier Zwischenspielen nach William Shakespeare");
    longTexts.venue =
        QStringLiteral("Staatstheater am Gärtnerplatz – Interimsspielstätte Großer Konzertsaal im Kulturzentrum");
    longTexts.venueAddress =
        QStringLiteral("Rosenheimer Straße 5, Eingang über den Innenhof, 81667 München, Deutschland");
    longTexts.zone = QStringLiteral("Parkett links hinten außen");
    longTexts.row = QStringLiteral("AA12");
    longTexts.number = QStringLiteral("1024b");
    longTexts.seat = QStringLiteral("Parkett links hinten außen/AA12-1024b");
    longTexts.tierName = QStringLiteral("Kategorie A mit eingeschränkter Sicht");
    longTexts.priceTypeName = QStringLiteral("Ermäßigt (Studierende, Rentner)");
    longTexts.price.minor = 123'450;
    longTexts.orderNumber = QStringLiteral("HAUPTKASSE-12-000042");
    TicketDocument rightToLeft = sample(2, 2);
    rightToLeft.eventTitle = QStringLiteral("ليلة الموسيقى العربية");
    rightToLeft.venue = QStringLiteral("مسرح النهر");
    rightToLeft.zone = QStringLiteral("الصالة");
    rightToLeft.doorsAt = {};
    TicketDocument standing = sample(1, 1);
    standing.eventTitle = QStringLiteral("Jazz at Night");
    standing.doorsAt = {};
    standing.tierName = QStringLiteral("Standing");
    standing.tierColor = QColor(0x3f, 0x8f, 0x5f);
    standing.seat = QStringLiteral("Standing/17");
    standing.zone = QStringLiteral("Standing");
    standing.row.clear();
    standing.number = QStringLiteral("17");
    standing.venueAddress.clear();
    QTest::newRow("hard") << QVector{longTexts, rightToLeft, standing} << QStringLiteral("de_DE") << false;
    TicketDocument bare;
    bare.eventTitle = QStringLiteral("X");
    bare.startsAt = sample().startsAt;
    QTest::newRow("training and bare") << QVector{sample(1, 2), longTexts, bare} << QStringLiteral("fr_FR") << true;
}

void TestTicketDocument::pictures()
{
    QFETCH(QVector<TicketDocument>, tickets);
    QFETCH(QString, locale);
    QFETCH(bool, training);
    if (QStandardPaths::findExecutable(QStringLiteral("pdftoppm")).isEmpty())
        QSKIP("NOT TESTED: pdftoppm (poppler-utils) is not installed");
    QTemporaryDir dir;
    const QString keep = qEnvironmentVariable("FOYER_SNAPSHOTS");
    const QString name = QStringLiteral("tickets-%1.pdf")
                             .arg(QLatin1String(QTest::currentDataTag()))
                             .replace(QLatin1Char(' '), QLatin1Char('-'));
    const QString path = keep.isEmpty() ? dir.filePath(name) : keep + QLatin1Char('/') + name;
    QVERIFY(writeTicketsPdf(path, tickets, {QLocale(locale), training}));
    if (!keep.isEmpty())
        QVERIFY(!pageOf(path, 1, 110).isNull());
    if (training)
        return;
    const QString words = closedUp(wordsOf(path));
    for (const TicketDocument &ticket : tickets) {
        for (const QString &field : {ticket.orderNumber, ticket.row, ticket.number, ticket.shortCode,
                                     ticket.eventTitle.section(QLatin1Char(' '), -1)}) {
            if (field.isRightToLeft()) // extracted in another order
                continue;
            QVERIFY2(words.contains(closedUp(field)), qPrintable(field + QStringLiteral(" is not in: ") + words));
        }
    }
    // As poor as an office printer and a phone make it: 150 dots per inch.
    const QStringList read = codesOn(pageOf(path, 1, 150));
    QStringList printed;
    for (const TicketDocument &ticket : tickets)
        printed.append(ticket.code);
    printed.sort();
    QCOMPARE(read, printed);
}

// The folder is not there: an error, and nothing that looks like a PDF.
void TestTicketDocument::failsWhole()
{
    QTemporaryDir dir;
    const auto nowhere = writeTicketsPdf(dir.filePath(QStringLiteral("no/such/folder.pdf")), {sample()}, kSettings);
    QVERIFY(!nowhere && nowhere.error().code == ErrorCode::DiskFailed);
    const auto nothing = writeTicketsPdf(dir.filePath(QStringLiteral("none.pdf")), {}, kSettings);
    QVERIFY(!nothing && nothing.error().code == ErrorCode::BadInput);
    QVERIFY(QDir(dir.path()).isEmpty());
}

void TestTicketDocument::fullDiskLeavesNothing()
{
    QTemporaryDir dir;
    const QByteArray folder = dir.path().toUtf8();
    if (::mount("tmpfs", folder.constData(), "tmpfs", 0, "size=16k") != 0)
        QSKIP("NOT TESTED: a full disk needs root to mount a small one");
    const QString path = dir.filePath(QStringLiteral("tickets.pdf"));
    const auto written = writeTicketsPdf(path, {sample(1), sample(2)}, kSettings);
    const bool left = !QDir(dir.path()).isEmpty();
    ::umount2(folder.constData(), MNT_DETACH);
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::DiskFull);
    QVERIFY(!left);
}

void TestTicketDocument::writesPdf()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("tickets.pdf"));
    QVERIFY(writeTicketsPdf(path, {sample(1), sample(2)}, kSettings));
    QVERIFY(QFile::exists(path));
}

QTEST_MAIN(TestTicketDocument)
#include "tst_ticketdocument.moc"
