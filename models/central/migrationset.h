// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QStringList>
#include <QtCore/QVector>

namespace foyer {

/// One numbered step of the schema with its way back.
struct Migration
{
    int version = 0;
    QString name; ///< "0001_base"
    QByteArray up;
    QByteArray down;
    QByteArray checksum;   ///< SHA-256 of `up`, hex
    bool breaking = false; ///< its first lines say "-- breaking": older programs must not work with it
};

/// A file of functions or views that is applied again whenever it changes.
struct Repeatable
{
    QString path; ///< "functions/sell.sql"
    QByteArray sql;
    QByteArray checksum;
};

/// The schema as this program knows it.
struct MigrationSet
{
    QVector<Migration> migrations;   ///< by version, 1 … n without gaps
    QVector<Repeatable> repeatables; ///< by path
    QByteArray prepare;              ///< what needs a superuser; idempotent
    QByteArray forget;               ///< drops every repeatable, before a way back
    QByteArray remakeBegin;          ///< takes back all rights and notes what there is, before the repeatables
    QByteArray remakeEnd;            ///< drops what no repeatable made again

    /// Reads `folder` (":/sql" by default): migrations/NNNN_name.up.sql and .down.sql, prepare.sql, forget.sql,
    /// remake_begin.sql, remake_end.sql; the files of functions/ and views/ are repeatables. BadInput for a gap, a missing
    /// way back or a name that is not understood.
    static Result<MigrationSet> read(const QString &folder = QStringLiteral(":/sql"));
};

/// Begins a migration in a source tree: the next pair of files in `folder` (…/migrations), both with their first lines,
/// `breaking` marked. Answers their paths. BadInput with a sentence in `log` for a name that can not be, a folder that is
/// not there or a numbering with gaps; DiskFailed.
Result<QStringList> beginMigration(const QString &folder, const QString &name, bool breaking);

/// The version of the newest migration that is compiled in.
int programSchemaVersion();

} // namespace foyer
