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
constexpr int longestName = 40;

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
    for (const QString &room : {QStringLiteral("functions"), QStringLiteral("views")}) {
        QDirIterator files(folder + QLatin1Char('/') + room, {QStringLiteral("*.sql")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            const Result<QByteArray> sql = contents(path);
            if (!sql)
                return fail(sql.error());
            found.append(Repeatable{path.mid(folder.size() + 1), *sql, checksumOf(*sql)});
        }
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
    for (const auto &[file, text] : {std::pair{"prepare.sql", &set.prepare}, std::pair{"forget.sql", &set.forget},
                                     std::pair{"remake_begin.sql", &set.remakeBegin},
                                     std::pair{"remake_end.sql", &set.remakeEnd}}) {
        const Result<QByteArray> read = contentsIfThere(folder + QLatin1Char('/') + QLatin1String(file));
        if (!read)
            return fail(read.error());
        *text = *read;
    }
    return set;
}

Result<QStringList> beginMigration(const QString &folder, const QString &name, bool breaking)
{
    static const QRegularExpression plain(QStringLiteral("\\A[a-z][a-z0-9]*(_[a-z0-9]+)*\\z"));
    if (name.size() > longestName || !plain.match(name).hasMatch())
        return fail(ErrorCode::BadInput,
                    QStringLiteral("A migration's name is of at most %1 lower-case letters and digits, its words joined by “_”: add_seat_notes.").arg(longestName));
    if (!QDir(folder).exists())
        return fail(ErrorCode::BadInput, QStringLiteral("There is no folder %1; start it in the source tree or name --folder.").arg(folder));
    const QStringList present = QDir(folder).entryList({QStringLiteral("*.up.sql")}, QDir::Files, QDir::Name);
    for (qsizetype i = 0; i < present.size(); ++i) {
        if (present.at(i).left(4).toInt() != i + 1)
            return fail(ErrorCode::BadInput, QStringLiteral("%1 does not follow version %2; the numbers have to be put right first.").arg(present.at(i)).arg(i));
        if (present.at(i).mid(5) == name + QStringLiteral(".up.sql"))
            return fail(ErrorCode::BadInput, QStringLiteral("There is a migration of that name already: %1.").arg(present.at(i)));
    }
    const QString base = QDir(folder).filePath(QStringLiteral("%1_%2").arg(present.size() + 1, 4, 10, QLatin1Char('0')).arg(name));
    const QByteArray head = "-- SPDX-License-Identifier: GPL-3.0-or-later\n";
    const QByteArray words = name.toLatin1().replace('_', ' ');
    const std::pair<QString, QByteArray> files[] = {
        {base + QStringLiteral(".up.sql"), head + (breaking ? "-- breaking\n" : "") + "-- Why: " + words + ".\n"},
        {base + QStringLiteral(".down.sql"), head + "-- Takes back exactly what the way up did; forget.sql has dropped functions, triggers, policies and views already.\n"}};
    QStringList written;
    for (const auto &[path, text] : files) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(text) != text.size() || !file.flush())
            return fail(ErrorCode::DiskFailed, QStringLiteral("%1: %2").arg(path, file.errorString()));
        written.append(path);
    }
    return written;
}

int programSchemaVersion()
{
    const QStringList files = upFiles(QStringLiteral(":/sql"));
    return files.isEmpty() ? 0 : files.constLast().left(4).toInt();
}

} // namespace foyer
