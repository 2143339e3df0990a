// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/connectionsettings.h"
#include "models/central/pgcall.h"
#include "models/central/pghandles.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QQueue>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <optional>

namespace foyer {

/// What became of a call. A struct, because Qt's meta types can not hold a bare Result.
struct PgOutcome
{
    quint64 id = 0;
    Result<PgAnswer> answer;
};

/// One libpq connection on the event loop of its thread, one call at a time, the others waiting in a bounded queue.
/// Every accepted call is answered exactly once. Lives on the link's thread: open() blocks in name resolution, nothing
/// else does.
class PgConnection : public QObject
{
    Q_OBJECT
public:
    explicit PgConnection(QObject *parent = nullptr);
    ~PgConnection() override;

    /// Starts anew; ends in opened() or failed().
    void open(const ConnectionOptions &options);
    /// Answers what is waiting as lost and drops the connection, without lost().
    void close();
    /// At most limits::maxPendingCalls wait; more are Busy.
    void call(PgCall call);
    [[nodiscard]] bool isOpen() const { return m_open; }

Q_SIGNALS:
    void opened();
    void failed(const foyer::Error &error);
    void answered(const foyer::PgOutcome &outcome);
    /// The line is gone after it had been open; every call has been answered before.
    void lost(const QString &why);
    void rang(const QByteArray &channel);

private:
    struct NotifierDeleter
    {
        void operator()(QSocketNotifier *notifier) const;
    };
    using NotifierHandle = std::unique_ptr<QSocketNotifier, NotifierDeleter>;

    void pollConnecting();
    void watchConnecting(PostgresPollingStatusType wanted);
    void becomeOpen();
    void failConnecting(const Error &error);
    void sendNext();
    bool startSending(const PgCall &call);
    bool startExecuting(const PgCall &call, const QByteArray &name);
    bool goOnAfterPreparing();
    bool prepareAnew();
    void flush();
    void drain();
    void readResults();
    void keepResult(PgResultHandle result);
    void finishCall();
    void answer(const PgCall &call, const Result<PgAnswer> &result);
    void breakLine(const QString &why);
    void answerAllAsLost(const QString &why);
    void armDeadline();
    void expire();
    static void onNotice(void *self, const PGresult *notice);

    PgConnHandle m_conn;
    NotifierHandle m_read;
    NotifierHandle m_write;
    QTimer m_connectTimer;
    QTimer m_deadlineTimer;
    QQueue<PgCall> m_queue;
    std::optional<PgCall> m_current; ///< sent, not answered
    PgResultHandle m_result;         ///< of m_current: the first error, else the last result
    bool m_warned = false;           ///< a WARNING came with m_current
    bool m_preparing = false;        ///< m_current's statement is being prepared; nothing of it was executed yet
    bool m_fresh = false;            ///< m_current's statement was prepared for it
    QHash<QByteArray, QByteArray> m_prepared; ///< statement to its name in this session
    int m_names = 0;
    bool m_open = false;
};

} // namespace foyer
