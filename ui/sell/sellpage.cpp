// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/sellpage.h"

#include "models/seating/seatquery.h"
#include "ui/seatmap/seatmaplegend.h"
#include "ui/seatmap/seatmapwidget.h"
#include "ui/sell/basketpanel.h"
#include "ui/sell/counter.h"
#include "ui/sell/performance.h"
#include "ui/sell/tierstrip.h"
#include "ui/widgets/command.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sentences.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace foyer {

namespace {

constexpr int kWaitingCard = 0;
constexpr int kMapCard = 1;
constexpr int kTierKeys = 9; ///< Alt+1 … Alt+9

// What a place that can not be taken is, and what to do.
QString whyNot(PlaceState state, const QString &seat)
{
    switch (state) {
    case PlaceState::Free: return {};
    case PlaceState::HeldByOther: return SellPage::tr("%1 is held at another till. It may come back; pick another one meanwhile.").arg(seat);
    case PlaceState::HeldByMe: return SellPage::tr("%1 is still held by an earlier basket of this till. It comes free within 15 minutes.").arg(seat);
    case PlaceState::LeasedToOther:
    case PlaceState::LeasedToMe: return SellPage::tr("%1 is kept for sales without a connection. Pick another one.").arg(seat);
    case PlaceState::Allotted: return SellPage::tr("%1 belongs to an allotment. Pick another one.").arg(seat);
    case PlaceState::Sold: return SellPage::tr("%1 is sold. Pick another one.").arg(seat);
    case PlaceState::Blocked: return SellPage::tr("%1 is blocked and not for sale.").arg(seat);
    }
    return {};
}

} // namespace

SellPage::SellPage(Counter &counter, Performance &performance, const Theme &theme, CommandSet &commands, QWidget *parent)
    : QWidget(parent), m_counter(counter), m_performance(performance), m_commands(commands)
{
    setObjectName(QStringLiteral("sellPage"));
    build(theme);
    addCommands(commands);
    addBasketCommands(commands);
    addTierCommands(commands);
    m_basket->bind(commands);
    commands.bind(m_back, QStringLiteral("sell.back"));
    m_back->setText({});
    connectPerformance();
    connectCounter();
    orderTabs();
    enableCommands();
}

SellPage::~SellPage()
{
    m_map->setStore(nullptr);
    m_legend->setStore(nullptr);
}

void SellPage::build(const Theme &theme)
{
    m_bar = new MessageBar(theme, this);
    m_tiers = new TierStrip(theme, this);
    auto *left = new QVBoxLayout;
    left->setContentsMargins(16, 12, 16, 12);
    left->setSpacing(8);
    left->addLayout(buildHead(theme));
    left->addWidget(m_bar);
    left->addWidget(buildMap(theme), 1);
    left->addWidget(m_legend);
    left->addWidget(m_tiers);
    m_basket = new BasketPanel(m_counter, theme, this);
    auto *page = new QHBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addLayout(left, 1);
    page->addWidget(m_basket);
}

QLayout *SellPage::buildHead(const Theme &theme)
{
    m_back = new QToolButton(this);
    m_back->setObjectName(QStringLiteral("backButton"));
    m_back->setIcon(theme.icon(QStringLiteral("back")));
    m_back->setIconSize({20, 20});
    m_back->setFocusPolicy(Qt::StrongFocus);
    m_back->setAccessibleName(tr("Back to the performances"));
    m_title = new ElidedLabel(this);
    m_title->setObjectName(QStringLiteral("performanceTitle"));
    m_title->setTextFormat(Qt::PlainText);
    setKind(m_title, QStringLiteral("title"));
    m_when = new ElidedLabel(this);
    setKind(m_when, QStringLiteral("secondary"));
    m_status = new QLabel(this);
    setKind(m_status, QStringLiteral("badge-warning"));
    m_stale = new QLabel(tr("Map not current"), this);
    setKind(m_stale, QStringLiteral("badge-warning"));
    m_stale->hide();
    m_query = new QLineEdit(this);
    m_query->setObjectName(QStringLiteral("seatQuery"));
    m_query->setPlaceholderText(tr("Find a seat: B 12-13"));
    m_query->setAccessibleName(tr("Seats to take, for example B 12-13"));
    m_query->setMaxLength(200);
    m_query->setFixedWidth(248);
    m_query->addAction(theme.icon(QStringLiteral("search"), IconRole::Second), QLineEdit::LeadingPosition);
    connect(m_query, &QLineEdit::returnPressed, this, &SellPage::findSeats);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_back);
    head->addWidget(m_title);
    head->addWidget(m_when, 1);
    head->addWidget(m_stale, 0, Qt::AlignVCenter);
    head->addWidget(m_status, 0, Qt::AlignVCenter);
    head->addWidget(m_query);
    return head;
}

QWidget *SellPage::buildMap(const Theme &theme)
{
    auto *frame = new QFrame(this);
    setKind(frame, QStringLiteral("card"));
    m_stack = new QStackedLayout(frame);
    m_stack->setContentsMargins(1, 1, 1, 1);
    m_map = new SeatMapWidget(theme, frame);
    m_map->setObjectName(QStringLiteral("seatMap"));
    m_stack->insertWidget(kWaitingCard, buildWaiting());
    m_stack->insertWidget(kMapCard, m_map);
    m_legend = new SeatMapLegend(theme, this);
    m_legend->setObjectName(QStringLiteral("seatLegend"));
    m_map->setStore(&m_performance.places());
    m_legend->setStore(&m_performance.places());
    connect(m_map, &SeatMapWidget::placeActivated, this, &SellPage::activated);
    return frame;
}

QWidget *SellPage::buildWaiting()
{
    auto *card = new QWidget(this);
    m_waiting = new QLabel(card);
    m_waiting->setObjectName(QStringLiteral("mapWaiting"));
    m_waiting->setWordWrap(true);
    m_waiting->setAlignment(Qt::AlignHCenter);
    m_waiting->setFixedWidth(440);
    setKind(m_waiting, QStringLiteral("secondary"));
    m_retry = new QPushButton(tr("Try again"), card);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        showWaiting(tr("Loading the map…"), false);
        m_performance.refresh();
    });
    auto *column = new QVBoxLayout(card);
    column->setSpacing(12);
    column->addStretch();
    // Not by alignment: an aligned label is not asked how high its text is at this width.
    auto *line = new QHBoxLayout;
    line->addStretch();
    line->addWidget(m_waiting);
    line->addStretch();
    column->addLayout(line);
    column->addWidget(m_retry, 0, Qt::AlignHCenter);
    column->addStretch();
    return card;
}

void SellPage::addCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("sell");
    commands.add({QStringLiteral("sell.back"), tr("Back"), tr("Back to the performances; the basket stays."), QStringLiteral("back"),
                  {QKeySequence(Qt::Key_Escape)}, context, [this] { Q_EMIT backWanted(); }}, this);
    commands.add({QStringLiteral("sell.find"), tr("Find a seat"), tr("Type seats like “B 12-13” to hold them."), QStringLiteral("search"),
                  {QKeySequence(Qt::CTRL | Qt::Key_F)}, context, [this] { focusFirst(); }}, this);
    commands.add({QStringLiteral("sell.map"), tr("Go to the map"), tr("Moves the keyboard to the map: arrows walk the seats, Enter takes one."),
                  QStringLiteral("seat"), {QKeySequence(Qt::CTRL | Qt::Key_M)}, context, [this] { m_map->setFocus(Qt::ShortcutFocusReason); }}, this);
    commands.add({QStringLiteral("sell.refresh"), tr("Refresh map"), tr("Asks the centre for prices and places now."), QStringLiteral("refresh"),
                  {QKeySequence(Qt::Key_F5)}, context, [this] { m_performance.refresh(); }}, this);
}

void SellPage::addBasketCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("sell");
    commands.add({QStringLiteral("sell.cash"), tr("Pay cash"), tr("Opens the payment with the amount given."), QStringLiteral("cash"),
                  {QKeySequence(Qt::Key_F9)}, context, [this] { wantTender(TenderKind::Cash); }}, this);
    commands.add({QStringLiteral("sell.card"), tr("Pay by card"), tr("Opens the payment with the terminal's reference."), QStringLiteral("card"),
                  {QKeySequence(Qt::Key_F10)}, context, [this] { wantTender(TenderKind::Card); }}, this);
    commands.add({QStringLiteral("sell.extend"), tr("Extend the hold"), tr("Holds the places of the basket for another 15 minutes."),
                  QStringLiteral("clock"), {QKeySequence(Qt::Key_F8), QKeySequence(Qt::Key_E)}, context, [this] { m_counter.extend(); }}, this);
    commands.add({QStringLiteral("sell.priceType"), tr("Next price type"), tr("Changes the kind of visitor of the selected line: adult, concession …"),
                  QStringLiteral("person"), {QKeySequence(Qt::Key_F7)}, context, [this] { m_basket->nextPriceType(); }}, this);
    commands.add({QStringLiteral("sell.remove"), tr("Give one place back"), tr("Gives the selected place of the basket back."),
                  QStringLiteral("remove"), {QKeySequence(Qt::Key_Delete)}, context, [this] { m_basket->giveBackCurrent(); }}, this);
    commands.add({QStringLiteral("sell.clear"), tr("Give all places back"), tr("Empties the basket; all its places are free again."),
                  QStringLiteral("remove"), {QKeySequence(Qt::CTRL | Qt::Key_Delete)}, context, [this] { m_counter.giveBackAll(); }}, this);
}

void SellPage::addTierCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("sell");
    for (int i = 0; i < kTierKeys; ++i) {
        const QString number = QString::number(i + 1);
        const auto digit = static_cast<Qt::Key>(Qt::Key_1 + i);
        commands.add({QStringLiteral("sell.tier%1").arg(number), tr("Tier %1: take or show").arg(number),
                      tr("One more place of standing tier %1, or its seats lit on the map.").arg(number), QStringLiteral("standing"),
                      {QKeySequence(Qt::ALT | digit)}, context, [this, i] { oneMore(i); }}, this);
        commands.add({QStringLiteral("sell.tier%1.less").arg(number), tr("Tier %1: one less").arg(number),
                      tr("Gives one place of standing tier %1 back.").arg(number), QStringLiteral("minus"),
                      {QKeySequence(Qt::ALT | Qt::SHIFT | digit)}, context, [this, i] { oneLess(i); }}, this);
    }
}

void SellPage::connectPerformance()
{
    connect(&m_performance, &Performance::opened, this, [this] {
        m_bar->clear();
        m_stale->hide();
        m_query->clear();
        m_tiers->setTiers({});
        light(-1);
        showHead();
        showWaiting(tr("Loading the map…"), false);
    });
    connect(&m_performance, &Performance::ready, this, [this] {
        m_counter.setDetail(m_performance.detail());
        showHead();
        showTiers();
        m_stack->setCurrentIndex(kMapCard);
        m_legend->show();
        showMine();
    });
    connect(&m_performance, &Performance::detailChanged, this, [this] {
        m_counter.setDetail(m_performance.detail());
        showHead();
        showTiers();
    });
    connect(&m_performance, &Performance::countsChanged, this, [this] { m_tiers->setCounts(m_performance.tierCounts()); });
    connect(&m_performance, &Performance::failed, this, [this](const Error &error) { showWaiting(sentenceFor(error, QLocale()), true); });
    connect(&m_performance, &Performance::stale, m_stale, [this](const Error &error) {
        m_stale->setToolTip(sentenceFor(error, QLocale()));
        m_stale->show();
    });
    connect(&m_performance, &Performance::fresh, m_stale, &QWidget::hide);
}

void SellPage::connectCounter()
{
    connect(m_tiers, &TierStrip::lightWanted, this, [this](int tier) { light(m_map->litTier() == tier ? -1 : tier); });
    connect(m_tiers, &TierStrip::oneMore, this, &SellPage::oneMore);
    connect(m_tiers, &TierStrip::oneLess, this, &SellPage::oneLess);
    connect(&m_counter, &Counter::mineChanged, this, &SellPage::showMine);
    connect(&m_counter, &Counter::mineChanged, this, &SellPage::tenderWhenReady);
    connect(&m_counter, &Counter::basketChanged, this, &SellPage::enableCommands);
    connect(&m_counter, &Counter::paymentChanged, this, &SellPage::enableCommands);
    connect(&m_counter, &Counter::refused, this, &SellPage::sayRefused);
    connect(&m_counter, &Counter::otherCurrency, this, [this](const QString &currency) {
        m_bar->say(MessageBar::Tone::Warning,
                   tr("The basket is in %1 and this performance is sold in another currency. Sell the basket first or give it back.").arg(currency));
    });
    connect(&m_counter, &Counter::taken, this, [this](const QVector<PlaceId> &places) { m_performance.note(places, PlaceState::HeldByMe); });
    connect(&m_counter, &Counter::freed, this, [this](const QVector<PlaceId> &places) { m_performance.note(places, PlaceState::Free); });
    connect(&m_counter, &Counter::extended, m_bar, &MessageBar::clear);
    connect(&m_counter, &Counter::repriced, &m_performance, &Performance::refresh);
    connect(&m_counter, &Counter::resending, this, &SellPage::saySlow);
    connect(&m_counter, &Counter::basketChanged, this, [this] {
        if (std::exchange(m_saidSlow, false))
            m_bar->clear();
    });
}

void SellPage::showHead()
{
    const EventSummary &event = m_performance.detail().event;
    const QLocale locale;
    m_title->setText(event.title);
    m_when->setText(QStringLiteral("%1 · %2").arg(momentText(event.localStart(), locale), event.venue));
    m_status->setText(m_readOnly ? tr("Looking only") : statusText(event.status));
    m_status->setVisible(m_readOnly || event.status != EventStatus::OnSale);
}

void SellPage::showTiers()
{
    m_tiers->setTiers(m_performance.detail().tiers);
    m_tiers->setCounts(m_performance.tierCounts());
    m_tiers->setReadOnly(m_readOnly);
    orderTabs();
    enableCommands();
}

// Tiers come and go with performances, and new widgets join the chain at its end.
void SellPage::orderTabs()
{
    const QWidgetList order = QWidgetList{m_back, m_query, m_map} + m_tiers->focusOrder() + m_basket->focusOrder();
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void SellPage::showWaiting(const QString &text, bool retry)
{
    m_waiting->setText(text);
    m_retry->setVisible(retry);
    m_legend->hide();
    m_stack->setCurrentIndex(kWaitingCard);
}

void SellPage::showMine()
{
    m_performance.places().setMine(m_counter.mine());
    const QVector<Tier> &tiers = m_performance.detail().tiers;
    for (int i = 0; i < tiers.size(); ++i)
        m_tiers->setWanted(i, m_counter.wanted(tiers[i].id));
}

void SellPage::enableCommands()
{
    const bool canPay = !m_readOnly && m_counter.hasBasket() && m_counter.payment() == Counter::Payment::None;
    for (const char *id : {"sell.cash", "sell.card"})
        m_commands.action(QLatin1String(id))->setEnabled(canPay);
    const bool hasLines = canPay && !m_counter.basket().isEmpty();
    for (const char *id : {"sell.extend", "sell.priceType", "sell.remove", "sell.clear"})
        m_commands.action(QLatin1String(id))->setEnabled(hasLines);
    const QVector<Tier> &tiers = m_performance.detail().tiers;
    for (int i = 0; i < kTierKeys; ++i) {
        const bool standing = i < tiers.size() && tiers[i].kind == TierKind::Standing;
        m_commands.action(QStringLiteral("sell.tier%1").arg(i + 1))->setEnabled(i < tiers.size());
        m_commands.action(QStringLiteral("sell.tier%1.less").arg(i + 1))->setEnabled(standing && !m_readOnly);
    }
}

void SellPage::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_basket->setVisible(!readOnly);
    m_map->setReadOnly(readOnly);
    m_tiers->setReadOnly(readOnly);
    showHead();
    enableCommands();
}

void SellPage::focusFirst()
{
    m_query->setFocus(Qt::ShortcutFocusReason);
    m_query->selectAll();
}

void SellPage::activated(int place)
{
    if (m_readOnly)
        return;
    PlaceStore &places = m_performance.places();
    const PlaceInfo info = places.place(place);
    if (places.isMine(place)) {
        m_bar->clear();
        m_counter.giveBack(info.id);
        return;
    }
    takeSeats({place});
}

void SellPage::takeSeats(const QVector<int> &indexes)
{
    PlaceStore &places = m_performance.places();
    QVector<PlaceInfo> free;
    QStringList taken;
    PlaceState why = PlaceState::Free;
    for (const int index : indexes) {
        if (places.isMine(index))
            continue;
        if (places.state(index) == PlaceState::Free) {
            free.append(places.place(index));
        } else {
            taken << places.place(index).label;
            why = places.state(index);
        }
    }
    if (taken.size() == 1 && free.isEmpty())
        return m_bar->say(MessageBar::Tone::Warning, whyNot(why, seatText(taken.constFirst())));
    if (!taken.isEmpty())
        return m_bar->say(MessageBar::Tone::Warning,
                          tr("Nothing was taken, because %1 can not be had. Type the seats that are free, or pick them on the map.")
                              .arg(seatsText(taken, QLocale())));
    m_bar->clear();
    m_counter.take(m_performance.detail().event.id, free);
}

void SellPage::findSeats()
{
    if (!m_performance.isReady() || m_query->text().trimmed().isEmpty())
        return;
    PlaceStore &places = m_performance.places();
    const SeatQueryResult query = foyer::findSeats(places, m_query->text());
    if (!query.unknown.isEmpty())
        return m_bar->say(MessageBar::Tone::Warning,
                          tr("There is no seat “%1” here. Type the row and the number, and the part of the house where two rows share a name: “Circle A 3”.")
                              .arg(query.unknown.join(QStringLiteral(", ")).left(60)));
    m_map->showPlaces(query.places);
    if (!m_readOnly)
        takeSeats(query.places);
    m_query->clear();
}

void SellPage::light(int tier)
{
    m_map->setLitTier(tier);
    m_tiers->setLit(tier);
}

void SellPage::oneMore(int tier)
{
    const EventDetail &detail = m_performance.detail();
    if (tier < 0 || tier >= detail.tiers.size())
        return;
    if (detail.tiers[tier].kind == TierKind::Seated) {
        light(m_map->litTier() == tier ? -1 : tier);
    } else if (!m_readOnly) {
        m_bar->clear();
        m_counter.takeAny(detail.event.id, detail.tiers[tier].id);
    }
}

void SellPage::oneLess(int tier)
{
    const EventDetail &detail = m_performance.detail();
    if (!m_readOnly && tier >= 0 && tier < detail.tiers.size() && detail.tiers[tier].kind == TierKind::Standing)
        m_counter.giveBackOne(detail.tiers[tier].id);
}

void SellPage::wantTender(TenderKind kind)
{
    m_tenderWish = kind;
    tenderWhenReady();
}

// F9 right behind Enter must not be lost because the hold is still on its way.
void SellPage::tenderWhenReady()
{
    enableCommands();
    if (!m_tenderWish || m_counter.isTaking())
        return;
    const TenderKind kind = *m_tenderWish;
    m_tenderWish.reset();
    if (isVisible() && !m_counter.basket().isEmpty())
        Q_EMIT tenderWanted(kind);
}

void SellPage::sayRefused(const Error &error, int stillHeld)
{
    m_tenderWish.reset();
    m_saidSlow = false;
    m_bar->say(MessageBar::Tone::Warning, sentenceFor(error, QLocale(), stillHeld));
}

void SellPage::saySlow()
{
    if (!isVisible())
        return;
    m_saidSlow = true;
    m_bar->say(MessageBar::Tone::Warning, tr("The line is slow. Sending the same request again…"));
}

void SellPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_performance.setWatched(true);
}

void SellPage::hideEvent(QHideEvent *event)
{
    m_performance.setWatched(false);
    m_tenderWish.reset();
    QWidget::hideEvent(event);
}

} // namespace foyer
