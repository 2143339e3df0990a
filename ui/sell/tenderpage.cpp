// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/tenderpage.h"

#include "ui/sell/basketdelegate.h"
#include "ui/sell/counter.h"
#include "ui/widgets/command.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sentences.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int kColumnWidth = 880;
constexpr int kRowHeight = 32;
constexpr int kCardPad = 8;

QLabel *label(const QString &text, const QString &kind, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    setKind(made, kind);
    return made;
}

void setInvalid(QLineEdit *field, bool invalid)
{
    if (field->property("invalid").toBool() == invalid)
        return;
    field->setProperty("invalid", invalid);
    field->style()->unpolish(field);
    field->style()->polish(field);
}

} // namespace

TenderPage::TenderPage(Counter &counter, const Theme &theme, CommandSet &commands, QWidget *parent)
    : QWidget(parent), m_counter(counter), m_commands(commands)
{
    setObjectName(QStringLiteral("tenderPage"));
    build(theme);
    addCommands(commands);
    connectCounter();
    commands.bind(m_back, QStringLiteral("tender.back"));
    m_back->setText({});
    showTotal();
}

void TenderPage::build(const Theme &theme)
{
    m_bar = new MessageBar(theme, this);
    auto *means = new QHBoxLayout;
    means->setSpacing(16);
    means->addWidget(buildCash(), 1);
    means->addWidget(buildCard(), 1);
    auto *column = new QVBoxLayout;
    column->setSpacing(16);
    column->addLayout(buildHead(theme));
    column->addWidget(m_bar);
    column->addLayout(means);
    column->addLayout(buildFoot());
    column->addWidget(buildLines(theme), 100);
    column->addStretch(1);
    auto *inner = new QWidget(this);
    inner->setLayout(column);
    inner->setMaximumWidth(kColumnWidth);
    column->setContentsMargins(0, 0, 0, 0);
    auto *page = new QHBoxLayout(this);
    page->setContentsMargins(16, 12, 16, 16);
    page->addStretch(1);
    page->addWidget(inner, 1000);
    page->addStretch(1);
}

QLayout *TenderPage::buildHead(const Theme &theme)
{
    m_back = new QToolButton(this);
    m_back->setObjectName(QStringLiteral("tenderBackButton"));
    m_back->setIcon(theme.icon(QStringLiteral("back")));
    m_back->setFocusPolicy(Qt::StrongFocus);
    m_back->setAccessibleName(tr("Back to the map"));
    m_what = label({}, QStringLiteral("secondary"), this);
    m_what->setObjectName(QStringLiteral("tenderWhat"));
    m_what->setTextFormat(Qt::PlainText);
    m_what->setWordWrap(true);
    m_clock = label({}, QStringLiteral("clock"), this);
    m_clock->setToolTip(tr("How long the places are held for this customer"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_back);
    line->addWidget(label(tr("Take the payment"), QStringLiteral("title"), this));
    line->addStretch();
    line->addWidget(m_clock);
    m_total = label({}, QStringLiteral("change"), this);
    m_total->setObjectName(QStringLiteral("tenderTotal"));
    auto *head = new QVBoxLayout;
    head->setSpacing(4);
    head->addLayout(line);
    head->addSpacing(12);
    head->addWidget(m_what);
    head->addWidget(m_total);
    return head;
}

QWidget *TenderPage::buildCash()
{
    auto *card = new QFrame(this);
    setKind(card, QStringLiteral("card"));
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_given = new QLineEdit(card);
    m_given->setObjectName(QStringLiteral("cashGiven"));
    m_given->setAccessibleName(tr("Cash the customer gives"));
    m_given->setMaxLength(20);
    setKind(m_given, QStringLiteral("amount"));
    m_exact = new QPushButton(card);
    m_exact->setObjectName(QStringLiteral("cashExact"));
    connect(m_exact, &QPushButton::clicked, this, &TenderPage::giveExact);
    connect(m_given, &QLineEdit::textChanged, this, &TenderPage::typed);
    m_quick = new QHBoxLayout;
    m_quick->setSpacing(8);
    m_quick->addWidget(m_exact);
    m_quick->addStretch();
    auto *title = new QHBoxLayout;
    title->addWidget(label(tr("Cash"), QStringLiteral("title"), card));
    title->addStretch();
    title->addWidget(label(QStringLiteral("F9"), QStringLiteral("key"), card));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    column->addLayout(title);
    column->addWidget(label(tr("The customer gives"), QStringLiteral("secondary"), card));
    column->addWidget(m_given);
    column->addLayout(m_quick);
    column->addStretch();
    return card;
}

QWidget *TenderPage::buildCard()
{
    auto *card = new QFrame(this);
    setKind(card, QStringLiteral("card"));
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_cardAmount = new QLineEdit(card);
    m_cardAmount->setObjectName(QStringLiteral("cardAmount"));
    m_cardAmount->setAccessibleName(tr("Amount on the card"));
    m_cardAmount->setMaxLength(20);
    setKind(m_cardAmount, QStringLiteral("amount"));
    m_reference = new QLineEdit(card);
    m_reference->setObjectName(QStringLiteral("cardReference"));
    m_reference->setAccessibleName(tr("Reference on the terminal's slip"));
    m_reference->setPlaceholderText(tr("Reference on the terminal's slip"));
    m_reference->setMaxLength(100);
    connect(m_cardAmount, &QLineEdit::textChanged, this, &TenderPage::typed);
    connect(m_reference, &QLineEdit::textChanged, this, &TenderPage::typed);
    auto *title = new QHBoxLayout;
    title->addWidget(label(tr("Card"), QStringLiteral("title"), card));
    title->addStretch();
    title->addWidget(label(QStringLiteral("F10"), QStringLiteral("key"), card));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    column->addLayout(title);
    column->addWidget(label(tr("On the card"), QStringLiteral("secondary"), card));
    column->addWidget(m_cardAmount);
    column->addWidget(m_reference);
    column->addStretch();
    return card;
}

QLayout *TenderPage::buildFoot()
{
    m_stateWord = label({}, QStringLiteral("secondary"), this);
    m_state = label({}, QStringLiteral("total"), this);
    m_state->setObjectName(QStringLiteral("tenderState"));
    m_giveUp = new QPushButton(tr("Give this sale up"), this);
    m_giveUp->setObjectName(QStringLiteral("giveUpButton"));
    setKind(m_giveUp, QStringLiteral("danger"));
    m_giveUp->setToolTip(tr("Tells the centre never to carry this sale out. If it already did, the tickets appear."));
    m_giveUp->hide();
    connect(m_giveUp, &QPushButton::clicked, &m_counter, &Counter::giveUpPayment);
    m_pay = new QPushButton(this);
    m_pay->setObjectName(QStringLiteral("payButton"));
    setKind(m_pay, QStringLiteral("primary"));
    m_pay->setProperty("size", QStringLiteral("large"));
    m_pay->setMinimumWidth(320);
    connect(m_pay, &QPushButton::clicked, this, &TenderPage::pay);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_stateWord);
    words->addWidget(m_state);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(16);
    foot->addLayout(words, 1);
    foot->addWidget(m_giveUp, 0, Qt::AlignBottom);
    auto *enter = label(QKeySequence(Qt::Key_Enter).toString(QKeySequence::NativeText), QStringLiteral("key"), this);
    enter->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *pay = new QHBoxLayout;
    pay->setSpacing(12);
    pay->addWidget(enter, 0, Qt::AlignVCenter);
    pay->addWidget(m_pay);
    foot->addLayout(pay);
    foot->setAlignment(pay, Qt::AlignBottom);
    return foot;
}

// What is being paid for, to read out to the customer.
QWidget *TenderPage::buildLines(const Theme &theme)
{
    auto *card = new QFrame(this);
    m_linesCard = card;
    setKind(card, QStringLiteral("card"));
    auto *table = new QTableView(card);
    table->setObjectName(QStringLiteral("tenderLines"));
    table->setAccessibleName(tr("What is being paid for"));
    setKind(table, QStringLiteral("plain"));
    table->setModel(&m_lines);
    table->setItemDelegate(new BasketDelegate(theme, false, table));
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setFocusPolicy(Qt::NoFocus);
    table->setShowGrid(false);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->setColumnHidden(BasketModel::GiveBackColumn, true);
    connect(&theme, &Theme::changed, table, [table] { table->viewport()->update(); });
    m_fees = label({}, QStringLiteral("secondary"), card);
    m_fees->setAlignment(Qt::AlignRight);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(kCardPad, kCardPad, kCardPad, kCardPad);
    column->setSpacing(kCardPad);
    column->addWidget(table, 1);
    column->addWidget(m_fees);
    return card;
}

void TenderPage::addCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("tender");
    commands.add({QStringLiteral("tender.cash"), tr("Cash"), tr("To the amount given; pressed again on the empty field it fills in the exact sum."),
                  QStringLiteral("cash"), {QKeySequence(Qt::Key_F9)}, context, [this] { chooseCash(); }}, this);
    commands.add({QStringLiteral("tender.card"), tr("Card"), tr("To the reference of the card terminal."), QStringLiteral("card"),
                  {QKeySequence(Qt::Key_F10)}, context, [this] { chooseCard(); }}, this);
    commands.add({QStringLiteral("tender.pay"), tr("Pay"), tr("Takes the payment that was typed and sells the tickets."), QStringLiteral("check"),
                  {QKeySequence(Qt::Key_Enter), QKeySequence(Qt::Key_Return)}, context, [this] { pressEnter(); }}, this);
    commands.add({QStringLiteral("tender.back"), tr("Back"), tr("Back to the map; nothing is paid and the basket stays."), QStringLiteral("back"),
                  {QKeySequence(Qt::Key_Escape)}, context, [this] { Q_EMIT backWanted(); }}, this);
}

void TenderPage::connectCounter()
{
    connect(&m_counter, &Counter::basketChanged, this, &TenderPage::showTotal);
    connect(&m_counter, &Counter::paymentChanged, this, &TenderPage::showPayment);
    connect(&m_counter, &Counter::payRefused, this, &TenderPage::sayRefused);
    connect(&m_counter, &Counter::ticked, this, [this](qint64 leftMs) {
        m_clock->setText(clockText(leftMs));
        setKind(m_clock, leftMs < 2 * 60 * 1000 ? QStringLiteral("clock-warning") : QStringLiteral("clock"));
    });
    connect(&m_counter, &Counter::resending, this, [this] {
        if (m_counter.payment() == Counter::Payment::Sending)
            m_bar->say(MessageBar::Tone::Warning, tr("The line is slow. Sending the same sale again… It can not be sold twice."));
    });
}

void TenderPage::open(TenderKind kind)
{
    m_given->clear();
    m_cardAmount->clear();
    m_reference->clear();
    m_bar->clear();
    m_kind = kind;
    showTotal();
    showPayment();
    switch (kind) {
    case TenderKind::Cash: m_given->setFocus(Qt::OtherFocusReason); break;
    case TenderKind::Card: m_reference->setFocus(Qt::OtherFocusReason); break;
    }
}

Money TenderPage::total() const
{
    return m_counter.basket().totals().total;
}

void TenderPage::showTotal()
{
    const Basket &basket = m_counter.basket();
    if (basket.isEmpty())
        return;
    const QLocale locale;
    m_total->setText(moneyText(total(), locale));
    QStringList seats;
    for (const BasketLine &line : basket.lines())
        seats << line.place.label;
    m_what->setText(tr("%1: %2").arg(ticketsText(static_cast<int>(seats.size()), locale), seatsText(seats, locale, 12)));
    m_lines.setLines(basket.lines());
    const Money fees = basket.totals().fees;
    m_fees->setText(tr("Fees %1").arg(amountText(fees, locale)));
    m_fees->setVisible(fees.minor != 0);
    // As high as its lines (and the frames around them), so that a short sale does not end in an empty box.
    m_linesCard->setMaximumHeight(kRowHeight * static_cast<int>(basket.lines().size()) + 2 * kCardPad + 6 + (fees.minor != 0 ? m_fees->sizeHint().height() + kCardPad : 0));
    m_exact->setText(tr("Exactly %1").arg(amountText(total(), locale)));
    m_cardAmount->setPlaceholderText(tr("the rest"));
    showQuickCash();
    showState();
}

void TenderPage::showQuickCash()
{
    qDeleteAll(m_quickButtons);
    m_quickButtons.clear();
    const QLocale locale;
    QWidget *before = m_exact;
    for (const Money &sum : quickCash(total())) {
        auto *button = new QPushButton(amountText(sum, locale), m_exact->parentWidget());
        button->setObjectName(QStringLiteral("quickCash"));
        connect(button, &QPushButton::clicked, this, [this, sum] {
            m_given->setText(amountText(sum, QLocale()));
            m_given->setFocus();
        });
        m_quick->insertWidget(m_quick->count() - 1, button);
        m_quickButtons.append(button);
        setTabOrder(before, button);
        before = button;
    }
}

// What was said about the text before does not hold for this one.
void TenderPage::typed()
{
    if (m_counter.payment() == Counter::Payment::None)
        m_bar->clear();
    showState();
}

bool TenderPage::nothingTyped() const
{
    return m_given->text().trimmed().isEmpty() && m_reference->text().trimmed().isEmpty() && m_cardAmount->text().trimmed().isEmpty();
}

Result<QVector<TenderEntry>> TenderPage::entries() const
{
    const Money sum = total();
    const QLocale locale;
    const Money none{0, sum.currency};
    QVector<TenderEntry> found;
    Money cash = none;
    if (!m_given->text().trimmed().isEmpty()) {
        const Result<Money> given = parseMoney(m_given->text(), sum.currency, locale);
        if (!given)
            return fail(given.error());
        cash = *given;
        found.append(TenderEntry{TenderKind::Cash, cash, false, {}});
    }
    const bool card = !m_reference->text().trimmed().isEmpty() || !m_cardAmount->text().trimmed().isEmpty();
    if (card) {
        // Without an amount the card takes what the cash leaves open.
        Money onCard = cash < sum ? sum - cash : none;
        if (!m_cardAmount->text().trimmed().isEmpty()) {
            const Result<Money> amount = parseMoney(m_cardAmount->text(), sum.currency, locale);
            if (!amount)
                return fail(amount.error());
            onCard = *amount;
        }
        if (onCard.minor == 0 && sum.minor > 0)
            return fail(ErrorCode::BadInput, QStringLiteral("the card is left without an amount"),
                        {{QStringLiteral("reason"), tr("The cash alone is enough. Clear the card's fields, or type how much goes on the card.")}});
        if (m_reference->text().trimmed().isEmpty())
            return fail(ErrorCode::BadInput, QStringLiteral("the card payment has no reference"),
                        {{QStringLiteral("reason"), tr("A card payment needs the reference on the terminal's slip.")}});
        found.append(TenderEntry{TenderKind::Card, onCard, false, m_reference->text().trimmed()});
    }
    return found;
}

Result<TenderResult> TenderPage::settled() const
{
    const Result<QVector<TenderEntry>> typed = entries();
    if (!typed)
        return fail(typed.error());
    return settleTenders(total(), *typed);
}

void TenderPage::showState()
{
    if (m_counter.basket().isEmpty())
        return;
    const QLocale locale;
    const Currency currency = total().currency;
    const auto unreadable = [&](const QLineEdit *field) {
        return !field->text().trimmed().isEmpty() && !parseMoney(field->text(), currency, locale);
    };
    setInvalid(m_given, unreadable(m_given));
    setInvalid(m_cardAmount, unreadable(m_cardAmount));
    m_stateWord->clear();
    m_state->clear();
    if (!nothingTyped()) {
        const Result<TenderResult> result = settled();
        if (result) {
            m_stateWord->setText(tr("Change"));
            m_state->setText(moneyText(result->change, locale));
        } else if (result.error().code == ErrorCode::PaymentMismatch) {
            m_stateWord->setText(tr("Missing"));
            const QJsonObject facts = result.error().facts;
            const qint64 missing = facts.value(QLatin1String("total_minor")).toInteger() - facts.value(QLatin1String("paid_minor")).toInteger();
            m_state->setText(moneyText(Money{missing, currency}, locale));
        }
    }
    m_pay->setText(payText());
}

QString TenderPage::payText() const
{
    const QString tickets = ticketsText(static_cast<int>(m_counter.basket().lines().size()), QLocale());
    switch (m_counter.payment()) {
    case Counter::Payment::Sending: return tr("Selling %1…").arg(tickets);
    case Counter::Payment::Unknown: return tr("Ask the centre again");
    case Counter::Payment::None: break;
    }
    const bool cash = !m_given->text().trimmed().isEmpty();
    const bool card = !m_reference->text().trimmed().isEmpty() || !m_cardAmount->text().trimmed().isEmpty();
    if (cash && card)
        return tr("Take cash and card · sell %1").arg(tickets);
    if (card || (!cash && m_kind == TenderKind::Card))
        return tr("Charge the card · sell %1").arg(tickets);
    return tr("Take cash · sell %1").arg(tickets);
}

void TenderPage::showPayment()
{
    const Counter::Payment payment = m_counter.payment();
    const bool open = payment == Counter::Payment::None;
    for (QWidget *field : {static_cast<QWidget *>(m_given), static_cast<QWidget *>(m_cardAmount), static_cast<QWidget *>(m_reference),
                           static_cast<QWidget *>(m_exact)})
        field->setEnabled(open);
    for (QPushButton *button : std::as_const(m_quickButtons))
        button->setEnabled(open);
    m_commands.action(QStringLiteral("tender.back"))->setEnabled(open);
    m_pay->setEnabled(payment != Counter::Payment::Sending);
    m_giveUp->setVisible(payment == Counter::Payment::Unknown);
    if (!m_counter.basket().isEmpty())
        m_pay->setText(payText());
    if (payment == Counter::Payment::Unknown)
        m_pay->setFocus(Qt::OtherFocusReason);
}

void TenderPage::giveExact()
{
    m_given->setText(amountText(total(), QLocale()));
    m_given->setFocus(Qt::OtherFocusReason);
}

void TenderPage::chooseCash()
{
    if (m_counter.payment() != Counter::Payment::None)
        return;
    if (m_given->hasFocus() && m_given->text().trimmed().isEmpty())
        return giveExact();
    m_kind = TenderKind::Cash;
    m_given->setFocus(Qt::ShortcutFocusReason);
    m_given->selectAll();
    showState();
}

void TenderPage::chooseCard()
{
    if (m_counter.payment() != Counter::Payment::None)
        return;
    m_kind = TenderKind::Card;
    m_reference->setFocus(Qt::ShortcutFocusReason);
    m_reference->selectAll();
    showState();
}

// Enter belongs to the button that has the focus; anywhere else it pays.
void TenderPage::pressEnter()
{
    auto *button = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
    if (button && button != m_pay && isAncestorOf(button))
        button->click();
    else if (m_pay->isEnabled())
        pay();
}

void TenderPage::pay()
{
    switch (m_counter.payment()) {
    case Counter::Payment::Sending: return;
    case Counter::Payment::Unknown: return m_counter.pay({});
    case Counter::Payment::None: break;
    }
    if (m_counter.basket().isEmpty() || m_counter.isTaking())
        return;
    if (nothingTyped()) {
        if (m_kind == TenderKind::Cash)
            m_bar->say(MessageBar::Tone::Info, tr("Type what the customer gives, or press F9 again for the exact sum."));
        else
            m_bar->say(MessageBar::Tone::Info, tr("Charge the card on the terminal, then type the reference on its slip."));
        return;
    }
    const Result<TenderResult> result = settled();
    if (!result) {
        QString sentence = result.error().code == ErrorCode::BadInput ? result.error().facts.value(QLatin1String("reason")).toString()
                                                                      : sentenceFor(result.error(), QLocale());
        if (sentence.isEmpty())
            sentence = tr("That is no amount this sale can take. Type it like %1; a card can not take more than the total.").arg(amountText(total(), QLocale()));
        m_bar->say(MessageBar::Tone::Warning, sentence);
        return;
    }
    m_bar->clear();
    m_counter.pay(result->tenders);
}

void TenderPage::sayRefused(const Error &error, int stillHeld)
{
    m_bar->say(error.code == ErrorCode::OutcomeUnknown ? MessageBar::Tone::Error : MessageBar::Tone::Warning,
               sentenceFor(error, QLocale(), stillHeld));
    if (m_counter.payment() == Counter::Payment::None && isVisible())
        (m_kind == TenderKind::Cash ? m_given : m_reference)->setFocus(Qt::OtherFocusReason);
}

} // namespace foyer
