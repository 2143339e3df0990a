// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtDBus/QDBusVariant>

namespace foyer {

/// What the desktop wishes, asked of org.freedesktop.portal.Settings without waiting. Silent where there is no portal.
class DesktopSettings : public QObject
{
    Q_OBJECT
public:
    explicit DesktopSettings(QObject *parent = nullptr);

Q_SIGNALS:
    void darkWished(bool dark);
    void contrastWished(bool high);

private Q_SLOTS:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void take(const QString &key, const QVariant &value);
};

} // namespace foyer
