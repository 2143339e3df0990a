// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtWidgets/QFrame>

class QLabel;
class QToolButton;

namespace foyer {

class FillBar;
class Theme;

/// One tier below the map: colour, name, price, how full, what is left in words; a standing tier has − n + to take places without the map, a seated
/// one lights its seats when clicked.
class TierPanel : public QFrame
{
    Q_OBJECT
public:
    TierPanel(int index, const Tier &tier, const Theme &theme, QWidget *parent = nullptr);

    /// New prices or status of the same tier.
    void setTier(const Tier &tier);
    void setCounts(const Counts &counts);
    /// How many of it are in the basket or on their way.
    void setWanted(int wanted);
    void setLit(bool lit);
    void setReadOnly(bool readOnly);
    [[nodiscard]] QWidgetList focusOrder();

Q_SIGNALS:
    void lightWanted(int index);
    void oneMore(int index);
    void oneLess(int index);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void buildStepper();
    void showState();

    const int m_index;
    Tier m_tier;
    Counts m_counts;
    int m_wanted = 0;
    bool m_lit = false;
    bool m_readOnly = false;
    const Theme &m_theme;
    QLabel *m_name = nullptr;
    QLabel *m_price = nullptr;
    FillBar *m_bar = nullptr;
    QLabel *m_left = nullptr;
    QWidget *m_stepper = nullptr;
    QToolButton *m_minus = nullptr;
    QToolButton *m_plus = nullptr;
    QLabel *m_count = nullptr;
};

} // namespace foyer
