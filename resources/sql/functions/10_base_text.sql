-- SPDX-License-Identifier: GPL-3.0-or-later
-- Small pure helpers. They read no table, name everything by schema and stay inlinable, so they carry no SET clause. Stable, not immutable, where to_char or
-- concat_ws is: a stricter label than the body's keeps a function from being inlined, and it is then parsed anew at every call (20 µs each).

-- RFC 3339 in UTC, as every answer writes a time.
create or replace function foyer.utc_text(p_at timestamptz) returns text
language sql stable parallel safe
as $$ select pg_catalog.to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;

-- The tax contained in a gross amount, rounded half away from zero (amounts are never negative).
create or replace function foyer.tax_in(p_gross bigint, p_rate_bp integer) returns bigint
language sql immutable parallel safe
as $$ select (2 * p_gross * p_rate_bp + 10000 + p_rate_bp) / (2 * (10000 + p_rate_bp)) $$;

-- The line of a journal row that its hash covers; ids, kinds and amounts only.
create or replace function foyer.journal_line(p_till uuid, p_seq bigint, p_kind text, p_subject uuid, p_order uuid, p_method text, p_amount bigint,
                                              p_currency text, p_at timestamptz) returns text
language sql stable parallel safe
as $$
    select pg_catalog.concat_ws('|', p_till, p_seq, p_kind, p_subject, coalesce(p_order::text, ''), coalesce(p_method, ''), p_amount, p_currency,
                                pg_catalog.to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;
