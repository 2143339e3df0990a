// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/messagepage.h"

#include "ui/shell/busybar.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int columnWidth = 520;
constexpr int iconSize = 48;

} // namespace

MessagePage::MessagePage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel)
    , m_title(new QLabel)
    , m_detail(new QLabel)
    , m_busy(new BusyBar(theme))
    , m_retry(new QPushButton(tr("Try again")))
{
    setKind(this, QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(QStringLiteral("messageTitle"));
    m_detail->setObjectName(QStringLiteral("messageDetail"));
    m_retry->setObjectName(QStringLiteral("retryButton"));
    setKind(m_title, QStringLiteral("title"));
    setKind(m_detail, QStringLiteral("secondary"));
    setKind(m_retry, QStringLiteral("primary"));
    for (QLabel *const text : {m_title, m_detail}) {
        text->setAlignment(Qt::AlignCenter);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setFixedWidth(columnWidth);
    }
    // What went wrong is something to copy into a message to whoever looks after the server.
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(2);
    for (QWidget *const part : std::initializer_list<QWidget *>{m_icon, m_title, m_detail, m_busy, m_retry})
        layout->addWidget(part, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_retry, &QPushButton::clicked, this, &MessagePage::retryWished);
    connect(&theme, &Theme::changed, this, &MessagePage::showIcon);
    showBusy({});
}

void MessagePage::showBusy(const QString &what)
{
    m_isProblem = false;
    m_title->setText(what);
    m_detail->clear();
    m_detail->hide();
    m_retry->hide();
    m_busy->show();
    showIcon();
}

void MessagePage::showProblem(const QString &title, const QString &detail)
{
    m_isProblem = true;
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_busy->hide();
    m_retry->show();
    m_retry->setFocus();
    showIcon();
}

void MessagePage::showIcon()
{
    m_icon->setPixmap(m_isProblem ? m_theme.pixmap(QStringLiteral("warning"), iconSize, IconRole::Warning, devicePixelRatioF())
                                  : QIcon(QStringLiteral(":/icons/foyer.svg")).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
}

} // namespace foyer
