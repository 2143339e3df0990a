// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

#include <memory>

namespace foyer {

/// SIGINT and SIGTERM as a Qt signal. One per process; the handlers stay after it died and do nothing then.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    /// `count` is 1 the first time; somebody who asks twice means it.
    void quitWished(int count);

private:
    int m_sockets[2] = {-1, -1};
    int m_count = 0;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace foyer
