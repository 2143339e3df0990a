// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include "ui/widgets/theme.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace foyer {

MessageBar::MessageBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("messageAction"));
    m_close->setIcon(theme.icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Hide this message"));
    m_close->setAccessibleName(tr("Hide this message"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(12);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    connect(&theme, &Theme::changed, this, &MessageBar::dress);
    clear();
}

void MessageBar::say(Tone tone, const QString &text)
{
    say(tone, text, {});
}

void MessageBar::say(Tone tone, const QString &text, const QString &action)
{
    m_tone = tone;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    dress();
    show();
    // Nothing else would tell a screen reader that a sentence appeared.
    m_text->setAccessibleName(text);
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::clear()
{
    m_text->clear();
    hide();
}

void MessageBar::setInfoIcon(const QString &name)
{
    m_infoIcon = name;
    dress();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::dress()
{
    switch (m_tone) {
    case Tone::Info:
        setKind(this, QStringLiteral("notice"));
        m_icon->setPixmap(m_theme.pixmap(m_infoIcon, 20, IconRole::Accent, devicePixelRatioF()));
        break;
    case Tone::Warning:
        setKind(this, QStringLiteral("notice-warning"));
        m_icon->setPixmap(m_theme.pixmap(QStringLiteral("warning"), 20, IconRole::Warning, devicePixelRatioF()));
        break;
    case Tone::Error:
        setKind(this, QStringLiteral("notice-error"));
        m_icon->setPixmap(m_theme.pixmap(QStringLiteral("warning"), 20, IconRole::Danger, devicePixelRatioF()));
        break;
    }
}

} // namespace foyer
