// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUuid>

namespace foyer {

enum class CallKind { Hold, Extend, Release, Sell, Cancel };

/// A writing call as it stands on the till's disk: the exact text, and the till's HMAC-SHA256 of its UTF-8 bytes. Resending means sending these
/// same bytes again.
struct SealedCall
{
    QUuid id; ///< the request's own id: hold, order …; extend makes a new one
    CallKind kind = CallKind::Hold;
    QString till;
    QByteArray request; ///< UTF-8 JSON
    QByteArray mac;     ///< 32 bytes
};

} // namespace foyer
