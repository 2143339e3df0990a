// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/sqlitetillstore.h"
#include "models/services/ticketoffice.h"
#include "models/tickets/ticketcode.h"
#include "tests/support/answerbox.h"

#include <QtCore/QTemporaryDir>

using namespace foyer;

namespace {

EventDetail detailOf(const QString &title, const TierId &tier)
{
    EventDetail detail;
    detail.event.id = EventId::make();
    detail.event.title = title;
    detail.event.venue = QStringLiteral("Main House");
    detail.event.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC);
    detail.event.timezone = "Europe/Berlin";
    detail.venueAddress = QStringLiteral("1 Theatre Square");
    Tier t;
    t.id = tier;
    t.name = QStringLiteral("Stalls");
    t.color = QStringLiteral("#7a4fb5");
    detail.tiers = {t};
    return detail;
}

SoldTicket ticketOf(const EventDetail &detail, const QString &seat, qint64 place)
{
    return {TicketId::make(),        detail.event.id,          PlaceId{place},          seat,
            detail.tiers.first().id, QStringLiteral("Stalls"), QStringLiteral("Adult"), Money{4500, {}}};
}

} // namespace

/// From a sold order to signed documents, with the key of a real till file.
class TestTicketOffice : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SqliteTillStore> m_store;
    std::unique_ptr<TicketOffice> m_office;

private Q_SLOTS:
    void init();
    void cleanup();

    void partsOfASeat_data();
    void partsOfASeat();
    void documentsSayWhatWasSold();
    void codesAreSignedAndStable();
    void missingDetailIsAFault();
    void lockedTillIsTold();
    void savesPdf();
    void savingWhereNothingCanBeSaved();
};

void TestTicketOffice::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<SqliteTillStore>(
        TillProfile{m_folder->filePath(QStringLiteral("till")), QStringLiteral("till-3"), QStringLiteral("3"), 0});
    m_office = std::make_unique<TicketOffice>(*m_store);
}

void TestTicketOffice::cleanup()
{
    m_office.reset();
    m_store.reset();
}

void TestTicketOffice::partsOfASeat_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("parts");
    QTest::newRow("seat") << "Stalls/B-12"
                          << "Stalls|B|12";
    QTest::newRow("standing") << "Standing/17"
                              << "Standing||17";
    QTest::newRow("nested zone") << "Main/Left/AA-3b"
                                 << "Main/Left|AA|3b";
    QTest::newRow("no zone") << "C-7"
                             << "|C|7";
    QTest::newRow("dash in the zone") << "Mid-Circle/B-1"
                                      << "Mid-Circle|B|1";
    QTest::newRow("dash in the row") << "Circle/B-left-1"
                                     << "Circle|B-left|1";
    QTest::newRow("number only") << "9"
                                 << "||9";
    QTest::newRow("empty") << ""
                           << "||";
}

void TestTicketOffice::partsOfASeat()
{
    QFETCH(QString, label);
    QFETCH(QString, parts);
    const SeatParts found = seatParts(label);
    QCOMPARE(found.zone + QLatin1Char('|') + found.row + QLatin1Char('|') + found.number, parts);
}

void TestTicketOffice::documentsSayWhatWasSold()
{
    EventDetail hamlet = detailOf(QStringLiteral("Hamlet"), TierId::make());
    const EventDetail jazz = detailOf(QStringLiteral("Jazz at Night"), TierId::make());
    hamlet.event.doorsAt = hamlet.event.startsAt.addSecs(-3600);
    SoldOrder order;
    order.number = QStringLiteral("3-000042");
    order.tickets = {ticketOf(hamlet, QStringLiteral("Stalls/B-12"), 7),
                     ticketOf(jazz, QStringLiteral("Standing/3"), 8)};
    AnswerBox<QVector<TicketDocument>> box;
    m_office->documents(order, {jazz, hamlet}, box.guard(), box.then());
    const auto documents = box.get();
    FOYER_VERIFY(documents);
    QCOMPARE(documents->size(), 2);
    const TicketDocument &first = documents->at(0);
    QCOMPARE(first.eventTitle, QStringLiteral("Hamlet"));
    QCOMPARE(first.startsAt.time(), QTime(19, 30)); // in the venue's zone
    QCOMPARE(first.doorsAt.time(), QTime(18, 30));
    QCOMPARE(first.row, QStringLiteral("B"));
    QCOMPARE(first.tierColor, QColor(0x7a, 0x4f, 0xb5));
    QCOMPARE(first.orderNumber, QStringLiteral("3-000042"));
    QCOMPARE(first.shortCode, shortCode(order.tickets.at(0).id));
    QCOMPARE(first.price.minor, 4500);
    const TicketDocument &second = documents->at(1);
    QCOMPARE(second.eventTitle, QStringLiteral("Jazz at Night"));
    QVERIFY(!second.doorsAt.isValid());
    QCOMPARE(second.index, 2);
    QCOMPARE(second.count, 2);
}

void TestTicketOffice::codesAreSignedAndStable()
{
    const EventDetail hamlet = detailOf(QStringLiteral("Hamlet"), TierId::make());
    SoldOrder order;
    order.tickets = {ticketOf(hamlet, QStringLiteral("Stalls/B-12"), 7),
                     ticketOf(hamlet, QStringLiteral("Stalls/B-13"), 8)};
    AnswerBox<TillIdentity> who;
    m_store->identity(who.guard(), who.then());
    const auto identity = who.get();
    FOYER_VERIFY(identity);
    QStringList codes;
    for (int print = 0; print < 2; ++print) {
        AnswerBox<QVector<TicketDocument>> box;
        m_office->documents(order, {hamlet}, box.guard(), box.then());
        const auto documents = box.get();
        FOYER_VERIFY(documents);
        for (const TicketDocument &document : *documents)
            codes.append(document.code);
    }
    // Printed again, it is the same ticket.
    QCOMPARE(codes.mid(2), codes.mid(0, 2));
    for (int i = 0; i < 2; ++i) {
        const auto claim = verifyTicketCode(codes.at(i), {{identity->keyId, identity->publicKey}});
        FOYER_VERIFY(claim);
        QVERIFY(claim->event == hamlet.event.id);
        QVERIFY(claim->ticket == order.tickets.at(i).id);
        QVERIFY(claim->place == order.tickets.at(i).place);
    }
}

void TestTicketOffice::missingDetailIsAFault()
{
    const EventDetail hamlet = detailOf(QStringLiteral("Hamlet"), TierId::make());
    SoldOrder order;
    order.tickets = {ticketOf(hamlet, QStringLiteral("Stalls/B-12"), 7)};
    AnswerBox<QVector<TicketDocument>> box;
    m_office->documents(order, {}, box.guard(), box.then());
    QVERIFY(!box.arrived()); // never from inside the call
    const auto documents = box.get();
    QVERIFY(!documents && documents.error().code == ErrorCode::ProgrammingFault);
    QCOMPARE(box.count(), 1);
}

void TestTicketOffice::lockedTillIsTold()
{
    AnswerBox<TillIdentity> who;
    m_store->identity(who.guard(), who.then());
    FOYER_VERIFY(who.get());
    SqliteTillStore second(
        {m_folder->filePath(QStringLiteral("till")), QStringLiteral("till-3"), QStringLiteral("3"), 0});
    TicketOffice office(second);
    const EventDetail hamlet = detailOf(QStringLiteral("Hamlet"), TierId::make());
    SoldOrder order;
    order.tickets = {ticketOf(hamlet, QStringLiteral("Stalls/B-12"), 7)};
    AnswerBox<QVector<TicketDocument>> box;
    office.documents(order, {hamlet}, box.guard(), box.then());
    const auto documents = box.get();
    QVERIFY(!documents && documents.error().code == ErrorCode::ProfileLocked);
}

void TestTicketOffice::savesPdf()
{
    const EventDetail hamlet = detailOf(QStringLiteral("Hamlet"), TierId::make());
    SoldOrder order;
    order.tickets = {ticketOf(hamlet, QStringLiteral("Stalls/B-12"), 7)};
    AnswerBox<QVector<TicketDocument>> box;
    m_office->documents(order, {hamlet}, box.guard(), box.then());
    const auto documents = box.get();
    FOYER_VERIFY(documents);
    const QString path = m_folder->filePath(QStringLiteral("tickets.pdf"));
    AnswerBox<Done> saved;
    m_office->savePdf(path, *documents, {}, saved.guard(), saved.then());
    FOYER_VERIFY(saved.get(30'000));
    QFile pdf(path);
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QVERIFY(pdf.read(8).startsWith("%PDF-1."));
}

void TestTicketOffice::savingWhereNothingCanBeSaved()
{
    TicketDocument document;
    document.eventTitle = QStringLiteral("Hamlet");
    AnswerBox<Done> saved;
    m_office->savePdf(m_folder->filePath(QStringLiteral("no/such/folder/tickets.pdf")), {document}, {}, saved.guard(),
                      saved.then());
    const auto done = saved.get(30'000);
    QVERIFY(!done && done.error().code == ErrorCode::DiskFailed);
}

QTEST_MAIN(TestTicketOffice)
#include "tst_ticketoffice.moc"
