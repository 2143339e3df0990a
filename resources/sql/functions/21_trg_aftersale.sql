-- SPDX-License-Identifier: GPL-3.0-or-later
-- What came after the sale stays as it was written, whoever writes.

do $triggers$
declare
    t text;
begin
    foreach t in array array['refund_legs', 'refund_items', 'payment_sources', 'admissions'] loop
        execute format('create or replace trigger keep_all before truncate on foyer.%I for each statement execute function foyer.keep_rows()', t);
        execute format('create or replace trigger keep_text before update or delete on foyer.%I for each row execute function foyer.keep_rows()', t);
    end loop;
end
$triggers$;

-- A shift is closed once; what was counted is not counted again.
create or replace trigger keep_closed before update on foyer.shifts
    for each row when (old.closed_at is not null) execute function foyer.keep_rows();

-- A payment by voucher takes its amount from the voucher that its reference names: nothing is paid beyond the balance, in another currency, or too late.
create or replace function foyer.spend_voucher() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    update vouchers v set balance_minor = v.balance_minor - new.amount_minor, updated_at = clock_timestamp()
    where v.code = new.reference and v.currency = new.currency and v.balance_minor >= new.amount_minor and (v.valid_until > clock_timestamp()) is not false;
    if not found then
        raise exception 'payment % is by no voucher with that balance', new.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create or replace trigger spend_voucher before insert on foyer.payments
    for each row when (new.method = 'voucher') execute function foyer.spend_voucher();
