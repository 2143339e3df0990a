// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QByteArray>

namespace foyer {

/// The secrets of a till: what it seals calls with and what it signs tickets with.
struct TillKeys
{
    QByteArray secret; ///< 32 bytes, shared with the centre
    QByteArray seed;   ///< 32 bytes, Ed25519; never leaves the till

    static Result<TillKeys> make();
    [[nodiscard]] bool isValid() const { return secret.size() == 32 && seed.size() == 32; }
    [[nodiscard]] QByteArray publicKey() const;
    /// HMAC-SHA256 with the secret.
    [[nodiscard]] QByteArray mac(const QByteArray &message) const;
    /// Ed25519, 64 bytes, deterministic.
    [[nodiscard]] QByteArray sign(const QByteArray &message) const;
};

} // namespace foyer
