-- SPDX-License-Identifier: GPL-3.0-or-later
drop type foyer.sale_line;
drop table foyer.sale_cards;
alter table foyer.journal_heads drop constraint journal_heads_anchor, add constraint journal_heads_check check (anchor_seq between 0 and seq);
alter table foyer.sales_rollup alter column hour type timestamptz, add constraint sales_rollup_hour_check check (hour = date_trunc('hour', hour, 'UTC'));
alter table foyer.payments
    drop constraint payments_given,
    add constraint payments_order_id_fkey foreign key (order_id) references foyer.orders on delete restrict,
    alter column amount_minor type bigint,
    add constraint payments_amount check (amount_minor between 0 and 100000000000 and (given_minor is null or (given_minor >= amount_minor and method = 'cash')));
alter table foyer.tickets
    drop constraint tickets_status,
    alter column price_minor type bigint,
    add constraint tickets_price_minor_check check (price_minor >= 0),
    add constraint tickets_status check (case status when 'valid' then num_nonnulls(used_at, ended_at) = 0 when 'used' then used_at is not null and ended_at is null
                                         else ended_at is not null end);
alter table foyer.order_items
    drop constraint order_items_kind,
    alter column kind type text,
    alter column price_minor type bigint, alter column price_tax_minor type bigint, alter column fee_minor type bigint, alter column fee_tax_minor type bigint,
    add constraint order_items_amounts check (price_tax_minor between 0 and price_minor and fee_tax_minor between 0 and fee_minor),
    add constraint order_items_kind check (case kind when 'ticket' then num_nonnulls(tier_id, price_type_id, price_version) = 3
                                           when 'order_fee' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor = 0
                                           when 'reseated' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor + fee_minor = 0 else false end),
    add constraint order_items_order_id_fkey foreign key (order_id) references foyer.orders on delete restrict;
alter table foyer.tickets add constraint tickets_order_id_position_fkey foreign key (order_id, position) references foyer.order_items on delete restrict;
alter table foyer.orders
    drop constraint orders_status,
    alter column subtotal type bigint, alter column service_fee type bigint, alter column tax type bigint, alter column change_minor type bigint,
    add constraint orders_amounts check (least(subtotal, service_fee, tax, change_minor) >= 0),
    add constraint orders_status check (case status when 'cancelled' then true when 'reserved' then num_nonnulls(number, pay_until) = 2
                                        else num_nonnulls(number, sold_at) = 2 end);
drop domain foyer.item_kind;
drop domain foyer.full_hour;
drop domain foyer.amount;
alter table foyer.tickets drop constraint tickets_of_place;
alter table foyer.event_seats drop constraint event_seats_of_tier;
alter table foyer.event_seats add constraint event_seats_id_event_id_tier_id_key unique (id, event_id, tier_id);
alter table foyer.tickets add constraint tickets_place_id_event_id_tier_id_fkey foreign key (place_id, event_id, tier_id)
    references foyer.event_seats (id, event_id, tier_id) on delete restrict;
create index event_seats_tier on foyer.event_seats (tier_id);
alter table foyer.event_seats add constraint event_seats_status check (case status
    when 'AVAILABLE' then num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at, block_letter) = 0
    when 'RESERVED' then num_nonnulls(hold_id, lease_id) > 0 and (hold_id is null or reserved_until is not null) and (block_letter is null or hold_id is not null)
                         and num_nonnulls(order_id, sold_at) = 0
    when 'SOLD' then num_nonnulls(order_id, sold_at) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, block_letter) = 0
    else num_nonnulls(block_letter, block_is_soft) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at) = 0 end);
