// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/error.h"

namespace foyer {

QString tkCode(ErrorCode code)
{
    switch (code) {
#define FOYER_REFUSAL(state, name, meaning, detail)                                                                    \
    case ErrorCode::name:                                                                                              \
        return QStringLiteral(#state);
#include "resources/errors.def"
#undef FOYER_REFUSAL
    case ErrorCode::NoConnection:
    case ErrorCode::OutcomeUnknown:
    case ErrorCode::SignInRefused:
    case ErrorCode::NoSchema:
    case ErrorCode::OlderSchema:
    case ErrorCode::NewerSchema:
    case ErrorCode::ServerFailed:
    case ErrorCode::DiskFull:
    case ErrorCode::DiskFailed:
    case ErrorCode::ProfileLocked:
    case ErrorCode::BadInput:
    case ErrorCode::Superseded:
    case ErrorCode::NotRegistered:
    case ErrorCode::ProgrammingFault:
        return {};
    }
    return {};
}

QString errorName(ErrorCode code)
{
    switch (code) {
#define FOYER_REFUSAL(state, name, meaning, detail)                                                                    \
    case ErrorCode::name:                                                                                              \
        return QStringLiteral(#name);
#include "resources/errors.def"
#undef FOYER_REFUSAL
    case ErrorCode::NoConnection:
        return QStringLiteral("NoConnection");
    case ErrorCode::OutcomeUnknown:
        return QStringLiteral("OutcomeUnknown");
    case ErrorCode::SignInRefused:
        return QStringLiteral("SignInRefused");
    case ErrorCode::NoSchema:
        return QStringLiteral("NoSchema");
    case ErrorCode::OlderSchema:
        return QStringLiteral("OlderSchema");
    case ErrorCode::NewerSchema:
        return QStringLiteral("NewerSchema");
    case ErrorCode::ServerFailed:
        return QStringLiteral("ServerFailed");
    case ErrorCode::DiskFull:
        return QStringLiteral("DiskFull");
    case ErrorCode::DiskFailed:
        return QStringLiteral("DiskFailed");
    case ErrorCode::ProfileLocked:
        return QStringLiteral("ProfileLocked");
    case ErrorCode::BadInput:
        return QStringLiteral("BadInput");
    case ErrorCode::Superseded:
        return QStringLiteral("Superseded");
    case ErrorCode::NotRegistered:
        return QStringLiteral("NotRegistered");
    case ErrorCode::ProgrammingFault:
        return QStringLiteral("ProgrammingFault");
    }
    return {};
}

ErrorCode errorCodeFromSqlState(const QString &sqlState)
{
#define FOYER_REFUSAL(state, name, meaning, detail)                                                                    \
    if (sqlState == QLatin1String(#state))                                                                             \
        return ErrorCode::name;
#include "resources/errors.def"
#undef FOYER_REFUSAL
    return ErrorCode::ServerFailed;
}

} // namespace foyer
