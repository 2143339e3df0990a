// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/eventlistpage.h"

#include "models/core/limits.h"
#include "models/items/eventfiltermodel.h"
#include "ui/sell/eventdelegate.h"
#include "ui/widgets/command.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sentences.h"
#include "ui/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int kTableCard = 0;
constexpr int kNothingCard = 1;

// The words above the columns belong to ui, the model has none.
class TitledEvents : public EventFilterModel
{
public:
    using EventFilterModel::EventFilterModel;

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignLeft | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        switch (section) {
        case EventListModel::TitleColumn: return EventListPage::tr("Performance");
        case EventListModel::StartColumn: return EventListPage::tr("Date and time");
        case EventListModel::VenueColumn: return EventListPage::tr("Venue");
        case EventListModel::SalesColumn: return EventListPage::tr("Sales");
        case EventListModel::StatusColumn: return EventListPage::tr("Status");
        }
        return {};
    }
};

} // namespace

EventListPage::EventListPage(CentralGateway &central, const Theme &theme, CommandSet &commands, QWidget *parent)
    : QWidget(parent), m_central(central), m_filter(new TitledEvents(this))
{
    setObjectName(QStringLiteral("eventListPage"));
    m_filter->setSourceModel(&m_model);
    build(theme, commands);
    m_poll.setSingleShot(true);
    m_poll.setInterval(limits::pollEventsMs);
    connect(&m_poll, &QTimer::timeout, this, &EventListPage::refresh);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        const QModelIndex kept = m_filter->mapToSource(m_table->currentIndex());
        m_filter->setWords(text);
        showRows(kept);
    });
    connect(m_table, &QTableView::doubleClicked, this, &EventListPage::openCurrent);
    connect(m_firstStep, &QPushButton::clicked, this, [this] {
        m_search->clear();
        refresh();
    });
    connect(m_basketBar, &MessageBar::actionTriggered, this, &EventListPage::basketWanted);
    connect(&central, &CentralGateway::linkStateChanged, this, [this](LinkState state) {
        if (state == LinkState::Online && isVisible())
            refresh();
    });
    showRows({});
}

void EventListPage::build(const Theme &theme, CommandSet &commands)
{
    auto *title = new QLabel(tr("Performances"), this);
    setKind(title, QStringLiteral("title"));
    m_count = new QLabel(this);
    setKind(m_count, QStringLiteral("secondary"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("eventSearch"));
    m_search->setPlaceholderText(tr("Search by title, venue or date"));
    m_search->setAccessibleName(tr("Search performances"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme.icon(QStringLiteral("search"), IconRole::Second), QLineEdit::LeadingPosition);
    m_search->setFixedWidth(360);
    m_search->installEventFilter(this);
    auto *reload = new QToolButton(this);
    reload->setObjectName(QStringLiteral("refreshButton"));
    reload->setIcon(theme.icon(QStringLiteral("refresh")));
    reload->setAccessibleName(tr("Refresh"));

    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(title);
    head->addWidget(m_count);
    head->addStretch();
    head->addWidget(m_search);
    head->addWidget(reload);

    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("eventTable"));
    m_table->setAccessibleName(tr("Performances"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new EventDelegate(theme, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(EventListModel::StartColumn, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(EventListModel::TitleColumn, QHeaderView::Stretch);
    header->setHighlightSections(false);
    header->resizeSection(EventListModel::StartColumn, 208);
    header->resizeSection(EventListModel::VenueColumn, 208);
    header->resizeSection(EventListModel::SalesColumn, 312);
    header->resizeSection(EventListModel::StatusColumn, 136);

    m_bar = new MessageBar(theme, this);
    m_basketBar = new MessageBar(theme, this);
    m_basketBar->setObjectName(QStringLiteral("waitingBasket"));
    m_basketBar->setInfoIcon(QStringLiteral("basket"));
    auto *stacked = new QWidget(this);
    m_stack = new QStackedLayout(stacked);
    m_stack->insertWidget(kTableCard, m_table);
    m_stack->insertWidget(kNothingCard, buildNothing(theme));

    auto *page = new QVBoxLayout(this);
    page->setContentsMargins(16, 16, 16, 16);
    page->setSpacing(12);
    page->addLayout(head);
    page->addWidget(m_basketBar);
    page->addWidget(m_bar);
    page->addWidget(stacked, 1);

    addCommands(commands);
    commands.bind(reload, QStringLiteral("events.refresh"));
    reload->setText({});
    setTabOrder(m_search, reload);
    setTabOrder(reload, m_table);
}

QWidget *EventListPage::buildNothing(const Theme &theme)
{
    auto *card = new QFrame(this);
    card->setObjectName(QStringLiteral("eventsNothing"));
    setKind(card, QStringLiteral("card"));
    auto *icon = new QLabel(card);
    const auto paintIcon = [icon, &theme] { icon->setPixmap(theme.pixmap(QStringLiteral("performances"), 40, IconRole::Second, icon->devicePixelRatioF())); };
    paintIcon();
    connect(&theme, &Theme::changed, icon, paintIcon);
    m_headline = new QLabel(card);
    setKind(m_headline, QStringLiteral("title"));
    m_sentence = new QLabel(card);
    m_sentence->setObjectName(QStringLiteral("eventsSentence"));
    setKind(m_sentence, QStringLiteral("secondary"));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setFixedWidth(440);
    m_firstStep = new QPushButton(card);
    auto *column = new QVBoxLayout(card);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addWidget(m_headline, 0, Qt::AlignHCenter);
    // Not by alignment: an aligned label is not asked how high its text is at this width.
    auto *line = new QHBoxLayout;
    line->addStretch();
    line->addWidget(m_sentence);
    line->addStretch();
    column->addLayout(line);
    column->addWidget(m_firstStep, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return card;
}

void EventListPage::addCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("events");
    commands.add({QStringLiteral("events.search"), tr("Search performances"), tr("Type a title, a venue or a date to shorten the list."),
                  QStringLiteral("search"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, context, [this] { focusSearch(); }}, this);
    commands.add({QStringLiteral("events.open"), tr("Open performance"), tr("Opens the map of the selected performance."), QStringLiteral("seat"),
                  {QKeySequence(Qt::Key_Enter), QKeySequence(Qt::Key_Return)}, context, [this] { openCurrent(); }}, this);
    commands.add({QStringLiteral("events.refresh"), tr("Refresh list"), tr("Asks the centre for the list of performances now."),
                  QStringLiteral("refresh"), {QKeySequence(Qt::Key_F5)}, context, [this] { refresh(); }}, this);
}

void EventListPage::start()
{
    stop();
    m_search->setFocus(Qt::OtherFocusReason);
    refresh();
}

void EventListPage::stop()
{
    ++m_round;
    m_poll.stop();
    m_loaded = m_failed = false;
    m_model.setEvents({});
    m_search->clear();
    m_bar->clear();
    showRows({});
}

void EventListPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void EventListPage::refresh()
{
    m_poll.stop();
    m_central.events({}, this, [this, round = ++m_round](const Result<QVector<EventSummary>> &answer) {
        if (round == m_round)
            answered(answer);
    });
}

void EventListPage::answered(const Result<QVector<EventSummary>> &answer)
{
    const QModelIndex kept = m_filter->mapToSource(m_table->currentIndex());
    m_failed = !answer;
    if (answer) {
        m_loaded = true;
        const QPersistentModelIndex keep(kept);
        m_model.setEvents(*answer);
        m_bar->clear();
        showRows(keep);
    } else {
        // An old list is better than none, as long as it says that it is old.
        if (m_loaded)
            m_bar->say(MessageBar::Tone::Warning, tr("This list may be out of date. %1").arg(sentenceFor(answer.error(), QLocale())));
        showRows(kept);
        if (!m_loaded)
            m_sentence->setText(sentenceFor(answer.error(), QLocale()));
    }
    if (isVisible())
        m_poll.start();
}

void EventListPage::showRows(const QModelIndex &keep)
{
    const int rows = m_filter->rowCount();
    const QLocale locale;
    m_count->setText(m_loaded && rows > 0 ? locale.toString(rows) : QString());
    if (rows > 0) {
        m_stack->setCurrentIndex(kTableCard);
        const QModelIndex kept = m_filter->mapFromSource(keep);
        const QModelIndex wanted = kept.isValid() ? kept : m_filter->index(0, 0);
        if (m_table->currentIndex().row() != wanted.row())
            m_table->setCurrentIndex(wanted);
        else
            m_table->selectRow(wanted.row());
        return;
    }
    if (m_loaded && m_filter->hasWords())
        say(tr("Nothing matches"), tr("No performance has all of these words in its title, venue or date."), tr("Clear search"));
    else if (m_loaded)
        say(tr("No performances yet"), tr("Performances that are on sale or announced stand here. A manager sets them up in the office."), tr("Refresh"));
    else if (m_failed)
        say(tr("The performances could not be loaded"), {}, tr("Try again"));
    else
        say(tr("Loading performances…"), {}, {});
}

void EventListPage::say(const QString &headline, const QString &sentence, const QString &action)
{
    m_headline->setText(headline);
    m_sentence->setText(sentence);
    m_firstStep->setText(action);
    m_firstStep->setVisible(!action.isEmpty());
    m_stack->setCurrentIndex(kNothingCard);
}

void EventListPage::setWaitingBasket(const QString &sentence)
{
    if (sentence.isEmpty())
        m_basketBar->clear();
    else
        m_basketBar->say(MessageBar::Tone::Info, sentence, tr("Back to the basket"));
}

void EventListPage::openCurrent()
{
    const QModelIndex current = m_filter->mapToSource(m_table->currentIndex());
    if (const EventSummary *chosen = m_model.event(current))
        Q_EMIT eventChosen(EventSummary(*chosen));
}

void EventListPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_loaded || m_failed)
        refresh();
}

void EventListPage::hideEvent(QHideEvent *event)
{
    m_poll.stop();
    QWidget::hideEvent(event);
}

// While typing, the arrows already move in the list.
bool EventListPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_table, event);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace foyer
