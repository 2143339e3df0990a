// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sentences.h"

#include "models/core/money.h"
#include "ui/widgets/formats.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>

namespace foyer {

namespace {

struct Sentences
{
    Q_DECLARE_TR_FUNCTIONS(foyer::Sentences)
};

// Facts come from another machine: they are shown, so each is bounded and freed of line breaks first.
QString textFact(const QJsonObject &facts, QLatin1String key, int most = 120)
{
    return facts.value(key).toString().simplified().left(most);
}

int countFact(const QJsonObject &facts, QLatin1String key)
{
    return facts.value(key).toInt();
}

QString moneyFact(const QJsonObject &facts, QLatin1String key, const QLocale &locale)
{
    Money money{facts.value(key).toInteger(), {}};
    const QString code = textFact(facts, QLatin1String("currency"), 3);
    if (!code.isEmpty())
        money.currency.code = code;
    return moneyText(money, locale);
}

QStringList seatsFact(const QJsonObject &facts)
{
    QStringList labels;
    for (const QJsonValue &value : facts.value(QLatin1String("seats")).toArray())
        labels << value.toString().simplified().left(60);
    return labels;
}

// In the time of this computer, which stands at the venue.
QString momentFact(const QJsonObject &facts, QLatin1String key, const QLocale &locale)
{
    const QDateTime when = QDateTime::fromString(facts.value(key).toString(), Qt::ISODate);
    return when.isValid() ? momentText(when.toLocalTime(), locale) : QString();
}

QString safeRest(int stillHeld, const QLocale &locale)
{
    if (stillHeld <= 0)
        return {};
    if (stillHeld == 1)
        return QLatin1Char(' ') + Sentences::tr("The other place is still yours.");
    return QLatin1Char(' ') + Sentences::tr("The other %1 places are still yours.").arg(locale.toString(stillHeld));
}

QString seatsTaken(const Error &error, const QLocale &locale, int stillHeld)
{
    const QStringList seats = seatsFact(error.facts);
    const QString rest = safeRest(stillHeld, locale);
    if (seats.isEmpty())
        return Sentences::tr("A seat was just taken at another till.") + rest + QLatin1Char(' ') + Sentences::tr("Pick another one.");
    if (seats.size() == 1)
        return Sentences::tr("Seat %1 was just taken at another till.").arg(seatText(seats.constFirst())) + rest + QLatin1Char(' ')
            + Sentences::tr("Pick another one.");
    return Sentences::tr("Seats %1 were just taken at another till.").arg(seatsText(seats, locale)) + rest + QLatin1Char(' ')
        + Sentences::tr("Pick others.");
}

QString soldOut(const QJsonObject &facts, const QLocale &locale, int stillHeld)
{
    const QString tier = textFact(facts, QLatin1String("tier"));
    const int free = countFact(facts, QLatin1String("free"));
    const int held = countFact(facts, QLatin1String("held"));
    QString text;
    if (free > 0)
        text = Sentences::tr("%1 has only %2 left of the %3 asked for.")
                   .arg(tier, locale.toString(free), locale.toString(countFact(facts, QLatin1String("wanted"))));
    else
        text = tier.isEmpty() ? Sentences::tr("There is nothing left here.") : Sentences::tr("%1 is sold out.").arg(tier);
    if (held == 1)
        text += QLatin1Char(' ') + Sentences::tr("One place is held at another till and may come back.");
    else if (held > 1)
        text += QLatin1Char(' ') + Sentences::tr("%1 places are held at other tills and may come back.").arg(locale.toString(held));
    return text + safeRest(stillHeld, locale);
}

QString holdLost(const Error &error, const QLocale &locale, int stillHeld)
{
    const QStringList seats = seatsFact(error.facts);
    const QString rest = safeRest(stillHeld, locale);
    const QString nothingPaid = QLatin1Char(' ') + Sentences::tr("Nothing was sold and nothing was paid.");
    if (seats.isEmpty())
        return Sentences::tr("The hold ended and its places went to another till.") + nothingPaid + rest;
    if (seats.size() == 1)
        return Sentences::tr("The hold on %1 ended and another till took it.").arg(seatText(seats.constFirst())) + nothingPaid + rest;
    return Sentences::tr("The hold on %1 ended and another till took them.").arg(seatsText(seats, locale)) + nothingPaid + rest;
}

QString salesClosed(const QJsonObject &facts, const QLocale &locale)
{
    const QString begins = momentFact(facts, QLatin1String("sale_start_time"), locale);
    const QString tier = textFact(facts, QLatin1String("tier"));
    const QString what = tier.isEmpty() ? Sentences::tr("This performance") : tier;
    const QDateTime start = QDateTime::fromString(facts.value(QLatin1String("sale_start_time")).toString(), Qt::ISODate);
    if (start.isValid() && start > QDateTime::currentDateTimeUtc())
        return Sentences::tr("%1 is not on sale yet. Sales begin on %2.").arg(what, begins);
    const QString status = facts.value(QLatin1String("status")).toString();
    if (status == QLatin1String("paused"))
        return Sentences::tr("Sales of %1 are paused. A manager can open them again.").arg(tier.isEmpty() ? Sentences::tr("this performance") : tier);
    if (status == QLatin1String("cancelled"))
        return Sentences::tr("This performance is cancelled and is not sold any more.");
    if (status == QLatin1String("postponed"))
        return Sentences::tr("This performance is postponed. It can be sold again when its new date is set.");
    return Sentences::tr("%1 is not on sale at the moment.").arg(what);
}

QString purchaseLimit(const QJsonObject &facts, const QLocale &locale)
{
    const int limit = countFact(facts, QLatin1String("limit"));
    const int wanted = countFact(facts, QLatin1String("wanted"));
    const QString tier = textFact(facts, QLatin1String("tier"));
    if (wanted > 0 && wanted < limit)
        return Sentences::tr("%1 is sold in groups of at least %2. Add %3 more.")
            .arg(tier.isEmpty() ? Sentences::tr("This tier") : tier, locale.toString(limit), locale.toString(limit - wanted));
    if (tier.isEmpty())
        return Sentences::tr("One purchase may have at most %1. Take some out of the basket or make two sales.").arg(ticketsText(limit, locale));
    return Sentences::tr("One purchase may have at most %1 of %2. Take some out of the basket or make two sales.")
        .arg(ticketsText(limit, locale), tier);
}

QString paymentMismatch(const QJsonObject &facts, const QLocale &locale)
{
    const qint64 missing = facts.value(QLatin1String("total_minor")).toInteger() - facts.value(QLatin1String("paid_minor")).toInteger();
    QJsonObject difference = facts;
    difference.insert(QStringLiteral("minor"), missing > 0 ? missing : -missing);
    const QString amount = moneyFact(difference, QLatin1String("minor"), locale);
    return missing > 0 ? Sentences::tr("%1 is missing. Nothing was sold.").arg(amount)
                       : Sentences::tr("The payments are %1 too much. Nothing was sold.").arg(amount);
}

QString startMoved(const QJsonObject &facts, const QLocale &locale)
{
    const QString now = momentFact(facts, QLatin1String("current"), locale);
    if (now.isEmpty())
        return Sentences::tr("The performance was moved. Tell the customer the new time, then pay again.");
    return Sentences::tr("The performance was moved to %1. Tell the customer, then pay again.").arg(now);
}

QString badInput(const QJsonObject &facts)
{
    const QString why = textFact(facts, QLatin1String("reason"), 200);
    return why.isEmpty() ? Sentences::tr("That can not be read. Check what was typed or chosen.")
                         : Sentences::tr("That can not be read: %1.").arg(why);
}

} // namespace

QString sentenceFor(const Error &error, const QLocale &locale, int stillHeld)
{
    const QJsonObject &facts = error.facts;
    switch (error.code) {
    case ErrorCode::SeatsTaken: return seatsTaken(error, locale, stillHeld);
    case ErrorCode::SoldOut: return soldOut(facts, locale, stillHeld);
    case ErrorCode::HoldLost: return holdLost(error, locale, stillHeld);
    case ErrorCode::PriceChanged:
        return Sentences::tr("The price has changed: the total is now %1, not %2. Tell the customer, then pay again. Nothing was sold yet.")
            .arg(moneyFact(facts, QLatin1String("total_minor"), locale), moneyFact(facts, QLatin1String("shown_minor"), locale));
    case ErrorCode::SalesClosed: return salesClosed(facts, locale);
    case ErrorCode::PurchaseLimit: return purchaseLimit(facts, locale);
    case ErrorCode::PaymentMismatch: return paymentMismatch(facts, locale);
    case ErrorCode::NotPermitted: return Sentences::tr("You or this till may not do that. A manager can.");
    case ErrorCode::NoSuchThing: return Sentences::tr("That does not exist at the centre any more. Refresh and try again.");
    case ErrorCode::StaleVersion: return Sentences::tr("Somebody else has changed this meanwhile. Look at the new version and try again.");
    case ErrorCode::OldLeaseEpoch:
        return Sentences::tr("A manager took this till's leased places back. The sale is kept for the conflict desk.");
    case ErrorCode::IdReused:
        return Sentences::tr("The centre already knows this sale with other content. Nothing was sold by this one. Start the payment again.");
    case ErrorCode::StartMoved: return startMoved(facts, locale);
    case ErrorCode::Busy: return Sentences::tr("The centre is busy. Nothing happened. Try again in a moment.");
    case ErrorCode::BadRequest: return Sentences::tr("The centre could not read the request. Nothing happened. Please report it with the log.");
    case ErrorCode::NoConnection: return Sentences::tr("The centre does not answer. Nothing was changed. Foyer connects again by itself.");
    case ErrorCode::OutcomeUnknown:
        return Sentences::tr("The centre has not answered yet, so it may or may not have happened. Ask again: the same request is never carried out twice.");
    case ErrorCode::SignInRefused: return Sentences::tr("Name or password is wrong, or this person may not sign in here.");
    case ErrorCode::NoSchema: return Sentences::tr("This database is not set up for Foyer. Whoever looks after the server can run “foyerctl migrate”.");
    case ErrorCode::OlderSchema: return Sentences::tr("The centre is older than this Foyer. Whoever looks after the server can run “foyerctl migrate”.");
    case ErrorCode::NewerSchema: return Sentences::tr("The centre is newer than this Foyer. Update Foyer on this computer, then sign in again.");
    case ErrorCode::ServerFailed:
        return error.sqlState.isEmpty() ? Sentences::tr("The centre reported a fault. Nothing was changed. The log has the details.")
                                        : Sentences::tr("The centre reported a fault (%1). Nothing was changed. The log has the details.").arg(error.sqlState);
    case ErrorCode::DiskFull: return Sentences::tr("The disk of this computer is full. Nothing was saved. Make room or choose another place, then try again.");
    case ErrorCode::DiskFailed: return Sentences::tr("The file could not be written or read. Nothing was saved. Check the disk or choose another place.");
    case ErrorCode::ProfileLocked: return Sentences::tr("Foyer is already open with this profile. Use the open window, or close it first.");
    case ErrorCode::BadInput: return badInput(facts);
    case ErrorCode::Superseded: return Sentences::tr("A newer request replaced this one.");
    case ErrorCode::NotRegistered: return Sentences::tr("This computer is not registered as a till yet. A manager can register it.");
    case ErrorCode::ProgrammingFault: return Sentences::tr("Foyer made a mistake. Nothing was sold by it. Please report it with the log.");
    }
    return {};
}

} // namespace foyer
