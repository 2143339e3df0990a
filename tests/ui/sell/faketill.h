// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/tillstore.h"

#include <QtCore/QMap>

#include <optional>

namespace foyer {

/// A till's file in memory.
class FakeTill : public TillStore
{
    Q_OBJECT
public:
    void identity(QObject *guard, Then<TillIdentity> then) override;
    void seal(CallKind kind, const QUuid &id, const QJsonObject &body, QObject *guard, Then<SealedCall> then) override;
    void settle(const QUuid &id, CallState state, const QJsonObject &answer, QObject *guard, Then<Done> then) override;
    void pending(QObject *guard, Then<QVector<RecordedCall>> then) override;
    void recorded(const QUuid &id, QObject *guard, Then<RecordedCall> then) override;
    void sign(const QVector<QByteArray> &messages, QObject *guard, Then<QVector<QByteArray>> then) override;

    void failNextSeal(const Error &error) { m_failSeal = error; }

private:
    QMap<QUuid, RecordedCall> m_calls;
    std::optional<Error> m_failSeal;
    int m_number = 0;
};

} // namespace foyer
