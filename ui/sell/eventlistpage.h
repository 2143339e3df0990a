// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/eventlistmodel.h"
#include "models/ports/centralgateway.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace foyer {

class CommandSet;
class EventFilterModel;
class MessageBar;
class Theme;

/// The performances: found by typing, opened with Enter. It asks the centre every few seconds while it is on screen and keeps its place meanwhile.
class EventListPage : public QWidget
{
    Q_OBJECT
public:
    EventListPage(CentralGateway &central, const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);

    /// Forgets what an earlier person saw and loads anew.
    void start();
    /// Asks no more and shows nothing, until the next start.
    void stop();
    void refresh();
    /// Back from a performance: what is typed next replaces the last search.
    void focusSearch();
    /// A sentence about the basket that waits behind the list; empty hides it.
    void setWaitingBasket(const QString &sentence);

Q_SIGNALS:
    void eventChosen(const foyer::EventSummary &event);
    void basketWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build(const Theme &theme, CommandSet &commands);
    QWidget *buildNothing(const Theme &theme);
    void addCommands(CommandSet &commands);
    void answered(const Result<QVector<EventSummary>> &answer);
    void openCurrent();
    void showRows(const QModelIndex &keep);
    void say(const QString &headline, const QString &sentence, const QString &action);

    CentralGateway &m_central;
    EventListModel m_model;
    EventFilterModel *m_filter = nullptr;
    QTimer m_poll;
    int m_round = 0;
    bool m_loaded = false;
    bool m_failed = false;
    QLineEdit *m_search = nullptr;
    QLabel *m_count = nullptr;
    MessageBar *m_bar = nullptr;
    MessageBar *m_basketBar = nullptr;
    QTableView *m_table = nullptr;
    QStackedLayout *m_stack = nullptr;
    QLabel *m_headline = nullptr;
    QLabel *m_sentence = nullptr;
    QPushButton *m_firstStep = nullptr;
};

} // namespace foyer
