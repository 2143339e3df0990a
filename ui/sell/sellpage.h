// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/tendering.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QToolButton;

namespace foyer {

class BasketPanel;
class CommandSet;
class Counter;
class ElidedLabel;
class MessageBar;
class Performance;
class SeatMapLegend;
class SeatMapWidget;
class Theme;
class TierStrip;
struct Error;

/// Map, tiers and basket of one performance: where places are picked and given back.
class SellPage : public QWidget
{
    Q_OBJECT
public:
    SellPage(Counter &counter, Performance &performance, const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);
    ~SellPage() override;

    void setReadOnly(bool readOnly);
    /// Puts the cursor where the next customer's seats are typed.
    void focusFirst();
    MessageBar &messages() { return *m_bar; }

Q_SIGNALS:
    void backWanted();
    void tenderWanted(foyer::TenderKind kind);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build(const Theme &theme);
    QLayout *buildHead(const Theme &theme);
    QWidget *buildMap(const Theme &theme);
    QWidget *buildWaiting();
    void addCommands(CommandSet &commands);
    void addBasketCommands(CommandSet &commands);
    void addTierCommands(CommandSet &commands);
    void connectPerformance();
    void connectCounter();

    void showHead();
    void showTiers();
    void showWaiting(const QString &text, bool retry);
    void showMine();
    void orderTabs();
    void enableCommands();
    void activated(int place);
    void findSeats();
    void takeSeats(const QVector<int> &indexes);
    void light(int tier);
    void oneMore(int tier);
    void oneLess(int tier);
    void wantTender(TenderKind kind);
    void tenderWhenReady();
    void sayRefused(const Error &error, int stillHeld);
    void saySlow();

    Counter &m_counter;
    Performance &m_performance;
    CommandSet &m_commands;
    bool m_readOnly = false;
    bool m_saidSlow = false;
    std::optional<TenderKind> m_tenderWish; ///< asked for while places were still being taken
    QToolButton *m_back = nullptr;
    ElidedLabel *m_title = nullptr;
    ElidedLabel *m_when = nullptr;
    QLabel *m_status = nullptr;
    QLabel *m_stale = nullptr;
    QLineEdit *m_query = nullptr;
    MessageBar *m_bar = nullptr;
    QStackedLayout *m_stack = nullptr;
    QLabel *m_waiting = nullptr;
    QPushButton *m_retry = nullptr;
    SeatMapWidget *m_map = nullptr;
    SeatMapLegend *m_legend = nullptr;
    TierStrip *m_tiers = nullptr;
    BasketPanel *m_basket = nullptr;
};

} // namespace foyer
