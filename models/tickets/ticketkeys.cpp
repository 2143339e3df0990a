// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/ticketkeys.h"

#include "models/tickets/wholefile.h"

#include <QtCore/QFile>

#include <algorithm>

namespace foyer {

namespace {

constexpr int kPublicKeyBytes = 32;
constexpr qint64 kMaxFileBytes = 1024 * 1024; // some 15 000 keys

std::optional<QByteArray> keyFromLine(const QByteArray &line)
{
    if (line.size() == 2 * kPublicKeyBytes) {
        const QByteArray key = QByteArray::fromHex(line);
        if (key.toHex() == line.toLower())
            return key;
    }
    const auto decoded =
        QByteArray::fromBase64Encoding(line, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (decoded && decoded.decoded.size() == kPublicKeyBytes)
        return decoded.decoded;
    return std::nullopt;
}

} // namespace

Result<TicketKeys> parseTicketKeys(const QByteArray &text)
{
    TicketKeys keys;
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray line =
            lines.at(i).left(lines.at(i).indexOf('#') < 0 ? lines.at(i).size() : lines.at(i).indexOf('#')).trimmed();
        if (line.isEmpty())
            continue;
        const std::optional<QByteArray> key = keyFromLine(line);
        if (!key) {
            return fail(
                ErrorCode::BadInput, QStringLiteral("line %1 is not a public key").arg(i + 1),
                {{QStringLiteral("line"), i + 1}, {QStringLiteral("reason"), QStringLiteral("not a public key")}});
        }
        keys.insert(keyIdOf(*key), *key);
    }
    return keys;
}

Result<TicketKeys> readTicketKeys(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::DiskFailed, QStringLiteral("can not read %1: %2").arg(path, file.errorString()),
                    {{QStringLiteral("path"), path}});
    const QByteArray text = file.read(kMaxFileBytes + 1);
    if (text.size() > kMaxFileBytes) {
        return fail(ErrorCode::BadInput, QStringLiteral("%1 is too large for a file of keys").arg(path),
                    {{QStringLiteral("path"), path}, {QStringLiteral("reason"), QStringLiteral("too large")}});
    }
    return parseTicketKeys(text);
}

QByteArray ticketKeysText(const TicketKeys &keys)
{
    QList<QByteArray> ids = keys.keys();
    std::sort(ids.begin(), ids.end());
    QByteArray text("# Foyer ticket keys: one Ed25519 public key a line\n");
    for (const QByteArray &id : std::as_const(ids))
        text += keys.value(id).toBase64() + "  # key " + id.toHex() + '\n';
    return text;
}

Result<Done> writeTicketKeys(const QString &path, const TicketKeys &keys)
{
    return writeWholeFile(path, ticketKeysText(keys));
}

} // namespace foyer
