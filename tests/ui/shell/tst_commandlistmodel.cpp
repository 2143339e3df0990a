// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandlistmodel.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>
#include <QtWidgets/QWidget>

using namespace foyer;

class TestCommandListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void filters_data();
    void filters();
    void leavesOutWhatCanNotBeRun();
    void runsNothingByItself();

private:
    [[nodiscard]] QString ids(const CommandListModel &model) const;
    void add(const char *id, const char *text, const char *description, const char *context);

    std::unique_ptr<QWidget> m_page;
    std::unique_ptr<CommandSet> m_commands;
    int m_runs = 0;
};

void TestCommandListModel::add(const char *id, const char *text, const char *description, const char *context)
{
    m_commands->add({QLatin1String(id),
                     QLatin1String(text),
                     QLatin1String(description),
                     {},
                     {QKeySequence(Qt::Key_F9)},
                     QLatin1String(context),
                     [this] { ++m_runs; }},
                    m_page.get());
}

void TestCommandListModel::init()
{
    m_runs = 0;
    m_commands = std::make_unique<CommandSet>();
    m_page = std::make_unique<QWidget>();
    add("quit", "Close Foyer", "Closes the window.", "");
    add("cash", "Pay cash", "Opens the payment.", "sell");
    add("card", "Pay by card", "Opens the payment with the terminal.", "sell");
    add("back", "Back", "Leaves without a payment.", "sell");
    m_page->show();
}

QString TestCommandListModel::ids(const CommandListModel &model) const
{
    QStringList found;
    for (int row = 0; row < model.rowCount(); ++row)
        found << model.index(row).data(CommandListModel::IdRole).toString();
    return found.join(QLatin1Char(' '));
}

void TestCommandListModel::filters_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("found");
    QTest::newRow("nothing typed: the page first") << QString() << QStringLiteral("cash card back quit");
    QTest::newRow("any letter case") << QStringLiteral("CASH") << QStringLiteral("cash");
    QTest::newRow("words in any order") << QStringLiteral("card pay") << QStringLiteral("card");
    QTest::newRow("in the description") << QStringLiteral("terminal") << QStringLiteral("card");
    QTest::newRow("spaces around") << QStringLiteral("  window ") << QStringLiteral("quit");
    QTest::newRow("what begins so comes first") << QStringLiteral("clos") << QStringLiteral("quit");
    QTest::newRow("all words are needed") << QStringLiteral("cash terminal") << QString();
}

void TestCommandListModel::filters()
{
    QFETCH(QString, typed);
    QFETCH(QString, found);
    CommandListModel model(*m_commands);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.refresh(typed);
    QCOMPARE(ids(model), found);
}

void TestCommandListModel::leavesOutWhatCanNotBeRun()
{
    CommandListModel model(*m_commands);
    m_commands->action(QStringLiteral("cash"))->setEnabled(false);
    model.refresh(QStringLiteral("pay"));
    QCOMPARE(ids(model), QStringLiteral("card back"));
    m_page->hide();
    model.refresh({});
    QCOMPARE(model.rowCount(), 0);
}

void TestCommandListModel::runsNothingByItself()
{
    CommandListModel model(*m_commands);
    model.refresh(QStringLiteral("cash"));
    QCOMPARE(m_runs, 0);
    QCOMPARE(model.index(0).data(CommandListModel::ShortcutRole).toString(), QStringLiteral("F9"));
    m_commands->action(model.index(0).data(CommandListModel::IdRole).toString())->trigger();
    QCOMPARE(m_runs, 1);
}

QTEST_MAIN(TestCommandListModel)
#include "tst_commandlistmodel.moc"
