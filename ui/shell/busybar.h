// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>
#include <QtWidgets/QWidget>

namespace foyer {

class Theme;

/// A thin line that moves while something of unknown length is under way; still where the desktop wants no animation.
class BusyBar : public QWidget
{
    Q_OBJECT
public:
    explicit BusyBar(const Theme &theme, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QBasicTimer m_timer;
    QElapsedTimer m_clock;
};

} // namespace foyer
