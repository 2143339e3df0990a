// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QtCore/QPointer>
#include <QtGui/QIconEngine>

namespace foyer {

/// Draws a one-colour SVG of resources/icons in the theme's colour of the moment, so that an icon made once survives a change of theme.
class SymbolicEngine : public QIconEngine
{
public:
    SymbolicEngine(const Theme *theme, QString name, IconRole role);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine *clone() const override;
    bool isNull() override { return m_name.isEmpty(); }

private:
    QPointer<const Theme> m_theme;
    QString m_name;
    IconRole m_role;
};

} // namespace foyer
