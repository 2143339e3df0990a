// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/ids.h"

#include <QtCore/QDateTime>
#include <QtCore/QRandomGenerator>
#include <QtCore/QtEndian>

#include <array>

namespace foyer {

QUuid timeOrderedUuid()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    const quint64 bigEndianMs = qToBigEndian(static_cast<quint64>(QDateTime::currentMSecsSinceEpoch()) << 16);
    bytes.replace(0, 6, QByteArray(reinterpret_cast<const char *>(&bigEndianMs), 6));
    bytes[6] = static_cast<char>((bytes.at(6) & 0x0f) | 0x70);
    bytes[8] = static_cast<char>((bytes.at(8) & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bytes);
}

} // namespace foyer
