// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/salewish.h"
#include "models/services/answers.h"
#include "models/tickets/ticketcode.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace foyer {
namespace {

/// One sale of one run, step by step: look whether the id was used before, take a hold where seats are named, sell, sign the codes.
class Selling : public QObject
{
public:
    Selling(Run &run, Station &station, SaleWish wish) : QObject(&run), m_run(run), m_station(station), m_wish(std::move(wish))
    {
        m_order = m_wish.id.isNull() ? OrderId::make() : OrderId{m_wish.id};
    }

    void start()
    {
        m_station.gateway.eventDetail(m_run.operand(0), this, [this](Result<EventDetail> detail) {
            if (!detail)
                return m_run.refuse(detail.error());
            m_detail = std::move(*detail);
            m_wish.id.isNull() ? choosePlaces() : lookForEarlier();
        });
    }

private:
    void lookForEarlier()
    {
        m_station.store.recorded(m_order.value, this, [this](Result<RecordedCall> recorded) {
            if (!recorded && recorded.error().code == ErrorCode::NoSuchThing)
                return choosePlaces();
            if (!recorded)
                return m_run.refuse(recorded.error());
            compareWithEarlier(*recorded);
        });
    }

    void compareWithEarlier(const RecordedCall &earlier)
    {
        m_request = QJsonDocument::fromJson(earlier.call.request).object();
        const QString hold = m_request.value(QStringLiteral("holds"))[0][QStringLiteral("hold")].toString();
        if (earlier.call.kind != CallKind::Sell || hold.isEmpty())
            return resell(earlier.call.kind == CallKind::Sell, {});
        m_station.store.recorded(QUuid::fromString(hold), this, [this](Result<RecordedCall> recorded) {
            QHash<qint64, QString> seatOf;
            const QJsonArray places = recorded ? recorded->answer.value(QStringLiteral("places")).toArray() : QJsonArray();
            for (const QJsonValue &place : places)
                seatOf.insert(place[QStringLiteral("place")].toInteger(), place[QStringLiteral("seat")].toString());
            resell(true, seatOf);
        });
    }

    /// The bytes on the disk are sent again; the desk finds them by the id, whatever sale it is given.
    void resell(bool isSale, const QHash<qint64, QString> &seatOf)
    {
        if (!isSale || !isSameSale(m_request, m_detail, seatOf, m_wish))
            return m_run.refuse({ErrorCode::IdReused, QStringLiteral("TK012"), {}, {{QStringLiteral("id"), m_order.text()}}});
        Sale sale;
        sale.id = m_order;
        send(sale);
    }

    void choosePlaces()
    {
        if (!m_wish.hold.isNull())
            return takeEarlierHold();
        if (m_wish.seats.isEmpty())
            return sellAny();
        m_station.desk.hold({m_detail.event.id, {}, m_wish.seats, {}, 0}, this, [this](Result<Hold> hold) {
            if (!hold)
                return m_run.refuse(hold.error());
            m_ownHold = HoldRef{hold->id, hold->token};
            QVector<WishedPlace> places;
            for (const PlaceInfo &place : hold->places)
                places.append({place.id, place.tier});
            sell(places, {*m_ownHold});
        });
    }

    void sellAny()
    {
        const auto tier = findTier(m_detail, m_wish.tier);
        if (!tier)
            return m_run.refuse(tier.error());
        sell(QVector<WishedPlace>(m_wish.quantity, WishedPlace{std::nullopt, (*tier)->id}), {});
    }

    void takeEarlierHold()
    {
        m_station.store.recorded(m_wish.hold.value, this, [this](Result<RecordedCall> recorded) {
            const Result<Hold> hold = recorded ? holdFromJson(recorded->answer, QDeadlineTimer(0)) : fail(recorded.error());
            if (!hold || hold->event != m_detail.event.id) {
                return m_run.refuse({ErrorCode::NoSuchThing, {}, {}, {{QStringLiteral("what"), QStringLiteral("hold of this till and performance")},
                    {QStringLiteral("id"), m_wish.hold.text()}}});
            }
            QVector<WishedPlace> places;
            for (const PlaceInfo &place : hold->places)
                places.append({place.id, place.tier});
            sell(places, {HoldRef{hold->id, hold->token}});
        });
    }

    void sell(const QVector<WishedPlace> &places, const QVector<HoldRef> &holds)
    {
        const auto sale = buildSale(m_order, m_detail, places, holds, m_wish);
        if (!sale)
            return giveUp(sale.error());
        send(*sale);
    }

    void send(const Sale &sale)
    {
        m_station.desk.sell(sale, this, [this](Result<SoldOrder> sold) {
            if (!sold)
                return sold.error().code == ErrorCode::OutcomeUnknown ? unknown(sold.error()) : giveUp(sold.error());
            sign(*sold);
        });
    }

    void unknown(Error error)
    {
        error.facts.insert(QStringLiteral("id"), m_order.text());
        if (m_wish.id.isNull())
            printError(QStringLiteral("foyerctl: the id of this sale is %1\n").arg(m_order.text()).toUtf8());
        m_run.refuse(error);
    }

    /// Refused for certain: the hold that we took goes back before we say so.
    void giveUp(const Error &error)
    {
        if (!m_ownHold)
            return m_run.refuse(error);
        m_station.desk.release(*m_ownHold, {}, this, [this, error](const Result<Done> &) { m_run.refuse(error); });
    }

    void sign(const SoldOrder &order)
    {
        m_station.store.identity(this, [this, order](Result<TillIdentity> till) {
            if (!till)
                return m_run.refuse(till.error());
            QVector<TicketClaim> claims;
            QVector<QByteArray> messages;
            for (const SoldTicket &ticket : order.tickets) {
                claims.append({till->keyId, ticket.event, ticket.id, ticket.place});
                messages.append(ticketMessage(claims.last()));
            }
            m_station.store.sign(messages, this, [this, order, claims](Result<QVector<QByteArray>> signatures) {
                if (!signatures)
                    return m_run.refuse(signatures.error());
                print(order, claims, *signatures);
            });
        });
    }

    void print(const SoldOrder &order, const QVector<TicketClaim> &claims, const QVector<QByteArray> &signatures)
    {
        QJsonArray tickets;
        QVector<QStringList> rows{{QStringLiteral("TICKET"), QStringLiteral("SEAT"), QStringLiteral("TIER"), QStringLiteral("FOR"), QStringLiteral("PRICE")}};
        QString codes;
        for (qsizetype i = 0; i < order.tickets.size(); ++i) {
            const SoldTicket &ticket = order.tickets.at(i);
            const QString code = ticketCodeText(claims.at(i), signatures.at(i));
            tickets.append(QJsonObject{{QStringLiteral("code"), code}, {QStringLiteral("seat"), ticket.seat}, {QStringLiteral("tier"), ticket.tierName},
                {QStringLiteral("price_type"), ticket.priceTypeName}, {QStringLiteral("price_minor"), ticket.price.minor},
                {QStringLiteral("ticket"), ticket.id.text()}, {QStringLiteral("short_code"), shortCode(ticket.id)}});
            rows.append({shortCode(ticket.id), ticket.seat, ticket.tierName, ticket.priceTypeName, moneyPlain(ticket.price)});
            codes += code + QLatin1Char('\n');
        }
        const QJsonObject json{{QStringLiteral("order"), order.id.text()}, {QStringLiteral("number"), order.number},
            {QStringLiteral("total_minor"), order.total.minor}, {QStringLiteral("currency"), order.total.currency.code},
            {QStringLiteral("change_minor"), order.change.minor}, {QStringLiteral("tickets"), tickets}};
        m_run.done(json, QStringLiteral("Order %1: %2, change %3\n%4\n%5").arg(order.number, moneyPlain(order.total), moneyPlain(order.change), tableText(rows), codes));
    }

    Run &m_run;
    Station &m_station;
    SaleWish m_wish;
    OrderId m_order;
    EventDetail m_detail;
    QJsonObject m_request; ///< of an earlier run with this id
    std::optional<HoldRef> m_ownHold;
};

void sell(Run &run)
{
    const auto wish = readSaleWish(run.args());
    if (!wish)
        return run.refuseUsage(wish.error().log);
    if (wish->tenders.isEmpty())
        return run.refuseUsage(QStringLiteral("Say how it is paid: --tender cash:MINOR, cash:exact or card:REFERENCE."));
    run.withStation(QStringLiteral("clerk"), true, [&run, wish = *wish](Station &station) { (new Selling(run, station, wish))->start(); });
}

} // namespace

QVector<Command> sellCommands()
{
    return {{{QStringLiteral("sell"), {QStringLiteral("EVENT")}, QStringLiteral("sell tickets"),
        {{QStringLiteral("seats"), QStringLiteral("A-1,A-2"), QStringLiteral("these seats; may be given more than once")},
            {QStringLiteral("tier"), QStringLiteral("TIER"), QStringLiteral("any places of a tier")},
            {QStringLiteral("quantity"), QStringLiteral("N"), QStringLiteral("how many of the tier")},
            {QStringLiteral("hold"), QStringLiteral("ID"), QStringLiteral("what “hold” kept")},
            {QStringLiteral("tender"), QStringLiteral("HOW"), QStringLiteral("cash:MINOR, cash:exact or card:REFERENCE; may be given more than once")},
            {QStringLiteral("price-type"), QStringLiteral("P"), QStringLiteral("such as Concession (default: the tier's normal price)")},
            {QStringLiteral("id"), QStringLiteral("UUID"), QStringLiteral("makes the sale repeatable: the same id is the same sale")}}}, sell}};
}

} // namespace foyer
