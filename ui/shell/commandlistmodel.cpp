// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandlistmodel.h"

namespace foyer {

namespace {

bool matches(const Command &command, const QStringList &words)
{
    const QString text = command.text + QLatin1Char(' ') + command.description;
    return std::all_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace

CommandListModel::CommandListModel(const CommandSet &commands, QObject *parent)
    : QAbstractListModel(parent)
    , m_commands(commands)
{
}

void CommandListModel::refresh(const QString &filter)
{
    const QString wanted = filter.simplified();
    const QStringList words = wanted.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (const Command &command : m_commands.commands()) {
        if (m_commands.isAvailable(command.id) && matches(command, words))
            m_rows.append(command);
    }
    const auto rank = [&](const Command &command) {
        const bool begins = !wanted.isEmpty() && command.text.startsWith(wanted, Qt::CaseInsensitive);
        // What belongs to the page on screen comes before what is there everywhere.
        return (begins ? 0 : 2) + (command.context.isEmpty() ? 1 : 0);
    };
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](const Command &a, const Command &b) { return rank(a) < rank(b); });
    endResetModel();
}

int CommandListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CommandListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Command &command = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return command.text;
    case IdRole:
        return command.id;
    case DescriptionRole:
    case Qt::AccessibleDescriptionRole:
        return command.description;
    case ShortcutRole:
        return shortcutText(command);
    case IconNameRole:
        return command.icon;
    }
    return {};
}

} // namespace foyer
