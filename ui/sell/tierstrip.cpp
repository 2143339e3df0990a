// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/tierstrip.h"

#include "ui/sell/tierpanel.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollBar>

namespace foyer {

namespace {

constexpr int kPanelHeight = 92;

bool sameTiers(const QVector<Tier> &a, const QVector<Tier> &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(), [](const Tier &x, const Tier &y) { return x.id == y.id && x.kind == y.kind; });
}

} // namespace

TierStrip::TierStrip(const Theme &theme, QWidget *parent) : QScrollArea(parent), m_theme(theme), m_row(new QWidget(this))
{
    setObjectName(QStringLiteral("tierStrip"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setKind(m_row, QStringLiteral("clear"));
    viewport()->setAutoFillBackground(false);
    m_row->setAutoFillBackground(false);
    m_layout = new QHBoxLayout(m_row);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    setWidget(m_row);
    setFixedHeight(kPanelHeight);
}

void TierStrip::setTiers(const QVector<Tier> &tiers)
{
    if (sameTiers(m_tiers, tiers)) {
        for (int i = 0; i < tiers.size(); ++i)
            m_panels[i]->setTier(tiers[i]);
    } else {
        rebuild(tiers);
    }
    m_tiers = tiers;
}

void TierStrip::rebuild(const QVector<Tier> &tiers)
{
    qDeleteAll(m_panels);
    m_panels.clear();
    while (QLayoutItem *item = m_layout->takeAt(0))
        delete item;
    for (int i = 0; i < tiers.size(); ++i) {
        auto *panel = new TierPanel(i, tiers[i], m_theme, m_row);
        panel->setReadOnly(m_readOnly);
        connect(panel, &TierPanel::lightWanted, this, &TierStrip::lightWanted);
        connect(panel, &TierPanel::oneMore, this, &TierStrip::oneMore);
        connect(panel, &TierPanel::oneLess, this, &TierStrip::oneLess);
        m_layout->addWidget(panel, 1, Qt::AlignTop);
        m_panels.append(panel);
    }
    m_layout->addStretch();
}

void TierStrip::setCounts(const QVector<Counts> &counts)
{
    for (int i = 0; i < std::min(counts.size(), m_panels.size()); ++i)
        m_panels[i]->setCounts(counts[i]);
}

void TierStrip::setWanted(int index, int wanted)
{
    if (index >= 0 && index < m_panels.size())
        m_panels[index]->setWanted(wanted);
}

void TierStrip::setLit(int index)
{
    for (int i = 0; i < m_panels.size(); ++i)
        m_panels[i]->setLit(i == index);
}

void TierStrip::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    for (TierPanel *panel : std::as_const(m_panels))
        panel->setReadOnly(readOnly);
}

QWidgetList TierStrip::focusOrder() const
{
    QWidgetList order;
    for (TierPanel *panel : m_panels)
        order += panel->focusOrder();
    return order;
}

void TierStrip::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    const bool scrolls = m_row->minimumSizeHint().width() > width();
    setFixedHeight(kPanelHeight + (scrolls ? horizontalScrollBar()->sizeHint().height() + 4 : 0));
}

} // namespace foyer
