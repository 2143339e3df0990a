// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/sales/basket.h"
#include "models/services/desk.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <QtCore/QTimer>

namespace foyer {

/// What one customer is buying and what is under way for it: places being taken and given back, the life of the holds, the one attempt to pay. Widgets
/// show it and tell it what the clerk wants; it never waits. GUI thread.
class Counter : public QObject
{
    Q_OBJECT
public:
    enum class Payment {
        None,    ///< nothing sent
        Sending, ///< sent; the desk asks until it knows
        Unknown, ///< the desk gave up asking: only asking again or giving the sale up can follow
    };

    Counter(Desk &desk, CentralGateway &central, QObject *parent = nullptr);

    /// Prices of a performance; needed before something of it is taken, and again whenever they change.
    void setDetail(const EventDetail &detail);

    void take(const EventId &event, const QVector<PlaceInfo> &places);
    void takeAny(const EventId &event, const TierId &tier);
    void giveBack(const PlaceId &place);
    /// One place of a standing tier: the newest, or one that is still being taken.
    void giveBackOne(const TierId &tier);
    void giveBackAll();
    void setPriceType(const PlaceId &place, const PriceTypeId &type);
    void extend();

    /// Sells the basket for `tenders`. Does nothing while a payment is under way. While the outcome of an earlier attempt is unknown, that same
    /// sale is sent again and `tenders` are ignored.
    void pay(const QVector<Tender> &tenders);
    /// Ends an attempt whose outcome is unknown, for good: it turns out to be sold, or can never be.
    void giveUpPayment();
    /// Gives everything back; `then` runs once, after this has returned and at the latest after limits::callDeadlineMs.
    void leave(const std::function<void()> &then);

    [[nodiscard]] const Basket &basket() const { return m_basket; }
    [[nodiscard]] Payment payment() const { return m_payment; }
    /// Something is in the basket, on its way into it or being paid.
    [[nodiscard]] bool hasBasket() const;
    [[nodiscard]] bool isTaking() const { return !m_taking.isEmpty(); }
    /// In the basket or being taken: what the map shows as mine.
    [[nodiscard]] QVector<PlaceId> mine() const;
    /// Places of a tier in the basket or on their way.
    [[nodiscard]] int wanted(const TierId &tier) const;
    [[nodiscard]] const Tier *tierOf(const BasketLine &line) const;
    [[nodiscard]] const EventDetail *detail(const EventId &event) const;
    [[nodiscard]] QVector<EventDetail> details() const;

Q_SIGNALS:
    void basketChanged();   ///< lines, prices or holds
    void mineChanged();     ///< mine() or wanted()
    void paymentChanged();
    void taken(const QVector<foyer::PlaceId> &places); ///< held by this till now
    void freed(const QVector<foyer::PlaceId> &places); ///< on their way back
    void refused(const foyer::Error &error, int stillHeld);
    void otherCurrency(const QString &basketCurrency);
    void placesLost(const QStringList &labels, int stillHeld);
    void ticked(qint64 leftMs);
    void extended();
    void resending(int attempt);
    void repriced();        ///< prices in the basket are those of now
    void sold(const foyer::SoldOrder &order, const QVector<foyer::EventDetail> &details);
    void payRefused(const foyer::Error &error, int stillHeld);

private:
    struct Taking
    {
        EventId event;
        TierId tier; ///< null when places are named
        QVector<PlaceId> places;
        QSet<PlaceId> unwanted;
        bool dropped = false; ///< all of it is unwanted
    };

    void send(const HoldWish &wish, const Taking &taking);
    void holdAnswered(const HoldId &id, const Result<Hold> &answer);
    void release(const HoldRef &hold, const QVector<PlaceId> &places, const std::function<void()> &then = {});
    void tick();
    void extendAnswered(const QVector<HoldRef> &asked, const Result<QVector<QPair<HoldId, QDeadlineTimer>>> &answer);
    void payAnswered(const Result<SoldOrder> &answer);
    void finish(const SoldOrder &order);
    void dropLost(const Error &error);
    void reprice();
    void rebuild();
    void setPayment(Payment payment);
    void changed();

    Desk &m_desk;
    CentralGateway &m_central;
    Basket m_basket;
    QHash<EventId, EventDetail> m_details;
    QHash<HoldId, Taking> m_taking;
    QTimer m_clock;
    Sale m_attempt;
    Payment m_payment = Payment::None;
    bool m_extending = false;
    bool m_triedExtending = false; ///< by itself, since the last success
};

} // namespace foyer
