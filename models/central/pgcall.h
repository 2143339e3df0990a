// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QString>
#include <QtCore/QVector>

namespace foyer {

/// One parameter of a call. A null QByteArray is SQL's NULL; binary is for bytea, text for everything else.
struct PgParam
{
    QByteArray value;
    bool binary = false;

    static PgParam text(const QString &value);
    static PgParam bytes(const QByteArray &value);
};

/// One statement for the centre. `deadline` counts from the moment somebody asked, waiting in the queue included.
struct PgCall
{
    quint64 id = 0;
    QByteArray sql;
    QVector<PgParam> params;
    bool binaryResult = false;
    bool writes = false; ///< decides between NoConnection and OutcomeUnknown
    QDeadlineTimer deadline;
};

/// The rows of an answer; a null QByteArray is SQL's NULL.
struct PgAnswer
{
    QVector<QVector<QByteArray>> rows;

    /// The only column of the only row; null when the shape is another.
    [[nodiscard]] QByteArray single() const;
};

} // namespace foyer
