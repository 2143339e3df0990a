// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/ticketcode.h"

#include "models/tickets/base32.h"

#include <QtCore/QtEndian>

#include <sodium.h>

namespace foyer {

namespace {

constexpr char kVersion = 1;
constexpr int kKeyIdBytes = 8;
constexpr int kUuidBytes = 16;
constexpr int kMessageBytes = 1 + kKeyIdBytes + 2 * kUuidBytes + 8;
constexpr int kSignatureBytes = crypto_sign_BYTES;
// The longest text worth decoding: the code itself and generous grouping by people or scanners.
constexpr int kMaxTextLength = 4 * (kMessageBytes + kSignatureBytes);

tl::unexpected<Error> invalid(const char *reason)
{
    return fail(ErrorCode::BadInput, QStringLiteral("ticket code: ") + QLatin1String(reason),
                {{QStringLiteral("reason"), QLatin1String(reason)}});
}

QUuid uuidAt(const QByteArray &message, int at)
{
    return QUuid::fromRfc4122(QByteArrayView(message).sliced(at, kUuidBytes));
}

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

QByteArray ticketMessage(const TicketClaim &claim)
{
    Q_ASSERT(claim.keyId.size() == kKeyIdBytes);
    QByteArray message;
    message.reserve(kMessageBytes);
    message += kVersion;
    message += claim.keyId;
    message += claim.event.value.toRfc4122();
    message += claim.ticket.value.toRfc4122();
    const qint64 place = qToBigEndian(claim.place.value);
    message.append(reinterpret_cast<const char *>(&place), sizeof place);
    return message;
}

QString ticketCodeText(const TicketClaim &claim, const QByteArray &signature)
{
    Q_ASSERT(signature.size() == kSignatureBytes);
    return toBase32(ticketMessage(claim) + signature);
}

QByteArray keyIdOf(const QByteArray &publicKey)
{
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), static_cast<size_t>(hash.size()), raw(publicKey),
                       static_cast<unsigned long long>(publicKey.size()), nullptr, 0);
    return hash.left(kKeyIdBytes);
}

Result<TicketClaim> verifyTicketCode(const QString &code, const TicketKeys &keys)
{
    if (sodium_init() < 0)
        return fail(ErrorCode::ProgrammingFault, QStringLiteral("libsodium can not start"));
    if (code.size() > kMaxTextLength)
        return invalid("malformed");
    const std::optional<QByteArray> bytes = fromBase32(code);
    if (!bytes || bytes->isEmpty())
        return invalid("malformed");
    // The version comes first so that a later, longer code reads as "version" and not as damage.
    if (bytes->at(0) != kVersion)
        return invalid("version");
    if (bytes->size() != kMessageBytes + kSignatureBytes)
        return invalid("malformed");

    const QByteArray message = bytes->left(kMessageBytes);
    const QByteArray signature = bytes->mid(kMessageBytes);
    TicketClaim claim;
    claim.keyId = message.mid(1, kKeyIdBytes);
    const auto key = keys.constFind(claim.keyId);
    if (key == keys.cend() || key->size() != static_cast<int>(crypto_sign_PUBLICKEYBYTES))
        return invalid("unknown key");
    if (crypto_sign_verify_detached(raw(signature), raw(message), kMessageBytes, raw(*key)) != 0)
        return invalid("signature");

    claim.event.value = uuidAt(message, 1 + kKeyIdBytes);
    claim.ticket.value = uuidAt(message, 1 + kKeyIdBytes + kUuidBytes);
    claim.place.value = qFromBigEndian<qint64>(message.constData() + 1 + kKeyIdBytes + 2 * kUuidBytes);
    return claim;
}

QString shortCode(const TicketId &ticket)
{
    const QString text = toBase32(ticket.value.toRfc4122()).left(12);
    return text.left(4) + QLatin1Char('-') + text.mid(4, 4) + QLatin1Char('-') + text.mid(8, 4);
}

} // namespace foyer
