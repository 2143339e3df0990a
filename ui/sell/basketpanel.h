// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/basketmodel.h"

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace foyer {

class CommandSet;
class Counter;
class Theme;

/// The basket beside the map: its lines, what they cost, how long they are held, and the ways to pay. Commands live on the page around it.
class BasketPanel : public QFrame
{
    Q_OBJECT
public:
    BasketPanel(Counter &counter, const Theme &theme, QWidget *parent = nullptr);

    /// Lets the buttons show and run "sell.cash", "sell.card", "sell.extend" and "sell.clear".
    void bind(CommandSet &commands);
    /// What Tab visits, in reading order.
    [[nodiscard]] QWidgetList focusOrder() const;
    /// Gives the current line back.
    void giveBackCurrent();
    /// The next kind of visitor for the current line.
    void nextPriceType();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLayout *buildHead();
    QWidget *buildLines(const Theme &theme);
    QLayout *buildTotals();
    QLayout *buildButtons();
    void showBasket();
    void showLeft(qint64 leftMs);
    void clicked(const QModelIndex &index);
    void openPriceTypes(const QModelIndex &index);
    [[nodiscard]] const BasketLine *currentLine() const;

    Counter &m_counter;
    BasketModel m_model;
    QLabel *m_events = nullptr;
    QLabel *m_clock = nullptr;
    QPushButton *m_extend = nullptr;
    QTableView *m_table = nullptr;
    QStackedLayout *m_stack = nullptr;
    QLabel *m_subtotal = nullptr;
    QLabel *m_fees = nullptr;
    QLabel *m_total = nullptr;
    QPushButton *m_cash = nullptr;
    QPushButton *m_card = nullptr;
    QPushButton *m_clear = nullptr;
};

} // namespace foyer
