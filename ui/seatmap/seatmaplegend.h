// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatglyph.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

namespace foyer {

/// One line under the map: every state with its symbol, its word and how many there are. Leased and kept places are
/// shown only where there are some; words only where there is room for all of them. `theme` outlives it; GUI thread.
class SeatMapLegend : public QWidget
{
    Q_OBJECT
public:
    explicit SeatMapLegend(const Theme &theme, QWidget *parent = nullptr);

    void setStore(PlaceStore *store);
    /// The line as text: "free 412, mine 2, held 9, sold 177, blocked 12".
    [[nodiscard]] QString words() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Entry
    {
        SeatLook look;
        QString word;
        int count;
    };
    void recount();
    [[nodiscard]] double entryWidth(const Entry &entry, bool withWord) const;

    const Theme &m_theme;
    QPointer<PlaceStore> m_store;
    QVector<Entry> m_entries;
};

} // namespace foyer
