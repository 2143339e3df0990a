// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace foyer {

/// Where a till keeps its file, and who it is when the file is made.
struct TillProfile
{
    QString folder; ///< made 0700
    QString code;   ///< "till-3"; an existing file of another till is refused; empty takes what the file says
    QString prefix; ///< of its order numbers; only used when the file is made
    int lockWaitMs = 0; ///< how long the first call may wait for another Foyer to leave the profile
};

/// What came of opening the till's file.
struct TillStoreReport
{
    bool created = false;     ///< there was no file
    bool newIdentity = false; ///< keys were made now: the till has to be registered (again)
    QString setAside;         ///< the damaged file's new path; empty when nothing was damaged
    int rescued = 0;          ///< calls taken over from it
    int lost = 0;             ///< calls in it that could not be read
    bool lostUnknown = false; ///< so damaged that the number is not known
};

/// What the centre needs to register this till (register_till). The secret goes nowhere else.
struct TillRegistration
{
    QString code;
    QString prefix;
    QByteArray secret;    ///< 32 bytes
    QByteArray publicKey; ///< Ed25519, 32 bytes
};

} // namespace foyer
