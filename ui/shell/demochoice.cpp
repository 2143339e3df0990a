// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/demochoice.h"

#include "ui/widgets/theme.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>

namespace foyer {

namespace {

constexpr int personSize = 24;

QString taskOf(const QString &group)
{
    if (group == QLatin1String("promoter"))
        return DemoChoice::tr("Watches the own performances");
    return DemoChoice::tr("Sells at the counter");
}

QLabel *label(const QString &text, const char *kind)
{
    auto *result = new QLabel(text);
    setKind(result, QString::fromLatin1(kind));
    result->setTextFormat(Qt::PlainText);
    result->setAttribute(Qt::WA_TransparentForMouseEvents);
    return result;
}

} // namespace

QString groupName(const QString &group)
{
    if (group == QLatin1String("clerk"))
        return DemoChoice::tr("Clerk");
    if (group == QLatin1String("promoter"))
        return DemoChoice::tr("Promoter");
    if (group == QLatin1String("manager"))
        return DemoChoice::tr("Manager");
    return group;
}

DemoChoice::DemoChoice(DemoAccount account, const Theme &theme, QWidget *parent)
    : QPushButton(parent)
    , m_account(std::move(account))
    , m_theme(theme)
    , m_icon(label({}, "plain"))
{
    setObjectName(QStringLiteral("demo_%1").arg(m_account.role));
    setKind(this, QStringLiteral("choice"));
    setAccessibleName(tr("Sign in as %1, %2").arg(m_account.displayName, groupName(m_account.group)));
    setCursor(Qt::PointingHandCursor);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(14, 12, 14, 12);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_icon, 0, 0, 3, 1, Qt::AlignTop);
    grid->addWidget(label(QStringLiteral("%1 · %2").arg(m_account.displayName, groupName(m_account.group)), "strong"), 0, 1);
    grid->addWidget(label(taskOf(m_account.group), "small"), 1, 1);
    grid->addWidget(label(tr("%1 / %2", "name and password").arg(m_account.role, m_account.password), "small"), 2, 1);
    grid->setColumnStretch(1, 1);
    connect(&theme, &Theme::changed, this, &DemoChoice::showIcon);
    showIcon();
}

QSize DemoChoice::sizeHint() const
{
    return layout()->sizeHint();
}

void DemoChoice::showIcon()
{
    m_icon->setPixmap(m_theme.pixmap(QStringLiteral("person"), personSize, IconRole::Accent, devicePixelRatioF()));
}

} // namespace foyer
