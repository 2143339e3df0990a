-- SPDX-License-Identifier: GPL-3.0-or-later
-- Appends a money event to a till's chain. The head row is the last lock of a transaction: it serialises one till, never two. It runs within calls that pin
-- search_path and time zone, see README.
create or replace function foyer.journal_append(p_till uuid, p_kind text, p_subject uuid, p_order uuid, p_method text, p_amount bigint, p_currency text, p_at timestamptz)
returns boolean
language plpgsql volatile
as $$
declare
    v_seq bigint;
    v_hash bytea;
begin
    update foyer.journal_heads set seq = seq + 1,
        hash = sha256(hash || convert_to(foyer.journal_line(till_id, seq + 1, p_kind, p_subject, p_order, p_method, p_amount, p_currency, p_at), 'UTF8'))
    where till_id = p_till returning seq, hash into v_seq, v_hash;
    insert into foyer.journal (till_id, seq, kind, subject_id, order_id, method, amount_minor, currency, at, hash)
    values (p_till, v_seq, p_kind, p_subject, p_order, p_method, p_amount, p_currency, p_at, v_hash);
    return true;
end
$$;
