// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/services/workplace.h"

#include <QtWidgets/QPushButton>

class QLabel;

namespace foyer {

class Theme;

/// A card with one person of the demo venue; a click signs in as that person.
class DemoChoice : public QPushButton
{
    Q_OBJECT
public:
    DemoChoice(DemoAccount account, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] const DemoAccount &account() const { return m_account; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void showIcon();

    DemoAccount m_account;
    const Theme &m_theme;
    QLabel *m_icon;
};

/// "Clerk" for "clerk": what a group is called on screen.
QString groupName(const QString &group);

} // namespace foyer
