// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/services/workplace.h"
#include "tests/ui/sell/fakecentre.h"
#include "tests/ui/sell/faketill.h"
#include "ui/sell/sellroom.h"
#include "ui/widgets/command.h"
#include "ui/widgets/theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QLabel>

namespace foyer {

/// A whole sell room over a centre in memory, on screen and with the keyboard in it.
class SellBench
{
public:
    explicit SellBench(int otherPerformances = 0, bool readOnly = false);

    /// Presses a key where the keyboard is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &text);
    /// Opens "Hamlet" by keyboard; false when its map did not come up.
    [[nodiscard]] bool openHamlet();
    /// Opens it and has these seats in the basket.
    [[nodiscard]] bool pick(const QString &seats, int lines);
    [[nodiscard]] QString text(const char *label) const;
    [[nodiscard]] QString message(const char *page) const;
    [[nodiscard]] bool isOn(const char *page) const;
    [[nodiscard]] int basketLines() const;
    template <class W>
    [[nodiscard]] W *find(const char *name) const
    {
        return room.findChild<W *>(QLatin1String(name));
    }
    /// Keeps a picture in $FOYER_SNAPSHOTS for people to look at; does nothing without it.
    void snapshot(const QString &name);

    FakeCentre centre;
    FakeTill till;
    Desk desk{centre, till};
    TicketOffice tickets{till};
    Workplace place{centre, till, desk, tickets, QStringLiteral("till-3"), {}};
    Theme theme;
    CommandSet commands;
    SellRoom room{place, theme, commands};
};

} // namespace foyer
