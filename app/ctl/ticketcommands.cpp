// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "models/tickets/ticketcode.h"
#include "models/tickets/ticketkeys.h"

#include <QtCore/QFile>
#include <QtCore/QJsonObject>

namespace foyer {
namespace {

// A signed code has 182 characters, a ticket id 36, a short code 14.
constexpr int shortestSignedCode = 60;

/// The keys that --key names, else those that the profile's till and its predecessors wrote down.
Result<TicketKeys> keysOf(Run &run)
{
    return readTicketKeys(run.args().has(QStringLiteral("key")) ? run.args().value(QStringLiteral("key")) : run.profile().keyPath());
}

QJsonObject verdict(const Result<TicketClaim> &claim)
{
    if (!claim) {
        return {{QStringLiteral("valid"), false}, {QStringLiteral("reason"), claim.error().facts.value(QStringLiteral("reason")).toString(QStringLiteral("malformed"))},
            {QStringLiteral("event"), QJsonValue::Null}, {QStringLiteral("seat"), QJsonValue::Null}, {QStringLiteral("ticket"), QJsonValue::Null},
            {QStringLiteral("key"), QJsonValue::Null}};
    }
    // A code names its place by number; the label is known at the centre only.
    return {{QStringLiteral("valid"), true}, {QStringLiteral("event"), claim->event.text()}, {QStringLiteral("seat"), QJsonValue::Null},
        {QStringLiteral("place"), claim->place.value}, {QStringLiteral("ticket"), claim->ticket.text()},
        {QStringLiteral("key"), QString::fromLatin1(claim->keyId.toHex())}};
}

/// Only the signature: no database, no network.
void verifyTicket(Run &run)
{
    if (!run.args().has(QStringLiteral("key")) && !run.openProfileFolder())
        return;
    const auto keys = keysOf(run);
    if (!keys)
        return run.refuse(keys.error());
    const auto claim = verifyTicketCode(run.operand(0), *keys);
    const QJsonObject json = verdict(claim);
    const QString text = claim ? QStringLiteral("The signature is good: ticket %1, event %2, place %3.\n").arg(claim->ticket.text(), claim->event.text()).arg(claim->place.value)
                               : QStringLiteral("Not valid: %1.\n").arg(json.value(QStringLiteral("reason")).toString());
    run.done(json, text, claim ? ExitDone : ExitRefused);
}

QString ticketText(const QJsonObject &ticket)
{
    const QByteArray zone = ticket.value(QStringLiteral("timezone")).toString().toLatin1();
    const QDateTime start = QDateTime::fromString(ticket.value(QStringLiteral("starts_at")).toString(), Qt::ISODate);
    const Money price{ticket.value(QStringLiteral("price_minor")).toInteger(), Currency{ticket.value(QStringLiteral("currency")).toString()}};
    const auto text = [&](const char *key) { return plainText(ticket.value(QLatin1String(key)).toString()); };
    return QStringLiteral("%1, %2\n%3, %4 (%5), %6\nOrder %7, ticket %8: %9\n").arg(text("event_title"), venueTimeShort(start, zone), text("seat"), text("tier_name"),
        text("price_type_name"), moneyPlain(price), text("number"), text("ticket"), text("status"));
}

void showFound(Run &run, const QJsonObject &found, const QJsonValue &keyId)
{
    const QString status = found.value(QStringLiteral("status")).toString();
    const bool valid = status == QLatin1String("valid");
    QJsonObject json = found;
    json.insert(QStringLiteral("valid"), valid);
    if (!valid)
        json.insert(QStringLiteral("reason"), status);
    json.insert(QStringLiteral("key"), keyId);
    const QDateTime start = QDateTime::fromString(found.value(QStringLiteral("starts_at")).toString(), Qt::ISODate);
    json.insert(QStringLiteral("starts_at"), venueTime(start, found.value(QStringLiteral("timezone")).toString().toLatin1()));
    run.done(json, ticketText(found));
}

/// What the centre knows of a ticket, by its signed code, its id or its short code.
void showTicket(Run &run)
{
    if (!run.openProfileFolder())
        return;
    QString code = run.operand(0);
    QJsonValue keyId = QJsonValue::Null;
    if (code.size() >= shortestSignedCode) {
        const auto keys = keysOf(run);
        if (!keys)
            return run.refuse(keys.error());
        const auto claim = verifyTicketCode(code, *keys);
        if (!claim)
            return run.done(verdict(claim), QStringLiteral("Not valid: %1.\n").arg(claim.error().facts.value(QStringLiteral("reason")).toString()), ExitRefused);
        code = claim->ticket.text();
        keyId = QString::fromLatin1(claim->keyId.toHex());
    }
    run.withStation(QStringLiteral("clerk"), false, [&run, code, keyId](Station &station) {
        station.gateway.findTicket(code, &run, [&run, keyId](Result<QJsonObject> found) {
            if (!found)
                return run.refuse(found.error());
            showFound(run, *found, keyId);
        });
    });
}

} // namespace

QVector<Command> ticketCommands()
{
    const OptionSpec key{QStringLiteral("key"), QStringLiteral("FILE"), QStringLiteral("public keys, one a line (default: the profile's till.pub)")};
    return {
        {{QStringLiteral("ticket show"), {QStringLiteral("CODE")}, QStringLiteral("what the centre knows of a ticket"), {key}}, showTicket},
        {{QStringLiteral("ticket verify"), {QStringLiteral("CODE")}, QStringLiteral("check a ticket's signature, without a database"), {key}}, verifyTicket},
    };
}

} // namespace foyer
