// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/money.h"
#include "models/core/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <limits>

namespace foyer {

/// Reads the fields of one JSON object of an answer and remembers the first that is missing or wrong; a wrong one reads
/// as a harmless value, so that a decoder checks once at its end. Errors are ServerFailed with the path of the field.
class JsonReader
{
public:
    JsonReader(QJsonObject object, QString path);
    /// Not an object is an error like any other.
    static JsonReader of(const QJsonValue &value, const QString &path);

    QString text(const char *key);
    QString optionalText(const char *key);
    int integer(const char *key, int least = 0, int most = std::numeric_limits<int>::max());
    /// 0 when it is missing or null.
    int optionalInteger(const char *key, int least);
    qint64 bigInteger(const char *key, qint64 least, qint64 most);
    bool flag(const char *key, bool byDefault);
    QJsonArray array(const char *key);
    QJsonObject object(const char *key);
    /// RFC 3339 → UTC.
    QDateTime time(const char *key);
    QDateTime optionalTime(const char *key);
    QUuid uuid(const char *key);
    template <class IdType>
    IdType id(const char *key)
    {
        return IdType{uuid(key)};
    }
    Currency currency(const char *key);
    Money money(const char *key, const Currency &currency);
    Money optionalMoney(const char *key, const Currency &currency);

    /// Records a fault that the decoder found itself.
    void refuse(const char *key, const QString &why);
    [[nodiscard]] bool ok() const { return !m_error; }
    [[nodiscard]] Error error() const { return m_error.value_or(Error{}); }
    [[nodiscard]] const QString &path() const { return m_path; }

    /// The value read, or the first fault.
    template <class T>
    Result<T> finish(T value) const
    {
        if (m_error)
            return fail(*m_error);
        return value;
    }

private:
    QJsonValue value(const char *key) const { return m_object.value(QLatin1String(key)); }

    QJsonObject m_object;
    QString m_path;
    std::optional<Error> m_error;
};

/// The document in the single value of an answer; ServerFailed when it is none.
Result<QJsonObject> jsonObject(const QByteArray &json, const QString &path);
Result<QJsonArray> jsonArray(const QByteArray &json, const QString &path);

} // namespace foyer
