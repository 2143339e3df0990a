// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>

namespace foyer {

/// A JSON document as a parameter of a call.
PgParam jsonParam(const QJsonObject &object);
PgParam jsonParam(const QJsonArray &array);

/// The only value of the only row as text; null for SQL's NULL.
Result<QByteArray> scalar(AdminSession &session, const QByteArray &sql, const QVector<PgParam> &params = {});
/// The only value of the only row, which is JSON.
Result<QJsonValue> json(AdminSession &session, const QByteArray &sql, const QVector<PgParam> &params = {});

} // namespace foyer
