-- SPDX-License-Identifier: GPL-3.0-or-later
begin isolation level repeatable read;
select no_plan();
select scene.role('clerk') as clerk \gset
set session authorization :"clerk";
select is(scene.refusal(c, jsonb_build_object('till', 't1')), 'TK015', c || ' writes in no other isolation than READ COMMITTED')
from unnest(array['sell', 'hold_places', 'extend_holds', 'release_hold', 'cancel_order']) c;
select * from finish();
rollback;
