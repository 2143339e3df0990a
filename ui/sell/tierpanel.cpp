// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/tierpanel.h"

#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/fillbar.h"
#include "ui/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int kSwatch = 12;
constexpr int kPad = 10;

QString priceList(const Tier &tier, const QLocale &locale)
{
    QStringList lines;
    for (const TierPrice &price : tier.prices)
        lines << QStringLiteral("%1  %2").arg(price.name, moneyText(price.price, locale));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

TierPanel::TierPanel(int index, const Tier &tier, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_index(index)
    , m_theme(theme)
    , m_name(new ElidedLabel(this))
    , m_price(new QLabel(this))
    , m_bar(new FillBar(theme, this))
    , m_left(new QLabel(this))
{
    setObjectName(QStringLiteral("tierPanel_%1").arg(index));
    setKind(this, QStringLiteral("card"));
    setKind(m_name, QStringLiteral("strong"));
    setKind(m_price, QStringLiteral("figure"));
    setKind(m_left, QStringLiteral("secondary"));
    m_left->setObjectName(QStringLiteral("tierLeft"));

    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addSpacing(kSwatch + 8);
    top->addWidget(m_name, 1);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(4);
    bottom->addWidget(m_left, 1);
    // Five tiers stand beside each other on a small screen; below the bar there is room for the price unless − n + is there.
    if (tier.kind == TierKind::Standing) {
        buildStepper();
        top->addWidget(m_price);
        bottom->addWidget(m_stepper);
    } else {
        bottom->addWidget(m_price);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kPad, 8, kPad, 8);
    column->setSpacing(6);
    column->addLayout(top);
    column->addWidget(m_bar);
    column->addLayout(bottom);
    setMinimumWidth(tier.kind == TierKind::Standing ? 172 : 132);
    setMaximumWidth(320);
    setFixedHeight(92);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setTier(tier);
}

void TierPanel::buildStepper()
{
    m_stepper = new QWidget(this);
    m_minus = new QToolButton(m_stepper);
    m_minus->setObjectName(QStringLiteral("minusButton"));
    m_minus->setIcon(m_theme.icon(QStringLiteral("minus")));
    m_count = new QLabel(m_stepper);
    m_count->setObjectName(QStringLiteral("tierCount"));
    m_count->setAlignment(Qt::AlignCenter);
    m_count->setMinimumWidth(24);
    setKind(m_count, QStringLiteral("figure"));
    m_plus = new QToolButton(m_stepper);
    m_plus->setObjectName(QStringLiteral("plusButton"));
    m_plus->setIcon(m_theme.icon(QStringLiteral("plus")));
    for (QToolButton *button : {m_minus, m_plus}) {
        setKind(button, QStringLiteral("outlined"));
        button->setFixedSize(28, 30);
        button->setIconSize({16, 16});
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto *row = new QHBoxLayout(m_stepper);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_minus);
    row->addWidget(m_count);
    row->addWidget(m_plus);
    connect(m_minus, &QToolButton::clicked, this, [this] { Q_EMIT oneLess(m_index); });
    connect(m_plus, &QToolButton::clicked, this, [this] { Q_EMIT oneMore(m_index); });
}

void TierPanel::setTier(const Tier &tier)
{
    m_tier = tier;
    const QLocale locale;
    m_name->setText(tier.name);
    m_price->setText(tier.prices.isEmpty() ? QString() : moneyText(tier.prices.constFirst().price, locale));
    m_price->setToolTip(priceList(tier, locale));
    if (m_stepper) {
        m_minus->setAccessibleName(tr("One place of %1 less").arg(tier.name));
        m_plus->setAccessibleName(tr("One place of %1 more").arg(tier.name));
        m_minus->setToolTip(tr("One less (Alt+Shift+%1)").arg(m_index + 1));
        m_plus->setToolTip(tr("One more (Alt+%1)").arg(m_index + 1));
    } else {
        setToolTip(tr("Show where %1 is on the map (Alt+%2)").arg(tier.name).arg(m_index + 1));
    }
    showState();
}

void TierPanel::setCounts(const Counts &counts)
{
    m_counts = counts;
    m_bar->setCounts(counts);
    showState();
}

void TierPanel::setWanted(int wanted)
{
    m_wanted = wanted;
    showState();
}

void TierPanel::setLit(bool lit)
{
    m_lit = lit;
    update();
}

void TierPanel::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    if (m_stepper)
        m_stepper->setVisible(!readOnly);
}

QWidgetList TierPanel::focusOrder()
{
    if (m_stepper)
        return {m_minus, m_plus};
    return {this};
}

void TierPanel::showState()
{
    const QLocale locale;
    QString left;
    if (!m_tier.onSale)
        left = tr("not on sale");
    else if (m_counts.free > 0)
        left = tr("%1 left").arg(locale.toString(m_counts.free));
    else if (m_counts.places > 0)
        left = m_counts.held > 0 ? tr("none left, %1 held").arg(locale.toString(m_counts.held)) : tr("sold out");
    m_left->setText(left);
    m_left->setToolTip(tr("%1 sold, %2 held, %3 free, %4 blocked")
                           .arg(locale.toString(m_counts.sold), locale.toString(m_counts.held + m_counts.leased), locale.toString(m_counts.free),
                                locale.toString(m_counts.blocked)));
    setAccessibleName(QStringLiteral("%1, %2, %3").arg(m_tier.name, m_price->text(), left));
    if (m_stepper) {
        m_count->setText(locale.toString(m_wanted));
        m_minus->setEnabled(m_wanted > 0);
        m_plus->setEnabled(m_tier.onSale);
    }
}

void TierPanel::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()) && m_tier.kind == TierKind::Seated)
        Q_EMIT lightWanted(m_index);
    QFrame::mouseReleaseEvent(event);
}

void TierPanel::keyPressEvent(QKeyEvent *event)
{
    if (m_tier.kind == TierKind::Seated && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        Q_EMIT lightWanted(m_index);
    else
        QFrame::keyPressEvent(event);
}

void TierPanel::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = QColor::isValidColor(m_tier.color) ? QColor(m_tier.color) : m_theme.colors().secondText;
    painter.setPen(QPen(m_theme.colors().control, 1));
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(kPad + 0.5, m_name->geometry().center().y() - kSwatch / 2 + 0.5, kSwatch - 1, kSwatch - 1), 3, 3);
    if (m_lit) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.colors().accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
}

} // namespace foyer
