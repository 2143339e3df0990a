// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/services/workplace.h"
#include "ui/widgets/theme.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>
#include <QtCore/QVector>

#include <functional>

class QWidget;

namespace foyer {

class CommandSet;

/// The guided first sale: drives the real window like a person, from sign-in to the printed ticket, and writes a picture of each step and the PDF into a
/// folder. It sells two real seats each time. Everything outlives it; GUI thread.
class Tour : public QObject
{
    Q_OBJECT
public:
    Tour(QWidget &window, const Workplace &place, Theme &theme, CommandSet &commands, const QString &folder);

    /// From the sign-in page on; ends in finished().
    void start();

Q_SIGNALS:
    /// `problem` is empty, or says at which step the window did not do what it should.
    void finished(const QString &problem);

private:
    struct Step
    {
        QString name;                ///< of the picture; empty = none is taken
        std::function<bool()> ready; ///< when the step's page is there and has what it shows
        std::function<void()> act;   ///< what the person does then
    };

    void addSaleSteps();
    void addLookSteps();
    void poll();
    void takePicture(const QString &name);
    void chooseSeats();
    void seatsChosen(const EventMap &map, const QByteArray &states);
    void savePdf();

    [[nodiscard]] QWidget *find(const char *name) const;
    [[nodiscard]] bool isOn(const char *page) const;
    [[nodiscard]] int rows(const char *table) const;
    [[nodiscard]] bool isMapShown() const;
    void type(const char *field, const QString &text, bool enter);
    void trigger(const char *command);
    void click(const char *button);

    QWidget &m_window;
    const Workplace &m_place;
    Theme &m_theme;
    CommandSet &m_commands;
    QString m_folder;
    QVector<Step> m_steps;
    qsizetype m_step = 0;
    int m_picture = 0;
    QString m_seats; ///< what is typed: "B 12-13"
    bool m_pdfSaved = false;
    QString m_problem;
    QTimer m_poll;
    QElapsedTimer m_waiting;
    QElapsedTimer m_settling; ///< since the step became ready
};

} // namespace foyer
