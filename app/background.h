// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/privatebackup.h"
#include "models/central/adminsession.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace foyer {

/// The work that a server wants done now and then (resources/sql/functions/75_work_round.sql says which), and a private server's nightly copy. Correctness never
/// depends on it and two at once are harmless. Blocks its thread while it works, so it lives on one of its own in the window, and is foyerctl's only task in
/// `work`. Ends early when its thread is asked to.
class Background : public QObject
{
    Q_OBJECT
public:
    Background(ConnectionSettings settings, QString role, QObject *parent = nullptr);

    /// Also furnish the demo's later performances, once, before the first round.
    void setFurnishing(bool furnish) { m_furnish = furnish; }
    /// Also copy this private server when its last copy is a day old.
    void setBackup(PrivateBackup backup) { m_backup = std::move(backup); }

    /// One round, and the copy when it is due; opens the connection when there is none, and drops it when it fails. A kind of work that could not be done is an
    /// error too, but keeps nothing else from being done.
    Result<Done> runOnce();

public Q_SLOTS:
    /// A round now and every few seconds until it is destroyed; a dead server is tried again at the next one. The first copy waits a minute.
    void start();

Q_SIGNALS:
    void failed(const foyer::Error &error);

private:
    void round();
    Result<Done> openSession();
    /// The connection's failure, or what kept this kind from being done.
    Result<std::optional<Error>> work(const QByteArray &kind);
    Result<Done> copyWhenDue();
    void tellOfCopy(bool good, qint64 bytes, const QString &detail);

    ConnectionSettings m_settings;
    QString m_role;
    std::optional<AdminSession> m_session;
    QVector<QByteArray> m_kinds;
    std::optional<PrivateBackup> m_backup;
    QDeadlineTimer m_backupWait; ///< already over when made
    bool m_furnish = false;
    QTimer m_timer;
};

} // namespace foyer
