// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/windowbench.h"
#include "ui/widgets/sentences.h"

#include <QtCore/QSettings>
#include <QtCore/QStandardPaths>
#include <QtWidgets/QListView>
#include <QtWidgets/QToolButton>

using namespace foyer;

namespace {

bool nested(const QObject *a, const QObject *b)
{
    for (const QObject *up = a; up; up = up->parent()) {
        if (up == b)
            return true;
    }
    return false;
}

QString keyShared(const Command &a, const Command &b)
{
    for (const QKeySequence &key : a.shortcuts) {
        if (b.shortcuts.contains(key))
            return key.toString();
    }
    return {};
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void noShortcutMeansTwoThings();
    void everyCommandSaysWhatItDoes();
    void signsInByKeyboard();
    void refusesAWrongPassword();
    void asksForWhatIsMissing();
    void endsTheWaitForASilentCentre();
    void turnsAStrangerAway();
    void comesInAsADemoPerson();
    void showsNoRailWordShortened();
    void paletteFindsAndRuns();
    void signOutAsksForThePasswordAgain();
    void comesBackWhereItWas();
};

void TestMainWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("foyer-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_mainwindow"));
}

void TestMainWindow::init()
{
    QSettings().clear();
}

// Looks at the widgets the actions live on, not at the names of the contexts: those could be wrong.
void TestMainWindow::noShortcutMeansTwoThings()
{
    const WindowBench bench;
    const auto pairs = bench.commands.ambiguous();
    for (const auto &pair : pairs)
        qWarning().noquote() << pair.first << "and" << pair.second << "share a key";
    QVERIFY(pairs.isEmpty());

    const QVector<Command> &all = bench.commands.commands();
    QVERIFY2(all.size() > 40, qPrintable(QStringLiteral("only %1 commands").arg(all.size())));
    for (int i = 0; i < all.size(); ++i) {
        for (int j = i + 1; j < all.size(); ++j) {
            const QString key = keyShared(all[i], all[j]);
            if (key.isEmpty())
                continue;
            const QObject *const one = bench.commands.action(all[i].id)->parent();
            const QObject *const other = bench.commands.action(all[j].id)->parent();
            QVERIFY2(!nested(one, other) && !nested(other, one),
                     qPrintable(QStringLiteral("%1 runs %2 and %3 at once").arg(key, all[i].id, all[j].id)));
        }
    }
}

void TestMainWindow::everyCommandSaysWhatItDoes()
{
    const WindowBench bench;
    for (const Command &command : bench.commands.commands()) {
        QVERIFY2(!command.text.isEmpty(), qPrintable(command.id));
        QVERIFY2(command.description.endsWith(QLatin1Char('.')) || command.description.endsWith(QChar(0x2026)),
                 qPrintable(command.id + QStringLiteral(": ") + command.description));
    }
}

void TestMainWindow::signsInByKeyboard()
{
    WindowBench bench;
    bench.centre.addTheatre();
    bench.centre.admit(QStringLiteral("clerk"));
    QCOMPARE(bench.focusName(), QStringLiteral("signInName"));
    bench.type(QStringLiteral("clerk"));
    bench.press(Qt::Key_Tab);
    QCOMPARE(bench.focusName(), QStringLiteral("signInPassword"));
    bench.type(QStringLiteral("secret"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.window.isSignedIn());

    QCOMPARE(bench.centre.knocks.size(), 1);
    QCOMPARE(bench.centre.knocks[0].name, QStringLiteral("clerk"));
    QCOMPARE(bench.centre.knocks[0].password, QStringLiteral("secret"));
    QCOMPARE(bench.centre.knocks[0].till, QStringLiteral("till-3"));
    QVERIFY(bench.find<QWidget>("rail")->isVisible());
    QVERIFY(bench.commands.action(QStringLiteral("shell.sell"))->isEnabled());
    QVERIFY(!bench.commands.action(QStringLiteral("shell.performances"))->isEnabled());
}

void TestMainWindow::refusesAWrongPassword()
{
    WindowBench bench;
    bench.type(QStringLiteral("clerk"));
    bench.press(Qt::Key_Tab);
    bench.type(QStringLiteral("wrong"));
    bench.press(Qt::Key_Return);
    QTRY_COMPARE(bench.text("signInMessage"), sentenceFor(Error{ErrorCode::SignInRefused, {}, {}, {}}, QLocale()));
    QVERIFY(!bench.window.isSignedIn());
    // The next try begins by typing: the wrong password is selected.
    QCOMPARE(bench.focusName(), QStringLiteral("signInPassword"));
    bench.type(QStringLiteral("right"));
    bench.centre.addTheatre();
    bench.centre.admit(QStringLiteral("clerk"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.window.isSignedIn());
    QCOMPARE(bench.centre.knocks.last().password, QStringLiteral("right"));
}

void TestMainWindow::asksForWhatIsMissing()
{
    WindowBench bench;
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.text("signInMessage"), QStringLiteral("Type your name first."));
    QCOMPARE(bench.focusName(), QStringLiteral("signInName"));
    bench.type(QStringLiteral("clerk"));
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.focusName(), QStringLiteral("signInPassword"));
    QVERIFY(bench.centre.knocks.isEmpty());
}

void TestMainWindow::endsTheWaitForASilentCentre()
{
    WindowBench bench;
    bench.centre.silent = true;
    bench.type(QStringLiteral("clerk"));
    bench.press(Qt::Key_Tab);
    bench.type(QStringLiteral("secret"));
    bench.press(Qt::Key_Return);
    QVERIFY(!bench.find<QLineEdit>("signInName")->isEnabled());
    bench.press(Qt::Key_Escape);
    QVERIFY(bench.find<QLineEdit>("signInName")->isEnabled());
    QCOMPARE(bench.centre.signOuts, 1);
    QVERIFY(!bench.window.isSignedIn());
}

void TestMainWindow::turnsAStrangerAway()
{
    WindowBench bench;
    bench.centre.admit(QStringLiteral("auditor"));
    bench.type(QStringLiteral("auditor"));
    bench.press(Qt::Key_Tab);
    bench.type(QStringLiteral("secret"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(bench.text("signInMessage").startsWith(QStringLiteral("This account has no work at a counter.")));
    QCOMPARE(bench.centre.signOuts, 1);
    QVERIFY(!bench.window.isSignedIn());
}

void TestMainWindow::comesInAsADemoPerson()
{
    WindowBench bench;
    bench.centre.addTheatre();
    bench.centre.admit(QStringLiteral("promoter"));
    bench.press(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(bench.window.isSignedIn());
    QCOMPARE(bench.centre.knocks.last().name, QStringLiteral("paul"));
    QCOMPARE(bench.centre.knocks.last().password, QStringLiteral("demo-paul"));
    QVERIFY(!bench.commands.action(QStringLiteral("shell.sell"))->isEnabled());
}

void TestMainWindow::showsNoRailWordShortened()
{
    WindowBench bench;
    bench.centre.addTheatre();
    bench.centre.admit(QStringLiteral("promoter"));
    bench.press(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(bench.window.isSignedIn());
    const QList<QToolButton *> buttons = bench.find<QWidget>("rail")->findChildren<QToolButton *>();
    QVERIFY(buttons.size() >= 3);
    for (const QToolButton *const button : buttons) {
        QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()) + 8,
                 qPrintable(QStringLiteral("%1 has %2 px").arg(button->text()).arg(button->width())));
    }
}

void TestMainWindow::paletteFindsAndRuns()
{
    WindowBench bench;
    bench.theme.setMode(ThemeMode::Light);
    bench.press(Qt::Key_K, Qt::ControlModifier);
    QTRY_COMPARE(bench.focusName(), QStringLiteral("commandFilter"));
    auto *const list = bench.find<QListView>("commandList");
    const int all = list->model()->rowCount();
    QVERIFY(all >= 5);
    bench.type(QStringLiteral("light dark"));
    QTRY_VERIFY(list->model()->rowCount() < all);
    QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Light or dark"));
    bench.press(Qt::Key_Return);
    QTRY_VERIFY(!list->isVisible());
    QVERIFY(bench.theme.mode() != ThemeMode::Light);
}

void TestMainWindow::signOutAsksForThePasswordAgain()
{
    WindowBench bench;
    bench.centre.addTheatre();
    bench.centre.admit(QStringLiteral("clerk"));
    bench.press(Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(bench.window.isSignedIn());
    bench.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!bench.window.isSignedIn());
    QTRY_VERIFY(bench.find<QLineEdit>("signInPassword")->isVisible());
    QVERIFY(bench.find<QLineEdit>("signInPassword")->text().isEmpty());
    QCOMPARE(bench.find<QLineEdit>("signInName")->text(), QStringLiteral("ana"));
}

void TestMainWindow::comesBackWhereItWas()
{
    // At the top edge of the screen, where a till without a window manager has its window and a wrong allowance for a title bar shows.
    const QRect wished(12, 0, 1100, 720);
    for (int start = 0; start < 3; ++start) {
        WindowBench bench;
        if (start == 0)
            bench.window.setGeometry(wished);
        else
            bench.window.resize(wished.size()); // the bench gives every window a size of its own
        QCOMPARE(bench.window.geometry(), wished);
        bench.window.close();
        QTRY_VERIFY(!bench.window.isVisible());
    }
    QCOMPARE(Preferences::load().place.size(), wished.size());
    QVERIFY(!Preferences::load().maximized);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
