// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/json.h"

#include <QtCore/QJsonDocument>

namespace foyer {

PgParam jsonParam(const QJsonObject &object)
{
    return PgParam::text(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

PgParam jsonParam(const QJsonArray &array)
{
    return PgParam::text(QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact)));
}

Result<QByteArray> scalar(AdminSession &session, const QByteArray &sql, const QVector<PgParam> &params)
{
    const auto answer = session.run(sql, params);
    if (!answer)
        return fail(answer.error());
    return answer->single();
}

Result<QJsonValue> json(AdminSession &session, const QByteArray &sql, const QVector<PgParam> &params)
{
    const auto text = scalar(session, sql, params);
    if (!text)
        return fail(text.error());
    // Wrapped, because QJsonDocument reads only arrays and objects at the top.
    const QJsonDocument document = QJsonDocument::fromJson('[' + *text + ']');
    if (!document.isArray())
        return fail(ErrorCode::ServerFailed, QStringLiteral("the centre's answer is not JSON"));
    return document.array().at(0);
}

} // namespace foyer
