// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/ticketspage.h"

#include "ui/sell/ticketpreview.h"
#include "ui/sell/ticketprinter.h"
#include "ui/widgets/command.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sentences.h"
#include "ui/widgets/theme.h"

#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtPrintSupport/QPrintDialog>
#include <QtPrintSupport/QPrinter>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

QLabel *label(const QString &kind, QWidget *parent)
{
    auto *made = new QLabel(parent);
    setKind(made, kind);
    made->setWordWrap(true);
    return made;
}

} // namespace

TicketsPage::TicketsPage(TicketOffice &office, const Theme &theme, CommandSet &commands, QWidget *parent)
    : QWidget(parent), m_office(office), m_commands(commands)
{
    setObjectName(QStringLiteral("ticketsPage"));
    auto *page = new QHBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(buildPreview(theme), 1);
    page->addWidget(buildSide(theme));
    addCommands(commands);
    const auto withKey = [&commands](QPushButton *button, const QString &text, const QString &id) {
        button->setText(QStringLiteral("%1  %2").arg(text, commands.action(id)->shortcut().toString(QKeySequence::NativeText)));
        commands.bind(button, id);
    };
    withKey(m_print, tr("Print tickets"), QStringLiteral("tickets.print"));
    withKey(m_save, tr("Save PDF…"), QStringLiteral("tickets.save"));
    withKey(m_next, tr("Next customer"), QStringLiteral("tickets.next"));
    setReady(false);
}

QWidget *TicketsPage::buildSide(const Theme &theme)
{
    auto *side = new QFrame(this);
    setKind(side, QStringLiteral("panel"));
    side->setFixedWidth(400);
    auto *icon = new QLabel(side);
    const auto paintIcon = [icon, &theme] { icon->setPixmap(theme.pixmap(QStringLiteral("check"), 20, IconRole::Success, icon->devicePixelRatioF())); };
    paintIcon();
    connect(&theme, &Theme::changed, icon, paintIcon);
    m_headline = label(QStringLiteral("title"), side);
    m_number = label(QStringLiteral("secondary"), side);
    m_changeWord = label(QStringLiteral("secondary"), side);
    m_change = label(QStringLiteral("change"), side);
    m_change->setObjectName(QStringLiteral("changeLabel"));
    m_change->setWordWrap(false);
    m_total = label(QStringLiteral("secondary"), side);
    m_print = new QPushButton(side);
    m_print->setObjectName(QStringLiteral("printButton"));
    m_save = new QPushButton(side);
    m_save->setObjectName(QStringLiteral("savePdfButton"));
    m_next = new QPushButton(side);
    m_next->setObjectName(QStringLiteral("nextCustomerButton"));
    setKind(m_next, QStringLiteral("primary"));
    m_next->setProperty("size", QStringLiteral("large"));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(icon);
    head->addWidget(m_headline, 1);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_number);
    column->addSpacing(24);
    column->addWidget(m_changeWord);
    column->addWidget(m_change);
    column->addWidget(m_total);
    column->addStretch();
    column->addWidget(m_print);
    column->addWidget(m_save);
    column->addSpacing(8);
    column->addWidget(m_next);
    return side;
}

QWidget *TicketsPage::buildPreview(const Theme &theme)
{
    auto *left = new QWidget(this);
    m_bar = new MessageBar(theme, left);
    connect(m_bar, &MessageBar::actionTriggered, this, &TicketsPage::load);
    m_preview = new TicketPreview(left);
    auto *scroll = new QScrollArea(left);
    scroll->setObjectName(QStringLiteral("ticketScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(m_preview);
    m_preview->setAutoFillBackground(false);
    auto *barRow = new QVBoxLayout;
    barRow->setContentsMargins(16, 12, 16, 0);
    barRow->addWidget(m_bar);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(barRow);
    column->addWidget(scroll, 1);
    return left;
}

void TicketsPage::addCommands(CommandSet &commands)
{
    const QString context = QStringLiteral("tickets");
    commands.add({QStringLiteral("tickets.print"), tr("Print tickets"), tr("Prints the tickets of this sale on a printer you choose."),
                  QStringLiteral("print"), {QKeySequence(Qt::CTRL | Qt::Key_P)}, context, [this] { print(); }}, this);
    commands.add({QStringLiteral("tickets.save"), tr("Save as PDF"), tr("Saves the tickets of this sale as a PDF file."), QStringLiteral("pdf"),
                  {QKeySequence(Qt::CTRL | Qt::Key_S)}, context, [this] { askPath(); }}, this);
    commands.add({QStringLiteral("tickets.next"), tr("Next customer"), tr("Clears the counter for the next customer."), QStringLiteral("person"),
                  {QKeySequence(Qt::Key_Enter), QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Escape)}, context,
                  [this] { Q_EMIT nextCustomer(); }}, this);
}

void TicketsPage::open(const SoldOrder &order, const QVector<EventDetail> &details)
{
    m_order = order;
    m_details = details;
    const QLocale locale;
    const int count = static_cast<int>(order.tickets.size());
    m_headline->setText(tr("Sold %1").arg(ticketsText(count, locale)));
    m_number->setText(tr("Order %1").arg(order.number));
    const bool change = order.change.minor > 0;
    m_changeWord->setText(change ? tr("Change to give back") : tr("No change to give back"));
    m_change->setText(moneyText(order.change, locale));
    setKind(m_change, change ? QStringLiteral("change") : QStringLiteral("total"));
    m_total->setText(tr("Paid: %1").arg(moneyText(order.total, locale)));
    m_bar->clear();
    m_documents.clear();
    m_preview->setTickets({}, {});
    setReady(false);
    m_next->setFocus(Qt::OtherFocusReason);
    load();
}

void TicketsPage::load()
{
    m_office.documents(m_order, m_details, this, [this, round = ++m_round](const Result<QVector<TicketDocument>> &answer) {
        if (round != m_round)
            return;
        if (answer)
            return useDocuments(*answer);
        m_bar->say(MessageBar::Tone::Error,
                   tr("The tickets are sold and paid, but could not be made ready for printing. %1").arg(sentenceFor(answer.error(), QLocale())),
                   tr("Try again"));
    });
}

void TicketsPage::useDocuments(const QVector<TicketDocument> &documents)
{
    m_bar->clear();
    m_documents = documents;
    m_preview->setTickets(documents, TicketPaintSettings{QLocale(), false});
    setReady(true);
    Q_EMIT documentsReady();
}

void TicketsPage::setReady(bool ready)
{
    m_commands.action(QStringLiteral("tickets.print"))->setEnabled(ready);
    m_commands.action(QStringLiteral("tickets.save"))->setEnabled(ready);
}

void TicketsPage::askPath()
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (folder.isEmpty())
        folder = QDir::homePath();
    auto *dialog = new QFileDialog(this, tr("Save tickets"), folder, tr("PDF files (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(tr("Tickets %1.pdf").arg(m_order.number));
    connect(dialog, &QFileDialog::fileSelected, this, &TicketsPage::savePdf);
    dialog->open();
}

void TicketsPage::savePdf(const QString &path)
{
    m_office.savePdf(path, m_documents, TicketPaintSettings{QLocale(), false}, this, [this, path, round = m_round](const Result<Done> &answer) {
        if (round == m_round) {
            if (answer)
                m_bar->say(MessageBar::Tone::Info, tr("Saved as %1.").arg(QDir::toNativeSeparators(path)));
            else
                m_bar->say(MessageBar::Tone::Error, tr("The tickets stay sold. %1").arg(sentenceFor(answer.error(), QLocale())));
        }
        if (answer)
            Q_EMIT pdfSaved(path);
        else
            Q_EMIT pdfFailed(answer.error());
    });
}

void TicketsPage::print()
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(tr("Tickets of order %1").arg(m_order.number));
    auto *dialog = new QPrintDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintPageRange, false);
    connect(dialog, &QDialog::accepted, this, [this, printer, documents = m_documents] {
        m_bar->say(MessageBar::Tone::Info, tr("Printing %1…").arg(ticketsText(static_cast<int>(documents.size()), QLocale())));
        printTickets(printer, documents, TicketPaintSettings{QLocale(), false}, this, [this](const Result<Done> &answer) {
            if (answer)
                m_bar->say(MessageBar::Tone::Info, tr("Sent to the printer."));
            else
                m_bar->say(MessageBar::Tone::Error,
                           tr("The printer did not take the tickets. They stay sold: choose another printer or save them as a PDF."));
        });
    });
    // The dialog works on the printer: it must not outlive it.
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

} // namespace foyer
