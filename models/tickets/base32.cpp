// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/base32.h"

namespace foyer {

namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// The value of one character, or -1.
int valueOf(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= u'A' && u <= u'Z')
        return u - u'A';
    if (u >= u'a' && u <= u'z')
        return u - u'a';
    if (u >= u'2' && u <= u'7')
        return u - u'2' + 26;
    return -1;
}

} // namespace

QString toBase32(const QByteArray &bytes)
{
    QString text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    quint32 buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8) | static_cast<quint8>(byte);
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += QLatin1Char(kAlphabet[(buffer >> bits) & 31]);
        }
        buffer &= (1U << bits) - 1;
    }
    if (bits > 0)
        text += QLatin1Char(kAlphabet[(buffer << (5 - bits)) & 31]);
    return text;
}

std::optional<QByteArray> fromBase32(const QString &text)
{
    QByteArray bytes;
    bytes.reserve(text.size() * 5 / 8);
    quint32 buffer = 0;
    int bits = 0;
    for (const QChar c : text) {
        if (c == QLatin1Char('-') || c.isSpace())
            continue;
        const int value = valueOf(c);
        if (value < 0)
            return std::nullopt;
        buffer = (buffer << 5) | static_cast<quint32>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(buffer >> bits);
            buffer &= (1U << bits) - 1;
        }
    }
    if (bits >= 5 || buffer != 0)
        return std::nullopt;
    return bytes;
}

} // namespace foyer
