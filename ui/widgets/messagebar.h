// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace foyer {

class Theme;

/// One sentence at the top of a page, with at most one thing to do about it; hidden while there is nothing to say. A newer sentence replaces the older.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Tone { Info, Warning, Error };

    explicit MessageBar(const Theme &theme, QWidget *parent = nullptr);

    void say(Tone tone, const QString &text);
    /// With a button beside the sentence that emits actionTriggered.
    void say(Tone tone, const QString &text, const QString &action);
    void clear();
    /// The icon beside what is only information; a check mark otherwise.
    void setInfoIcon(const QString &name);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void actionTriggered();

private:
    void dress();

    const Theme &m_theme;
    Tone m_tone = Tone::Info;
    QString m_infoIcon = QStringLiteral("check");
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace foyer
