// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

namespace foyer {

/// RFC 4648 base32 in upper case without padding.
QString toBase32(const QByteArray &bytes);
/// The bytes of a base32 text; spaces, dashes and case do not matter. nullopt for another character, an impossible length or unused bits that are not zero
/// (so that no two texts mean the same bytes).
std::optional<QByteArray> fromBase32(const QString &text);

} // namespace foyer
