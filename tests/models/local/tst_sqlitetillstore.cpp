// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/local/sqlitetillstore.h"
#include "models/local/tillopening.h"
#include "models/tickets/ticketcode.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QMessageAuthenticationCode>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtTest/QtTest>

#include <sodium.h>

#include <csignal>
#include <cstdio>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace foyer;

namespace {

// Waits for one answer of the store, with Qt Test's own loop.
template <class T>
class Answer
{
public:
    Then<T> take()
    {
        return [this](Result<T> result) { m_result = std::move(result); };
    }
    Result<T> wait(int ms = 10'000)
    {
        if (!QTest::qWaitFor([this] { return m_result.has_value(); }, ms))
            return fail(ErrorCode::Superseded, QStringLiteral("no answer in the test's time"));
        return *m_result;
    }

private:
    std::optional<Result<T>> m_result;
};

template <class T>
QByteArray why(const Result<T> &result)
{
    return result ? QByteArray("ok") : (errorName(result.error().code) + QLatin1String(": ") + result.error().log).toUtf8();
}

#define VERIFY_OK(result) QVERIFY2((result).has_value(), why(result).constData())

Result<SealedCall> seal(SqliteTillStore &store, CallKind kind, const QUuid &id, const QJsonObject &body)
{
    Answer<SealedCall> answer;
    store.seal(kind, id, body, &store, answer.take());
    return answer.wait();
}

Result<Done> settle(SqliteTillStore &store, const QUuid &id, CallState state, const QJsonObject &answerBody)
{
    Answer<Done> answer;
    store.settle(id, state, answerBody, &store, answer.take());
    return answer.wait();
}

Result<QVector<RecordedCall>> pending(SqliteTillStore &store)
{
    Answer<QVector<RecordedCall>> answer;
    store.pending(&store, answer.take());
    return answer.wait();
}

Result<RecordedCall> recorded(SqliteTillStore &store, const QUuid &id)
{
    Answer<RecordedCall> answer;
    store.recorded(id, &store, answer.take());
    return answer.wait();
}

Result<TillStoreReport> open(SqliteTillStore &store)
{
    Answer<TillStoreReport> answer;
    store.open(&store, answer.take());
    return answer.wait();
}

Result<TillRegistration> registration(SqliteTillStore &store)
{
    Answer<TillRegistration> answer;
    store.registration(&store, answer.take());
    return answer.wait();
}

QJsonObject body(const QString &text = QStringLiteral("x"))
{
    return {{QStringLiteral("order"), text}};
}

QString numberOf(const SealedCall &call)
{
    return QJsonDocument::fromJson(call.request).object().value(QStringLiteral("number")).toString();
}

} // namespace

/// The till's file on real disks: what is acknowledged is there, whatever happens to the program, the disk or the bytes.
class TestSqliteTillStore : public QObject
{
    Q_OBJECT

private:
    TillProfile profile() const { return {m_folder->path() + QStringLiteral("/profile"), QStringLiteral("till-3"), QStringLiteral("3"), 0}; }
    QString file() const { return tillopening::filePath(profile()); }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sealsAndKeeps();
    void sealingAgainGivesTheSameBytes();
    void numbersGoOnAfterRestart();
};

void TestSqliteTillStore::sealsAndKeeps()
{
    const QUuid id = QUuid::createUuid();
    SealedCall sealed;
    {
        SqliteTillStore store(profile());
        const auto report = open(store);
        VERIFY_OK(report);
        QVERIFY(report->created);
        QVERIFY(report->newIdentity);
        const auto call = seal(store, CallKind::Sell, id, body());
        VERIFY_OK(call);
        sealed = *call;
        const QJsonObject request = QJsonDocument::fromJson(call->request).object();
        QCOMPARE(request.value(QStringLiteral("till")).toString(), QStringLiteral("till-3"));
        QCOMPARE(request.value(QStringLiteral("number")).toString(), QStringLiteral("3-000001"));
        const auto keys = registration(store);
        VERIFY_OK(keys);
        // A second implementation of HMAC decides.
        QCOMPARE(call->mac, QMessageAuthenticationCode::hash(call->request, keys->secret, QCryptographicHash::Sha256));
    }
    SqliteTillStore again(profile());
    const auto calls = pending(again);
    VERIFY_OK(calls);
    QCOMPARE(calls->size(), 1);
    QCOMPARE(calls->first().call.request, sealed.request);
    QCOMPARE(calls->first().call.mac, sealed.mac);
    VERIFY_OK(settle(again, id, CallState::Done, {{QStringLiteral("number"), QStringLiteral("3-000001")}}));
    QCOMPARE(pending(again)->size(), 0);
    const auto row = recorded(again, id);
    VERIFY_OK(row);
    QVERIFY(row->state == CallState::Done);
    QCOMPARE(row->answer.value(QStringLiteral("number")).toString(), QStringLiteral("3-000001"));
}

void TestSqliteTillStore::sealingAgainGivesTheSameBytes()
{
    SqliteTillStore store(profile());
    const QUuid id = QUuid::createUuid();
    const auto first = seal(store, CallKind::Sell, id, body());
    VERIFY_OK(first);
    const auto second = seal(store, CallKind::Sell, id, body(QStringLiteral("other")));
    VERIFY_OK(second);
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
        VERIFY_OK(call);
        QCOMPARE(numberOf(*call), QStringLiteral("3-00000%1").arg(i));
    }
}

QTEST_GUILESS_MAIN(TestSqliteTillStore)
#include "tst_sqlitetillstore.moc"
