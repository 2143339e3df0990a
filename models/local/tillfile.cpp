// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillfile.h"

#include "models/core/limits.h"
#include "models/local/tillreserve.h"
#include "models/tickets/ticketcode.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>
#include <QtSql/QSqlError>

namespace foyer {

namespace {

Q_LOGGING_CATEGORY(lcTill, "foyer.local.till")

constexpr int kSealsPerFill = 200; // a few hundred kilobytes of the reserve at most

tl::unexpected<Error> unknownId(const QUuid &id)
{
    const QString text = id.toString(QUuid::WithoutBraces);
    return fail(ErrorCode::NoSuchThing, QStringLiteral("call %1 is not on this till's disk").arg(text),
                {{QStringLiteral("what"), QStringLiteral("call")}, {QStringLiteral("id"), text}});
}

} // namespace

Result<std::unique_ptr<TillFile>> TillFile::open(const TillProfile &profile)
{
    auto opened = tillopening::open(profile);
    if (!opened)
        return fail(opened.error());
    return std::unique_ptr<TillFile>(new TillFile(std::move(*opened)));
}

TillFile::TillFile(tillopening::Opened opened)
    : m_db(std::move(opened.db)), m_identity(std::move(opened.identity)), m_report(std::move(opened.report))
{}

TillIdentity TillFile::identity() const
{
    const QByteArray publicKey = m_identity.keys.publicKey();
    return {m_identity.code, m_identity.prefix, keyIdOf(publicKey), publicKey};
}

TillRegistration TillFile::registration() const
{
    return {m_identity.code, m_identity.prefix, m_identity.keys.secret, m_identity.keys.publicKey()};
}

QVector<QByteArray> TillFile::sign(const QVector<QByteArray> &messages) const
{
    QVector<QByteArray> signatures;
    signatures.reserve(messages.size());
    for (const QByteArray &message : messages)
        signatures.append(m_identity.keys.sign(message));
    return signatures;
}

Result<SealedCall> TillFile::seal(CallKind kind, const QUuid &id, const QJsonObject &body)
{
    if (const auto kept = keepReserve(); !kept)
        return fail(kept.error());
    auto transaction = SqliteTransaction::begin(*m_db);
    if (!transaction)
        return fail(transaction.error());
    auto found = tillrows::findCall(*m_db, id, m_identity.code);
    if (!found)
        return fail(found.error());

    SealedCall call;
    if (*found) {
        tillrows::CallRow &row = **found;
        if (row.recorded.call.kind != kind)
            return fail(ErrorCode::IdReused, QStringLiteral("the id stands for a call of another kind"),
                        {{QStringLiteral("id"), id.toString(QUuid::WithoutBraces)}});
        // A refused call that is sent again is in flight again: a crash must find it pending.
        if (row.recorded.state == CallState::Refused) {
            row.recorded.state = CallState::Pending;
            row.recorded.answer = {};
            if (const auto done = tillrows::updateOutcome(*m_db, row); !done)
                return fail(done.error());
        }
        call = row.recorded.call;
    } else {
        auto sealed = sealNew(kind, id, body);
        if (!sealed)
            return sealed;
        call = *sealed;
    }
    if (const auto done = transaction->commit(); !done)
        return fail(done.error());
    ++m_sealsSinceFill;
    return call;
}

Result<SealedCall> TillFile::sealNew(CallKind kind, const QUuid &id, QJsonObject body)
{
    body.insert(QStringLiteral("till"), m_identity.code);
    if (kind == CallKind::Sell) {
        const auto last = tillrows::readCounter(*m_db);
        if (!last)
            return fail(last.error());
        const qint64 number = *last + 1;
        if (const auto done = tillrows::writeCounter(*m_db, number); !done)
            return fail(done.error());
        body.insert(QStringLiteral("number"),
                    QStringLiteral("%1-%2").arg(m_identity.prefix).arg(number, 6, 10, QLatin1Char('0')));
    }
    RecordedCall record;
    record.call = SealedCall{id, kind, m_identity.code, QJsonDocument(body).toJson(QJsonDocument::Compact), {}};
    if (record.call.request.size() > limits::maxRequestBytes)
        return fail(ErrorCode::BadRequest, QStringLiteral("a request of %1 bytes").arg(record.call.request.size()),
                    {{QStringLiteral("what"), QStringLiteral("size")}});
    record.call.mac = m_identity.keys.mac(record.call.request);
    if (const auto done =
            tillrows::insertCall(*m_db, record, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
        !done)
        return fail(done.error());
    if (const auto done = tillrows::prune(*m_db); !done)
        return fail(done.error());
    return record.call;
}

Result<Done> TillFile::settle(const QUuid &id, CallState state, const QJsonObject &answer)
{
    auto found = tillrows::findCall(*m_db, id, m_identity.code);
    if (!found)
        return fail(found.error());
    if (!*found)
        return unknownId(id);
    tillrows::CallRow &row = **found;
    if (row.recorded.state == CallState::Done)
        return Done{};
    row.recorded.state = state;
    row.recorded.answer = answer;
    auto written = writeOutcome(row);
    if (!written && written.error().code == ErrorCode::DiskFull) {
        qCWarning(lcTill) << "the disk is full: opening the reserve for outcomes";
        written = tillreserve::openSettlePart(*m_db).and_then([&](Done) { return writeOutcome(row); });
    }
    return written;
}

Result<Done> TillFile::writeOutcome(const tillrows::CallRow &row)
{
    auto transaction = SqliteTransaction::begin(*m_db);
    if (!transaction)
        return fail(transaction.error());
    if (const auto done = tillrows::updateOutcome(*m_db, row); !done)
        return done;
    return transaction->commit();
}

// Selling stops while the part for outcomes is not whole: its pages must not go to new calls.
Result<Done> TillFile::keepReserve()
{
    const auto whole = tillreserve::hasSettlePart(*m_db);
    if (!whole)
        return fail(whole.error());
    if (*whole && m_sealsSinceFill < kSealsPerFill)
        return Done{};
    m_sealsSinceFill = 0;
    const auto filled = tillreserve::fill(*m_db);
    if (!filled && *whole) {
        qCWarning(lcTill).noquote() << "the reserve could not be refilled:" << filled.error().log;
        return Done{};
    }
    return filled;
}

Result<QVector<RecordedCall>> TillFile::pending() const
{
    auto query = tillrows::selectCalls(*m_db, QStringLiteral("WHERE state = 0 ORDER BY seq"));
    if (!query)
        return fail(query.error());
    QVector<RecordedCall> calls;
    while (query->next()) {
        const auto row = tillrows::readCall(*query, m_identity.code);
        if (row)
            calls.append(row->recorded);
        else
            qCCritical(lcTill).noquote() << "left out:" << row.error().log;
    }
    if (query->lastError().isValid())
        return fail(SqliteConnection::errorOf(*query, QStringLiteral("pending calls")));
    return calls;
}

Result<RecordedCall> TillFile::recorded(const QUuid &id) const
{
    const auto found = tillrows::findCall(*m_db, id, m_identity.code);
    if (!found)
        return fail(found.error());
    if (!*found)
        return unknownId(id);
    return (*found)->recorded;
}

} // namespace foyer
