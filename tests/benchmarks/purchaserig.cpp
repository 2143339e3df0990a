// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/purchaserig.h"

#include "models/central/pgerror.h"

#include <array>

namespace foyer {

namespace {

bool ok(const PgResultHandle &result)
{
    const ExecStatusType status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

class TextbookSeller : public Seller
{
public:
    TextbookSeller(PgConnHandle conn, int tier) : m_conn(std::move(conn)), m_tier(QByteArray::number(tier))
    {
        prepare("lock", "select quantity - sold from textbook.tiers where id = $1 for update");
        prepare("count", "update textbook.tiers set sold = sold + 2 where id = $1");
        prepare("order", "insert into textbook.orders (id, tier_id, total_minor) values ($1, $2, 5000)");
        prepare("ticket", "insert into textbook.tickets (order_id, tier_id, price_minor) values ($1, $2, 2500)");
    }

    bool sellTwo() override
    {
        const QByteArray order = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        if (!plain("begin"))
            return false;
        const PgResultHandle left = run("lock", {m_tier});
        if (!ok(left) || PQntuples(left.get()) != 1 || QByteArray(PQgetvalue(left.get(), 0, 0)).toInt() < 2) {
            m_error = ok(left) ? QStringLiteral("sold out") : QString::fromUtf8(PQerrorMessage(m_conn.get()));
            plain("rollback");
            return false;
        }
        const bool written = ok(run("count", {m_tier})) && ok(run("order", {order, m_tier})) &&
                             ok(run("ticket", {order, m_tier})) && ok(run("ticket", {order, m_tier}));
        if (!written)
            m_error = QString::fromUtf8(PQerrorMessage(m_conn.get()));
        return plain(written ? "commit" : "rollback") && written;
    }

private:
    void prepare(const char *name, const char *sql)
    {
        const PgResultHandle result(PQprepare(m_conn.get(), name, sql, 0, nullptr));
    }

    bool plain(const char *sql)
    {
        const PgResultHandle result(PQexec(m_conn.get(), sql));
        if (!ok(result))
            m_error = QString::fromUtf8(PQerrorMessage(m_conn.get()));
        return ok(result);
    }

    PgResultHandle run(const char *name, const QVector<QByteArray> &params)
    {
        std::array<const char *, 2> values{};
        for (int i = 0; i < params.size(); ++i)
            values.at(static_cast<size_t>(i)) = params.at(i).constData();
        return PgResultHandle(
            PQexecPrepared(m_conn.get(), name, static_cast<int>(params.size()), values.data(), nullptr, nullptr, 0));
    }

    PgConnHandle m_conn;
    QByteArray m_tier;
};

class FoyerSeller : public Seller
{
public:
    FoyerSeller(PgConnHandle conn, TestTill till, TestEvent event, int ahead)
        : m_conn(std::move(conn)), m_till(std::move(till)), m_event(std::move(event))
    {
        // As PgConnection does with every call.
        const PgResultHandle prepared(
            PQprepare(m_conn.get(), "sell", "select foyer.sell($1::text, $2::text, $3::bytea)::text", 0, nullptr));
        for (int i = 0; i < ahead; ++i)
            m_sealed.push_back(seal());
    }

    bool sellTwo() override
    {
        const SealedCall call = m_sealed.empty() ? seal() : m_sealed.back();
        if (!m_sealed.empty())
            m_sealed.pop_back();
        const QByteArray till = call.till.toUtf8();
        const std::array<const char *, 3> values{till.constData(), call.request.constData(), call.mac.constData()};
        const std::array<int, 3> lengths{0, 0, static_cast<int>(call.mac.size())};
        const std::array<int, 3> formats{0, 0, 1};
        for (int tries = 0; tries < 10; ++tries) {
            const PgResultHandle result(PQexecPrepared(m_conn.get(), "sell", 3, values.data(), lengths.data(),
                                                       formats.data(), 0));
            if (ok(result))
                return true;
            const Error error = errorFromResult(result.get());
            m_error = error.sqlState + QStringLiteral(" ") + error.log;
            if (error.code != ErrorCode::Busy)
                return false;
        }
        return false;
    }

private:
    SealedCall seal()
    {
        const QUuid order = QUuid::createUuid();
        const QString number = m_till.prefix + m_event.slug.right(6) + QString::number(++m_number);
        return m_till.seal(CallKind::Sell, order, TestVenue::saleOf(m_event, m_event.floor, 2, 2500, number, order));
    }

    PgConnHandle m_conn;
    TestTill m_till;
    TestEvent m_event;
    std::vector<SealedCall> m_sealed;
    int m_number = 0;
};

} // namespace

std::unique_ptr<Seller> textbookSeller(PgConnHandle conn, int tier)
{
    return std::make_unique<TextbookSeller>(std::move(conn), tier);
}

std::unique_ptr<Seller> foyerSeller(PgConnHandle conn, const TestTill &till, const TestEvent &event, int ahead)
{
    return std::make_unique<FoyerSeller>(std::move(conn), till, event, ahead);
}

Result<Done> makeTextbookTables(AdminSession &admin)
{
    return admin.script("create schema textbook;"
                        "create table textbook.tiers (id int primary key, quantity int not null, sold int not null "
                        "default 0 check (sold <= quantity));"
                        "create table textbook.orders (id uuid primary key, tier_id int not null references "
                        "textbook.tiers, total_minor bigint not null,"
                        " created_at timestamptz not null default clock_timestamp());"
                        "create table textbook.tickets (id uuid primary key default gen_random_uuid(), order_id uuid "
                        "not null references textbook.orders,"
                        " tier_id int not null references textbook.tiers, price_minor bigint not null);"
                        "create index on textbook.tickets (order_id);"
                        "grant usage on schema textbook to public; grant select, insert, update on all tables in "
                        "schema textbook to public;",
                        QStringLiteral("textbook"));
}

} // namespace foyer
