// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/items/basketmodel.h"
#include "models/sales/tendering.h"

#include <QtWidgets/QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace foyer {

class CommandSet;
class Counter;
class MessageBar;
class Theme;
struct Error;

/// Taking the money: cash with what the customer gives, a card by the terminal's reference, or a part on each. Nothing is paid before the person presses the
/// pay button or Enter with something typed; while a sale is under way the same key does nothing.
class TenderPage : public QWidget
{
    Q_OBJECT
public:
    TenderPage(Counter &counter, const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);

    /// Ready for a new payment, the cursor where this kind is typed.
    void open(TenderKind kind);
    MessageBar &messages() { return *m_bar; }

Q_SIGNALS:
    void backWanted();

private:
    void build(const Theme &theme);
    QLayout *buildHead(const Theme &theme);
    QWidget *buildCash();
    QWidget *buildCard();
    QLayout *buildFoot();
    QWidget *buildLines(const Theme &theme);
    void addCommands(CommandSet &commands);
    void connectCounter();

    void showTotal();
    void showQuickCash();
    void showState();
    void typed();
    void showPayment();
    void giveExact();
    void chooseCash();
    void chooseCard();
    void pressEnter();
    void pay();
    void sayRefused(const Error &error, int stillHeld);
    /// What was typed, settled against the total; BadInput for a field that can not be read.
    [[nodiscard]] Result<TenderResult> settled() const;
    [[nodiscard]] Result<QVector<TenderEntry>> entries() const;
    [[nodiscard]] bool nothingTyped() const;
    [[nodiscard]] Money total() const;
    [[nodiscard]] QString payText() const;

    Counter &m_counter;
    CommandSet &m_commands;
    BasketModel m_lines;
    TenderKind m_kind = TenderKind::Cash;
    QToolButton *m_back = nullptr;
    QLabel *m_what = nullptr;
    QLabel *m_clock = nullptr;
    QLabel *m_total = nullptr;
    QWidget *m_linesCard = nullptr;
    QLabel *m_fees = nullptr;
    MessageBar *m_bar = nullptr;
    QLineEdit *m_given = nullptr;
    QPushButton *m_exact = nullptr;
    QHBoxLayout *m_quick = nullptr;
    QVector<QPushButton *> m_quickButtons;
    QLineEdit *m_cardAmount = nullptr;
    QLineEdit *m_reference = nullptr;
    QLabel *m_stateWord = nullptr;
    QLabel *m_state = nullptr;
    QPushButton *m_giveUp = nullptr;
    QPushButton *m_pay = nullptr;
};

} // namespace foyer
