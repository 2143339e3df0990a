// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station.h"

#include "models/tickets/ticketkeys.h"

#include <QtCore/QFile>
#include <QtCore/QUuid>

namespace foyer {

TillProfile tillProfile(const Profile &profile, bool standalone, int lockWaitMs)
{
    TillProfile till;
    till.folder = profile.folder;
    till.lockWaitMs = lockWaitMs;
    if (QFile::exists(profile.storePath()))
        return till;
    // A server without its till's file: that file is lost, and with it the count of its order numbers. A new name never repeats one.
    const bool first = standalone && !QFile::exists(profile.serverFolder + QStringLiteral("/pg"));
    const QString name = first ? QStringLiteral("1") : QUuid::createUuid().toString(QUuid::Id128).left(6);
    till.code = QStringLiteral("till-") + name;
    till.prefix = name;
    return till;
}

Result<Done> exportTillKey(const Profile &profile, const QByteArray &publicKey)
{
    // A file that can not be read is written anew: it only repeats what the till's own file knows.
    TicketKeys keys = readTicketKeys(profile.keyPath()).value_or(TicketKeys());
    const QByteArray id = keyIdOf(publicKey);
    if (keys.value(id) == publicKey)
        return Done{};
    keys.insert(id, publicKey);
    return writeTicketKeys(profile.keyPath(), keys);
}

Station::Station(const Profile &profile, const ConnectionSettings &settings, bool standalone, int lockWaitMs)
    : gateway(settings), store(tillProfile(profile, standalone, lockWaitMs)), desk(gateway, store)
{
}

} // namespace foyer
