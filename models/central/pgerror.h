// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/pgcall.h"
#include "models/central/pghandles.h"
#include "models/core/result.h"

namespace foyer {

/// What a SQLSTATE means to this program; facts come from a JSON DETAIL.
Error errorFromSqlState(const QString &sqlState, const QString &message, const QByteArray &detail);
/// The error in a result that the server gave over a line that is still good.
Error errorFromResult(const PGresult *result);
/// Why a connection could not be made. Wants PQERRORS_VERBOSE on the connection, because libpq 15 tells the SQLSTATE of
/// a failed start-up nowhere else.
Error errorFromFailedConnection(const PGconn *conn);
/// True when the server ended the session with this result, so that it proves nothing about the call.
bool endsSession(const PGresult *result);
PgAnswer answerFromResult(const PGresult *result);

} // namespace foyer
