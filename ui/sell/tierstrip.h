// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtWidgets/QScrollArea>

class QHBoxLayout;

namespace foyer {

class TierPanel;
class Theme;

/// The tiers of a performance in one row below the map; scrolls sideways where they do not fit.
class TierStrip : public QScrollArea
{
    Q_OBJECT
public:
    explicit TierStrip(const Theme &theme, QWidget *parent = nullptr);

    /// Keeps the panels (and the focus in them) while the tiers are the same ones.
    void setTiers(const QVector<Tier> &tiers);
    void setCounts(const QVector<Counts> &counts);
    void setWanted(int index, int wanted);
    void setLit(int index); ///< -1 for none
    void setReadOnly(bool readOnly);
    /// What Tab visits, in reading order.
    [[nodiscard]] QWidgetList focusOrder() const;

Q_SIGNALS:
    void lightWanted(int index);
    void oneMore(int index);
    void oneLess(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild(const QVector<Tier> &tiers);

    const Theme &m_theme;
    QWidget *m_row = nullptr;
    QHBoxLayout *m_layout = nullptr;
    QVector<Tier> m_tiers;
    QVector<TierPanel *> m_panels;
    bool m_readOnly = false;
};

} // namespace foyer
