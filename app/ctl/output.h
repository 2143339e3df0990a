// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"
#include "models/core/money.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonValue>
#include <QtCore/QStringList>
#include <QtCore/QVector>

namespace foyer {

enum ExitCode { ExitDone = 0, ExitRefused = 1, ExitUsage = 2, ExitNoConnection = 3, ExitUnknown = 4 };

ExitCode exitCodeOf(const Error &error);
/// What happened and what to do, in one English sentence.
QString sentenceOf(const Error &error);
/// {"error": {code, message, detail}}
QJsonValue errorJson(const Error &error);

/// Compact JSON of any value, in UTF-8 with a line feed.
QByteArray jsonText(const QJsonValue &value);
/// Columns aligned by their widest cell; a column whose cells are all figures is aligned to the right. Control characters are shown as "?".
QString tableText(const QVector<QStringList> &rows);
/// One line as it may be shown on a terminal: no control or direction characters.
QString plainText(const QString &text);
/// RFC 3339 with the offset that the venue's clock has at that moment.
QString venueTime(const QDateTime &utc, const QByteArray &timezone);
/// "Fri 27 Nov 2026 19:30" on the venue's clock.
QString venueTimeShort(const QDateTime &utc, const QByteArray &timezone);
QString moneyPlain(const Money &money);

void printOut(const QByteArray &text);
void printError(const QByteArray &text);

} // namespace foyer
