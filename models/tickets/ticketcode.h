// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>

namespace foyer {

/// What a ticket's code says; signed by the till's Ed25519 key, so the door can check it without the centre.
struct TicketClaim
{
    QByteArray keyId; ///< 8 bytes
    EventId event;
    TicketId ticket;
    PlaceId place;
};

/// The bytes that are signed: version 1, key id, event, ticket, place (big endian); 49 bytes.
QByteArray ticketMessage(const TicketClaim &claim);
/// The code's text: base32 (RFC 4648, upper case, no padding) of message + signature. Upper-case letters and digits survive every scanner's keyboard layout and
/// fit a QR code's alphanumeric mode.
QString ticketCodeText(const TicketClaim &claim, const QByteArray &signature);

/// Public keys by key id.
using TicketKeys = QHash<QByteArray, QByteArray>;
QByteArray keyIdOf(const QByteArray &publicKey);

/// Reads and checks a code; spaces, dashes and case do not matter. BadInput (facts.reason: "malformed", "version", "unknown key", "signature").
Result<TicketClaim> verifyTicketCode(const QString &code, const TicketKeys &keys);

/// "K7QM-2XWD-9F3A": the first 60 bits of the ticket id in base32, for people to read out; the centre indexes it as tickets.code.
QString shortCode(const TicketId &ticket);

} // namespace foyer
