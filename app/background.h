// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace foyer {

/// The work that a server wants done now and then: lapsed holds are swept so that maps see them, counts are folded. Correctness never depends on it and two
/// at once are harmless. Blocks its thread while it works, so it lives on one of its own in the window, and is foyerctl's only task in `work`.
class Background : public QObject
{
    Q_OBJECT
public:
    Background(ConnectionSettings settings, QString role, QObject *parent = nullptr);

    /// Also furnish the demo's later performances, once, before the first round.
    void setFurnishing(bool furnish) { m_furnish = furnish; }

    /// One round; opens the connection when there is none, and drops it after a failure.
    Result<Done> runOnce();

public Q_SLOTS:
    /// A round now and every few seconds until it is destroyed; a dead server is tried again at the next one.
    void start();

Q_SIGNALS:
    void failed(const foyer::Error &error);

private:
    ConnectionSettings m_settings;
    QString m_role;
    std::optional<AdminSession> m_session;
    bool m_furnish = false;
    QTimer m_timer;
};

} // namespace foyer
