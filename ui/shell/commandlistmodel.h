// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/command.h"

#include <QtCore/QAbstractListModel>

namespace foyer {

/// The commands that can be run now and whose words contain all words of the filter; those that begin with it come first.
class CommandListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, DescriptionRole, ShortcutRole, IconNameRole };

    explicit CommandListModel(const CommandSet &commands, QObject *parent = nullptr);

    /// Reads anew what is available and shows what matches.
    void refresh(const QString &filter);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    const CommandSet &m_commands;
    QVector<Command> m_rows;
};

} // namespace foyer
