// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/tillprofile.h"
#include "models/ports/tillstore.h"

#include <QtCore/QThread>

#include <memory>

namespace foyer {

class TillFile;

/// The till store on one SQLite file: a front on the thread that made it (guards live there too), and one thread with one connection behind. The file is
/// opened with the first call and again after a failure, so that a freed disk or profile needs no restart. Jobs run in the order of the calls; those given
/// before the destructor are finished by it. At most limits::maxTillJobs wait; more are answered Busy.
class SqliteTillStore : public TillStore
{
    Q_OBJECT
public:
    explicit SqliteTillStore(TillProfile profile, QObject *parent = nullptr);
    ~SqliteTillStore() override;

    /// Opens the file now and says what was found. Every other call opens it too.
    void open(QObject *guard, Then<TillStoreReport> then);
    /// For app alone, which registers the till at the centre.
    void registration(QObject *guard, Then<TillRegistration> then);

    void identity(QObject *guard, Then<TillIdentity> then) override;
    void seal(CallKind kind, const QUuid &id, const QJsonObject &body, QObject *guard, Then<SealedCall> then) override;
    void settle(const QUuid &id, CallState state, const QJsonObject &answer, QObject *guard, Then<Done> then) override;
    void pending(QObject *guard, Then<QVector<RecordedCall>> then) override;
    void recorded(const QUuid &id, QObject *guard, Then<RecordedCall> then) override;
    void sign(const QVector<QByteArray> &messages, QObject *guard, Then<QVector<QByteArray>> then) override;

Q_SIGNALS:
    /// The file was damaged and replaced, at the first opening or at a later one. A manager has to see it.
    void fileReplaced(const foyer::TillStoreReport &report);

private:
    class Worker;

    template <class T>
    void post(QObject *guard, Then<T> then, std::function<Result<T>(TillFile &)> job);

    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    int m_jobs = 0;
};

} // namespace foyer
