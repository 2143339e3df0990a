// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/overlay.h"

#include "ui/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr int edge = 32;
constexpr int topShare = 8; // the sheet starts an eighth below the top, where the eyes are

} // namespace

Overlay::Overlay(int width, QWidget *parent)
    : QWidget(parent)
    , m_sheet(new QFrame(this))
    , m_layout(new QVBoxLayout(m_sheet))
    , m_width(width)
{
    setKind(m_sheet, QStringLiteral("overlay"));
    m_layout->setContentsMargins(16, 16, 16, 16);
    m_layout->setSpacing(12);
    parent->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    m_focusBefore = QApplication::focusWidget();
    show();
    raise();
    place();
    if (QWidget *const first = firstFocus())
        first->setFocus(Qt::PopupFocusReason);
}

void Overlay::close()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Overlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, 110));
}

void Overlay::mousePressEvent(QMouseEvent *event)
{
    if (!m_sheet->geometry().contains(event->position().toPoint()))
        close();
}

void Overlay::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

bool Overlay::focusNextPrevChild(bool)
{
    return true;
}

void Overlay::place()
{
    const QSize outer = parentWidget()->size();
    resize(outer);
    const int width = qMin(m_width, outer.width() - 2 * edge);
    const int top = outer.height() / topShare;
    const int wished = m_layout->hasHeightForWidth() ? m_layout->heightForWidth(width) : m_sheet->sizeHint().height();
    const int height = qMin(wished, outer.height() - top - edge);
    m_sheet->setGeometry((outer.width() - width) / 2, top, width, height);
}

} // namespace foyer
