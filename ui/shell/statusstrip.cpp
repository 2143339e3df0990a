// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusstrip.h"

#include "ui/widgets/command.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace foyer {

namespace {

constexpr int stripHeight = 32;
constexpr int dotSize = 10;

// Full = connected, half = on the way, ring = not: the form says it too, not the colour alone.
QPixmap dotPixmap(LinkState state, const Theme &theme, qreal ratio)
{
    const ThemeColors &colors = theme.colors();
    QPixmap result(QSize(dotSize, dotSize) * ratio);
    result.setDevicePixelRatio(ratio);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(1, 1, dotSize - 2, dotSize - 2);
    const QColor color = state == LinkState::Online ? colors.success : state == LinkState::SignedOut ? colors.secondText : colors.warning;
    painter.setPen(QPen(color, 1.6));
    if (state == LinkState::Online)
        painter.setBrush(color);
    painter.drawEllipse(circle);
    if (state == LinkState::Lost || state == LinkState::Connecting) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPie(circle, 90 * 16, 180 * 16);
    }
    return result;
}

} // namespace

StatusStrip::StatusStrip(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_layout(new QHBoxLayout(this))
    , m_dot(new QLabel)
    , m_state(new QLabel)
    , m_parts(new QLabel)
    , m_remark(new QLabel)
{
    setObjectName(QStringLiteral("statusStrip"));
    setKind(this, QStringLiteral("strip"));
    setFixedHeight(stripHeight);
    m_layout->setContentsMargins(16, 0, 12, 0);
    m_layout->setSpacing(8);
    m_state->setObjectName(QStringLiteral("linkStateLabel"));
    m_parts->setObjectName(QStringLiteral("placeLabel"));
    m_remark->setObjectName(QStringLiteral("remarkLabel"));
    setKind(m_parts, QStringLiteral("secondary"));
    setKind(m_remark, QStringLiteral("warning"));
    m_parts->setTextFormat(Qt::PlainText);
    m_layout->addWidget(m_dot);
    m_layout->addWidget(m_state);
    m_layout->addWidget(m_parts);
    m_layout->addSpacing(8);
    m_layout->addWidget(m_remark);
    m_layout->addStretch();
    m_remark->hide();
    connect(&theme, &Theme::changed, this, &StatusStrip::showState);
    showState();
}

void StatusStrip::setPlace(const QString &server, const QString &till)
{
    m_server = server;
    m_till = till;
    showParts();
}

void StatusStrip::setPerson(const QString &name, const QString &role)
{
    m_person = name;
    m_role = role;
    showParts();
}

void StatusStrip::setLinkState(LinkState state)
{
    m_linkState = state;
    showState();
}

void StatusStrip::setRemark(const QString &text)
{
    m_remark->setText(text);
    m_remark->setVisible(!text.isEmpty());
}

void StatusStrip::addHint(CommandSet &commands, const QString &commandId)
{
    const auto &all = commands.commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command &command) { return command.id == commandId; });
    Q_ASSERT(found != all.end());
    auto *button = new QToolButton;
    setKind(button, QStringLiteral("strip"));
    button->setText(QStringLiteral("%1  %2").arg(shortcutText(*found), found->text));
    button->setFocusPolicy(Qt::NoFocus);
    commands.bind(button, commandId);
    m_layout->addWidget(button);
}

void StatusStrip::showParts()
{
    QStringList parts;
    if (!m_server.isEmpty())
        parts.append(m_server);
    if (!m_till.isEmpty())
        parts.append(m_till);
    if (!m_person.isEmpty())
        parts.append(m_role.isEmpty() ? m_person : QStringLiteral("%1 (%2)").arg(m_person, m_role));
    m_parts->setText(parts.isEmpty() ? QString() : QStringLiteral("·  ") + parts.join(QStringLiteral("  ·  ")));
}

void StatusStrip::showState()
{
    QString kind = QStringLiteral("strong");
    QString text;
    switch (m_linkState) {
    case LinkState::SignedOut:
        text = tr("Not signed in");
        kind = QStringLiteral("secondary");
        break;
    case LinkState::Connecting:
        text = tr("Connecting…");
        break;
    case LinkState::Online:
        text = tr("Online");
        break;
    case LinkState::Lost:
        text = tr("The line is down — reconnecting…");
        kind = QStringLiteral("warning");
        break;
    }
    m_dot->setPixmap(dotPixmap(m_linkState, m_theme, devicePixelRatioF()));
    m_state->setText(text);
    setKind(m_state, kind);
}

} // namespace foyer
