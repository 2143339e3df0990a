// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/ports/sealedcall.h"

#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QVector>

namespace foyer {

/// Who this till is. The secrets stay inside the store: it seals and signs, nobody reads them.
struct TillIdentity
{
    QString code;         ///< "till-3": names it at the centre
    QString prefix;       ///< of its order numbers: "3"
    QByteArray keyId;     ///< 8 bytes: first bytes of BLAKE2b-256 of the public key
    QByteArray publicKey; ///< Ed25519, 32 bytes
};

enum class CallState { Pending, Done, Refused };

/// A call found on disk, with what is known of its outcome.
struct RecordedCall
{
    SealedCall call;
    CallState state = CallState::Pending;
    QJsonObject answer;
};

/// The till's own SQLite file as services see it. Asynchronous like CentralGateway; an answer means that it is on disk and synced.
/// Errors: DiskFull, DiskFailed, ProfileLocked, NotRegistered.
class TillStore : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void identity(QObject *guard, Then<TillIdentity> then) = 0;
    /// Adds what only the till knows ("till"; for a sale its "number"), serialises, signs and records the call, in one transaction.
    /// Sealing an id again returns the recorded bytes.
    virtual void seal(CallKind kind, const QUuid &id, const QJsonObject &body, QObject *guard, Then<SealedCall> then) = 0;
    /// Records a definite outcome.
    virtual void settle(const QUuid &id, CallState state, const QJsonObject &answer, QObject *guard, Then<Done> then) = 0;
    /// Calls without a definite outcome, oldest first.
    virtual void pending(QObject *guard, Then<QVector<RecordedCall>> then) = 0;
    virtual void recorded(const QUuid &id, QObject *guard, Then<RecordedCall> then) = 0;
    /// Ed25519 signature of `message` with the till's key.
    virtual void sign(const QVector<QByteArray> &messages, QObject *guard, Then<QVector<QByteArray>> then) = 0;
};

} // namespace foyer
