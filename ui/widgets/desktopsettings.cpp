// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/desktopsettings.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

namespace foyer {

namespace {

const auto service = QStringLiteral("org.freedesktop.portal.Desktop");
const auto path = QStringLiteral("/org/freedesktop/portal/desktop");
const auto interface = QStringLiteral("org.freedesktop.portal.Settings");
const auto appearance = QStringLiteral("org.freedesktop.appearance");
const auto colorScheme = QStringLiteral("color-scheme");
const auto contrast = QStringLiteral("contrast");

} // namespace

DesktopSettings::DesktopSettings(QObject *parent)
    : QObject(parent)
{
    // Without a session bus QtDBus would try to launch one, which takes its time.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QString,QString,QDBusVariant)));
    for (const QString &key : {colorScheme, contrast}) {
        QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
        message << appearance << key;
        auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher *answered) {
            const QDBusPendingReply<QDBusVariant> reply = *answered;
            if (!reply.isError())
                take(key, reply.value().variant());
            answered->deleteLater();
        });
    }
}

void DesktopSettings::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space == appearance)
        take(key, value.variant());
}

void DesktopSettings::take(const QString &key, const QVariant &value)
{
    // Read wraps its value in one variant more than the signal does.
    QVariant plain = value;
    while (plain.userType() == qMetaTypeId<QDBusVariant>())
        plain = plain.value<QDBusVariant>().variant();
    const uint number = plain.toUInt();
    if (key == colorScheme && number != 0)
        Q_EMIT darkWished(number == 1);
    else if (key == contrast)
        Q_EMIT contrastWished(number == 1);
}

} // namespace foyer
