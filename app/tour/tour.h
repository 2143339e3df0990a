// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tour/guide.h"
#include "app/tour/hands.h"
#include "models/services/workplace.h"

namespace foyer {

class PlaceStore;
class SeatMapWidget;

/// The guided first sale: drives the real widgets from sign-in to the saved tickets, with a picture of each step and the PDF in a folder. It is the demo
/// without a display, an end-to-end test, and the source of the README's pictures. Needs the demo venue. GUI thread.
class Tour : public QObject
{
    Q_OBJECT
public:
    /// `folder` is made when it is missing. `place`, `window` and `theme` outlive the tour.
    Tour(const Workplace &place, QWidget &window, Theme &theme, const QString &folder, QObject *parent = nullptr);

    /// From the sign-in page on.
    void start();

Q_SIGNALS:
    /// 0, or 1 after a sentence on standard error.
    void finished(int exitCode);

private:
    void signIn();
    void choosePerformance();
    void takeSeats();
    void pay();
    void saveTickets();
    void standOnTheFloor();
    void openPerformance(const QString &search);

    [[nodiscard]] PlaceStore *places() const;
    [[nodiscard]] QString freePair() const;
    [[nodiscard]] int basketRows() const;
    [[nodiscard]] int performances() const;
    [[nodiscard]] QWidget *standingButton(const char *name) const;

    const Workplace &m_place;
    QString m_folder;
    Hands m_hands;
    Guide m_guide;
    QString m_totalBefore;
    int m_allPerformances = 0;
    bool m_saved = false;
};

} // namespace foyer
