// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testcluster.h"

#include "models/central/migrator.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QLockFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <pwd.h>
#include <unistd.h>

namespace foyer {

namespace {

constexpr int programTimeoutMs = 60'000;

Result<Done> runProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QStringLiteral("/"));
    // pg_ctl's server keeps the pipe open, so its output must not be waited for.
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(program, arguments);
    if (!process.waitForFinished(programTimeoutMs) || process.exitCode() != 0)
        return fail(ErrorCode::ServerFailed,
                    QStringLiteral("%1 %2 failed").arg(program, arguments.join(QLatin1Char(' '))));
    return Done{};
}

// The same command as the user who may run a server.
Result<Done> runAsServer(const QString &program, const QStringList &arguments)
{
    const QString path = postgresBinFolder() + QLatin1Char('/') + program;
    if (geteuid() != 0)
        return runProgram(path, arguments);
    return runProgram(QStringLiteral("runuser"),
                      QStringList{QStringLiteral("-u"), QStringLiteral("postgres"), QStringLiteral("--"), path} +
                          arguments);
}

bool isAlive(const QString &folder)
{
    return QFile::exists(folder + QStringLiteral("/.s.PGSQL.5432")) &&
           QFile::exists(folder + QStringLiteral("/data/postmaster.pid"));
}

QString sharedSocketFile()
{
    const QString bin =
        qEnvironmentVariable("FOYER_BIN_DIR", QCoreApplication::applicationDirPath() + QStringLiteral("/.."));
    return bin + QStringLiteral("/../testcluster/socket");
}

Result<Done> writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
        return fail(ErrorCode::DiskFailed, path);
    return Done{};
}

QByteArray checksumOf(const MigrationSet &set)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const Migration &migration : set.migrations)
        hash.addData(migration.checksum);
    for (const Repeatable &file : set.repeatables)
        hash.addData(file.checksum);
    hash.addData(set.prepare);
    return hash.result().toHex().left(12);
}

} // namespace

QString postgresBinFolder()
{
    const QStringList versions = QDir(QStringLiteral("/usr/lib/postgresql"))
                                     .entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString &version : versions) {
        const QString folder = QStringLiteral("/usr/lib/postgresql/%1/bin").arg(version);
        if (QFile::exists(folder + QStringLiteral("/initdb")))
            return folder;
    }
    return {};
}

TestCluster::TestCluster(QString folder, bool owned, Options options)
    : m_folder(std::move(folder)), m_owned(owned), m_options(std::move(options))
{}

TestCluster::~TestCluster()
{
    if (m_owned)
        stop(m_folder);
}

void TestCluster::stop(const QString &folder)
{
    (void)runAsServer(QStringLiteral("pg_ctl"),
                      {QStringLiteral("-D"), folder + QStringLiteral("/data"), QStringLiteral("-m"),
                       QStringLiteral("immediate"), QStringLiteral("-w"), QStringLiteral("stop")});
    QDir(folder).removeRecursively();
}

Result<std::unique_ptr<TestCluster>> TestCluster::attach()
{
    QFile file(sharedSocketFile());
    if (file.open(QIODevice::ReadOnly)) {
        const QString folder = QString::fromUtf8(file.readAll()).trimmed();
        if (isAlive(folder))
            return std::unique_ptr<TestCluster>(new TestCluster(folder, false, {}));
    }
    return start();
}

Result<std::unique_ptr<TestCluster>> TestCluster::start()
{
    return start(Options{});
}

Result<std::unique_ptr<TestCluster>> TestCluster::start(const Options &options)
{
    if (postgresBinFolder().isEmpty())
        return fail(ErrorCode::NoConnection, QStringLiteral("PostgreSQL is not installed"));
    // Not below the build folder: a socket's path is limited to 107 bytes.
    QTemporaryDir folder(QStringLiteral("/tmp/foyer-pg-XXXXXX"));
    folder.setAutoRemove(false);
    std::unique_ptr<TestCluster> cluster(new TestCluster(folder.path(), true, options));
    if (const Result<Done> created = cluster->create(); !created)
        return fail(created.error());
    return cluster;
}

Result<Done> TestCluster::create()
{
    if (geteuid() == 0) {
        const passwd *user = getpwnam("postgres");
        if (!user || chown(m_folder.toUtf8().constData(), user->pw_uid, user->pw_gid) != 0)
            return fail(ErrorCode::DiskFailed, QStringLiteral("no OS user postgres"));
    }
    const QString data = m_folder + QStringLiteral("/data");
    const Result<Done> made = runAsServer(
        QStringLiteral("initdb"),
        {QStringLiteral("-D"), data, QStringLiteral("-U"), QStringLiteral("postgres"), QStringLiteral("-E"),
         QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("-A"),
         QStringLiteral("scram-sha-256"), QStringLiteral("--auth-local=peer"), QStringLiteral("--no-sync")});
    if (!made)
        return made;
    const Result<Done> hba = writeFile(data + QStringLiteral("/pg_hba.conf"),
                                       "local all postgres peer map=tests\nlocal all all scram-sha-256\n");
    const passwd *me = getpwuid(geteuid());
    const QByteArray name = me ? me->pw_name : "root";
    const Result<Done> map =
        writeFile(data + QStringLiteral("/pg_ident.conf"), "tests " + name + " postgres\ntests postgres postgres\n");
    if (!hba || !map)
        return hba ? map : hba;
    return startServer();
}

Result<Done> TestCluster::startServer()
{
    QStringList settings{QStringLiteral("unix_socket_directories=") + m_folder, QStringLiteral("listen_addresses="),
                         QStringLiteral("max_connections=200"), QStringLiteral("shared_buffers=64MB"),
                         QStringLiteral("log_min_messages=log")};
    settings += m_options.settings;
    QString line;
    for (const QString &setting : settings)
        line += QStringLiteral("-c ") + setting + QLatin1Char(' ');
    return runAsServer(QStringLiteral("pg_ctl"),
                       {QStringLiteral("-D"), m_folder + QStringLiteral("/data"), QStringLiteral("-l"),
                        m_folder + QStringLiteral("/log"), QStringLiteral("-o"), line, QStringLiteral("-w"),
                        QStringLiteral("start")});
}

Result<Done> TestCluster::stopServer(const QString &mode)
{
    return runAsServer(QStringLiteral("pg_ctl"),
                       {QStringLiteral("-D"), m_folder + QStringLiteral("/data"), QStringLiteral("-m"), mode,
                        QStringLiteral("-w"), QStringLiteral("stop")});
}

ConnectionSettings TestCluster::settings(const QString &database) const
{
    return ConnectionSettings{QStringLiteral("host=%1 dbname=%2").arg(m_folder, database),
                              QStringLiteral("test cluster"), false};
}

Result<AdminSession> TestCluster::admin(const QString &database) const
{
    return AdminSession::open(settings(database), QStringLiteral("postgres"));
}

Result<QString> TestCluster::migratedTemplate()
{
    const Result<MigrationSet> set = MigrationSet::read();
    if (!set)
        return fail(set.error());
    const QString name = QStringLiteral("foyer_t_") + QString::fromLatin1(checksumOf(*set));
    QLockFile lock(m_folder + QStringLiteral("/template.lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(programTimeoutMs))
        return fail(ErrorCode::Busy, QStringLiteral("another test makes the template"));
    Result<AdminSession> session = admin();
    if (!session)
        return fail(session.error());
    const Result<PgAnswer> present =
        session->run("select 1 from pg_database where datname = $1 and datistemplate", {PgParam::text(name)});
    if (!present)
        return fail(present.error());
    if (!present->rows.isEmpty())
        return name;
    const Result<Done> made = session->script(("drop database if exists " + name.toUtf8()), name).and_then([&](Done) {
        return session->script("create database " + name.toUtf8(), name);
    });
    if (!made)
        return fail(made.error());
    Result<AdminSession> inside = admin(name);
    if (!inside)
        return fail(inside.error());
    const Result<MigrationReport> migrated = Migrator(*inside, *set).up();
    if (!migrated)
        return fail(migrated.error());
    // Marked only now: a half-made one is dropped by the next.
    const Result<Done> marked = session->script("alter database " + name.toUtf8() + " is_template true", name);
    if (!marked)
        return fail(marked.error());
    return name;
}

} // namespace foyer
