// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/local/sqlitetillstore.h"
#include "models/services/desk.h"
#include "tests/models/services/scriptedcentre.h"
#include "tests/support/answerbox.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using namespace foyer;

namespace {

const EventId kEvent = EventId::fromText(QStringLiteral("6f1c3c0e-2b6e-4f0a-9b1f-0d5a52f0a001"));
const TierId kTier = TierId::fromText(QStringLiteral("6f1c3c0e-2b6e-4f0a-9b1f-0d5a52f0a002"));

QJsonObject jsonOf(const SealedCall &call)
{
    return QJsonDocument::fromJson(call.request).object();
}

QJsonObject shape(const char *json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    Q_ASSERT(document.isObject());
    return document.object();
}

Sale saleOfOne()
{
    Sale sale;
    sale.id = OrderId::make();
    SaleLine line;
    line.ticket = TicketId::make();
    line.event = kEvent;
    line.tier = kTier;
    line.priceType = PriceTypeId::make();
    line.place = PlaceId{7};
    line.price = Money{4500, {}};
    line.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC);
    sale.lines = {line};
    Tender cash;
    cash.id = PaymentId::make();
    cash.amount = Money{4500, {}};
    cash.given = Money{5000, {}};
    sale.tenders = {cash};
    sale.holds = {HoldRef{HoldId::make(), QString(32, QLatin1Char('a'))}};
    sale.total = Money{4500, {}};
    return sale;
}

// What the centre says to a sale, made from the request itself.
QJsonObject soldAnswer(const SealedCall &call)
{
    const QJsonObject request = jsonOf(call);
    QJsonObject answer = shape(
        R"({"currency": "EUR", "subtotal_minor": 4206, "fee_minor": 0, "tax_minor": 294, "total_minor": 4500, "change_minor": 500,
                                   "sold_at": "2026-11-20T10:00:00Z"})");
    answer.insert(QStringLiteral("order"), request.value(QStringLiteral("order")));
    answer.insert(QStringLiteral("number"), request.value(QStringLiteral("number")));
    QJsonArray tickets;
    const QJsonArray items = request.value(QStringLiteral("items")).toArray();
    for (const QJsonValue &item : items) {
        QJsonObject ticket = shape(R"({"seat": "Stalls/B-12", "tier_name": "Stalls", "price_type_name": "Adult"})");
        for (const char *key : {"ticket", "event", "place", "tier", "price_type", "price_minor"})
            ticket.insert(QLatin1String(key), item.toObject().value(QLatin1String(key)));
        tickets.append(ticket);
    }
    answer.insert(QStringLiteral("tickets"), tickets);
    return answer;
}

ScriptedCentre::Reply sells()
{
    return [](const SealedCall &call) { return Result<QJsonObject>(soldAnswer(call)); };
}

QJsonObject cancelledAnswer(const OrderId &order)
{
    return {{QStringLiteral("order"), order.text()}, {QStringLiteral("outcome"), QStringLiteral("cancelled")}};
}

/// A disk that takes calls but no outcomes.
class UnsettlingStore : public SqliteTillStore
{
public:
    using SqliteTillStore::SqliteTillStore;
    void settle(const QUuid &, CallState, const QJsonObject &, QObject *guard, Then<Done> then) override
    {
        QTimer::singleShot(0, guard,
                           [then = std::move(then)] { then(fail(ErrorCode::DiskFailed, QStringLiteral("scripted"))); });
    }
};

} // namespace

/// The desk over a real till file and a scripted centre: which bytes it sends, how often, and what stands on disk
/// before and after.
class TestDesk : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] TillProfile profile() const
    {
        return {m_folder->path(), QStringLiteral("till-3"), QStringLiteral("3"), 0};
    }
    std::optional<RecordedCall> recorded(const QUuid &id) const
    {
        AnswerBox<RecordedCall> box;
        m_store->recorded(id, box.guard(), box.then());
        const auto found = box.get();
        return found ? std::optional(*found) : std::nullopt;
    }
    qsizetype pendingCount() const
    {
        AnswerBox<QVector<RecordedCall>> box;
        m_store->pending(box.guard(), box.then());
        const auto calls = box.get();
        return calls ? calls->size() : -1;
    }
    Result<SoldOrder> sell(const Sale &sale, int timeoutMs = 10'000)
    {
        AnswerBox<SoldOrder> box;
        m_desk->sell(sale, box.guard(), box.then());
        return box.get(timeoutMs);
    }
    Result<QVector<SoldOrder>> resolve()
    {
        AnswerBox<QVector<SoldOrder>> box;
        m_desk->resolvePending(box.guard(), box.then());
        return box.get(30'000);
    }
    void restart();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedCentre> m_centre;
    std::unique_ptr<SqliteTillStore> m_store;
    std::unique_ptr<Desk> m_desk;

private Q_SLOTS:
    void init();
    void cleanup();

    void sealedShapes_data();
    void sealedShapes();
    void wishMustBeOneThing();
    void holdIsRead();
    void repeatedHoldCountsFromTheFirstSend();
    void onDiskBeforeTheFirstSend();
    void unknownIsSentAgainWithTheSameBytes();
    void noLineAfterUnknownStaysUnknown();
    void unknownForeverStaysPending();
    void waitsForTheLine();
    void refusalIsSettledAndKeepsItsFacts();
    void nothingSentIsNotPending();
    void diskRefusesNothingIsSent();
    void outcomeNotRecordedIsStillTold();
    void refusalAfterUnknownIsCancelledFirst();
    void refusalAfterUnknownMayBeSoldAfterAll();
    void killedBetweenRefusalAndCancellation();
    void refusedCancellationEndsIt();
    void unknownCancellationLeavesBothPending();
    void cancelIsOneCall();
    void deadGuardIsResolvedAnyway();
    void unreadableAnswer();
    void resolvesAfterRestart();
    void cancelledSaleIsNotSentAgain();
    void pendingHoldIsReleased();
    void extendNamesWhatIsKept();
};

void TestDesk::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_centre = std::make_unique<ScriptedCentre>();
    m_store = std::make_unique<SqliteTillStore>(profile());
    m_desk = std::make_unique<Desk>(*m_centre, *m_store);
}

void TestDesk::cleanup()
{
    m_desk.reset();
    m_store.reset();
    m_centre.reset();
}

// A new program on the same file; the line and the centre's memory are new, too.
void TestDesk::restart()
{
    cleanup();
    m_centre = std::make_unique<ScriptedCentre>();
    m_store = std::make_unique<SqliteTillStore>(profile());
    m_desk = std::make_unique<Desk>(*m_centre, *m_store);
}

void TestDesk::sealedShapes_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QStringList>("keys");
    const QString hold = QStringLiteral("hold");
    const QString till = QStringLiteral("till");
    const QString token = QStringLiteral("token");
    const QString event = QStringLiteral("event");
    QTest::newRow("hold places") << "places" << QStringList{event, hold, QStringLiteral("places"), till, token};
    QTest::newRow("hold seats") << "seats" << QStringList{event, hold, QStringLiteral("seats"), till, token};
    QTest::newRow("hold any") << "any" << QStringList{event, hold, QStringLiteral("quantity"), QStringLiteral("tier"),
                                                      till,  token};
    QTest::newRow("extend") << "extend" << QStringList{QStringLiteral("holds"), QStringLiteral("request"), till};
    QTest::newRow("release all") << "release" << QStringList{hold, till, token};
    QTest::newRow("release some") << "release some" << QStringList{hold, QStringLiteral("places"), till, token};
    QTest::newRow("cancel") << "cancel" << QStringList{QStringLiteral("order"), till};
    QTest::newRow("sell") << "sell" << QStringList{QStringLiteral("channel"),    QStringLiteral("currency"),
                                                   QStringLiteral("holds"),      QStringLiteral("items"),
                                                   QStringLiteral("number"),     QStringLiteral("order"),
                                                   QStringLiteral("payments"),   till,
                                                   QStringLiteral("total_minor")};
}

// The centre refuses unknown and missing keys (TK015): the sets are those of resources/sql/CALLS.md.
void TestDesk::sealedShapes()
{
    QFETCH(QString, call);
    QFETCH(QStringList, keys);
    const HoldRef ref{HoldId::make(), QString(32, QLatin1Char('b'))};
    AnswerBox<Hold> held;
    AnswerBox<Done> done;
    AnswerBox<QVector<QPair<HoldId, QDeadlineTimer>>> extended;
    AnswerBox<std::optional<SoldOrder>> cancelled;
    AnswerBox<SoldOrder> sold;
    if (call == QLatin1String("places"))
        m_desk->hold({kEvent, {PlaceId{7}, PlaceId{8}}, {}, {}, 0}, held.guard(), held.then());
    else if (call == QLatin1String("seats"))
        m_desk->hold({kEvent, {}, {QStringLiteral("Stalls/B-12")}, {}, 0}, held.guard(), held.then());
    else if (call == QLatin1String("any"))
        m_desk->hold({kEvent, {}, {}, kTier, 4}, held.guard(), held.then());
    else if (call == QLatin1String("extend"))
        m_desk->extend({ref}, extended.guard(), extended.then());
    else if (call == QLatin1String("release"))
        m_desk->release(ref, {}, done.guard(), done.then());
    else if (call == QLatin1String("release some"))
        m_desk->release(ref, {PlaceId{7}}, done.guard(), done.then());
    else if (call == QLatin1String("cancel"))
        m_desk->cancel(OrderId::make(), cancelled.guard(), cancelled.then());
    else
        m_desk->sell(saleOfOne(), sold.guard(), sold.then());
    QTRY_COMPARE(m_centre->sent().size(), 1);
    const QJsonObject request = jsonOf(m_centre->sent().first());
    QCOMPARE(request.keys(), keys);
    QCOMPARE(request.value(QStringLiteral("till")).toString(), QStringLiteral("till-3"));
    QCOMPARE(m_centre->sent().first().mac.size(), 32);
    if (request.contains(QStringLiteral("token")))
        QVERIFY(QRegularExpression(QStringLiteral("^[0-9a-f]{32}$"))
                    .match(request.value(QStringLiteral("token")).toString())
                    .hasMatch());
    if (call == QLatin1String("sell"))
        QCOMPARE(request.value(QStringLiteral("number")).toString(), QStringLiteral("3-000001"));
    QTRY_COMPARE(pendingCount(), 0); // ProgrammingFault is definite
}

void TestDesk::wishMustBeOneThing()
{
    const QVector<HoldWish> wishes{{kEvent, {}, {}, {}, 0},
                                   {kEvent, {PlaceId{1}}, {QStringLiteral("A-1")}, {}, 0},
                                   {kEvent, {PlaceId{1}}, {}, kTier, 1},
                                   {kEvent, {}, {}, kTier, 0}};
    for (const HoldWish &wish : wishes) {
        AnswerBox<Hold> box;
        m_desk->hold(wish, box.guard(), box.then());
        const auto hold = box.get();
        QVERIFY(!hold);
        QVERIFY(hold.error().code == ErrorCode::BadRequest);
    }
    QVERIFY(m_centre->sent().isEmpty());
}

namespace {

ScriptedCentre::Reply holds(qint64 ms, bool repeated = false)
{
    return [ms, repeated](const SealedCall &call) {
        const QJsonObject request = jsonOf(call);
        QJsonObject answer{
            {QStringLiteral("hold"), request.value(QStringLiteral("hold"))},
            {QStringLiteral("token"), request.value(QStringLiteral("token"))},
            {QStringLiteral("event"), request.value(QStringLiteral("event"))},
            {QStringLiteral("expires_in_ms"), ms},
            {QStringLiteral("places"), QJsonArray{QJsonObject{{QStringLiteral("place"), 7},
                                                              {QStringLiteral("seat"), QStringLiteral("Stalls/B-12")},
                                                              {QStringLiteral("tier"), kTier.text()}}}}};
        if (repeated)
            answer.insert(QStringLiteral("repeated"), true);
        return Result<QJsonObject>(answer);
    };
}

} // namespace

void TestDesk::holdIsRead()
{
    m_centre->reply(holds(900'000));
    AnswerBox<Hold> box;
    const HoldId id = HoldId::make();
    m_desk->hold({kEvent, {PlaceId{7}}, {}, {}, 0}, box.guard(), box.then(), id);
    const auto hold = box.get();
    FOYER_VERIFY(hold);
    QVERIFY(hold->id == id);
    QCOMPARE(hold->places.size(), 1);
    QCOMPARE(hold->places.first().label, QStringLiteral("Stalls/B-12"));
    QVERIFY(hold->places.first().tier == kTier);
    QVERIFY(hold->expires.remainingTime() > 880'000);
    QVERIFY(hold->expires.remainingTime() <= 900'000);
}

// A stored answer tells the time that was left when it was made.
void TestDesk::repeatedHoldCountsFromTheFirstSend()
{
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->reply(holds(900'000, true));
    AnswerBox<Hold> box;
    m_desk->hold({kEvent, {PlaceId{7}}, {}, {}, 0}, box.guard(), box.then());
    const auto hold = box.get();
    FOYER_VERIFY(hold);
    QVERIFY2(hold->expires.remainingTime() <= 900'000 - limits::resendDelayMs,
             "the time between the sends was given to the customer");
}

void TestDesk::onDiskBeforeTheFirstSend()
{
    const Sale sale = saleOfOne();
    bool stood = false;
    m_centre->reply([this, &stood, &sale](const SealedCall &call) {
        const auto row = recorded(sale.id.value);
        stood =
            row && row->state == CallState::Pending && row->call.request == call.request && row->call.mac == call.mac;
        return Result<QJsonObject>(soldAnswer(call));
    });
    const auto sold = sell(sale);
    FOYER_VERIFY(sold);
    QVERIFY(stood);
    QVERIFY(sold->id == sale.id);
    QCOMPARE(sold->number, QStringLiteral("3-000001"));
    QCOMPARE(sold->change.minor, 500);
    QCOMPARE(sold->tickets.size(), 1);
    QVERIFY(sold->tickets.first().id == sale.lines.first().ticket);
    const auto row = recorded(sale.id.value);
    QVERIFY(row && row->state == CallState::Done);
    QCOMPARE(row->answer.value(QStringLiteral("number")).toString(), sold->number);
}

void TestDesk::unknownIsSentAgainWithTheSameBytes()
{
    QSignalSpy unknown(m_desk.get(), &Desk::outcomeUnknown);
    m_centre->refuse(ErrorCode::OutcomeUnknown, {}, 3);
    m_centre->reply(sells());
    const auto sold = sell(saleOfOne());
    FOYER_VERIFY(sold);
    QCOMPARE(m_centre->sent().size(), 4);
    for (const SealedCall &call : m_centre->sent()) {
        QCOMPARE(call.id, m_centre->sent().first().id);
        QCOMPARE(call.request, m_centre->sent().first().request);
        QCOMPARE(call.mac, m_centre->sent().first().mac);
    }
    QCOMPARE(unknown.size(), 3);
    QCOMPARE(unknown.at(2).first().toInt(), 3);
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::noLineAfterUnknownStaysUnknown()
{
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::NoConnection, {}, 2);
    m_centre->reply(sells());
    FOYER_VERIFY(sell(saleOfOne()));
    QCOMPARE(m_centre->sent().size(), 4);
}

void TestDesk::unknownForeverStaysPending()
{
    m_centre->refuse(ErrorCode::OutcomeUnknown, {}, limits::maxResends + 5);
    const Sale sale = saleOfOne();
    const auto sold = sell(sale, 60'000);
    QVERIFY(!sold);
    QVERIFY(sold.error().code == ErrorCode::OutcomeUnknown);
    QCOMPARE(m_centre->sent().size(), limits::maxResends + 1);
    const auto row = recorded(sale.id.value);
    QVERIFY(row && row->state == CallState::Pending);
}

void TestDesk::waitsForTheLine()
{
    m_centre->reply([this](const SealedCall &) {
        m_centre->setLinkState(LinkState::Lost);
        return Result<QJsonObject>(fail(ErrorCode::OutcomeUnknown));
    });
    m_centre->reply(sells());
    AnswerBox<SoldOrder> box;
    m_desk->sell(saleOfOne(), box.guard(), box.then());
    QTRY_COMPARE(m_centre->sent().size(), 1);
    QTest::qWait(2 * limits::resendDelayMs);
    QCOMPARE(m_centre->sent().size(), 1);
    m_centre->setLinkState(LinkState::Online);
    FOYER_VERIFY(box.get(limits::resendDelayMs));
    QCOMPARE(m_centre->sent().size(), 2);
}

void TestDesk::refusalIsSettledAndKeepsItsFacts()
{
    const QJsonObject facts = shape(R"({"seats": ["Stalls/B-12"], "places": [7]})");
    m_centre->refuse(ErrorCode::SeatsTaken, facts);
    const Sale sale = saleOfOne();
    const auto sold = sell(sale);
    QVERIFY(!sold);
    QVERIFY(sold.error().code == ErrorCode::SeatsTaken);
    QCOMPARE(sold.error().facts, facts);
    QCOMPARE(m_centre->sent().size(), 1);
    const auto row = recorded(sale.id.value);
    QVERIFY(row && row->state == CallState::Refused);
    QCOMPARE(row->answer.value(QStringLiteral("error")).toString(), QStringLiteral("SeatsTaken"));
    QCOMPARE(row->answer.value(QStringLiteral("detail")).toObject(), facts);
}

void TestDesk::nothingSentIsNotPending()
{
    m_centre->refuse(ErrorCode::NoConnection);
    const Sale sale = saleOfOne();
    const auto sold = sell(sale);
    QVERIFY(!sold && sold.error().code == ErrorCode::NoConnection);
    QCOMPARE(m_centre->sent().size(), 1);
    QCOMPARE(pendingCount(), 0);
    // The clerk presses the button again: the same sale under the same number.
    m_centre->reply(sells());
    FOYER_VERIFY(sell(sale));
    QCOMPARE(m_centre->sent().at(1).request, m_centre->sent().at(0).request);
}

void TestDesk::diskRefusesNothingIsSent()
{
    QFile file(m_folder->filePath(QStringLiteral("a-file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    SqliteTillStore store(
        {file.fileName() + QStringLiteral("/profile"), QStringLiteral("till-3"), QStringLiteral("3"), 0});
    Desk desk(*m_centre, store);
    AnswerBox<SoldOrder> box;
    desk.sell(saleOfOne(), box.guard(), box.then());
    const auto sold = box.get();
    QVERIFY(!sold && sold.error().code == ErrorCode::DiskFailed);
    QVERIFY(m_centre->sent().isEmpty());
}

void TestDesk::outcomeNotRecordedIsStillTold()
{
    m_desk.reset();
    m_store = std::make_unique<UnsettlingStore>(profile());
    m_desk = std::make_unique<Desk>(*m_centre, *m_store);
    m_centre->reply(sells());
    const Sale sale = saleOfOne();
    FOYER_VERIFY(sell(sale));
    restart();
    m_centre->reply(sells());
    const auto found = resolve();
    FOYER_VERIFY(found);
    QCOMPARE(found->size(), 1);
    QVERIFY(found->first().id == sale.id);
}

void TestDesk::refusalAfterUnknownIsCancelledFirst()
{
    const Sale sale = saleOfOne();
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::HoldLost, shape(R"({"seats": ["Stalls/B-12"]})"));
    m_centre->answer(cancelledAnswer(sale.id));
    const auto sold = sell(sale);
    QVERIFY(!sold);
    QVERIFY(sold.error().code == ErrorCode::HoldLost);
    QCOMPARE(sold.error().facts, shape(R"({"seats": ["Stalls/B-12"]})"));
    QCOMPARE(m_centre->sent().size(), 3);
    QVERIFY(m_centre->sent().at(2).kind == CallKind::Cancel);
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::refusalAfterUnknownMayBeSoldAfterAll()
{
    const Sale sale = saleOfOne();
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::Busy);
    m_centre->reply([this, &sale](const SealedCall &) {
        QJsonObject answer{{QStringLiteral("order"), sale.id.text()},
                           {QStringLiteral("outcome"), QStringLiteral("sold")}};
        answer.insert(QStringLiteral("answer"), soldAnswer(m_centre->sent().first()));
        return Result<QJsonObject>(answer);
    });
    const auto sold = sell(sale);
    FOYER_VERIFY(sold);
    QVERIFY(sold->id == sale.id);
    const auto row = recorded(sale.id.value);
    QVERIFY(row && row->state == CallState::Done);
}

// The first send may still arrive while the second was refused. Until the order is given up for good, a restart must
// find it.
void TestDesk::killedBetweenRefusalAndCancellation()
{
    const Sale sale = saleOfOne();
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::HoldLost);
    CallState stateAtCancel = CallState::Done;
    m_centre->reply([&](const SealedCall &) {
        const auto row = recorded(sale.id.value);
        stateAtCancel = row ? row->state : CallState::Done;
        return Result<QJsonObject>(cancelledAnswer(sale.id));
    });
    QVERIFY(!sell(sale));
    QVERIFY(stateAtCancel == CallState::Pending);
    const auto row = recorded(sale.id.value);
    QVERIFY(row && row->state == CallState::Refused);
}

void TestDesk::refusedCancellationEndsIt()
{
    const Sale sale = saleOfOne();
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::HoldLost);
    m_centre->refuse(ErrorCode::NotPermitted);
    const auto sold = sell(sale);
    QVERIFY(!sold && sold.error().code == ErrorCode::HoldLost);
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::unknownCancellationLeavesBothPending()
{
    const Sale sale = saleOfOne();
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->refuse(ErrorCode::HoldLost);
    m_centre->refuse(ErrorCode::OutcomeUnknown, {}, limits::maxResends + 1);
    const auto sold = sell(sale, 60'000);
    QVERIFY(!sold && sold.error().code == ErrorCode::OutcomeUnknown);
    QCOMPARE(pendingCount(), 2);
    restart();
    m_centre->answer(cancelledAnswer(sale.id));
    const auto found = resolve();
    FOYER_VERIFY(found);
    QVERIFY(found->isEmpty());
    QCOMPARE(m_centre->sent().size(), 1);
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::cancelIsOneCall()
{
    const OrderId order = OrderId::make();
    for (int i = 0; i < 2; ++i) {
        m_centre->answer(cancelledAnswer(order));
        AnswerBox<std::optional<SoldOrder>> box;
        m_desk->cancel(order, box.guard(), box.then());
        const auto cancelled = box.get();
        FOYER_VERIFY(cancelled);
        QVERIFY(!cancelled->has_value());
    }
    QCOMPARE(m_centre->sent().at(0).id, m_centre->sent().at(1).id);
    QCOMPARE(m_centre->sent().at(0).request, m_centre->sent().at(1).request);
}

void TestDesk::deadGuardIsResolvedAnyway()
{
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    m_centre->reply(sells());
    const Sale sale = saleOfOne();
    int told = 0;
    {
        QObject guard;
        m_desk->sell(sale, &guard, [&told](const Result<SoldOrder> &) { ++told; });
    }
    QTRY_VERIFY(recorded(sale.id.value) && recorded(sale.id.value)->state == CallState::Done);
    QCOMPARE(told, 0);
}

void TestDesk::unreadableAnswer()
{
    m_centre->reply([](const SealedCall &call) {
        QJsonObject answer = soldAnswer(call);
        answer.insert(QStringLiteral("total_minor"), 4499);
        return Result<QJsonObject>(answer);
    });
    const auto sold = sell(saleOfOne());
    QVERIFY(!sold);
    QVERIFY(sold.error().code == ErrorCode::ServerFailed);
    QCOMPARE(sold.error().facts.value(QStringLiteral("key")).toString(), QStringLiteral("total_minor"));
}

void TestDesk::resolvesAfterRestart()
{
    const Sale sale = saleOfOne();
    m_desk->sell(sale, m_desk.get(), [](const Result<SoldOrder> &) {});
    m_centre->refuse(ErrorCode::OutcomeUnknown, {}, 2);
    QTRY_COMPARE(m_centre->sent().size(), 1);
    const SealedCall before = m_centre->sent().first();
    restart();
    QCOMPARE(pendingCount(), 1);
    m_centre->refuse(ErrorCode::NoConnection); // the line is not there yet: the outcome stays open
    m_centre->reply(sells());
    const auto found = resolve();
    FOYER_VERIFY(found);
    QCOMPARE(found->size(), 1);
    QVERIFY(found->first().id == sale.id);
    QCOMPARE(found->first().number, QStringLiteral("3-000001"));
    for (const SealedCall &call : m_centre->sent()) {
        QCOMPARE(call.request, before.request);
        QCOMPARE(call.mac, before.mac);
    }
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::cancelledSaleIsNotSentAgain()
{
    const Sale sale = saleOfOne();
    AnswerBox<SealedCall> first;
    m_store->seal(CallKind::Sell, sale.id.value, sale.toJson(), first.guard(), first.then());
    FOYER_VERIFY(first.get());
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    AnswerBox<std::optional<SoldOrder>> box;
    m_desk->cancel(sale.id, box.guard(), box.then());
    QTRY_COMPARE(m_centre->sent().size(), 1);
    restart();
    QCOMPARE(pendingCount(), 2);
    m_centre->answer(cancelledAnswer(sale.id));
    const auto found = resolve();
    FOYER_VERIFY(found);
    QVERIFY(found->isEmpty());
    QCOMPARE(m_centre->sent().size(), 1);
    QVERIFY(m_centre->sent().first().kind == CallKind::Cancel);
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::pendingHoldIsReleased()
{
    m_centre->refuse(ErrorCode::OutcomeUnknown);
    const HoldId id = HoldId::make();
    m_desk->hold(
        {kEvent, {PlaceId{7}}, {}, {}, 0}, m_desk.get(), [](const Result<Hold> &) {}, id);
    QTRY_COMPARE(m_centre->sent().size(), 1);
    const QJsonObject wanted = jsonOf(m_centre->sent().first());
    restart();
    m_centre->refuse(ErrorCode::NoSuchThing); // it never arrived, and nobody waits for it
    const auto found = resolve();
    FOYER_VERIFY(found);
    QVERIFY(found->isEmpty());
    QCOMPARE(m_centre->sent().size(), 1);
    QVERIFY(m_centre->sent().first().kind == CallKind::Release);
    const QJsonObject request = jsonOf(m_centre->sent().first());
    QCOMPARE(request.value(QStringLiteral("hold")), wanted.value(QStringLiteral("hold")));
    QCOMPARE(request.value(QStringLiteral("token")), wanted.value(QStringLiteral("token")));
    QCOMPARE(pendingCount(), 0);
}

void TestDesk::extendNamesWhatIsKept()
{
    const HoldRef kept{HoldId::make(), QString(32, QLatin1Char('1'))};
    const HoldRef lost{HoldId::make(), QString(32, QLatin1Char('2'))};
    m_centre->answer({{QStringLiteral("holds"), QJsonArray{QJsonObject{{QStringLiteral("hold"), kept.id.text()},
                                                                       {QStringLiteral("expires_in_ms"), 600'000}}}},
                      {QStringLiteral("lost"), QJsonArray{QJsonObject{{QStringLiteral("hold"), lost.id.text()}}}}});
    AnswerBox<QVector<QPair<HoldId, QDeadlineTimer>>> box;
    m_desk->extend({kept, lost}, box.guard(), box.then());
    const auto extended = box.get();
    FOYER_VERIFY(extended);
    QCOMPARE(extended->size(), 1);
    QVERIFY(extended->first().first == kept.id);
    QVERIFY(extended->first().second.remainingTime() > 590'000);
    const QJsonArray asked = jsonOf(m_centre->sent().first()).value(QStringLiteral("holds")).toArray();
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked.first().toObject().keys(), (QStringList{QStringLiteral("hold"), QStringLiteral("token")}));
}

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
