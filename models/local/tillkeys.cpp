// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillkeys.h"

#include <sodium.h>

#include <array>

namespace foyer {

namespace {

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

unsigned char *raw(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

struct KeyPair
{
    QByteArray publicKey = QByteArray(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized);
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secretKey;

    explicit KeyPair(const QByteArray &seed) { crypto_sign_seed_keypair(raw(publicKey), secretKey.data(), raw(seed)); }
    ~KeyPair() { sodium_memzero(secretKey.data(), secretKey.size()); }
    KeyPair(const KeyPair &) = delete;
    KeyPair &operator=(const KeyPair &) = delete;
};

} // namespace

Result<TillKeys> TillKeys::make()
{
    if (sodium_init() < 0)
        return fail(ErrorCode::ProgrammingFault, QStringLiteral("libsodium can not start"));
    TillKeys keys{QByteArray(crypto_auth_hmacsha256_KEYBYTES, Qt::Uninitialized),
                  QByteArray(crypto_sign_SEEDBYTES, Qt::Uninitialized)};
    randombytes_buf(raw(keys.secret), crypto_auth_hmacsha256_KEYBYTES);
    randombytes_buf(raw(keys.seed), crypto_sign_SEEDBYTES);
    return keys;
}

QByteArray TillKeys::publicKey() const
{
    return KeyPair(seed).publicKey;
}

QByteArray TillKeys::mac(const QByteArray &message) const
{
    QByteArray mac(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(raw(mac), raw(message), static_cast<unsigned long long>(message.size()), raw(secret));
    return mac;
}

QByteArray TillKeys::sign(const QByteArray &message) const
{
    const KeyPair pair(seed);
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(raw(signature), nullptr, raw(message), static_cast<unsigned long long>(message.size()),
                         pair.secretKey.data());
    return signature;
}

} // namespace foyer
