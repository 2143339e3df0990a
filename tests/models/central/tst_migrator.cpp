// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/migrator.h"
#include "models/central/schemasnapshot.h"

#include "tests/support/answerbox.h"
#include "tests/support/testdatabase.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>

#include <atomic>
#include <thread>

using namespace foyer;

namespace {

MigrationSet smallSet(const QVector<QPair<QByteArray, QByteArray>> &steps)
{
    MigrationSet set;
    for (const auto &[up, down] : steps) {
        const int version = static_cast<int>(set.migrations.size()) + 1;
        set.migrations.append(Migration{version, QStringLiteral("%1_step").arg(version, 4, 10, QLatin1Char('0')), up,
                                        down, QCryptographicHash::hash(up, QCryptographicHash::Sha256).toHex(), false});
    }
    const MigrationSet whole = *MigrationSet::read();
    set.prepare = whole.prepare;
    set.forget = whole.forget;
    set.remakeBegin = whole.remakeBegin;
    set.remakeEnd = whole.remakeEnd;
    return set;
}

const QPair<QByteArray, QByteArray> one{"create table foyer.one (id int)", "drop table foyer.one"};
const QPair<QByteArray, QByteArray> two{"create table foyer.two (id int)", "drop table foyer.two"};

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestMigrator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void upAndAgain();
    void twentyAtOnce();
    void changedMigrationIsRefused();
    void newerDatabaseIsRefused();
    void failedStepLeavesNothing();
    void killedHalfWayIsResumed();
    void downToZeroAndUpAgain();
    void downOneStep();
    void repeatablesFollowTheirText();
    void repeatablesInAnyOrder();
    void leftoversGo();
    void neededLeftoverIsAnError();
    void signaturesMayChange();
    void appliedAgainIsTheSame();
    void busyTableIsWaitedFor();
    void memberOfOwnerMayMigrate();
    void strangerMayNot();
    void ownCommitIsRefused();
    void readsFolder();
    void refusesFolder_data();
    void refusesFolder();
    void beginsMigration();
    void refusesToBegin_data();
    void refusesToBegin();
    void breakingIsReported();
    void differencesAreSentences();

private:
    AdminSession session() { return std::move(*m_database->admin()); }
    QByteArray ask(const QByteArray &sql);
    QStringList snapshot();

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestDatabase> m_database;
};

void TestMigrator::initTestCase()
{
    FOYER_ATTACH_CLUSTER(m_cluster);
}

void TestMigrator::init()
{
    auto database = TestDatabase::createEmpty(*m_cluster);
    FOYER_VERIFY(database);
    m_database = std::move(*database);
}

void TestMigrator::cleanup()
{
    m_database.reset();
}

QByteArray TestMigrator::ask(const QByteArray &sql)
{
    AdminSession admin = session();
    const auto answer = admin.run(sql);
    return answer ? answer->single() : answer.error().log.toUtf8();
}

// Everything in the schema as text, so that two states can be compared.
QStringList TestMigrator::snapshot()
{
    AdminSession admin = session();
    const auto lines = liveSnapshot(admin);
    return lines ? *lines : QStringList{lines.error().log};
}

void TestMigrator::upAndAgain()
{
    AdminSession admin = session();
    Migrator migrator(admin, *MigrationSet::read());
    QVERIFY(!migrator.status()->upToDate());
    const auto first = migrator.up();
    FOYER_VERIFY(first);
    QVERIFY(first->prepared);
    QCOMPARE(first->migrations.size(), programSchemaVersion());
    QVERIFY(first->repeatables > 0);
    const auto again = migrator.up();
    FOYER_VERIFY(again);
    QVERIFY(again->migrations.isEmpty());
    QCOMPARE(again->repeatables, 0);
    QVERIFY(migrator.status()->upToDate());
    QCOMPARE(ask("select count(*) from pg_tables where schemaname = 'foyer' and tableowner <> 'foyer_owner'"),
             QByteArray("0"));
}

void TestMigrator::twentyAtOnce()
{
    const MigrationSet set = *MigrationSet::read();
    std::atomic<int> applied{0};
    std::atomic<int> repeatables{0};
    QStringList errors(20);
    std::vector<std::thread> clients;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back([&, i] {
            Result<AdminSession> admin = m_database->admin();
            const auto report = admin ? Migrator(*admin, set).up() : Result<MigrationReport>(fail(admin.error()));
            if (!report) {
                errors[i] = report.error().log;
                return;
            }
            applied += static_cast<int>(report->migrations.size());
            repeatables += report->repeatables;
        });
    }
    for (std::thread &client : clients)
        client.join();
    errors.removeAll(QString());
    QVERIFY2(errors.isEmpty(), qPrintable(errors.join(QLatin1Char('\n'))));
    QCOMPARE(applied.load(), static_cast<int>(set.migrations.size()));
    QCOMPARE(repeatables.load(), static_cast<int>(set.repeatables.size()));
    AdminSession admin = session();
    QVERIFY(Migrator(admin, set).status()->upToDate());
}

void TestMigrator::changedMigrationIsRefused()
{
    AdminSession admin = session();
    FOYER_VERIFY(Migrator(admin, smallSet({one, two})).up());
    Migrator changed(admin, smallSet({{"create table foyer.one (id bigint)", one.second}, two, two}));
    const auto report = changed.up();
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::BadInput);
    QCOMPARE(report.error().facts.value(QStringLiteral("version")).toInt(), 1);
    QVERIFY(!changed.down(0));
    QVERIFY(changed.status()->migrations.first().changed);
    QCOMPARE(ask("select count(*) from foyer.schema_migrations"), QByteArray("2"));
}

void TestMigrator::newerDatabaseIsRefused()
{
    AdminSession admin = session();
    FOYER_VERIFY(Migrator(admin, smallSet({one, two})).up());
    Migrator older(admin, smallSet({one}));
    const auto harmless = older.up();
    FOYER_VERIFY(harmless);
    QVERIFY(harmless->migrations.isEmpty() && !harmless->prepared);
    ask("update foyer.schema_migrations set breaking = true where version = 2");
    QCOMPARE(older.up().error().code, ErrorCode::NewerSchema);
    QCOMPARE(older.down(0).error().code, ErrorCode::NewerSchema);
    QVERIFY(!older.status()->upToDate());
    QCOMPARE(older.status()->migrations.size(), 2);
}

void TestMigrator::failedStepLeavesNothing()
{
    AdminSession admin = session();
    const auto report =
        Migrator(admin,
                 smallSet({one, {"create table foyer.two (id int);\n\ncreate table foyer.three (id nonsense)", ""}}))
            .up();
    QVERIFY(!report);
    QVERIFY2(report.error().log.startsWith(QStringLiteral("0002_step.up.sql:3:")), qPrintable(report.error().log));
    QCOMPARE(ask("select to_regclass('foyer.one') is not null and to_regclass('foyer.two') is null"), QByteArray("t"));
    const auto repaired = Migrator(admin, smallSet({one, two})).up();
    FOYER_VERIFY(repaired);
    QCOMPARE(repaired->migrations, QStringList{QStringLiteral("0002_step")});
}

void TestMigrator::killedHalfWayIsResumed()
{
    std::thread killer([this] {
        AdminSession admin = session();
        // Waits for the second step to be at work, then ends its session as a crash would.
        for (int i = 0; i < 500; ++i) {
            const auto killed = admin.run(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where datname = current_database() and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()");
            if (killed && killed->single() != "0")
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    AdminSession victim = session();
    const auto report =
        Migrator(victim, smallSet({one, {"create table foyer.two (id int); select pg_sleep(20)", ""}})).up();
    killer.join();
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::NoConnection);
    QCOMPARE(ask("select count(*) from foyer.schema_migrations"), QByteArray("1"));
    AdminSession admin = session();
    FOYER_VERIFY(Migrator(admin, smallSet({one, two})).up());
    QCOMPARE(ask("select to_regclass('foyer.two') is not null"), QByteArray("t"));
}

void TestMigrator::downToZeroAndUpAgain()
{
    AdminSession admin = session();
    Migrator migrator(admin, *MigrationSet::read());
    FOYER_VERIFY(migrator.up());
    const QStringList before = snapshot();
    const auto down = migrator.down(0);
    FOYER_VERIFY(down);
    QCOMPARE(down->migrations.size(), programSchemaVersion());
    QCOMPARE(ask("select string_agg(relname, ',' order by relname) from pg_class where relnamespace = "
                 "'foyer'::regnamespace and relkind in ('r', 'v')"),
             QByteArray("schema_migrations,schema_repeatables"));
    QCOMPARE(
        ask("select (select count(*) from pg_proc where pronamespace = 'foyer'::regnamespace)"
            " + (select count(*) from pg_type where typnamespace = 'foyer'::regnamespace and typtype in ('e', 'd'))"),
        QByteArray("0"));
    FOYER_VERIFY(migrator.up());
    QCOMPARE(snapshotDifferences(snapshot(), before), QStringList());
    QVERIFY(before.size() > 1000);
}

void TestMigrator::downOneStep()
{
    AdminSession admin = session();
    Migrator migrator(admin, *MigrationSet::read());
    FOYER_VERIFY(migrator.up());
    const QStringList before = snapshot();
    const auto down = migrator.down(programSchemaVersion() - 1);
    FOYER_VERIFY(down);
    QCOMPARE(down->migrations.size(), 1);
    FOYER_VERIFY(migrator.up());
    QCOMPARE(snapshotDifferences(snapshot(), before), QStringList());
    QVERIFY(before.size() > 1000);
}

void TestMigrator::repeatablesFollowTheirText()
{
    AdminSession admin = session();
    MigrationSet set = smallSet({one});
    const auto put = [&set](const QByteArray &body) {
        set.repeatables = {
            Repeatable{QStringLiteral("functions/f.sql"),
                       "create or replace function foyer.f() returns int language sql as 'select " + body + "'", body}};
    };
    put("1");
    FOYER_VERIFY(Migrator(admin, set).up());
    QCOMPARE(ask("select foyer.f()"), QByteArray("1"));
    put("2");
    QCOMPARE(Migrator(admin, set).status()->staleRepeatables, QStringList{QStringLiteral("functions/f.sql")});
    QCOMPARE(Migrator(admin, set).up()->repeatables, 1);
    QCOMPARE(ask("select foyer.f()"), QByteArray("2"));
}

void TestMigrator::repeatablesInAnyOrder()
{
    AdminSession admin = session();
    MigrationSet set = smallSet({one});
    set.repeatables = {
        Repeatable{QStringLiteral("a.sql"), "create or replace view foyer.a as select foyer.b() as b", "1"},
        Repeatable{QStringLiteral("b.sql"),
                   "create or replace function foyer.b() returns int language sql as 'select 7'", "2"}};
    FOYER_VERIFY(Migrator(admin, set).up());
    QCOMPARE(ask("select b from foyer.a"), QByteArray("7"));
    set.repeatables.append(Repeatable{QStringLiteral("c.sql"), "create view foyer.c as select foyer.missing()", "3"});
    const auto report = Migrator(admin, set).up();
    QVERIFY(!report);
    QVERIFY2(report.error().log.startsWith(QStringLiteral("c.sql:")), qPrintable(report.error().log));
    QCOMPARE(ask("select count(*) from foyer.schema_repeatables"), QByteArray("2"));
}

// What an older release made and this one does not: an overload with its right, a view, a trigger, a policy, rights on what stays.
void TestMigrator::leftoversGo()
{
    AdminSession admin = session();
    MigrationSet set = *MigrationSet::read();
    FOYER_VERIFY(Migrator(admin, set).up());
    const QStringList before = snapshot();
    MigrationSet older = set;
    const QByteArray more =
        "create function foyer.sell(p_order uuid) returns int language sql as 'select 1';"
        "grant execute on function foyer.sell(uuid) to foyer_clerk;"
        "grant execute on function foyer.journal_append(uuid, text, uuid, uuid, text, bigint, text, timestamptz), foyer.hello(text) to foyer_clerk;"
        "alter function foyer.refuse(text, text, jsonb) owner to foyer_reader;"
        "create view foyer.old_view as select * from foyer.seat_status; grant select on foyer.old_view to foyer_clerk;"
        "create view foyer.old_view_on_it as select * from foyer.old_view;"
        "create function foyer.old_trigger() returns trigger language plpgsql as 'begin return null; end';"
        "create trigger old after insert on foyer.orders for each row execute function foyer.old_trigger();"
        "create policy old on foyer.orders for select to foyer_reader using (true);"
        "grant select on foyer.orders to foyer_clerk; grant select (secret) on foyer.tills to foyer_reader; grant usage on all sequences in schema foyer to foyer_till;";
    older.repeatables.append(Repeatable{QStringLiteral("views/zz_old.sql"), more, "1"});
    FOYER_VERIFY(Migrator(admin, older).up());
    QVERIFY(snapshotDifferences(snapshot(), before).size() >= 15);
    QCOMPARE(Migrator(admin, set).status()->staleRepeatables, QStringList{QStringLiteral("views/zz_old.sql")});
    const QByteArray oid = ask("select 'foyer.sell(text, text, bytea)'::regprocedure::oid");
    FOYER_VERIFY(Migrator(admin, set).up());
    QCOMPARE(snapshotDifferences(snapshot(), before), QStringList());
    QCOMPARE(ask("select 'foyer.sell(text, text, bytea)'::regprocedure::oid"), oid);
    QVERIFY(Migrator(admin, set).status()->upToDate());
}

void TestMigrator::neededLeftoverIsAnError()
{
    AdminSession admin = session();
    MigrationSet set = smallSet({one});
    const Repeatable f{QStringLiteral("f.sql"), "create or replace function foyer.f() returns int language sql as 'select 1'", "1"};
    set.repeatables = {f};
    FOYER_VERIFY(Migrator(admin, set).up());
    ask("alter table foyer.one add column n int default foyer.f()");
    set.repeatables = {Repeatable{QStringLiteral("g.sql"), "create or replace function foyer.g() returns int language sql as 'select 2'", "1"}};
    set.forget.clear();
    const auto report = Migrator(admin, set).up();
    QVERIFY(!report);
    QVERIFY2(report.error().log.startsWith(QStringLiteral("remake_end.sql:")), qPrintable(report.error().log));
    QCOMPARE(ask("select foyer.f()"), QByteArray("1"));
}

void TestMigrator::signaturesMayChange()
{
    AdminSession admin = session();
    MigrationSet set = smallSet({one});
    set.repeatables = {Repeatable{QStringLiteral("f.sql"), "create or replace function foyer.f() returns int language sql as 'select 1'", "1"},
                       Repeatable{QStringLiteral("v.sql"), "create or replace view foyer.v as select foyer.f() as a, 2 as b", "1"}};
    FOYER_VERIFY(Migrator(admin, set).up());
    set.repeatables = {Repeatable{QStringLiteral("f.sql"), "create or replace function foyer.f() returns text language sql as $$ select 'one' $$", "2"},
                       Repeatable{QStringLiteral("v.sql"), "create or replace view foyer.v as select foyer.f() as a", "2"}};
    FOYER_VERIFY(Migrator(admin, set).up());
    QCOMPARE(ask("select a from foyer.v"), QByteArray("one"));
    QCOMPARE(ask("select count(*) from information_schema.columns where table_schema = 'foyer' and table_name = 'v'"), QByteArray("1"));
}

void TestMigrator::appliedAgainIsTheSame()
{
    AdminSession admin = session();
    Migrator migrator(admin, *MigrationSet::read());
    FOYER_VERIFY(migrator.up());
    const QStringList before = snapshot();
    for (const QByteArray &change : {QByteArray("update foyer.schema_repeatables set checksum = '' where path like 'functions/5%'"),
                                     QByteArray("delete from foyer.schema_repeatables")}) {
        ask(change);
        FOYER_VERIFY(migrator.up());
        QCOMPARE(snapshotDifferences(snapshot(), before), QStringList());
    }
}

// A long transaction of somebody else: the upgrade waits for it, but no till waits for the upgrade.
void TestMigrator::busyTableIsWaitedFor()
{
    AdminSession admin = session();
    Migrator migrator(admin, *MigrationSet::read());
    FOYER_VERIFY(migrator.up());
    ask("delete from foyer.schema_repeatables");
    std::atomic<bool> held{false};
    std::atomic<bool> over{false};
    std::thread other([&] {
        AdminSession holder = session();
        (void)holder.script("begin; select from foyer.orders limit 1", QStringLiteral("hold"));
        held = true;
        std::this_thread::sleep_for(std::chrono::seconds(3));
        (void)holder.script("commit", QStringLiteral("hold"));
    });
    while (!held)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::atomic<qint64> longest{0};
    std::thread till([&] {
        AdminSession seller = session();
        while (!over) {
            QElapsedTimer took;
            took.start();
            (void)seller.run("select count(*) from foyer.orders");
            longest = std::max<qint64>(longest, took.elapsed());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    QElapsedTimer took;
    took.start();
    const auto report = migrator.up();
    over = true;
    other.join();
    till.join();
    FOYER_VERIFY(report);
    QVERIFY2(took.elapsed() > 2000, "the upgrade waited for the transaction");
    qInfo() << "longest wait of a till:" << longest.load() << "ms of" << took.elapsed() << "ms";
    QVERIFY2(longest < 2000, qPrintable(QString::number(longest)));
}

void TestMigrator::memberOfOwnerMayMigrate()
{
    AdminSession admin = session();
    FOYER_VERIFY(Migrator(admin, smallSet({one})).prepare());
    const QByteArray role = "deployer_" + m_database->name().toUtf8();
    FOYER_VERIFY(
        admin.script("create role " + role + " login password 'x' in role foyer_owner", QStringLiteral("role")));
    Result<AdminSession> deployer =
        AdminSession::open(m_database->settings(), QString::fromUtf8(role), QStringLiteral("x"));
    FOYER_VERIFY(deployer);
    const auto report = Migrator(*deployer, *MigrationSet::read()).up();
    FOYER_VERIFY(report);
    QVERIFY(!report->prepared);
    QCOMPARE(report->migrations.size(), programSchemaVersion());
}

void TestMigrator::strangerMayNot()
{
    AdminSession admin = session();
    const QByteArray role = "stranger_" + m_database->name().toUtf8();
    FOYER_VERIFY(admin.script("create role " + role + " login password 'x'", QStringLiteral("role")));
    Result<AdminSession> stranger =
        AdminSession::open(m_database->settings(), QString::fromUtf8(role), QStringLiteral("x"));
    FOYER_VERIFY(stranger);
    QCOMPARE(Migrator(*stranger, *MigrationSet::read()).up().error().code, ErrorCode::NotPermitted);
}

void TestMigrator::ownCommitIsRefused()
{
    AdminSession admin = session();
    const auto report = Migrator(admin, smallSet({{"create table foyer.one (id int); commit", ""}})).up();
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::BadInput);
    QCOMPARE(ask("select count(*) from foyer.schema_migrations"), QByteArray("0"));
}

void TestMigrator::readsFolder()
{
    QTemporaryDir folder;
    QDir(folder.path()).mkpath(QStringLiteral("migrations"));
    QDir(folder.path()).mkpath(QStringLiteral("functions"));
    write(folder.filePath(QStringLiteral("migrations/0001_base.up.sql")), "-- SPDX\n-- breaking\nselect 1");
    write(folder.filePath(QStringLiteral("migrations/0001_base.down.sql")), "select 2");
    write(folder.filePath(QStringLiteral("functions/z.sql")), "select 3");
    write(folder.filePath(QStringLiteral("prepare.sql")), "select 4");
    const auto set = MigrationSet::read(folder.path());
    FOYER_VERIFY(set);
    QCOMPARE(set->migrations.size(), 1);
    QVERIFY(set->migrations.first().breaking);
    QCOMPARE(set->migrations.first().down, QByteArray("select 2"));
    QCOMPARE(set->repeatables.size(), 1);
    QCOMPARE(set->repeatables.first().path, QStringLiteral("functions/z.sql"));
    QCOMPARE(set->prepare, QByteArray("select 4"));
}

void TestMigrator::refusesFolder_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::newRow("no way back") << QStringList{QStringLiteral("0001_a.up.sql")};
    QTest::newRow("gap") << QStringList{QStringLiteral("0001_a.up.sql"), QStringLiteral("0001_a.down.sql"),
                                        QStringLiteral("0003_c.up.sql"), QStringLiteral("0003_c.down.sql")};
    QTest::newRow("number twice") << QStringList{QStringLiteral("0001_a.up.sql"), QStringLiteral("0001_a.down.sql"),
                                                 QStringLiteral("0001_b.up.sql"), QStringLiteral("0001_b.down.sql")};
    QTest::newRow("no number") << QStringList{QStringLiteral("base.up.sql"), QStringLiteral("base.down.sql")};
}

void TestMigrator::refusesFolder()
{
    QFETCH(QStringList, files);
    QTemporaryDir folder;
    QDir(folder.path()).mkpath(QStringLiteral("migrations"));
    for (const QString &file : files)
        write(folder.filePath(QStringLiteral("migrations/") + file), "select 1");
    const auto set = MigrationSet::read(folder.path());
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::BadInput);
}

void TestMigrator::beginsMigration()
{
    QTemporaryDir folder;
    const auto first = beginMigration(folder.path(), QStringLiteral("base"), false);
    FOYER_VERIFY(first);
    QCOMPARE(*first, QStringList({folder.filePath(QStringLiteral("0001_base.up.sql")), folder.filePath(QStringLiteral("0001_base.down.sql"))}));
    FOYER_VERIFY(beginMigration(folder.path(), QStringLiteral("drop_seat_notes"), true));
    QVERIFY(QDir().rename(folder.path() + QStringLiteral("/0001_base.up.sql"), folder.path() + QStringLiteral("/keep")));
    QVERIFY(!beginMigration(folder.path(), QStringLiteral("third"), false));
    QVERIFY(QDir().rename(folder.path() + QStringLiteral("/keep"), folder.path() + QStringLiteral("/0001_base.up.sql")));
    // What it writes can be read and applied.
    QTemporaryDir source;
    QVERIFY(QDir().rename(folder.path(), source.filePath(QStringLiteral("migrations"))));
    const auto set = MigrationSet::read(source.path());
    FOYER_VERIFY(set);
    QCOMPARE(set->migrations.size(), 2);
    QVERIFY(!set->migrations.at(0).breaking && set->migrations.at(1).breaking);
    for (const Migration &migration : set->migrations) {
        QVERIFY(migration.up.startsWith("-- SPDX-License-Identifier: GPL-3.0-or-later\n-- "));
        QVERIFY(migration.down.startsWith("-- SPDX-License-Identifier: GPL-3.0-or-later\n-- "));
    }
}

void TestMigrator::refusesToBegin_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"", "Base", "1st", "a-b", "a b", "../x", "a__b", "_a", "a_", "x.up", "täg", "there",
                             "a_name_that_is_much_longer_than_anybody_would_type"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void TestMigrator::refusesToBegin()
{
    QFETCH(QString, name);
    QTemporaryDir folder;
    FOYER_VERIFY(beginMigration(folder.path(), QStringLiteral("there"), false));
    const auto begun = beginMigration(folder.path(), name, false);
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, ErrorCode::BadInput);
    QVERIFY(begun.error().log.endsWith(QLatin1Char('.')));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
    QVERIFY(!beginMigration(folder.filePath(QStringLiteral("nowhere")), QStringLiteral("good"), false));
}

void TestMigrator::breakingIsReported()
{
    AdminSession admin = session();
    MigrationSet set = smallSet({one, two});
    set.migrations[1].breaking = true;
    const auto report = Migrator(admin, set).up();
    FOYER_VERIFY(report);
    QCOMPARE(report->breaking, QStringList{QStringLiteral("0002_step")});
    const auto status = Migrator(admin, set).status();
    QVERIFY(!status->migrations.at(0).breaking && status->migrations.at(1).breaking);
}

void TestMigrator::differencesAreSentences()
{
    const QStringList committed{QStringLiteral("table t: owner a"), QStringLiteral("view v: owner b"), QStringLiteral("grant x on table t: SELECT"),
                                QStringLiteral("grant y on table t: SELECT")};
    const QStringList live{QStringLiteral("table t: owner c"), QStringLiteral("index i: on t"), QStringLiteral("grant x on table t: SELECT, UPDATE"),
                           QStringLiteral("grant z on table t: DELETE")};
    QCOMPARE(snapshotDifferences(live, committed),
             QStringList({QStringLiteral("x has SELECT, UPDATE on table t; Foyer gives SELECT."), QStringLiteral("z has DELETE on table t, which Foyer does not give."),
                          QStringLiteral("Foyer does not make the index i (on t)."), QStringLiteral("The table t is “owner c”; Foyer makes it “owner a”."),
                          QStringLiteral("y lacks SELECT on table t, which Foyer gives."), QStringLiteral("The view v is missing (owner b).")}));
    QCOMPARE(snapshotDifferences(committed, committed), QStringList());
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "tst_migrator.moc"
