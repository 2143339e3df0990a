// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour/guide.h"

#include <QtGui/QPixmap>

#include <cstdio>

namespace foyer {

namespace {

constexpr int kAskMs = 25;
constexpr int kPatienceMs = 20'000;
// Longer than any motion of the window (150 ms) and than a poll's repaint.
constexpr int kSettleMs = 350;
constexpr QSize kSmall(1280, 800);
constexpr QSize kLarge(1920, 1080);

} // namespace

Guide::Guide(QWidget &window, Theme &theme, QString folder, QObject *parent)
    : QObject(parent), m_window(window), m_theme(theme), m_folder(std::move(folder))
{
    m_timer.setInterval(kAskMs);
    connect(&m_timer, &QTimer::timeout, this, &Guide::ask);
}

void Guide::add(const QString &what, std::function<bool()> ready, std::function<void()> act)
{
    m_steps.append(Step{what, std::move(ready), std::move(act)});
}

void Guide::look(const QString &name, Looks looks)
{
    const QString base = QStringLiteral("%1-%2").arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(name);
    struct Variant
    {
        QString suffix;
        ThemeMode mode;
        QSize size;
    };
    QVector<Variant> variants{{QString(), ThemeMode::Light, kSmall}};
    if (looks == Looks::All) {
        variants.append({QStringLiteral("-dark"), ThemeMode::Dark, kSmall});
        variants.append({QStringLiteral("-dark-1920"), ThemeMode::Dark, kLarge});
        variants.append({QStringLiteral("-1920"), ThemeMode::Light, kLarge});
    }
    for (const Variant &variant : variants) {
        add(base, [] { return true; }, [this, variant] {
            m_theme.setMode(variant.mode);
            m_window.resize(variant.size);
        });
        add(base, [this] { return m_since.elapsed() > kSettleMs; }, [this, base, variant] { grab(base + variant.suffix + QStringLiteral(".png")); });
    }
    if (looks == Looks::All) {
        add(base, [] { return true; }, [this] {
            m_theme.setMode(ThemeMode::Light);
            m_window.resize(kSmall);
        });
    }
}

void Guide::start()
{
    m_since.start();
    m_timer.start();
}

void Guide::announce(const QString &path)
{
    std::printf("%s\n", qPrintable(path));
    std::fflush(stdout);
}

void Guide::ask()
{
    const Step &step = m_steps.at(m_current);
    if (step.ready())
        return next();
    if (m_since.elapsed() > kPatienceMs) {
        m_timer.stop();
        m_window.grab().save(m_folder + QStringLiteral("/failed.png"));
        Q_EMIT failed(QStringLiteral("The tour stopped: %1 did not come to pass within %2 seconds; failed.png shows the window.").arg(step.what).arg(kPatienceMs / 1000));
    }
}

void Guide::next()
{
    // The act may start a nested change of the window; the next step's clock begins after it.
    m_steps.at(m_current).act();
    ++m_current;
    m_since.start();
    if (m_current < m_steps.size() || !m_timer.isActive())
        return;
    m_timer.stop();
    Q_EMIT finished();
}

void Guide::grab(const QString &file)
{
    const QString path = m_folder + QLatin1Char('/') + file;
    if (m_window.grab().save(path))
        return announce(path);
    m_timer.stop();
    Q_EMIT failed(QStringLiteral("The tour stopped: %1 can not be written.").arg(path));
}

} // namespace foyer
