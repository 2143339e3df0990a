// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/connectionsettings.h"
#include "models/central/pgcall.h"
#include "models/central/pghandles.h"

namespace foyer {

/// A blocking connection for administration: migrations, the demo, preparing a server. Worker thread or command line
/// only: every call waits for the server.
class AdminSession
{
public:
    /// An empty role or password leaves the choice to libpq (peer, PGUSER, PGPASSFILE).
    static Result<AdminSession> open(const ConnectionSettings &settings, const QString &role = {},
                                     const QString &password = {});

    /// One statement with parameters ($1 …).
    Result<PgAnswer> run(const QByteArray &sql, const QVector<PgParam> &params = {});
    /// Any number of statements; `name` and the line stand in the error's log.
    Result<Done> script(const QByteArray &sql, const QString &name);
    [[nodiscard]] bool isSuperuser() const;
    /// True between BEGIN and COMMIT, also when the transaction has failed.
    [[nodiscard]] bool inTransaction() const;
    /// The SCRAM-SHA-256 verifier of a password, made here: the password itself never reaches the server.
    Result<QByteArray> scramVerifier(const QString &role, const QString &password) const;

private:
    explicit AdminSession(PgConnHandle conn);

    PgConnHandle m_conn;
};

/// BEGIN now, ROLLBACK at the end of the scope unless commit() went through.
class AdminTransaction
{
public:
    explicit AdminTransaction(AdminSession &session);
    ~AdminTransaction();
    AdminTransaction(const AdminTransaction &) = delete;
    AdminTransaction &operator=(const AdminTransaction &) = delete;

    /// BEGIN's own outcome.
    [[nodiscard]] const Result<Done> &begun() const { return m_begun; }
    Result<Done> commit();

private:
    AdminSession &m_session;
    Result<Done> m_begun;
};

} // namespace foyer
