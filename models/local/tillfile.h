// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/tillopening.h"

namespace foyer {

/// The till's file, open: what SqliteTillStore does on its thread. Synchronous; when a function returns without error the change is on disk and synced.
class TillFile
{
public:
    /// The caller holds the profile's lock. Errors: those of tillopening::open.
    static Result<std::unique_ptr<TillFile>> open(const TillProfile &profile);

    [[nodiscard]] const TillStoreReport &report() const { return m_report; }
    [[nodiscard]] TillIdentity identity() const;
    [[nodiscard]] TillRegistration registration() const;
    [[nodiscard]] QVector<QByteArray> sign(const QVector<QByteArray> &messages) const;

    /// See TillStore. IdReused when the id stands for a call of another kind, BadRequest above limits::maxRequestBytes.
    Result<SealedCall> seal(CallKind kind, const QUuid &id, const QJsonObject &body);
    /// NoSuchThing for an id that was never sealed. Done is final: a later Refused (of a repeated send) changes nothing.
    Result<Done> settle(const QUuid &id, CallState state, const QJsonObject &answer);
    /// Damaged rows are left out and logged; they are dealt with at the next opening.
    Result<QVector<RecordedCall>> pending() const;
    Result<RecordedCall> recorded(const QUuid &id) const;

private:
    TillFile(tillopening::Opened opened);
    Result<SealedCall> sealNew(CallKind kind, const QUuid &id, QJsonObject body);
    Result<Done> writeOutcome(const tillrows::CallRow &row);
    Result<Done> keepReserve();

    std::unique_ptr<SqliteConnection> m_db;
    tillrows::IdentityRow m_identity;
    TillStoreReport m_report;
    int m_sealsSinceFill = 0;
};

} // namespace foyer
