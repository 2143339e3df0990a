// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/local/sqlitetillstore.h"
#include "models/local/tillopening.h"
#include "tests/support/answerbox.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QMessageAuthenticationCode>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>
#include <cstdio>
#include <sys/mount.h>

using namespace foyer;

namespace {

template <class T>
QByteArray why(const Result<T> &result)
{
    return result ? QByteArray("ok")
                  : (errorName(result.error().code) + QLatin1String(": ") + result.error().log).toUtf8();
}

Result<SealedCall> seal(SqliteTillStore &store, CallKind kind, const QUuid &id, const QJsonObject &body)
{
    AnswerBox<SealedCall> answer;
    store.seal(kind, id, body, &store, answer.then());
    return answer.get();
}

Result<Done> settle(SqliteTillStore &store, const QUuid &id, CallState state, const QJsonObject &answerBody)
{
    AnswerBox<Done> answer;
    store.settle(id, state, answerBody, &store, answer.then());
    return answer.get();
}

Result<QVector<RecordedCall>> pending(SqliteTillStore &store)
{
    AnswerBox<QVector<RecordedCall>> answer;
    store.pending(&store, answer.then());
    return answer.get();
}

Result<RecordedCall> recorded(SqliteTillStore &store, const QUuid &id)
{
    AnswerBox<RecordedCall> answer;
    store.recorded(id, &store, answer.then());
    return answer.get();
}

Result<TillStoreReport> open(SqliteTillStore &store)
{
    AnswerBox<TillStoreReport> answer;
    store.open(&store, answer.then());
    return answer.get();
}

Result<TillRegistration> registration(SqliteTillStore &store)
{
    AnswerBox<TillRegistration> answer;
    store.registration(&store, answer.then());
    return answer.get();
}

QJsonObject body(const QString &text = QStringLiteral("x"))
{
    return {{QStringLiteral("order"), text}};
}

// As another program that is killed: says each id once it is acknowledged, for ever.
constexpr char kSealLoop[] = "--seal-for-ever";

int sealForEver(const TillProfile &profile)
{
    SqliteTillStore store(profile);
    for (;;) {
        const QUuid id = QUuid::createUuid();
        if (!seal(store, CallKind::Sell, id, {{QStringLiteral("order"), id.toString(QUuid::WithoutBraces)}}))
            return 1;
        std::printf("%s\n", qPrintable(id.toString(QUuid::WithoutBraces)));
        std::fflush(stdout);
    }
}

/// A small disk of its own; needs root.
class SmallDisk
{
public:
    explicit SmallDisk(const QString &path) : m_path(path.toUtf8())
    {
        QDir().mkpath(path);
        m_mounted = ::mount("tmpfs", m_path.constData(), "tmpfs", 0, "size=12m,mode=700") == 0;
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(m_path.constData(), MNT_DETACH);
    }
    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] bool setReadOnly(bool on) const
    {
        return ::mount("tmpfs", m_path.constData(), "tmpfs", on ? MS_REMOUNT | MS_RDONLY : MS_REMOUNT, "size=12m") == 0;
    }
    // Takes every byte that is left.
    [[nodiscard]] QString fill() const
    {
        QFile file(QString::fromUtf8(m_path) + QStringLiteral("/other-data"));
        if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
            for (const int block : {65'536, 4'096, 1}) {
                while (file.write(QByteArray(block, 'x')) == block) {
                }
            }
        }
        return file.fileName();
    }

private:
    QByteArray m_path;
    bool m_mounted = false;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool flipByte(const QString &path, qint64 at)
{
    QFile f(path);
    char byte = 0;
    if (!f.open(QIODevice::ReadWrite) || !f.seek(at) || !f.getChar(&byte) || !f.seek(at))
        return false;
    return f.putChar(static_cast<char>(byte ^ 0x10));
}

QString numberOf(const SealedCall &call)
{
    return QJsonDocument::fromJson(call.request).object().value(QStringLiteral("number")).toString();
}

} // namespace

/// The till's file on real disks: what is acknowledged is there, whatever happens to the program, the disk or the
/// bytes.
class TestSqliteTillStore : public QObject
{
    Q_OBJECT

private:
    TillProfile profile() const
    {
        return {m_folder->path() + QStringLiteral("/profile"), QStringLiteral("till-3"), QStringLiteral("3"), 0};
    }
    QString file() const { return tillopening::filePath(profile()); }
    // Seals `count` sales, each with a text of its own that is easy to find in the file.
    QMap<QUuid, SealedCall> sealMany(SqliteTillStore &store, int count, int bytes = 0);
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sealsAndKeeps();
    void sealingAgainGivesTheSameBytes();
    void numbersGoOnAfterRestart();
    void isPrivate();
    void outcomesAreFinal();
    void oversizeIsRefused();
    void tooManyJobsAreRefused();
    void deadGuardHearsNothing();
    void killedWhileSealing();
    void secondOpenerIsRefused();
    void foreignTillIsRefused();
    void fullDisk();
    void readOnlyDisk();
    void flippedByteInACall();
    void anyFlippedByte();
    void rubbishInsteadOfAFile();
    void cutOffFile();
};

QMap<QUuid, SealedCall> TestSqliteTillStore::sealMany(SqliteTillStore &store, int count, int bytes)
{
    QMap<QUuid, SealedCall> calls;
    for (int i = 0; i < count; ++i) {
        const QUuid id = QUuid::createUuid();
        const auto call = seal(store, CallKind::Sell, id,
                               body(QStringLiteral("text-of-call-%1-").arg(i, 4, 10, QLatin1Char('0')) +
                                    QString(bytes, QLatin1Char('x'))));
        if (!call)
            break;
        calls.insert(id, *call);
    }
    return calls;
}

void TestSqliteTillStore::sealsAndKeeps()
{
    const QUuid id = QUuid::createUuid();
    SealedCall sealed;
    {
        SqliteTillStore store(profile());
        const auto report = open(store);
        FOYER_VERIFY(report);
        QVERIFY(report->created);
        QVERIFY(report->newIdentity);
        const auto call = seal(store, CallKind::Sell, id, body());
        FOYER_VERIFY(call);
        sealed = *call;
        const QJsonObject request = QJsonDocument::fromJson(call->request).object();
        QCOMPARE(request.value(QStringLiteral("till")).toString(), QStringLiteral("till-3"));
        QCOMPARE(request.value(QStringLiteral("number")).toString(), QStringLiteral("3-000001"));
        const auto keys = registration(store);
        FOYER_VERIFY(keys);
        // A second implementation of HMAC decides.
        QCOMPARE(call->mac, QMessageAuthenticationCode::hash(call->request, keys->secret, QCryptographicHash::Sha256));
    }
    SqliteTillStore again(profile());
    const auto calls = pending(again);
    FOYER_VERIFY(calls);
    QCOMPARE(calls->size(), 1);
    QCOMPARE(calls->first().call.request, sealed.request);
    QCOMPARE(calls->first().call.mac, sealed.mac);
    FOYER_VERIFY(settle(again, id, CallState::Done, {{QStringLiteral("number"), QStringLiteral("3-000001")}}));
    QCOMPARE(pending(again)->size(), 0);
    const auto row = recorded(again, id);
    FOYER_VERIFY(row);
    QVERIFY(row->state == CallState::Done);
    QCOMPARE(row->answer.value(QStringLiteral("number")).toString(), QStringLiteral("3-000001"));
}

void TestSqliteTillStore::sealingAgainGivesTheSameBytes()
{
    SqliteTillStore store(profile());
    const QUuid id = QUuid::createUuid();
    const auto first = seal(store, CallKind::Sell, id, body());
    FOYER_VERIFY(first);
    const auto second = seal(store, CallKind::Sell, id, body(QStringLiteral("other")));
    FOYER_VERIFY(second);
    QCOMPARE(second->request, first->request);
    QCOMPARE(second->mac, first->mac);
    const auto otherKind = seal(store, CallKind::Hold, id, body());
    QVERIFY(!otherKind);
    QVERIFY(otherKind.error().code == ErrorCode::IdReused);
}

void TestSqliteTillStore::numbersGoOnAfterRestart()
{
    for (int i = 1; i <= 3; ++i) {
        SqliteTillStore store(profile());
        const auto call = seal(store, CallKind::Sell, QUuid::createUuid(), body());
        FOYER_VERIFY(call);
        QCOMPARE(numberOf(*call), QStringLiteral("3-00000%1").arg(i));
    }
}

void TestSqliteTillStore::isPrivate()
{
    {
        SqliteTillStore store(profile());
        FOYER_VERIFY(open(store));
        QCOMPARE(sealMany(store, 3).size(), 3);
    }
    const auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(profile().folder) & others));
    const QFileInfoList files = QDir(profile().folder).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 2); // file, journal, lock
    for (const QFileInfo &info : files)
        QVERIFY2(!(info.permissions() & others), qPrintable(info.fileName()));
}

void TestSqliteTillStore::outcomesAreFinal()
{
    SqliteTillStore store(profile());
    const QUuid id = QUuid::createUuid();
    const auto unknown = settle(store, id, CallState::Done, {});
    QVERIFY(!unknown && unknown.error().code == ErrorCode::NoSuchThing);
    FOYER_VERIFY(seal(store, CallKind::Sell, id, body()));
    FOYER_VERIFY(settle(store, id, CallState::Refused, {{QStringLiteral("error"), QStringLiteral("SeatsTaken")}}));
    QCOMPARE(pending(store)->size(), 0);
    // Sent again, it is open again.
    FOYER_VERIFY(seal(store, CallKind::Sell, id, body()));
    QCOMPARE(pending(store)->size(), 1);
    FOYER_VERIFY(settle(store, id, CallState::Done, {{QStringLiteral("total_minor"), 4500}}));
    FOYER_VERIFY(settle(store, id, CallState::Refused, {}));
    const auto row = recorded(store, id);
    FOYER_VERIFY(row);
    QVERIFY(row->state == CallState::Done);
    QCOMPARE(row->answer.value(QStringLiteral("total_minor")).toInt(), 4500);
}

void TestSqliteTillStore::oversizeIsRefused()
{
    SqliteTillStore store(profile());
    const auto call =
        seal(store, CallKind::Sell, QUuid::createUuid(), body(QString(limits::maxRequestBytes, QLatin1Char('x'))));
    QVERIFY(!call && call.error().code == ErrorCode::BadRequest);
    // No number was used up by it.
    const auto next = seal(store, CallKind::Sell, QUuid::createUuid(), body());
    FOYER_VERIFY(next);
    QCOMPARE(numberOf(*next), QStringLiteral("3-000001"));
}

void TestSqliteTillStore::tooManyJobsAreRefused()
{
    SqliteTillStore store(profile());
    int ok = 0;
    int busy = 0;
    for (int i = 0; i < limits::maxTillJobs + 10; ++i) {
        store.identity(&store, [&](const Result<TillIdentity> &identity) {
            if (identity)
                ++ok;
            else if (identity.error().code == ErrorCode::Busy)
                ++busy;
        });
    }
    QTRY_COMPARE(ok + busy, limits::maxTillJobs + 10);
    QCOMPARE(busy, 10);
    FOYER_VERIFY(open(store));
}

void TestSqliteTillStore::deadGuardHearsNothing()
{
    SqliteTillStore store(profile());
    const QUuid id = QUuid::createUuid();
    int told = 0;
    {
        QObject guard;
        store.seal(CallKind::Sell, id, body(), &guard, [&told](const Result<SealedCall> &) { ++told; });
    }
    FOYER_VERIFY(recorded(store, id));
    QCOMPARE(told, 0);
}

void TestSqliteTillStore::killedWhileSealing()
{
    QSet<QString> acknowledged;
    for (int round = 1; round <= 6; ++round) {
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), {QLatin1String(kSealLoop), profile().folder});
        QVERIFY(program.waitForStarted());
        QByteArray said;
        while (said.count('\n') < 7 * round && program.waitForReadyRead(10'000))
            said += program.readAllStandardOutput();
        QVERIFY(::kill(static_cast<pid_t>(program.processId()), SIGKILL) == 0);
        QVERIFY(program.waitForFinished());
        said += program.readAllStandardOutput();
        const QList<QByteArray> lines = said.left(said.lastIndexOf('\n') + 1).split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty())
                acknowledged.insert(QString::fromLatin1(line));
        }
        QVERIFY(acknowledged.size() >= 7 * round);

        SqliteTillStore store(profile());
        const auto report = open(store);
        FOYER_VERIFY(report);
        QVERIFY(report->setAside.isEmpty());
        const auto calls = pending(store);
        FOYER_VERIFY(calls);
        QSet<QString> found;
        for (const RecordedCall &call : *calls) {
            found.insert(call.call.id.toString(QUuid::WithoutBraces));
            QCOMPARE(numberOf(call.call),
                     QStringLiteral("3-%1").arg(found.size(), 6, 10, QLatin1Char('0'))); // no gap, no number twice
        }
        const QSet<QString> lost = acknowledged - found;
        QVERIFY2(lost.isEmpty(), qPrintable(QStringLiteral("%1 acknowledged calls are gone").arg(lost.size())));
        QVERIFY(found.size() - acknowledged.size() <= round); // at most one in flight each time
    }
}

void TestSqliteTillStore::secondOpenerIsRefused()
{
    auto first = std::make_unique<SqliteTillStore>(profile());
    FOYER_VERIFY(open(*first));
    SqliteTillStore second(profile());
    const auto refused = open(second);
    QVERIFY(!refused && refused.error().code == ErrorCode::ProfileLocked);
    first.reset();
    FOYER_VERIFY(open(second)); // without a restart
}

void TestSqliteTillStore::foreignTillIsRefused()
{
    {
        SqliteTillStore store(profile());
        QCOMPARE(sealMany(store, 1).size(), 1);
    }
    TillProfile other = profile();
    other.code = QStringLiteral("till-4");
    SqliteTillStore foreign(other);
    const auto refused = open(foreign);
    QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
    QCOMPARE(refused.error().facts.value(QStringLiteral("reason")).toString(), QStringLiteral("foreign till"));
    SqliteTillStore again(profile());
    QCOMPARE(pending(again)->size(), 1);
}

void TestSqliteTillStore::fullDisk()
{
    SmallDisk disk(profile().folder);
    if (!disk.isMounted())
        QSKIP("NOT TESTED: a full disk needs root to mount a small one");
    QMap<QUuid, SealedCall> calls;
    {
        SqliteTillStore store(profile());
        FOYER_VERIFY(open(store));
        const QString other = disk.fill();
        calls = sealMany(store, 5'000, 2'000); // sales of some six tickets
        QVERIFY2(calls.size() < 5'000, "the disk was not full");
        const auto refused = seal(store, CallKind::Sell, QUuid::createUuid(), body(QString(2'100, QLatin1Char('x'))));
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == ErrorCode::DiskFull, why(refused).constData());
        QVERIFY2(calls.size() >= 500, qPrintable(QStringLiteral("only %1 sales from the reserve").arg(calls.size())));
        // What was sent can still get its outcome.
        int settled = 0;
        for (auto it = calls.cbegin(); it != calls.cend() && settled < 60; ++it, ++settled)
            FOYER_VERIFY(
                settle(store, it.key(), CallState::Done, {{QStringLiteral("answer"), QString(700, QLatin1Char('a'))}}));
        const auto still = seal(store, CallKind::Sell, QUuid::createUuid(), body(QString(2'100, QLatin1Char('x'))));
        QVERIFY(!still && still.error().code == ErrorCode::DiskFull);
        QVERIFY(QFile::remove(other));
        const QUuid last = QUuid::createUuid();
        const auto call = seal(store, CallKind::Sell, last, body());
        FOYER_VERIFY(call);
        calls.insert(last, *call);
        QCOMPARE(numberOf(*call), QStringLiteral("3-%1").arg(calls.size(), 6, 10, QLatin1Char('0')));
    }
    SqliteTillStore again(profile());
    const auto report = open(again);
    FOYER_VERIFY(report);
    QVERIFY(report->setAside.isEmpty());
    QCOMPARE(pending(again)->size(), calls.size() - 60);
}

void TestSqliteTillStore::readOnlyDisk()
{
    SmallDisk disk(profile().folder);
    if (!disk.isMounted())
        QSKIP("NOT TESTED: a read-only disk needs root to mount one");
    {
        SqliteTillStore store(profile());
        QCOMPARE(sealMany(store, 2).size(), 2);
    }
    QVERIFY(disk.setReadOnly(true));
    SqliteTillStore store(profile());
    const auto refused = seal(store, CallKind::Sell, QUuid::createUuid(), body());
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::DiskFailed, why(refused).constData());
    QVERIFY(disk.setReadOnly(false));
    FOYER_VERIFY(seal(store, CallKind::Sell, QUuid::createUuid(), body()));
    QCOMPARE(pending(store)->size(), 3);
}

// SQLite's own integrity check does not see it.
void TestSqliteTillStore::flippedByteInACall()
{
    QMap<QUuid, SealedCall> calls;
    TillRegistration before;
    {
        SqliteTillStore store(profile());
        calls = sealMany(store, 20);
        before = *registration(store);
    }
    // Pages that were split keep old copies: all of them.
    const QByteArray intact = contentOf(file());
    const QByteArray text("text-of-call-0010-");
    for (qsizetype at = intact.indexOf(text); at >= 0; at = intact.indexOf(text, at + 1))
        QVERIFY(flipByte(file(), at + 8));
    const QByteArray damaged = contentOf(file());
    QVERIFY(damaged != intact);

    SqliteTillStore store(profile());
    TillStoreReport shown;
    connect(&store, &SqliteTillStore::fileReplaced, &store,
            [&shown](const TillStoreReport &report) { shown = report; });
    const auto report = open(store);
    FOYER_VERIFY(report);
    QVERIFY(!report->setAside.isEmpty());
    QCOMPARE(contentOf(report->setAside), damaged); // kept as it was
    QCOMPARE(report->rescued, 19);
    QCOMPARE(report->lost, 1);
    QVERIFY(!report->lostUnknown);
    QVERIFY(!report->newIdentity);
    QTRY_COMPARE(shown.setAside, report->setAside);
    const auto left = pending(store);
    FOYER_VERIFY(left);
    QCOMPARE(left->size(), 19);
    for (const RecordedCall &call : *left) {
        QCOMPARE(call.call.request, calls.value(call.call.id).request);
        QCOMPARE(call.call.mac, calls.value(call.call.id).mac);
    }
    QCOMPARE(registration(store)->secret, before.secret);
    const auto next = seal(store, CallKind::Sell, QUuid::createUuid(), body());
    FOYER_VERIFY(next);
    QCOMPARE(numberOf(*next), QStringLiteral("3-000021"));
}

// Wherever it is: nothing that is read differs from what was written, and what is missing is reported.
void TestSqliteTillStore::anyFlippedByte()
{
    QMap<QUuid, SealedCall> calls;
    {
        SqliteTillStore store(profile());
        calls = sealMany(store, 25);
    }
    const QByteArray whole = contentOf(file());
    // Pages that are all zeros are free, and those without zeros are the random bytes of the reserve: nothing is lost
    // with them.
    constexpr int kPage = 4096;
    QVector<qint64> used;
    for (qint64 page = 0; page < whole.size(); page += kPage) {
        const qsizetype zeros = whole.mid(page, kPage).count('\0');
        for (qint64 at = page; zeros > 60 && at < page + kPage; ++at) {
            if (whole.at(at) != 0)
                used.append(at);
        }
    }
    QRandomGenerator random(20261127);
    int replaced = 0;
    for (int i = 0; i < 60; ++i) {
        const qint64 at = i < 20 ? i * 5 : used.at(random.bounded(static_cast<int>(used.size())));
        const QString where = QStringLiteral("byte %1").arg(at);
        QTemporaryDir folder;
        TillProfile copy = profile();
        copy.folder = folder.path();
        const QString path = tillopening::filePath(copy);
        QVERIFY(QFile::copy(file(), path) && flipByte(path, at));
        SqliteTillStore store(copy);
        const auto report = open(store);
        if (!report) { // a clear stop is as good as a rescue
            QVERIFY2(report.error().code == ErrorCode::NewerSchema, (where.toUtf8() + ' ' + why(report)).constData());
            continue;
        }
        replaced += report->setAside.isEmpty() ? 0 : 1;
        const auto left = pending(store);
        FOYER_VERIFY(left);
        for (const RecordedCall &call : *left) {
            QVERIFY2(calls.contains(call.call.id), qPrintable(where));
            QVERIFY2(call.call.request == calls.value(call.call.id).request &&
                         call.call.mac == calls.value(call.call.id).mac,
                     qPrintable(where));
        }
        const int missing = static_cast<int>(calls.size() - left->size());
        QVERIFY2(missing == 0 || report->lostUnknown || report->lost == missing,
                 qPrintable(QStringLiteral("%1: %2 missing").arg(where).arg(missing)));
        const auto next = seal(store, CallKind::Sell, QUuid::createUuid(), body());
        FOYER_VERIFY(next);
        if (missing == 0 || !report->newIdentity)
            QVERIFY2(numberOf(*next) > QStringLiteral("3-000025"),
                     qPrintable(where + QLatin1Char(' ') + numberOf(*next)));
    }
    QVERIFY2(replaced > 20, qPrintable(QString::number(replaced)));
}

void TestSqliteTillStore::rubbishInsteadOfAFile()
{
    FOYER_VERIFY(tillopening::prepareFolder(profile()));
    QFile rubbish(file());
    QVERIFY(rubbish.open(QIODevice::WriteOnly));
    rubbish.write(QByteArray(50'000, 'r'));
    rubbish.close();
    SqliteTillStore store(profile());
    const auto report = open(store);
    FOYER_VERIFY(report);
    QCOMPARE(contentOf(report->setAside), QByteArray(50'000, 'r'));
    QVERIFY(report->newIdentity);
    QVERIFY(report->lostUnknown);
    FOYER_VERIFY(seal(store, CallKind::Sell, QUuid::createUuid(), body()));
}

void TestSqliteTillStore::cutOffFile()
{
    {
        SqliteTillStore store(profile());
        QCOMPARE(sealMany(store, 25).size(), 25);
    }
    QVERIFY(QFile::resize(file(), 20'000));
    SqliteTillStore store(profile());
    const auto report = open(store);
    FOYER_VERIFY(report);
    QVERIFY(!report->setAside.isEmpty());
    QVERIFY(report->lostUnknown || report->lost > 0 || report->rescued == 25);
    FOYER_VERIFY(seal(store, CallKind::Sell, QUuid::createUuid(), body()));
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QLatin1String(kSealLoop))
        return sealForEver({arguments.at(2), QStringLiteral("till-3"), QStringLiteral("3"), 0});
    TestSqliteTillStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sqlitetillstore.moc"
