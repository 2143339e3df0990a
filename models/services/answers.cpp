// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/services/answers.h"

#include <QtCore/QJsonArray>

#include <cmath>

namespace foyer {

namespace {

/// Reads fields of one JSON object and remembers the first that is not what it should be.
class Fields
{
public:
    explicit Fields(QJsonObject object) : m_object(std::move(object)) {}

    template <class IdType>
    IdType id(const QString &key)
    {
        const IdType id = IdType::fromText(text(key));
        if (id.isNull())
            reject(key);
        return id;
    }

    QString text(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isString())
            reject(key);
        return value.toString();
    }

    qint64 number(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        const double d = value.toDouble(-1);
        if (!value.isDouble() || d < 0 || d > 9e15 || std::floor(d) != d)
            reject(key);
        return value.toInteger();
    }

    QJsonArray array(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isArray())
            reject(key);
        return value.toArray();
    }

    void reject(const QString &key)
    {
        if (m_bad.isEmpty())
            m_bad = key;
    }

    [[nodiscard]] const QString &bad() const { return m_bad; }

private:
    QJsonObject m_object;
    QString m_bad;
};

tl::unexpected<Error> unreadable(const QString &call, const QString &key)
{
    return fail(ErrorCode::ServerFailed, QStringLiteral("the answer to %1 can not be read at %2").arg(call, key),
                {{QStringLiteral("answer"), call}, {QStringLiteral("key"), key}});
}

Result<SoldTicket> soldTicket(const QJsonObject &object, const Currency &currency)
{
    Fields f(object);
    SoldTicket ticket;
    ticket.id = f.id<TicketId>(QStringLiteral("ticket"));
    ticket.event = f.id<EventId>(QStringLiteral("event"));
    ticket.place = PlaceId{f.number(QStringLiteral("place"))};
    ticket.seat = f.text(QStringLiteral("seat"));
    ticket.tier = f.id<TierId>(QStringLiteral("tier"));
    ticket.tierName = f.text(QStringLiteral("tier_name"));
    ticket.priceTypeName = f.text(QStringLiteral("price_type_name"));
    ticket.price = Money{f.number(QStringLiteral("price_minor")), currency};
    if (!f.bad().isEmpty())
        return unreadable(QStringLiteral("sell"), QStringLiteral("tickets/") + f.bad());
    return ticket;
}

} // namespace

Result<SoldOrder> soldOrderFromJson(const QJsonObject &answer)
{
    Fields f(answer);
    const Currency currency{f.text(QStringLiteral("currency"))};
    SoldOrder order;
    order.id = f.id<OrderId>(QStringLiteral("order"));
    order.number = f.text(QStringLiteral("number"));
    order.subtotal = Money{f.number(QStringLiteral("subtotal_minor")), currency};
    order.fee = Money{f.number(QStringLiteral("fee_minor")), currency};
    order.tax = Money{f.number(QStringLiteral("tax_minor")), currency};
    order.total = Money{f.number(QStringLiteral("total_minor")), currency};
    order.change = Money{f.number(QStringLiteral("change_minor")), currency};
    order.soldAt = QDateTime::fromString(f.text(QStringLiteral("sold_at")), Qt::ISODate);
    if (!order.soldAt.isValid())
        f.reject(QStringLiteral("sold_at"));
    const QJsonArray tickets = f.array(QStringLiteral("tickets"));
    if (order.subtotal + order.fee + order.tax != order.total)
        f.reject(QStringLiteral("total_minor"));
    if (!f.bad().isEmpty())
        return unreadable(QStringLiteral("sell"), f.bad());
    for (const QJsonValue &value : tickets) {
        const auto ticket = soldTicket(value.toObject(), currency);
        if (!ticket)
            return fail(ticket.error());
        order.tickets.append(*ticket);
    }
    return order;
}

Result<Hold> holdFromJson(const QJsonObject &answer, QDeadlineTimer since)
{
    Fields f(answer);
    Hold hold;
    hold.id = f.id<HoldId>(QStringLiteral("hold"));
    hold.token = f.text(QStringLiteral("token"));
    hold.event = f.id<EventId>(QStringLiteral("event"));
    hold.expires = since + f.number(QStringLiteral("expires_in_ms"));
    const QJsonArray places = f.array(QStringLiteral("places"));
    for (const QJsonValue &value : places) {
        Fields p(value.toObject());
        hold.places.append(PlaceInfo{PlaceId{p.number(QStringLiteral("place"))}, p.text(QStringLiteral("seat")),
                                     p.id<TierId>(QStringLiteral("tier"))});
        if (!p.bad().isEmpty())
            f.reject(QStringLiteral("places/") + p.bad());
    }
    if (!f.bad().isEmpty())
        return unreadable(QStringLiteral("hold_places"), f.bad());
    return hold;
}

} // namespace foyer
