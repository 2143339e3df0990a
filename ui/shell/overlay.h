// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QFrame>

class QVBoxLayout;

namespace foyer {

/// A sheet over its whole parent that dims what is below, keeps Tab inside, closes by Esc or a click beside it, and gives the focus back to where it was.
/// It is a child, no dialog: nothing runs in a loop of its own.
class Overlay : public QWidget
{
    Q_OBJECT
public:
    /// `width` of the sheet in pixels; it shrinks with a small parent.
    Overlay(int width, QWidget *parent);

    void open();
    void close();
    [[nodiscard]] QVBoxLayout *sheetLayout() const { return m_layout; }

Q_SIGNALS:
    void closed();

protected:
    /// What gets the focus when the sheet opens.
    virtual QWidget *firstFocus() = 0;

    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void place();

    QFrame *m_sheet;
    QVBoxLayout *m_layout;
    QPointer<QWidget> m_focusBefore;
    int m_width;
};

} // namespace foyer
