// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/shell/commanddelegate.h"
#include "ui/shell/commandlistmodel.h"
#include "ui/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int sheetWidth = 640;
constexpr int listHeight = 9 * 48 + 4;

} // namespace

CommandPalette::CommandPalette(const CommandSet &commands, const Theme &theme, QWidget *parent)
    : Overlay(sheetWidth, parent)
    , m_commands(commands)
    , m_model(new CommandListModel(commands, this))
    , m_filter(new QLineEdit)
    , m_list(new QListView)
    , m_nothing(new QLabel(tr("No command has these words. Delete some of them to see more.")))
{
    setObjectName(QStringLiteral("commandPalette"));
    m_filter->setObjectName(QStringLiteral("commandFilter"));
    m_filter->setPlaceholderText(tr("What do you want to do?"));
    m_filter->setAccessibleName(tr("Find a command"));
    m_filter->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setAccessibleName(tr("Commands"));
    setKind(m_list, QStringLiteral("plain"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new CommandDelegate(theme, m_list));
    m_list->setModel(m_model);
    m_list->setMinimumHeight(listHeight);
    setKind(m_nothing, QStringLiteral("secondary"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setMinimumHeight(listHeight);
    sheetLayout()->addWidget(m_filter);
    sheetLayout()->addWidget(m_list, 1);
    sheetLayout()->addWidget(m_nothing, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_filter, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::openFresh()
{
    m_filter->clear();
    refresh();
    open();
}

QWidget *CommandPalette::firstFocus()
{
    return m_filter;
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    // The arrows move in the list while typing goes on in the line.
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QApplication::sendEvent(m_list, event);
            return true;
        default:
            break;
        }
    }
    return Overlay::eventFilter(watched, event);
}

void CommandPalette::refresh()
{
    m_model->refresh(m_filter->text());
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (any)
        m_list->setCurrentIndex(m_model->index(0));
}

void CommandPalette::runCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const QString id = current.data(CommandListModel::IdRole).toString();
    // First the focus goes back, so that the command finds the page as the person left it.
    close();
    if (m_commands.isAvailable(id))
        m_commands.action(id)->trigger();
}

} // namespace foyer
