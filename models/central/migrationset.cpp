// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/migrationset.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QRegularExpression>

#include <algorithm>

namespace foyer {

namespace {

constexpr int headLines = 5;

QByteArray checksumOf(const QByteArray &sql)
{
    return QCryptographicHash::hash(sql, QCryptographicHash::Sha256).toHex();
}

bool isBreaking(const QByteArray &sql)
{
    const QList<QByteArray> lines = sql.left(1000).split('\n').mid(0, headLines);
    return std::any_of(lines.cbegin(), lines.cend(),
                       [](const QByteArray &line) { return line.trimmed() == "-- breaking"; });
}

Result<QByteArray> contents(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::BadInput, QStringLiteral("%1: %2").arg(path, file.errorString()));
    return file.readAll();
}

Result<QByteArray> contentsIfThere(const QString &path)
{
    return QFile::exists(path) ? contents(path) : QByteArray();
}

QStringList upFiles(const QString &folder)
{
    return QDir(folder + QStringLiteral("/migrations"))
        .entryList({QStringLiteral("*.up.sql")}, QDir::Files, QDir::Name);
}

Result<Migration> readMigration(const QString &folder, const QString &fileName)
{
    static const QRegularExpression form(QStringLiteral("\\A([0-9]{4})_[a-z0-9_]+\\z"));
    Migration migration;
    migration.name = fileName.chopped(QStringLiteral(".up.sql").size());
    const QRegularExpressionMatch match = form.match(migration.name);
    if (!match.hasMatch())
        return fail(ErrorCode::BadInput, QStringLiteral("%1 is not NNNN_name.up.sql").arg(fileName));
    migration.version = match.captured(1).toInt();
    const QString base = folder + QStringLiteral("/migrations/") + migration.name;
    const Result<QByteArray> up = contents(base + QStringLiteral(".up.sql"));
    if (!up)
        return fail(up.error());
    const Result<QByteArray> down = contents(base + QStringLiteral(".down.sql"));
    if (!down)
        return fail(down.error());
    migration.up = *up;
    migration.down = *down;
    migration.checksum = checksumOf(*up);
    migration.breaking = isBreaking(*up);
    return migration;
}

Result<QVector<Repeatable>> readRepeatables(const QString &folder)
{
    QVector<Repeatable> found;
    QDirIterator files(folder, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString relative = path.mid(folder.size() + 1);
        if (relative == QLatin1String("prepare.sql") || relative == QLatin1String("forget.sql") ||
            relative.startsWith(QLatin1String("migrations/")))
            continue;
        const Result<QByteArray> sql = contents(path);
        if (!sql)
            return fail(sql.error());
        found.append(Repeatable{relative, *sql, checksumOf(*sql)});
    }
    std::sort(found.begin(), found.end(), [](const Repeatable &a, const Repeatable &b) { return a.path < b.path; });
    return found;
}

} // namespace

Result<MigrationSet> MigrationSet::read(const QString &folder)
{
    MigrationSet set;
    for (const QString &fileName : upFiles(folder)) {
        const Result<Migration> migration = readMigration(folder, fileName);
        if (!migration)
            return fail(migration.error());
        if (migration->version != set.migrations.size() + 1)
            return fail(ErrorCode::BadInput,
                        QStringLiteral("%1 does not follow version %2").arg(fileName).arg(set.migrations.size()));
        set.migrations.append(*migration);
    }
    const Result<QVector<Repeatable>> repeatables = readRepeatables(folder);
    if (!repeatables)
        return fail(repeatables.error());
    set.repeatables = *repeatables;
    const Result<QByteArray> prepare = contentsIfThere(folder + QStringLiteral("/prepare.sql"));
    const Result<QByteArray> forget = contentsIfThere(folder + QStringLiteral("/forget.sql"));
    if (!prepare || !forget)
        return fail(prepare ? forget.error() : prepare.error());
    set.prepare = *prepare;
    set.forget = *forget;
    return set;
}

int programSchemaVersion()
{
    const QStringList files = upFiles(QStringLiteral(":/sql"));
    return files.isEmpty() ? 0 : files.constLast().left(4).toInt();
}

} // namespace foyer
