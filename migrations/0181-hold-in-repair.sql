-- The same function again: in a repair the number that the question has already stands in nobody's way, it goes when the new one comes.
create or replace function queue.hold_place(of_region text, of_slot uuid, draft uuid, asked text, of_holder text, of_subject text, moment timestamptz, upto timestamptz)
returns table (outcome text, held_until timestamptz) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  d queue.session;
  s queue.slot;
  h queue.hold;
  held_here int;
  held_all int;
begin
  if not coalesce(of_region = any (platform.listed('regions')) and of_holder = any (platform.listed('persons')), false) then
    raise exception 'a place is held for somebody by himself only' using errcode = '42501';
  end if;
  select x.* into d from queue.session x join queue.slot y on y.region = x.region and y.session = x.id
    where y.region = of_region and y.id = of_slot for update of x;
  select x.* into s from queue.slot x where x.region = of_region and x.id = of_slot;
  select x.* into h from queue.hold x where x.region = of_region and x.case_id = draft and x.question = asked;
  if d.id is null or d.state not in ('open', 'paused') or s.ends_at <= moment then return query select 'closed', null::timestamptz; return; end if;
  if h.slot = of_slot and h.until > moment then return query select 'held', h.until; return; end if;
  if exists (select from queue.entry e where e.region = of_region and e.subject = of_subject and e.day = d.day and e.poli = d.poli
      and e.status in ('booked', 'waiting', 'called', 'parked')
      and (e.of_case, e.of_question) is distinct from (draft, asked)) then
    return query select 'has', null::timestamptz;
    return;
  end if;
  -- Nobody holds many places by beginning many forms.
  if (select count(*) from queue.hold x where x.holder = of_holder and x.until > moment and (x.case_id, x.question) <> (draft, asked)) >= 3 then
    return query select 'many', null::timestamptz;
    return;
  end if;
  select count(*) filter (where x.slot = of_slot), count(*) into held_here, held_all from queue.hold x
    where x.region = of_region and x.session = d.id and x.until > moment and (x.case_id, x.question) <> (draft, asked);
  if s.online - s.online_taken - held_here < 1 or d.cap - d.taken - held_all < 1 then return query select 'full', null::timestamptz; return; end if;
  delete from queue.hold x where x.case_id = draft and x.question = asked and x.holder = of_holder and x.region = any (platform.listed('regions'))
    and x.region <> of_region;
  insert into queue.hold as x (region, case_id, question, slot, session, holder, made_at, until)
    values (of_region, draft, asked, of_slot, d.id, of_holder, moment, upto)
    on conflict (region, case_id, question) do update set slot = excluded.slot, session = excluded.session, made_at = excluded.made_at, until = excluded.until
      where x.holder = excluded.holder;
  return query select 'held', upto;
end $$;
