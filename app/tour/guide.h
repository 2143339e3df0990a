// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtCore/QVector>
#include <QtWidgets/QWidget>

#include <functional>

namespace foyer {

/// Which pictures a page is worth: only the usual one, or also dark and on a large screen.
enum class Looks { One, All };

/// Plays steps one after the other: each waits until its condition holds, then acts. Pictures are steps too. No step waits in a loop: a timer asks. GUI thread.
class Guide : public QObject
{
    Q_OBJECT
public:
    /// `folder` gets the pictures; it exists.
    Guide(QWidget &window, Theme &theme, QString folder, QObject *parent = nullptr);

    /// `what` names the step in the sentence that says it did not come to pass.
    void add(const QString &what, std::function<bool()> ready, std::function<void()> act);
    /// Grabs the window as NN-name.png, light at 1280×800; Looks::All adds dark and 1920×1080.
    void look(const QString &name, Looks looks = Looks::One);
    void start();
    /// Prints a written file's path, as each picture does.
    static void announce(const QString &path);

Q_SIGNALS:
    void finished();
    void failed(const QString &sentence);

private:
    struct Step
    {
        QString what;
        std::function<bool()> ready;
        std::function<void()> act;
    };

    void ask();
    void next();
    void grab(const QString &file);

    QWidget &m_window;
    Theme &m_theme;
    QString m_folder;
    QVector<Step> m_steps;
    qsizetype m_current = 0;
    int m_pictures = 0;
    QTimer m_timer;
    QElapsedTimer m_since; ///< the current step began
};

} // namespace foyer
