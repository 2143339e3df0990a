// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/sale.h"
#include "models/services/ticketoffice.h"

#include <QtWidgets/QWidget>

class QFrame;
class QLabel;
class QPushButton;

namespace foyer {

class CommandSet;
class MessageBar;
class Theme;
class TicketPreview;

/// After the sale: the change in large figures, the tickets to print or save, and on to the next customer.
class TicketsPage : public QWidget
{
    Q_OBJECT
public:
    TicketsPage(TicketOffice &office, const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);

    /// Shows a sold order; the tickets' codes arrive a moment later.
    void open(const SoldOrder &order, const QVector<EventDetail> &details);
    /// Writes the PDF; what came of it stands in the message bar.
    void savePdf(const QString &path);
    [[nodiscard]] const QVector<TicketDocument> &documents() const { return m_documents; }
    MessageBar &messages() { return *m_bar; }

Q_SIGNALS:
    void documentsReady();
    void pdfSaved(const QString &path);
    void pdfFailed(const foyer::Error &error);
    void nextCustomer();

private:
    QWidget *buildSide(const Theme &theme);
    QWidget *buildPreview(const Theme &theme);
    void addCommands(CommandSet &commands);
    void load();
    void useDocuments(const QVector<TicketDocument> &documents);
    void askPath();
    void print();
    void setReady(bool ready);

    TicketOffice &m_office;
    CommandSet &m_commands;
    SoldOrder m_order;
    QVector<EventDetail> m_details;
    QVector<TicketDocument> m_documents;
    int m_round = 0; ///< of orders: documents of an earlier one are dropped
    QLabel *m_headline = nullptr;
    QLabel *m_number = nullptr;
    QLabel *m_changeWord = nullptr;
    QLabel *m_change = nullptr;
    QLabel *m_total = nullptr;
    MessageBar *m_bar = nullptr;
    TicketPreview *m_preview = nullptr;
    QPushButton *m_print = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_next = nullptr;
};

} // namespace foyer
