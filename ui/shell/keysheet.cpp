// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keysheet.h"

#include "ui/widgets/command.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>

namespace foyer {

namespace {

constexpr int sheetWidth = 680;

QLabel *label(const QString &text, const char *kind)
{
    auto *result = new QLabel(text);
    setKind(result, QString::fromLatin1(kind));
    return result;
}

} // namespace

KeySheet::KeySheet(const CommandSet &commands, const Theme &theme, QWidget *parent)
    : Overlay(sheetWidth, parent)
    , m_commands(commands)
    , m_scroll(new QScrollArea)
    , m_close(new QToolButton)
{
    setObjectName(QStringLiteral("keySheet"));
    m_close->setIcon(theme.icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close"));
    connect(m_close, &QToolButton::clicked, this, &Overlay::close);

    auto *head = new QHBoxLayout;
    head->addWidget(label(tr("Keys of this page"), "title"));
    head->addStretch();
    head->addWidget(m_close);
    sheetLayout()->addLayout(head);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    sheetLayout()->addWidget(m_scroll, 1);
}

void KeySheet::openFresh()
{
    fill();
    open();
}

QWidget *KeySheet::firstFocus()
{
    return m_close;
}

void KeySheet::fill()
{
    QVector<Command> here;
    QVector<Command> everywhere;
    for (const Command &command : m_commands.commands()) {
        if (!command.shortcuts.isEmpty() && m_commands.isAvailable(command.id))
            (command.context.isEmpty() ? everywhere : here).append(command);
    }
    auto *content = new QWidget;
    setKind(content, QStringLiteral("clear"));
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 8, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    int row = 0;
    if (!here.isEmpty())
        row = addGroup(grid, row, tr("Here"), here);
    row = addGroup(grid, row, tr("Everywhere"), everywhere);
    grid->setRowStretch(row, 1);
    m_scroll->setWidget(content);
    m_scroll->setMinimumHeight(qMin(content->sizeHint().height(), 480));
}

int KeySheet::addGroup(QGridLayout *grid, int row, const QString &title, const QVector<Command> &commands)
{
    QLabel *const heading = label(title, "small");
    heading->setContentsMargins(0, row == 0 ? 0 : 12, 0, 0);
    grid->addWidget(heading, row++, 0, 1, 2);
    for (const Command &command : commands) {
        auto *keys = new QHBoxLayout;
        keys->setSpacing(4);
        for (const QKeySequence &key : command.shortcuts)
            keys->addWidget(label(key.toString(QKeySequence::NativeText), "key"));
        keys->addStretch();
        grid->addLayout(keys, row, 0);
        QLabel *const what = label(command.description, "plain");
        what->setWordWrap(true);
        grid->addWidget(what, row++, 1);
    }
    return row;
}

} // namespace foyer
