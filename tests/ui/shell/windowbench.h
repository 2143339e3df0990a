// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/sell/fakecentre.h"
#include "tests/ui/sell/faketill.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/command.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

#include <functional>

namespace foyer {

/// A centre whose door is shut until somebody is admitted; it remembers who knocked.
class DoorCentre : public FakeCentre
{
public:
    struct Knock
    {
        QString name, password, till;
    };

    void admit(const QString &group)
    {
        Hello hello;
        hello.role = group;
        hello.displayName = QStringLiteral("Ana");
        hello.groups = {group};
        m_answer = hello;
    }
    void signIn(const QString &name, const QString &password, const QString &till, QObject *guard,
                Then<Hello> then) override
    {
        knocks.append({name, password, till});
        if (silent)
            return;
        QMetaObject::invokeMethod(
            guard, [then = std::move(then), answer = m_answer] { then(answer); }, Qt::QueuedConnection);
    }
    void signOut() override { ++signOuts; }

    QVector<Knock> knocks;
    int signOuts = 0;
    bool silent = false; ///< the line is there, the answer never comes

private:
    Result<Hello> m_answer = fail(ErrorCode::SignInRefused);
};

/// The whole window over a centre and a till in memory, on screen with the keyboard in it.
class WindowBench
{
public:
    WindowBench()
    {
        place.demoAccounts = {
            {QStringLiteral("ana"), QStringLiteral("demo-ana"), QStringLiteral("Ana"), QStringLiteral("clerk")},
            {QStringLiteral("paul"), QStringLiteral("demo-paul"), QStringLiteral("Paul"), QStringLiteral("promoter")}};
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        window.showSignIn();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *const focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window, key, modifiers);
    }
    void type(const QString &text)
    {
        QWidget *const focus = QApplication::focusWidget();
        QTest::keyClicks(focus ? focus : &window, text);
    }
    template <class W>
    [[nodiscard]] W *find(const char *name) const
    {
        return window.findChild<W *>(QLatin1String(name));
    }
    [[nodiscard]] QString text(const char *label) const
    {
        const auto *const found = find<QLabel>(label);
        return found && found->isVisible() ? found->text() : QString();
    }
    [[nodiscard]] static QString focusName()
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }

    DoorCentre centre;
    FakeTill till;
    Desk desk{centre, till};
    TicketOffice tickets{till};
    Workplace place{centre, till, desk, tickets, QStringLiteral("till-3"), {}};
    Theme theme;
    CommandSet commands;
    MainWindow window{place, theme, commands};
};

} // namespace foyer
