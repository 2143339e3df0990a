// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/signinpage.h"

#include "ui/shell/busybar.h"
#include "ui/shell/demochoice.h"
#include "ui/widgets/command.h"
#include "ui/widgets/theme.h"

#include <QtCore/QPointer>
#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int columnWidth = 380;
constexpr int logoSize = 56;
constexpr int maxDemoKeys = 9;

QLabel *fieldLabel(const QString &text, QWidget *buddy)
{
    auto *result = new QLabel(text);
    setKind(result, QStringLiteral("strong"));
    result->setBuddy(buddy);
    return result;
}

} // namespace

SignInPage::SignInPage(const Theme &theme, CommandSet &commands, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_place(new QLabel)
    , m_name(new QLineEdit)
    , m_password(new QLineEdit)
    , m_message(new QLabel)
    , m_signIn(new QPushButton(tr("Sign in")))
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_busy(new BusyBar(theme))
    , m_demo(new QWidget)
    , m_demoList(new QVBoxLayout(m_demo))
{
    setKind(this, QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);

    auto *card = new QFrame;
    setKind(card, QStringLiteral("card"));
    card->setFixedWidth(columnWidth + 2 * 32);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(32, 32, 32, 32);
    inside->setSpacing(8);
    addFields(inside);
    addButtons(inside);
    m_demoList->setContentsMargins(0, 0, 0, 0);
    m_demoList->setSpacing(8);
    m_demo->setFixedWidth(300);
    m_demo->hide();

    auto *row = new QHBoxLayout;
    row->setSpacing(32);
    row->addStretch();
    row->addWidget(card, 0, Qt::AlignTop);
    row->addWidget(m_demo, 0, Qt::AlignTop);
    row->addStretch();
    auto *page = new QVBoxLayout(this);
    page->addStretch(2);
    page->addLayout(row);
    page->addStretch(3);
    addCommands();
}

void SignInPage::addFields(QVBoxLayout *column)
{
    auto *logo = new QLabel;
    logo->setPixmap(QIcon(QStringLiteral(":/icons/foyer.svg")).pixmap(QSize(logoSize, logoSize), devicePixelRatioF()));
    auto *brand = new QLabel(QStringLiteral("Foyer"));
    setKind(brand, QStringLiteral("headline"));
    setKind(m_place, QStringLiteral("secondary"));
    m_place->setTextFormat(Qt::PlainText);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(brand);
    words->addWidget(m_place);
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(logo);
    head->addLayout(words, 1);
    column->addLayout(head);
    column->addSpacing(16);

    m_name->setObjectName(QStringLiteral("signInName"));
    m_name->setMaxLength(63);
    m_password->setObjectName(QStringLiteral("signInPassword"));
    m_password->setEchoMode(QLineEdit::Password);
    column->addWidget(fieldLabel(tr("&Name"), m_name));
    column->addWidget(m_name);
    column->addSpacing(8);
    column->addWidget(fieldLabel(tr("&Password"), m_password));
    column->addWidget(m_password);
    connect(m_name, &QLineEdit::returnPressed, this, &SignInPage::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::submit);
}

void SignInPage::addButtons(QVBoxLayout *column)
{
    m_message->setObjectName(QStringLiteral("signInMessage"));
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->hide();
    column->addSpacing(4);
    column->addWidget(m_message);
    column->addSpacing(8);

    m_signIn->setObjectName(QStringLiteral("signInButton"));
    setKind(m_signIn, QStringLiteral("primary"));
    m_signIn->setProperty("size", QStringLiteral("large"));
    m_cancel->setObjectName(QStringLiteral("signInCancel"));
    m_cancel->setProperty("size", QStringLiteral("large"));
    m_cancel->hide();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_signIn, 1);
    buttons->addWidget(m_cancel);
    column->addLayout(buttons);
    QSizePolicy keepsPlace = m_busy->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(keepsPlace);
    m_busy->hide();
    column->addSpacing(4);
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    connect(m_signIn, &QPushButton::clicked, this, &SignInPage::submit);
    connect(m_cancel, &QPushButton::clicked, this, &SignInPage::cancelWished);
}

void SignInPage::addCommands()
{
    const QString context = QStringLiteral("sign-in");
    QAction *const show = m_commands.add({QStringLiteral("sign-in.show-password"), tr("Show the password"), tr("Shows or hides the password while you type it."),
                                          QStringLiteral("eye"), {QKeySequence(Qt::CTRL | Qt::Key_H)}, context,
                                          [this] { showPassword(m_password->echoMode() == QLineEdit::Password); }},
                                         this);
    m_eye = m_password->addAction(m_theme.icon(QStringLiteral("eye")), QLineEdit::TrailingPosition);
    m_eye->setToolTip(show->toolTip());
    connect(m_eye, &QAction::triggered, show, &QAction::trigger);
    m_commands.add({QStringLiteral("sign-in.cancel"), tr("Stop signing in"), tr("Ends the wait for the centre."), QStringLiteral("close"),
                    {QKeySequence(Qt::Key_Escape)}, context, [this] { Q_EMIT cancelWished(); }},
                   this)
        ->setEnabled(false);
}

void SignInPage::begin(const QString &notice)
{
    setBusy(false);
    m_password->clear();
    showPassword(false);
    showMessage(notice, QStringLiteral("secondary"));
    (m_name->text().isEmpty() ? m_name : m_password)->setFocus();
}

void SignInPage::setPlaceText(const QString &text)
{
    m_place->setText(text);
}

void SignInPage::setDemoAccounts(const QVector<DemoAccount> &accounts)
{
    while (QLayoutItem *const item = m_demoList->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_demo->setVisible(!accounts.isEmpty());
    if (accounts.isEmpty())
        return;
    auto *title = new QLabel(tr("Demo venue: come in as"));
    setKind(title, QStringLiteral("title"));
    m_demoList->addWidget(title);
    for (int i = 0; i < accounts.size(); ++i) {
        auto *choice = new DemoChoice(accounts[i], m_theme);
        m_demoList->addWidget(choice);
        connect(choice, &DemoChoice::clicked, this, [this, choice] {
            m_name->setText(choice->account().role);
            m_password->setText(choice->account().password);
            submit();
        });
        if (i >= maxDemoKeys)
            continue;
        const QString id = QStringLiteral("sign-in.demo-%1").arg(i + 1);
        const QKeySequence key(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i));
        m_commands.add({id, tr("Come in as %1").arg(accounts[i].displayName), tr("Signs in as this person of the demo venue."), QStringLiteral("person"), {key},
                        QStringLiteral("sign-in"), [choice = QPointer<DemoChoice>(choice)] {
                            if (choice)
                                choice->click();
                        }},
                       this);
    }
    auto *note = new QLabel(tr("Nothing here is real: sell, refund and break as you like."));
    setKind(note, QStringLiteral("small"));
    note->setWordWrap(true);
    m_demoList->addWidget(note);
}

void SignInPage::setBusy(bool busy)
{
    for (QWidget *const part : std::initializer_list<QWidget *>{m_name, m_password, m_signIn, m_demo})
        part->setEnabled(!busy);
    m_signIn->setText(busy ? tr("Signing in…") : tr("Sign in"));
    m_cancel->setVisible(busy);
    m_busy->setVisible(busy);
    m_commands.action(QStringLiteral("sign-in.cancel"))->setEnabled(busy);
    if (busy) {
        showMessage({}, {});
        m_cancel->setFocus();
    }
}

void SignInPage::showError(const QString &sentence)
{
    setBusy(false);
    showMessage(sentence, QStringLiteral("error"));
    m_password->selectAll();
    m_password->setFocus();
}

void SignInPage::submit()
{
    if (m_name->text().trimmed().isEmpty()) {
        showMessage(tr("Type your name first."), QStringLiteral("error"));
        m_name->setFocus();
        return;
    }
    if (m_password->text().isEmpty() && !m_password->hasFocus()) {
        m_password->setFocus();
        return;
    }
    if (m_password->text().isEmpty()) {
        showMessage(tr("Type your password."), QStringLiteral("error"));
        return;
    }
    Q_EMIT signInWished(m_name->text().trimmed(), m_password->text());
}

void SignInPage::showPassword(bool shown)
{
    m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setIcon(m_theme.icon(shown ? QStringLiteral("eye-off") : QStringLiteral("eye")));
}

void SignInPage::showMessage(const QString &text, const QString &kind)
{
    m_message->setText(text);
    setKind(m_message, kind);
    m_message->setVisible(!text.isEmpty());
}

} // namespace foyer
