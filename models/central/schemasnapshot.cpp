// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/schemasnapshot.h"

#include <QtCore/QFile>
#include <QtCore/QMap>
#include <QtCore/QRegularExpression>

namespace foyer {

namespace {

Result<QByteArray> resource(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::ProgrammingFault, QStringLiteral("%1 is not compiled in").arg(path));
    return file.readAll();
}

/// What is before ": " names the thing.
QMap<QString, QString> byName(const QStringList &lines)
{
    QMap<QString, QString> found;
    for (const QString &line : lines) {
        const qsizetype end = line.indexOf(QLatin1String(": "));
        found.insert(line.left(end), end < 0 ? QString() : line.mid(end + 2));
    }
    return found;
}

/// `is` and `shouldBe` are null when there is no such thing.
QString sentence(const QString &what, const QString &is, const QString &shouldBe)
{
    static const QRegularExpression right(QStringLiteral("\\Agrant (\\S+) on (.*)\\z"));
    const QRegularExpressionMatch grant = right.match(what);
    if (grant.hasMatch()) {
        const QString who = grant.captured(1);
        const QString on = grant.captured(2);
        if (shouldBe.isNull())
            return QStringLiteral("%1 has %2 on %3, which Foyer does not give.").arg(who, is, on);
        if (is.isNull())
            return QStringLiteral("%1 lacks %2 on %3, which Foyer gives.").arg(who, shouldBe, on);
        return QStringLiteral("%1 has %2 on %3; Foyer gives %4.").arg(who, is, on, shouldBe);
    }
    if (shouldBe.isNull())
        return QStringLiteral("Foyer does not make the %1 (%2).").arg(what, is);
    if (is.isNull())
        return QStringLiteral("The %1 is missing (%2).").arg(what, shouldBe);
    return QStringLiteral("The %1 is “%2”; Foyer makes it “%3”.")
        .arg(what.startsWith(QLatin1String("the ")) ? what.mid(4) : what, is, shouldBe);
}

} // namespace

Result<QStringList> liveSnapshot(AdminSession &session)
{
    const Result<QByteArray> query = resource(QStringLiteral(":/sql/tools/snapshot.sql"));
    if (!query)
        return fail(query.error());
    AdminTransaction transaction(session);
    if (!transaction.begun())
        return fail(transaction.begun().error());
    // Names are written with their schema only when it is not on the path.
    if (const Result<Done> path =
            session.script("set local search_path = pg_catalog, pg_temp", QStringLiteral("snapshot"));
        !path)
        return fail(path.error());
    const Result<PgAnswer> answer = session.run(*query);
    if (!answer)
        return fail(answer.error());
    QStringList lines;
    for (const QVector<QByteArray> &row : answer->rows)
        lines.append(QString::fromUtf8(row.at(0)));
    return lines;
}

Result<QStringList> committedSnapshot()
{
    const Result<QByteArray> text = resource(QStringLiteral(":/sql/schema.snapshot.txt"));
    if (!text)
        return fail(text.error());
    return QString::fromUtf8(*text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QStringList snapshotDifferences(const QStringList &live, const QStringList &committed)
{
    const QMap<QString, QString> is = byName(live);
    const QMap<QString, QString> shouldBe = byName(committed);
    QStringList found;
    for (auto it = is.cbegin(); it != is.cend(); ++it) {
        if (shouldBe.value(it.key()) != it.value())
            found.append(sentence(it.key(), it.value(), shouldBe.value(it.key())));
    }
    for (auto it = shouldBe.cbegin(); it != shouldBe.cend(); ++it) {
        if (!is.contains(it.key()))
            found.append(sentence(it.key(), {}, it.value()));
    }
    return found;
}

} // namespace foyer
