// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tickets/ticketdocument.h"

#include <QtWidgets/QWidget>

namespace foyer {

/// The tickets as they will be printed, one below the other, as wide as there is room; only what is in sight is painted. Lives in a scroll area.
class TicketPreview : public QWidget
{
    Q_OBJECT
public:
    explicit TicketPreview(QWidget *parent = nullptr);

    void setTickets(const QVector<TicketDocument> &tickets, const TicketPaintSettings &settings);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QSizeF ticketSize(int width) const;

    QVector<TicketDocument> m_tickets;
    TicketPaintSettings m_settings;
};

} // namespace foyer
