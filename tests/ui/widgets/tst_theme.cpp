// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <cmath>

using namespace foyer;

namespace {

// WCAG 2.1, "relative luminance" and "contrast ratio".
double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresContrast();
    void canBeRead_data();
    void canBeRead();
    void showsNeverSystem();
    void tellsOfAChange();
};

void TestTheme::measuresContrast()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 100), 2100);
    QCOMPARE(qRound(contrast(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448); // the well-known grey that just fails
}

void TestTheme::canBeRead_data()
{
    QTest::addColumn<QColor>("front");
    QTest::addColumn<QColor>("back");
    QTest::addColumn<double>("least");
    const QPair<ThemeMode, const char *> modes[] = {
        {ThemeMode::Light, "light"}, {ThemeMode::Dark, "dark"}, {ThemeMode::HighContrast, "high contrast"}};
    for (const auto &[mode, name] : modes) {
        const ThemeColors c = themeColors(mode);
        const QPair<const char *, QColor> grounds[] = {
            {"window", c.window}, {"surface", c.surface}, {"hover", c.hover}, {"selected", c.selected}};
        for (const auto &[ground, back] : grounds) {
            QTest::addRow("%s: text on %s", name, ground) << c.text << back << 4.5;
            QTest::addRow("%s: second text on %s", name, ground) << c.secondText << back << 4.5;
        }
        for (const auto &[ground, back] : {grounds[0], grounds[1]}) {
            const QPair<const char *, QColor> words[] = {
                {"accent", c.accent}, {"warning", c.warning}, {"danger", c.danger}, {"success", c.success}};
            for (const auto &[word, front] : words)
                QTest::addRow("%s: %s on %s", name, word, ground) << front << back << 4.5;
            QTest::addRow("%s: control on %s", name, ground) << c.control << back << 3.0;
        }
        QTest::addRow("%s: text on accent", name) << c.onAccent << c.accent << 4.5;
        const QPair<const char *, QColor> seats[] = {{"free", c.seatFree},
                                                     {"mine", c.seatMine},
                                                     {"sold", c.seatSold},
                                                     {"blocked", c.seatBlocked},
                                                     {"leased", c.seatLeased}};
        for (const auto &[state, front] : seats)
            QTest::addRow("%s: %s seat on surface", name, state) << front << c.surface << 3.0;
    }
}

void TestTheme::canBeRead()
{
    QFETCH(QColor, front);
    QFETCH(QColor, back);
    QFETCH(double, least);
    QVERIFY(front.isValid() && back.isValid());
    const double ratio = contrast(front, back);
    QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1 on %2 is %3:1, needs %4:1")
                                            .arg(front.name(), back.name())
                                            .arg(ratio, 0, 'f', 2)
                                            .arg(least)));
}

void TestTheme::showsNeverSystem()
{
    Theme theme;
    theme.setMode(ThemeMode::System);
    QVERIFY(theme.shownMode() != ThemeMode::System);
    theme.setMode(ThemeMode::HighContrast);
    QCOMPARE(theme.shownMode(), ThemeMode::HighContrast);
    QCOMPARE(theme.colors().lineWidth, 2);
}

void TestTheme::tellsOfAChange()
{
    Theme theme;
    theme.setMode(ThemeMode::Light);
    int changes = 0;
    connect(&theme, &Theme::changed, this, [&] { ++changes; });
    theme.setMode(ThemeMode::Dark);
    QCOMPARE(changes, 1);
    QCOMPARE(QApplication::palette().color(QPalette::Window), theme.colors().window);
    QCOMPARE(theme.color(IconRole::Danger), themeColors(ThemeMode::Dark).danger);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
