// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/basketpanel.h"

#include "ui/sell/counter.h"
#include "ui/sell/basketdelegate.h"
#include "ui/widgets/command.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QTableView>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr qint64 kWarnMs = 2 * 60 * 1000;

QLabel *figure(QWidget *parent, const QString &kind)
{
    auto *label = new QLabel(parent);
    setKind(label, kind);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

} // namespace

BasketPanel::BasketPanel(Counter &counter, const Theme &theme, QWidget *parent) : QFrame(parent), m_counter(counter)
{
    setObjectName(QStringLiteral("basketPanel"));
    setKind(this, QStringLiteral("panel"));
    setFixedWidth(400);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addLayout(buildHead());
    column->addWidget(buildLines(theme), 1);
    auto *line = new QFrame(this);
    setKind(line, QStringLiteral("separator"));
    column->addWidget(line);
    column->addLayout(buildTotals());
    column->addSpacing(4);
    column->addLayout(buildButtons());
    connect(&counter, &Counter::basketChanged, this, &BasketPanel::showBasket);
    connect(&counter, &Counter::mineChanged, this, &BasketPanel::showBasket);
    connect(&counter, &Counter::ticked, this, &BasketPanel::showLeft);
    connect(&theme, &Theme::changed, m_table, [this] { m_table->viewport()->update(); });
    showBasket();
}

QLayout *BasketPanel::buildHead()
{
    auto *title = new QLabel(tr("Basket"), this);
    setKind(title, QStringLiteral("title"));
    m_events = new QLabel(this);
    setKind(m_events, QStringLiteral("badge"));
    m_clock = figure(this, QStringLiteral("clock"));
    m_clock->setObjectName(QStringLiteral("holdClock"));
    m_clock->setToolTip(tr("How long the places are held for this customer"));
    m_extend = new QPushButton(this);
    m_extend->setObjectName(QStringLiteral("extendButton"));
    setKind(m_extend, QStringLiteral("quiet"));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_events, 0, Qt::AlignVCenter);
    head->addStretch();
    head->addWidget(m_clock);
    head->addWidget(m_extend);
    return head;
}

QWidget *BasketPanel::buildLines(const Theme &theme)
{
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("basketTable"));
    m_table->setAccessibleName(tr("Places in the basket"));
    setKind(m_table, QStringLiteral("plain"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new BasketDelegate(theme, true, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    QHeaderView *header = m_table->horizontalHeader();
    header->hide();
    header->setMinimumSectionSize(24);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(BasketModel::PlaceColumn, QHeaderView::Stretch);
    m_table->setColumnHidden(BasketModel::TierColumn, true);
    header->resizeSection(BasketModel::PriceTypeColumn, 116);
    header->resizeSection(BasketModel::PriceColumn, 64);
    header->resizeSection(BasketModel::GiveBackColumn, 28);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::clicked, this, &BasketPanel::clicked);

    auto *empty = new QLabel(tr("Pick seats on the map or type them above. They are held for this customer at once."), this);
    empty->setObjectName(QStringLiteral("basketEmpty"));
    setKind(empty, QStringLiteral("secondary"));
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *lines = new QWidget(this);
    m_stack = new QStackedLayout(lines);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);
    return lines;
}

QLayout *BasketPanel::buildTotals()
{
    const auto word = [this](const QString &text, const QString &kind) {
        auto *label = new QLabel(text, this);
        setKind(label, kind);
        return label;
    };
    m_subtotal = figure(this, QStringLiteral("figure"));
    m_fees = figure(this, QStringLiteral("figure"));
    m_total = figure(this, QStringLiteral("total"));
    m_total->setObjectName(QStringLiteral("basketTotal"));
    auto *totals = new QGridLayout;
    totals->setHorizontalSpacing(12);
    totals->setVerticalSpacing(4);
    totals->setContentsMargins(0, 4, 0, 0);
    totals->setColumnStretch(1, 1);
    totals->addWidget(word(tr("Subtotal"), QStringLiteral("secondary")), 0, 0);
    totals->addWidget(m_subtotal, 0, 1);
    totals->addWidget(word(tr("Fees"), QStringLiteral("secondary")), 1, 0);
    totals->addWidget(m_fees, 1, 1);
    totals->addWidget(word(tr("Total"), QStringLiteral("title")), 2, 0);
    totals->addWidget(m_total, 2, 1);
    return totals;
}

QLayout *BasketPanel::buildButtons()
{
    m_cash = new QPushButton(this);
    m_cash->setObjectName(QStringLiteral("cashButton"));
    setKind(m_cash, QStringLiteral("primary"));
    m_card = new QPushButton(this);
    m_card->setObjectName(QStringLiteral("cardButton"));
    for (QPushButton *button : {m_cash, m_card})
        button->setProperty("size", QStringLiteral("large"));
    m_clear = new QPushButton(this);
    m_clear->setObjectName(QStringLiteral("clearButton"));
    setKind(m_clear, QStringLiteral("quiet"));
    auto *pay = new QHBoxLayout;
    pay->setSpacing(8);
    pay->addWidget(m_cash, 1);
    pay->addWidget(m_card, 1);
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    buttons->addLayout(pay);
    buttons->addWidget(m_clear);
    return buttons;
}

void BasketPanel::bind(CommandSet &commands)
{
    const auto withKey = [&commands](QPushButton *button, const QString &text, const QString &id) {
        button->setText(QStringLiteral("%1  %2").arg(text, commands.action(id)->shortcut().toString(QKeySequence::NativeText)));
        commands.bind(button, id);
    };
    withKey(m_cash, tr("Cash"), QStringLiteral("sell.cash"));
    withKey(m_card, tr("Card"), QStringLiteral("sell.card"));
    withKey(m_extend, tr("Extend"), QStringLiteral("sell.extend"));
    m_clear->setText(tr("Give all places back"));
    commands.bind(m_clear, QStringLiteral("sell.clear"));
}

QWidgetList BasketPanel::focusOrder() const
{
    return {m_extend, m_table, m_cash, m_card, m_clear};
}

void BasketPanel::showBasket()
{
    const Basket &basket = m_counter.basket();
    const int before = m_model.rowCount();
    m_model.setLines(basket.lines());
    m_stack->setCurrentIndex(basket.isEmpty() ? 0 : 1);
    if (m_model.rowCount() > before) {
        m_table->selectRow(m_model.rowCount() - 1);
        m_table->scrollToBottom();
    }
    QSet<EventId> events;
    for (const BasketLine &line : basket.lines())
        events.insert(line.event);
    const QLocale locale;
    m_events->setText(tr("%1 performances").arg(locale.toString(events.size())));
    m_events->setVisible(events.size() > 1);
    const BasketTotals totals = basket.totals();
    m_subtotal->setText(basket.isEmpty() ? QStringLiteral("–") : amountText(totals.tickets, locale));
    m_fees->setText(basket.isEmpty() ? QStringLiteral("–") : amountText(totals.fees, locale));
    m_total->setText(basket.isEmpty() ? QStringLiteral("–") : moneyText(totals.total, locale));
    m_clock->setVisible(!basket.isEmpty());
    m_extend->setVisible(!basket.isEmpty());
    m_clear->setVisible(!basket.isEmpty());
}

void BasketPanel::showLeft(qint64 leftMs)
{
    m_clock->setText(clockText(leftMs));
    m_clock->setAccessibleName(tr("Held for %1").arg(m_clock->text()));
    setKind(m_clock, leftMs < kWarnMs ? QStringLiteral("clock-warning") : QStringLiteral("clock"));
}

const BasketLine *BasketPanel::currentLine() const
{
    const BasketLine *line = m_model.line(m_table->currentIndex());
    return line || m_model.rowCount() == 0 ? line : m_model.line(m_model.index(m_model.rowCount() - 1, 0));
}

void BasketPanel::giveBackCurrent()
{
    if (const BasketLine *line = currentLine())
        m_counter.giveBack(PlaceId(line->place.id));
}

void BasketPanel::nextPriceType()
{
    const BasketLine *line = currentLine();
    const Tier *tier = line ? m_counter.tierOf(*line) : nullptr;
    if (!tier || tier->prices.isEmpty())
        return;
    qsizetype next = 0;
    for (qsizetype i = 0; i < tier->prices.size(); ++i) {
        if (tier->prices.at(i).priceType == line->priceType)
            next = (i + 1) % tier->prices.size();
    }
    m_counter.setPriceType(PlaceId(line->place.id), PriceTypeId(tier->prices.at(next).priceType));
}

void BasketPanel::clicked(const QModelIndex &index)
{
    if (index.column() == BasketModel::GiveBackColumn)
        giveBackCurrent();
    else if (index.column() == BasketModel::PriceTypeColumn)
        openPriceTypes(index);
}

void BasketPanel::openPriceTypes(const QModelIndex &index)
{
    const BasketLine *line = m_model.line(index);
    const Tier *tier = line ? m_counter.tierOf(*line) : nullptr;
    if (!tier)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("priceTypes"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QLocale locale;
    for (const TierPrice &price : tier->prices) {
        QAction *choice = menu->addAction(QStringLiteral("%1\t%2").arg(price.name, moneyText(price.price, locale)));
        choice->setCheckable(true);
        choice->setChecked(price.priceType == line->priceType);
        connect(choice, &QAction::triggered, this, [this, place = line->place.id, type = price.priceType] { m_counter.setPriceType(place, type); });
    }
    const QRect cell = m_table->visualRect(index);
    menu->popup(m_table->viewport()->mapToGlobal(cell.bottomLeft()));
}

// Keys of the focused table; elsewhere the page's commands do the same.
bool BasketPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool down = key->key() == Qt::Key_Down && key->modifiers() == Qt::AltModifier;
        if (key->key() == Qt::Key_Space || key->key() == Qt::Key_F4 || down) {
            openPriceTypes(m_table->currentIndex().siblingAtColumn(BasketModel::PriceTypeColumn));
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace foyer
