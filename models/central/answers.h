// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/pgcall.h"
#include "models/ports/centralgateway.h"

namespace foyer {

/// The answers of resources/sql/CALLS.md as values. Pure functions, any thread. Whatever the centre sends is checked
/// for shape and bounds: a malformed answer is ServerFailed and never a crash or a half-filled value.
Result<Hello> decodeHello(const PgAnswer &answer);
/// OlderSchema when the schema lacks something this program needs, NewerSchema when it has a breaking migration this
/// program does not know.
Result<Hello> checkSchema(const Hello &hello);
Result<QVector<EventSummary>> decodeEvents(const PgAnswer &answer);
Result<EventDetail> decodeEventDetail(const PgAnswer &answer);
Result<EventMap> decodeEventMap(const PgAnswer &answer);
/// Two columns in binary: states, cursor.
Result<SeatStates> decodeSeatStates(const PgAnswer &answer);
Result<SeatChanges> decodeSeatChanges(const PgAnswer &answer);
Result<QJsonObject> decodeObject(const PgAnswer &answer);
/// Two columns: invariant, detail.
Result<QVector<Finding>> decodeFindings(const PgAnswer &answer);

} // namespace foyer
