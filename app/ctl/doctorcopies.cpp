// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/doctor.h"

#include "app/json.h"
#include "app/privatebackup.h"
#include "models/core/limits.h"

namespace foyer {
namespace {

constexpr qint64 oldSecs = limits::backupOldHours * 3600LL;
constexpr qint64 nightMissedSecs = 40LL * 3600;

QString hours(qint64 secs)
{
    return secs < 2 * 3600 ? QStringLiteral("%1 minutes old").arg(secs / 60) : QStringLiteral("%1 hours old").arg(secs / 3600);
}

void examinePrivateCopy(const Profile &profile, QVector<Diagnosis> &list)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto copy = PrivateBackup::newest(profile, now);
    const qint64 age = copy ? copy->madeAt.secsTo(now) : 0;
    list.append({QStringLiteral("last good copy"), copy && age <= oldSecs ? Diagnosis::Ok : Diagnosis::Warning,
        copy ? QStringLiteral("%1: %2").arg(hours(age), copy->folder) : QStringLiteral("none yet; “foyerctl work --once” makes one")});
}

Diagnosis copyOf(const QJsonValue &kind, const QString &check, const QString &program)
{
    const QString goodAt = kind[QStringLiteral("good_at")].toString();
    const QString failedAt = kind[QStringLiteral("failed_at")].toString();
    const qint64 age = kind[QStringLiteral("age_s")].toInteger();
    QString text = goodAt.isEmpty() ? QStringLiteral("none; %1 was never told to have made one").arg(program) : QStringLiteral("%1, of %2").arg(hours(age), goodAt);
    if (!failedAt.isEmpty())
        text += QStringLiteral("; failed on %1: %2").arg(failedAt, kind[QStringLiteral("failure")].toString());
    return {check, goodAt.isEmpty() || age > oldSecs || !failedAt.isEmpty() ? Diagnosis::Warning : Diagnosis::Ok, text};
}

Diagnosis archiveOf(const QJsonValue &wal)
{
    const QString check = QStringLiteral("archive of WAL");
    if (wal[QStringLiteral("mode")].toString() == QLatin1String("off"))
        return {check, Diagnosis::Warning, QStringLiteral("off; a disk that dies takes everything since the last copy along")};
    const QString at = wal[QStringLiteral("archived_at")].toString();
    const QString failedAt = wal[QStringLiteral("failed_at")].toString();
    // RFC 3339 in UTC throughout: the order of the texts is that of the times.
    if (failedAt > at)
        return {check, Diagnosis::Error, QStringLiteral("fails since %1; the server's log says why").arg(failedAt)};
    return {check, at.isEmpty() ? Diagnosis::Warning : Diagnosis::Ok, at.isEmpty() ? QStringLiteral("nothing archived yet") : QStringLiteral("last at ") + at};
}

void examineNight(AdminSession &session, QVector<Diagnosis> &list)
{
    const QString check = QStringLiteral("nightly check");
    const auto last = json(session, "select foyer.last_verify()");
    if (!last) {
        list.append({check, Diagnosis::Warning, last.error().log});
        return;
    }
    const QString ranAt = (*last)[QStringLiteral("ran_at")].toString();
    const QString failed = (*last)[QStringLiteral("failed")].toString();
    const int findings = (*last)[QStringLiteral("findings")].toInt();
    if (ranAt.isEmpty())
        list.append({check, Diagnosis::Warning, QStringLiteral("never ran; is “foyerctl work” running?")});
    else if (!failed.isEmpty() || findings > 0)
        list.append({check, Diagnosis::Error, failed.isEmpty() ? QStringLiteral("%1 findings on %2; “foyerctl verify” names them").arg(findings).arg(ranAt) : failed});
    else
        list.append({check, (*last)[QStringLiteral("age_s")].toInteger() > nightMissedSecs ? Diagnosis::Warning : Diagnosis::Ok, QStringLiteral("all was well on ") + ranAt});
}

} // namespace

void examineCopies(Run &run, AdminSession &session, QVector<Diagnosis> &list)
{
    if (run.isStandalone()) {
        examinePrivateCopy(run.profile(), list);
    } else if (const auto copies = json(session, "select foyer.last_backups()"); copies) {
        list.append(copyOf((*copies)[QStringLiteral("dump")], QStringLiteral("last good copy"), QStringLiteral("packaging/server/dump")));
        list.append(archiveOf((*copies)[QStringLiteral("wal")]));
    } else {
        list.append({QStringLiteral("last good copy"), Diagnosis::Warning, copies.error().log});
    }
    examineNight(session, list);
}

} // namespace foyer
