// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tickets/ticketcode.h"

namespace foyer {

/// Keys that a door may trust, from a text file: one Ed25519 public key a line in base64 or hex, # starts a comment, empty lines are ignored.
/// BadInput (facts.line, facts.reason) for a line that is not a key; DiskFailed when the file can not be read.
Result<TicketKeys> readTicketKeys(const QString &path);
Result<TicketKeys> parseTicketKeys(const QByteArray &text);
/// The text of such a file: base64, with the key id as a comment, in the order of the key ids.
QByteArray ticketKeysText(const TicketKeys &keys);
/// Writes it whole or not at all; DiskFull or DiskFailed.
Result<Done> writeTicketKeys(const QString &path, const TicketKeys &keys);

} // namespace foyer
