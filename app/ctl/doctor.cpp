// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/doctor.h"

#include "app/ctl/securitycheck.h"
#include "app/ctl/serverhealth.h"
#include "app/json.h"
#include "app/standalone.h"
#include "models/central/migrator.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QStorageInfo>

#include <cstdlib>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace foyer {
namespace {

constexpr qint64 littleSpace = 500LL * 1024 * 1024;
constexpr qint64 muchSkewMs = 2000;

void add(QVector<Diagnosis> &list, const QString &check, Diagnosis::Health health, const QString &detail)
{
    list.append({check, health, detail});
}

/// Whether a device, or one that it stands on, is a dm-crypt one.
bool isEncrypted(dev_t device)
{
    QFile uuid(QStringLiteral("/sys/dev/block/%1:%2/dm/uuid").arg(major(device)).arg(minor(device)));
    return uuid.open(QIODevice::ReadOnly) && uuid.readAll().startsWith("CRYPT-");
}

void examineProfile(Run &run, QVector<Diagnosis> &list)
{
    const QStorageInfo disk(run.profile().folder);
    add(list, QStringLiteral("profile"), Diagnosis::Ok, run.profile().folder);
    add(list, QStringLiteral("disk space"), disk.bytesAvailable() < littleSpace ? Diagnosis::Error : Diagnosis::Ok,
        QStringLiteral("%1 MB free").arg(disk.bytesAvailable() / 1024 / 1024));
    struct stat info = {};
    if (::stat(QFile::encodeName(run.profile().folder).constData(), &info) == 0) {
        const bool encrypted = isEncrypted(info.st_dev);
        add(list, QStringLiteral("disk encryption"), encrypted ? Diagnosis::Ok : Diagnosis::Warning,
            encrypted ? QStringLiteral("dm-crypt") : QStringLiteral("none seen; whoever takes the disk can read what is on it"));
    }
}

void examineBinaries(Run &run, QVector<Diagnosis> &list)
{
    if (!run.isStandalone())
        return;
    const auto binaries = findServerBinaries(QStringLiteral("/usr/lib/postgresql"), dataVersion(run.server().dataFolder()));
    add(list, QStringLiteral("postgresql"), binaries ? Diagnosis::Ok : Diagnosis::Error, binaries ? binaries->folder : sentenceOf(binaries.error()));
}

/// Whether the schema is the one this program knows.
bool examineSchema(AdminSession &session, QVector<Diagnosis> &list)
{
    auto set = MigrationSet::read();
    const auto status = set ? Migrator(session, *set).status() : fail(set.error());
    if (!status) {
        add(list, QStringLiteral("schema"), Diagnosis::Error, sentenceOf(status.error()));
        return false;
    }
    add(list, QStringLiteral("schema"), status->upToDate() ? Diagnosis::Ok : Diagnosis::Error,
        status->upToDate() ? QStringLiteral("version %1").arg(status->migrations.size()) : QStringLiteral("not up to date; run “foyerctl migrate up”"));
    return status->upToDate();
}

struct Setting
{
    const char *name;
    const char *wanted;
};

void examineSettings(Run &run, AdminSession &session, QVector<Diagnosis> &list)
{
    for (const Setting &setting : {Setting{"fsync", "on"}, Setting{"full_page_writes", "on"}, Setting{"synchronous_commit", "on"},
             Setting{"password_encryption", "scram-sha-256"}}) {
        const auto value = scalar(session, "select current_setting($1)", {PgParam::text(QLatin1String(setting.name))});
        const bool right = value && *value == setting.wanted;
        add(list, QLatin1String(setting.name), right ? Diagnosis::Ok : Diagnosis::Error, value ? QString::fromUtf8(*value) : sentenceOf(value.error()));
    }
    if (run.isStandalone()) {
        const auto tcp = scalar(session, "show listen_addresses");
        add(list, QStringLiteral("closed to the network"), tcp && tcp->isEmpty() ? Diagnosis::Ok : Diagnosis::Error, QString::fromUtf8(tcp.value_or("?")));
    }
    // Only a superuser may look into pg_hba.conf.
    if (session.isSuperuser()) {
        const auto trusting = scalar(session, "select count(*) from pg_hba_file_rules where auth_method in ('trust', 'password', 'md5')");
        add(list, QStringLiteral("passwords are asked for"), trusting && *trusting == "0" ? Diagnosis::Ok : Diagnosis::Error,
            trusting ? QStringLiteral("%1 weak lines in pg_hba.conf").arg(QString::fromUtf8(*trusting)) : sentenceOf(trusting.error()));
    }
}

void examineClock(AdminSession &session, QVector<Diagnosis> &list)
{
    const auto there = scalar(session, "select (extract(epoch from clock_timestamp()) * 1000)::bigint");
    if (!there)
        return add(list, QStringLiteral("clock"), Diagnosis::Error, sentenceOf(there.error()));
    const qint64 skew = std::llabs(there->toLongLong() - QDateTime::currentMSecsSinceEpoch());
    add(list, QStringLiteral("clock"), skew > muchSkewMs ? Diagnosis::Warning : Diagnosis::Ok, QStringLiteral("%1 ms beside the server's").arg(skew));
}

} // namespace

QVector<Diagnosis> examine(Run &run)
{
    QVector<Diagnosis> list;
    if (!run.openProfileFolder())
        return list;
    examineProfile(run, list);
    examineBinaries(run, list);
    const auto where = run.tryOwnerSettings();
    auto session = where ? AdminSession::open(where->settings, where->role) : fail(where.error());
    if (!session) {
        add(list, QStringLiteral("server"), Diagnosis::Error, sentenceOf(session.error()));
        return list;
    }
    // Who looks for what hangs must not hang.
    (void)session->script("set lock_timeout = '2s'; set statement_timeout = '60s'", QStringLiteral("doctor"));
    const auto version = scalar(*session, "show server_version");
    add(list, QStringLiteral("server"), version ? Diagnosis::Ok : Diagnosis::Error, QStringLiteral("PostgreSQL ") + QString::fromUtf8(version.value_or("?")));
    const bool upToDate = examineSchema(*session, list);
    examineSettings(run, *session, list);
    examineClock(*session, list);
    examineCopies(run, *session, list);
    if (upToDate)
        list += examineHealth(*session);
    // Also of a schema that is not up to date: what it lacks is told as differences.
    if (run.args().has(QStringLiteral("security")))
        list += examineSecurity(*session);
    return list;
}

} // namespace foyer
