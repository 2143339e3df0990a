// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace foyer {

class BusyBar;
class Theme;

/// A whole page that says one thing: what is being started, or what is wrong and what to do.
class MessagePage : public QWidget
{
    Q_OBJECT
public:
    explicit MessagePage(const Theme &theme, QWidget *parent = nullptr);

    void showBusy(const QString &what);
    void showProblem(const QString &title, const QString &detail);

Q_SIGNALS:
    void retryWished();

private:
    void showIcon();

    const Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_detail;
    BusyBar *m_busy;
    QPushButton *m_retry;
    bool m_isProblem = false;
};

} // namespace foyer
