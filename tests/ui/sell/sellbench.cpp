// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sell/sellbench.h"

#include <QtCore/QDir>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

namespace foyer {

SellBench::SellBench(int otherPerformances, bool readOnly)
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    theme.setMode(ThemeMode::Light);
    centre.addTheatre(otherPerformances);
    room.resize(1208, 768); // what the frame of a 1280×800 window leaves
    room.setReadOnly(readOnly);
    room.show();
    room.activateWindow();
    (void)QTest::qWaitForWindowActive(&room);
    room.start();
}

void SellBench::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : &room, key, modifiers);
}

void SellBench::type(const QString &text)
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClicks(focus ? focus : &room, text);
}

bool SellBench::openHamlet()
{
    const auto *table = find<QTableView>("eventTable");
    if (!QTest::qWaitFor([&] { return table->model()->rowCount() > 0; }))
        return false;
    type(QStringLiteral("ham"));
    press(Qt::Key_Return);
    return QTest::qWaitFor([&] { return isOn("sellPage") && find<QWidget>("seatMap")->isVisible(); });
}

bool SellBench::pick(const QString &seats, int lines)
{
    if (!openHamlet())
        return false;
    type(seats);
    press(Qt::Key_Return);
    return QTest::qWaitFor([&] { return basketLines() == lines; });
}

QString SellBench::text(const char *label) const
{
    const auto *found = find<QLabel>(label);
    return found ? found->text() : QStringLiteral("<no label %1>").arg(QLatin1String(label));
}

QString SellBench::message(const char *page) const
{
    const auto *bar = find<QWidget>(page)->findChild<QWidget *>(QStringLiteral("messageBar"));
    return bar && bar->isVisible() ? bar->findChild<QLabel *>(QStringLiteral("messageText"))->text() : QString();
}

bool SellBench::isOn(const char *page) const
{
    return room.currentWidget()->objectName() == QLatin1String(page);
}

int SellBench::basketLines() const
{
    return find<QTableView>("basketTable")->model()->rowCount();
}

void SellBench::snapshot(const QString &name)
{
    const QString folder = qEnvironmentVariable("FOYER_SNAPSHOTS");
    if (folder.isEmpty())
        return;
    const QSize before = room.size();
    for (const QSize &size : {QSize(1208, 768), QSize(1848, 1048)}) {
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            theme.setMode(mode);
            room.resize(size);
            QTest::qWait(60);
            room.grab().save(QDir(folder).filePath(QStringLiteral("%1-%2-%3.png").arg(name).arg(size.width()).arg(mode == ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))));
        }
    }
    theme.setMode(ThemeMode::Light);
    room.resize(before);
}

} // namespace foyer
