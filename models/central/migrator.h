// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"
#include "models/central/migrationset.h"

#include <QtCore/QDateTime>

namespace foyer {

/// One line of `migrate status`.
struct MigrationState
{
    int version = 0;
    QString name;
    bool applied = false;
    bool known = true;    ///< false: the database has it, this program does not
    bool changed = false; ///< applied from another text than the one compiled in
    bool breaking = false;
    QString appliedAt; ///< as the server writes it, empty when not applied
};

struct MigrationStatus
{
    QVector<MigrationState> migrations; ///< by version
    QStringList staleRepeatables;       ///< new, changed or vanished files
    [[nodiscard]] bool upToDate() const;
};

/// What a run did.
struct MigrationReport
{
    QStringList migrations; ///< names, in the order they were applied or taken back
    QStringList breaking;   ///< those of them that older programs can not work with
    int repeatables = 0;    ///< files applied
    bool prepared = false;  ///< prepare.sql was applied (only a superuser can)
};

/// Brings a database to the schema of a MigrationSet and back. Blocking: worker thread or command line only. Any number
/// of programs may run it at once: each step is one transaction under one table lock and looks again whether it is
/// still needed. Steps that meet a busy table give up after half a second, let the tills through and try again.
/// After up() there is nothing in the schema that no file makes. Works as foyer_owner: the session must be a superuser or a member of that role. Errors: NewerSchema
/// (the database has a breaking migration this program does not know; down: any), BadInput (an applied migration was
/// changed afterwards, facts: version, name), NotPermitted (roles missing and no superuser), else as the server says.
class Migrator
{
public:
    Migrator(AdminSession &session, MigrationSet set);

    /// Does nothing to a database that is newer without a breaking migration: this program can work with it as it is.
    Result<MigrationReport> up();
    /// Takes back every migration above `version`; 0 leaves only the two tables of bookkeeping.
    Result<MigrationReport> down(int version);
    Result<MigrationStatus> status();
    /// Roles and revokes; needs a superuser. Again after each CREATE DATABASE … TEMPLATE, which drops database
    /// privileges.
    Result<Done> prepare();

private:
    struct Applied
    {
        int version = 0;
        QString name;
        QByteArray checksum;
        bool breaking = false;
        QString appliedAt;
    };

    Result<Done> bootstrap();
    Result<bool> hasTables();
    Result<bool> isAhead();
    Result<QVector<Applied>> applied();
    Result<QMap<QString, QByteArray>> appliedRepeatables();
    Result<Done> check(const QVector<Applied> &rows) const;
    Result<Done> lock();
    Result<bool> applyOne(const Migration &migration);
    Result<bool> takeBackOne(const Migration &migration);
    Result<Done> applyRepeatable(const Repeatable &file);
    Result<int> applyRepeatables();
    Result<Done> remake();
    QStringList stale(const QMap<QString, QByteArray> &rows) const;

    AdminSession &m_session;
    MigrationSet m_set;
};

} // namespace foyer
