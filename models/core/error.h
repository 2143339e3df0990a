// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace foyer {

/// What went wrong, as a value that code can decide on. The first block is the centre's refusals (resources/errors.def).
enum class ErrorCode {
#define FOYER_REFUSAL(state, name, meaning, detail) name,
#include "resources/errors.def"
#undef FOYER_REFUSAL
    // The line and the sign-in.
    NoConnection,     ///< nothing answered; nothing was sent, or the call only reads
    OutcomeUnknown,   ///< a writing call was sent and no definite answer came: resend the same id
    SignInRefused,    ///< wrong name or password, or the role may not sign in
    NoSchema,         ///< the database has no Foyer schema
    OlderSchema,      ///< the schema is older than this program needs
    NewerSchema,      ///< the schema is newer than this program understands
    ServerFailed,     ///< any other SQLSTATE; see sqlState and log
    // This machine.
    DiskFull,
    DiskFailed,
    ProfileLocked,    ///< another Foyer has this profile open
    BadInput,         ///< a file or text that can not be used; facts say where
    Superseded,       ///< a newer request made this answer worthless
    NotRegistered,    ///< this profile is not a registered till yet
    ProgrammingFault,
};

/// A failure as a value: `code` decides, `facts` is the JSON DETAIL (which seats, which limits), `log` is an untranslated line for
/// the log. The sentence a clerk reads is made in ui (ui/widgets/sentences.h) and, for foyerctl, in app/ctl.
struct Error
{
    ErrorCode code = ErrorCode::ProgrammingFault;
    QString sqlState;
    QString log;
    QJsonObject facts;
};

/// "TK001" for a refusal of the centre, an empty string for anything else.
QString tkCode(ErrorCode code);
/// The C++ name of the code ("SeatsTaken"), for logs and JSON.
QString errorName(ErrorCode code);
/// Maps a SQLSTATE of class TK to its code; anything else is ServerFailed.
ErrorCode errorCodeFromSqlState(const QString &sqlState);

} // namespace foyer
