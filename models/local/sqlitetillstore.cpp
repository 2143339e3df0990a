// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/sqlitetillstore.h"

#include "models/core/limits.h"
#include "models/local/filelock.h"
#include "models/local/tillfile.h"

#include <QtCore/QLoggingCategory>
#include <QtCore/QPointer>

#include <optional>

namespace foyer {

namespace {

Q_LOGGING_CATEGORY(lcStore, "foyer.local.store")

}

/// What lives on the store's thread. Only `stop` is touched from outside.
class SqliteTillStore::Worker : public QObject
{
public:
    explicit Worker(TillProfile profile) : m_profile(std::move(profile)) {}

    template <class T>
    Result<T> perform(const std::function<Result<T>(TillFile &)> &job)
    {
        if (const auto opened = open(); !opened)
            return fail(opened.error());
        auto result = job(*m_file);
        // After an I/O error the connection's caches can not be trusted; the next job opens, checks and if need be
        // replaces the file.
        if (!result && result.error().code == ErrorCode::DiskFailed) {
            qCCritical(lcStore).noquote() << "closing the till's file:" << result.error().log;
            m_file.reset();
        }
        return result;
    }

    void close()
    {
        m_file.reset();
        m_lock.reset();
    }

    QSemaphore stop;
    std::function<void(const TillStoreReport &)> replaced;

private:
    Result<Done> open()
    {
        if (m_file)
            return Done{};
        if (const auto folder = tillopening::prepareFolder(m_profile); !folder)
            return folder;
        if (!m_lock) {
            auto lock = FileLock::acquire(m_profile.folder + QStringLiteral("/till.lock"), m_profile.lockWaitMs, stop);
            m_profile.lockWaitMs = 0;
            if (!lock)
                return fail(lock.error());
            m_lock = std::move(*lock);
        }
        auto file = TillFile::open(m_profile);
        if (!file) {
            m_lock.reset();
            return fail(file.error());
        }
        m_file = std::move(*file);
        if (!m_file->report().setAside.isEmpty())
            replaced(m_file->report());
        return Done{};
    }

    TillProfile m_profile;
    std::optional<FileLock> m_lock;
    std::unique_ptr<TillFile> m_file;
};

SqliteTillStore::SqliteTillStore(TillProfile profile, QObject *parent)
    : TillStore(parent), m_worker(std::make_unique<Worker>(std::move(profile)))
{
    m_worker->replaced = [this](const TillStoreReport &report) {
        QMetaObject::invokeMethod(
            this, [this, report] { Q_EMIT fileReplaced(report); }, Qt::QueuedConnection);
    };
    m_thread.setObjectName(QStringLiteral("till store"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

SqliteTillStore::~SqliteTillStore()
{
    m_worker->stop.release();
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            m_worker->close();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

template <class T>
void SqliteTillStore::post(QObject *guard, Then<T> then, std::function<Result<T>(TillFile &)> job)
{
    Q_ASSERT(guard && guard->thread() == thread());
    const QPointer<QObject> alive(guard);
    if (m_jobs >= limits::maxTillJobs) {
        const Result<T> busy = fail(ErrorCode::Busy, QStringLiteral("too many jobs wait for the till's disk"));
        QMetaObject::invokeMethod(
            guard, [then = std::move(then), busy] { then(busy); }, Qt::QueuedConnection);
        return;
    }
    ++m_jobs;
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this, alive, then = std::move(then), job = std::move(job)]() mutable {
            auto answer = [this, alive, then = std::move(then), result = m_worker->perform<T>(job)]() mutable {
                --m_jobs;
                if (alive)
                    then(std::move(result));
            };
            QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SqliteTillStore::open(QObject *guard, Then<TillStoreReport> then)
{
    post<TillStoreReport>(guard, std::move(then),
                          [](TillFile &file) -> Result<TillStoreReport> { return file.report(); });
}

void SqliteTillStore::registration(QObject *guard, Then<TillRegistration> then)
{
    post<TillRegistration>(guard, std::move(then),
                           [](TillFile &file) -> Result<TillRegistration> { return file.registration(); });
}

void SqliteTillStore::identity(QObject *guard, Then<TillIdentity> then)
{
    post<TillIdentity>(guard, std::move(then), [](TillFile &file) -> Result<TillIdentity> { return file.identity(); });
}

void SqliteTillStore::seal(CallKind kind, const QUuid &id, const QJsonObject &body, QObject *guard,
                           Then<SealedCall> then)
{
    post<SealedCall>(guard, std::move(then), [kind, id, body](TillFile &file) { return file.seal(kind, id, body); });
}

void SqliteTillStore::settle(const QUuid &id, CallState state, const QJsonObject &answer, QObject *guard,
                             Then<Done> then)
{
    post<Done>(guard, std::move(then), [id, state, answer](TillFile &file) { return file.settle(id, state, answer); });
}

void SqliteTillStore::pending(QObject *guard, Then<QVector<RecordedCall>> then)
{
    post<QVector<RecordedCall>>(guard, std::move(then), [](TillFile &file) { return file.pending(); });
}

void SqliteTillStore::recorded(const QUuid &id, QObject *guard, Then<RecordedCall> then)
{
    post<RecordedCall>(guard, std::move(then), [id](TillFile &file) { return file.recorded(id); });
}

void SqliteTillStore::sign(const QVector<QByteArray> &messages, QObject *guard, Then<QVector<QByteArray>> then)
{
    post<QVector<QByteArray>>(guard, std::move(then), [messages](TillFile &file) -> Result<QVector<QByteArray>> {
        return file.sign(messages);
    });
}

} // namespace foyer
