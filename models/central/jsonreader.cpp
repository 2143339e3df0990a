// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/jsonreader.h"

#include "models/core/limits.h"

#include <QtCore/QJsonDocument>

#include <cmath>

namespace foyer {

JsonReader::JsonReader(QJsonObject object, QString path) : m_object(std::move(object)), m_path(std::move(path)) {}

JsonReader JsonReader::of(const QJsonValue &value, const QString &path)
{
    JsonReader reader(value.toObject(), path);
    if (!value.isObject())
        reader.refuse("", QStringLiteral("not an object"));
    return reader;
}

void JsonReader::refuse(const char *key, const QString &why)
{
    if (!m_error)
        m_error = Error{
            ErrorCode::ServerFailed, {}, QStringLiteral("answer %1/%2: %3").arg(m_path, QLatin1String(key), why), {}};
}

QString JsonReader::text(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isString())
        refuse(key, QStringLiteral("not a text"));
    return found.toString();
}

QString JsonReader::optionalText(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isNull() || found.isUndefined())
        return {};
    return text(key);
}

int JsonReader::integer(const char *key, int least, int most)
{
    return static_cast<int>(bigInteger(key, least, most));
}

int JsonReader::optionalInteger(const char *key, int least)
{
    const QJsonValue found = value(key);
    if (found.isNull() || found.isUndefined())
        return 0;
    return integer(key, least);
}

qint64 JsonReader::bigInteger(const char *key, qint64 least, qint64 most)
{
    const QJsonValue found = value(key);
    const double asDouble = found.toDouble();
    if (!found.isDouble() || asDouble != std::floor(asDouble) || std::abs(asDouble) > 9e15) {
        refuse(key, QStringLiteral("not a whole number"));
        return least;
    }
    const qint64 number = found.toInteger();
    if (number < least || number > most) {
        refuse(key, QStringLiteral("%1 is out of range").arg(number));
        return least;
    }
    return number;
}

bool JsonReader::flag(const char *key, bool byDefault)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isNull() && !found.isBool())
        refuse(key, QStringLiteral("not true or false"));
    return found.toBool(byDefault);
}

QJsonArray JsonReader::array(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isArray())
        refuse(key, QStringLiteral("not an array"));
    return found.toArray();
}

QJsonObject JsonReader::object(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isObject())
        refuse(key, QStringLiteral("not an object"));
    return found.toObject();
}

QDateTime JsonReader::time(const char *key)
{
    const QDateTime found = QDateTime::fromString(value(key).toString(), Qt::ISODateWithMs);
    if (!found.isValid() || found.timeSpec() == Qt::LocalTime) {
        refuse(key, QStringLiteral("not a time with its offset"));
        return {};
    }
    return found.toUTC();
}

QDateTime JsonReader::optionalTime(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isNull() || found.isUndefined())
        return {};
    return time(key);
}

QUuid JsonReader::uuid(const char *key)
{
    const QUuid found = QUuid::fromString(value(key).toString());
    if (found.isNull())
        refuse(key, QStringLiteral("not an id"));
    return found;
}

Currency JsonReader::currency(const char *key)
{
    const QString code = value(key).toString();
    const bool threeLetters = code.size() == 3 && std::all_of(code.cbegin(), code.cend(), [](QChar c) {
                                  return c >= QLatin1Char('A') && c <= QLatin1Char('Z');
                              });
    if (!threeLetters) {
        refuse(key, QStringLiteral("not a currency"));
        return {};
    }
    return Currency{code};
}

Money JsonReader::money(const char *key, const Currency &currency)
{
    return Money{bigInteger(key, 0, limits::maxMinor), currency};
}

Money JsonReader::optionalMoney(const char *key, const Currency &currency)
{
    const QJsonValue found = value(key);
    if (found.isNull() || found.isUndefined())
        return Money{0, currency};
    return money(key, currency);
}

namespace {

Result<QJsonDocument> document(const QByteArray &json, const QString &path)
{
    QJsonParseError parsed;
    const QJsonDocument found = QJsonDocument::fromJson(json, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return fail(ErrorCode::ServerFailed, QStringLiteral("answer %1: %2").arg(path, parsed.errorString()));
    return found;
}

} // namespace

Result<QJsonObject> jsonObject(const QByteArray &json, const QString &path)
{
    const Result<QJsonDocument> found = document(json, path);
    if (!found)
        return fail(found.error());
    if (!found->isObject())
        return fail(ErrorCode::ServerFailed, QStringLiteral("answer %1: not an object").arg(path));
    return found->object();
}

Result<QJsonArray> jsonArray(const QByteArray &json, const QString &path)
{
    const Result<QJsonDocument> found = document(json, path);
    if (!found)
        return fail(found.error());
    if (!found->isArray())
        return fail(ErrorCode::ServerFailed, QStringLiteral("answer %1: not an array").arg(path));
    return found->array();
}

} // namespace foyer
