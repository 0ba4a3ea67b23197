-- An appointment inside a form: a place is held for a draft while it is filled in, and becomes a number with the case. A hold counts as a place that is
-- taken until its time is over; nothing need be done for it to end.
create table queue.hold (
  region text not null,
  case_id uuid not null,
  question text not null,
  slot uuid not null,
  session uuid not null,
  holder text not null,
  made_at timestamptz not null,
  until timestamptz not null,
  primary key (region, case_id, question),
  foreign key (region, slot) references queue.slot (region, id) on delete cascade
);
comment on table queue.hold is 'A place of a window that is held for a question of a draft; written by queue.hold_place and queue.place_entries';
comment on column queue.hold.holder is 'The applicant of the draft';
create index on queue.hold (region, session);
create index on queue.hold (region, slot);
create index on queue.hold (holder);
create index on queue.hold (until);
alter table queue.hold enable row level security;
create policy one_s_own on queue.hold for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and holder = any ((select platform.listed('persons'))::text[]));
create policy given_back on queue.hold for delete to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and holder = any ((select platform.listed('persons'))::text[]));
grant select, delete on queue.hold to satuloket_app;
create policy swept on queue.hold for all to satuloket_relay using (true);
grant select, delete on queue.hold to satuloket_relay;

-- Which question of which case a number belongs to: the case's own list of what was booked with it.
alter table queue.entry add column of_case uuid, add column of_question text, add check ((of_case is null) = (of_question is null));
comment on column queue.entry.of_case is 'The case that it was booked with, by the question of its form; null: booked by itself';
create unique index one_a_question on queue.entry (region, of_case, of_question) where of_case is not null and status in ('booked', 'waiting', 'called', 'parked');
create index entry_of_case on queue.entry (region, of_case) where of_case is not null;

-- Whose number it was is forgotten: then also with which case it was booked.
create function queue.forget_case() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.subject is distinct from old.subject then
    new.of_case := null;
    new.of_question := null;
  end if;
  return new;
end $$;
create trigger forget_case before update on queue.entry for each row when (old.of_case is not null) execute function queue.forget_case();

-- How many places are held at a moment, by window; of nobody.
create function queue.held(of_region text, sessions uuid[], moment timestamptz) returns table (held_in uuid, held_at uuid, places int)
  language sql stable security definer set search_path = pg_catalog as
  $$ select h.session, h.slot, count(*)::int from queue.hold h
     where h.region = of_region and h.session = any (sessions) and h.until > moment group by h.session, h.slot $$;
revoke execute on function queue.held from public;
grant execute on function queue.held to satuloket_app, satuloket_relay;

-- Holds one place of a window for a question of a draft. The same window again keeps the time that it has; another one moves the hold.
-- outcome: held · full · closed: not open, over or unknown · has: the person has a number for this service on that day · many
create function queue.hold_place(of_region text, of_slot uuid, draft uuid, asked text, of_holder text, of_subject text, moment timestamptz, upto timestamptz)
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
      and e.status in ('booked', 'waiting', 'called', 'parked')) then
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
comment on function queue.hold_place is 'Holds a place for a question of a draft until a time; counted under the session''s row as bookings are';
revoke execute on function queue.hold_place from public;
grant execute on function queue.hold_place to satuloket_app;

-- What was booked with a case, the newest number of each question; for whoever acts on that case. No name in it.
create function queue.of_case(of_region text, of_case uuid) returns table (question text, id uuid, office text, poli text, status text, prefix text, number int,
    slot uuid, day date, starts_at timestamptz, ends_at timestamptz, promised_from timestamptz, promised_to timestamptz, applicant text)
  language sql stable security definer set search_path = pg_catalog as
  $$ select distinct on (e.of_question) e.of_question, e.id, e.office, e.poli, e.status, d.prefix, e.number, e.slot, e.day, s.starts_at, s.ends_at,
       e.promised_from, e.promised_to, e.applicant
     from queue.entry e join queue.session d on d.region = e.region and d.id = e.session join queue.slot s on s.region = e.region and s.id = e.slot
     where e.region = of_case.of_region and e.of_case = of_case.of_case
       and exists (select from unnest(platform.listed('acts')) a where starts_with(a, of_case.of_case || ' '))
     order by e.of_question, e.status in ('booked', 'waiting', 'called', 'parked') desc, e.booked_at desc, e.id desc $$;
revoke execute on function queue.of_case from public;
grant execute on function queue.of_case to satuloket_app;

-- The counting function again: places that are held for others are taken.
create or replace function queue.place_entries(of_region text, of_slot uuid, quota text, released_before timestamptz, items jsonb)
returns table (n int, outcome text, number int, before jsonb) language plpgsql security definer
  set search_path = pg_catalog set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off as $$
#variable_conflict use_column
declare
  d queue.session;
  s queue.slot;
  unused int;
  free int;
  moment timestamptz := (items -> 0 ->> 'at')::timestamptz;
  own timestamptz;
  held_here int;
  held_all int;
begin
  -- "region || ''": found by the key before it, not by the region.
  if not coalesce(of_region = any (platform.listed('regions')), false) or exists (
      select (i ->> 'id') || ' ' || (i ->> 'actor') from jsonb_array_elements(items) i
      except all select unnest(platform.listed('acts'))) then
    raise exception 'an entry is placed by its own actor only' using errcode = '42501';
  end if;
  select x.* into d from queue.session x join queue.slot y on y.region = x.region and y.session = x.id
    where y.region = of_region and y.id = of_slot for update of x;
  select x.* into s from queue.slot x where x.region = of_region and x.id = of_slot for update;
  if d.id is null then raise exception 'no such slot' using errcode = '23503', constraint = 'entry_slot'; end if;
  if quota = 'paper' then
    -- They hold a number already, given while there was no network: it is written down as it was. A day that is over stays as it is.
    free := case when d.state in ('closed', 'cancelled') then 0 else jsonb_array_length(items) end;
  elsif d.state not in ('open', 'paused') then
    free := 0;
  elsif quota = 'online' then
    -- Whoever books what was held for him gives the hold for it; what is held for others is taken. Where fewer places are left than are held,
    -- those who held first come first.
    with mine as (delete from queue.hold h using jsonb_to_recordset(items) as i (of_case uuid, of_question text)
      where h.region = of_region and h.case_id = i.of_case and h.question = i.of_question and h.holder = any (platform.listed('persons'))
      returning h.slot, h.made_at, h.until)
    select min(m.made_at) into own from mine m where m.slot = of_slot and m.until > moment;
    select count(*) filter (where h.slot = of_slot), count(*) into held_here, held_all from queue.hold h
      where h.region = of_region and h.session = d.id and h.until > moment and (own is null or jsonb_array_length(items) > 1 or h.made_at < own);
    free := least(s.online - s.online_taken - held_here, d.cap - d.taken - held_all);
  else
    -- Booked places of windows that are over, whose people did not come, are for those who stand here; less those handed on already.
    select coalesce(sum(y.online - y.online_taken + (select count(*) from queue.entry e where e.region = of_region and e.slot = y.id and e.status = 'booked')), 0)
        - (select coalesce(sum(greatest(z.desk_taken - z.desk, 0)), 0) from queue.slot z where z.region = of_region and z.session = d.id)
      into unused from queue.slot y where y.region = of_region and y.session = d.id and y.ends_at <= released_before;
    free := greatest(s.desk - s.desk_taken, 0) + greatest(unused, 0);
  end if;
  return query
  with i as materialized (
    select r.ordinality::int as n, r.*,
      (select k.answer from platform.idempotency k where k.region = of_region and k.actor = r.actor and k.key = r.key) as known,
      coalesce((select true from queue.entry e where e.subject = r.subject and e.day = d.day and e.poli = d.poli and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked') limit 1), false) as held,
      -- A family needs few numbers at a time, a tout many.
      quota = 'online' and (select count(*) from queue.entry e where e.applicant = r.actor and e.day >= d.day - 60 and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked')) >= 10 as many
    from rows from (jsonb_to_recordset(items) as (id uuid, actor text, actor_label text, acting_office text, subject text, authority text, action text, key text,
        at timestamptz, body text, hash text, patient uuid, applicant text, need text, channel text, payer text, class text, class_reason text,
        due_at timestamptz, due_reason text, promised_from timestamptz, promised_to timestamptz, status text, data jsonb, outbox uuid, arrived_at timestamptz,
        of_case uuid, of_question text)) with ordinality r),
  fit as materialized (select i.n, row_number() over (order by i.n)::int as place from i where i.known is null and not i.held and not i.many),
  won as materialized (select f.n, d.last_number + f.place as number from fit f where f.place <= free),
  e as (insert into queue.entry (region, id, version, head, acted_by, acted_at, office, session, lane, slot, poli, need, day, number, patient, subject, applicant,
      authority, channel, payer, class, class_reason, status, due_at, due_reason, promised_from, promised_to, booked_at, arrived_at,
      of_case, of_question)
    select of_region, i.id, 1, decode(i.hash, 'hex'), i.actor, i.at, d.office, d.id, d.id, s.id, d.poli, i.need, d.day, w.number, i.patient, i.subject, i.applicant,
      i.authority, i.channel, i.payer, i.class, i.class_reason, i.status, i.due_at, i.due_reason, i.promised_from, i.promised_to, i.at,
      case when i.status = 'waiting' then coalesce(i.arrived_at, i.at) end, i.of_case, i.of_question
    from i join won w on w.n = i.n),
  a as (insert into audit.act (region, kind, id, version, at, actor, subject, authority, office, action, body, prev, hash)
    select of_region, 'entry', i.id, 1, i.at, i.actor, i.subject, i.authority, i.acting_office, i.action, decode(i.body, 'hex'), ''::bytea, decode(i.hash, 'hex')
    from i join won w on w.n = i.n),
  ev as (insert into queue.event (region, entry_id, version, at, actor, actor_label, office, kind, data)
    select of_region, i.id, 1, i.at, i.actor, i.actor_label, i.acting_office, i.action, i.data from i join won w on w.n = i.n),
  k as (insert into platform.idempotency (region, actor, key, subject, answer, at)
    select of_region, i.actor, i.key, i.id::text, jsonb_build_object('id', i.id, 'number', w.number), i.at from i join won w on w.n = i.n),
  o as (insert into platform.outbox (region, id, topic, subject, actor, payload, run_at)
    select of_region, i.outbox, 'entry.changed', i.id::text, i.actor, jsonb_build_object('id', i.id, 'kind', i.action), i.at from i join won w on w.n = i.n),
  su as (update queue.slot x set online_taken = x.online_taken + case when quota = 'online' then c.count else 0 end,
      desk_taken = x.desk_taken + case when quota = 'online' then 0 else c.count end
    from (select count(*)::int from won) c where x.region = of_region and x.id = of_slot and c.count > 0),
  se as (update queue.session x set taken = x.taken + c.count, last_number = x.last_number + c.count
    from (select count(*)::int from won) c where x.region = of_region and x.id = d.id and c.count > 0)
  select i.n, case when i.known is not null then 'repeated' when i.held then 'held' when i.many then 'many' when w.n is not null then 'placed' else 'full' end,
    w.number, i.known
  from i left join won w on w.n = i.n order by i.n;
end $$;

-- The same for whoever changes to another window.
create or replace function queue.change_slot(of_region text, of_entry uuid, of_slot uuid, of_due timestamptz, promised_from timestamptz, promised_to timestamptz)
returns table (outcome text, number int) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  e queue.entry;
  d queue.session;
  s queue.slot;
  held_here int;
  held_all int;
begin
  select x.* into e from queue.entry x where x.region = of_region and x.id = of_entry for update;
  if e.id is null or not coalesce(of_region = any (platform.listed('regions')), false)
    or not coalesce(e.id || ' ' || e.acted_by = any (platform.listed('acts')), false)
    or not exists (select from audit.act a where a.region = of_region and a.kind = 'entry' and a.id = e.id and a.version = e.version
      and a.action = 'moved' and a.xid = pg_current_xact_id()) then
    raise exception 'an entry gets another window by its own act only' using errcode = '42501';
  end if;
  perform from queue.session x where x.region = of_region
    and x.id in (select y.session from queue.slot y where y.region = of_region and y.id in (of_slot, e.slot)) order by x.id for update;
  select x.* into s from queue.slot x where x.region = of_region and x.id = of_slot for update;
  select x.* into d from queue.session x where x.region = of_region and x.id = s.session;
  if d.id is null or d.office <> e.office or d.poli <> e.poli then
    raise exception 'no such slot' using errcode = '23503', constraint = 'entry_slot';
  end if;
  if d.state not in ('open', 'paused') then
    return query select 'closed', null::int;
    return;
  end if;
  select count(*) filter (where h.slot = s.id), count(*) into held_here, held_all from queue.hold h
    where h.region = of_region and h.session = d.id and h.until > e.acted_at;
  if e.status <> 'booked' or s.online - s.online_taken - held_here < 1 or (d.id <> e.session and d.taken + held_all >= d.cap) then
    return query select 'full', null::int;
    return;
  end if;
  update queue.slot x set online_taken = x.online_taken - case when e.channel = 'petugas' then 0 else 1 end,
    desk_taken = x.desk_taken - case when e.channel = 'petugas' then 1 else 0 end where x.region = of_region and x.id = e.slot;
  update queue.slot x set online_taken = x.online_taken + 1 where x.region = of_region and x.id = s.id;
  update queue.session x set taken = x.taken - 1 where x.region = of_region and x.id = e.session;
  update queue.session x set taken = x.taken + 1, last_number = x.last_number + case when d.id = e.session then 0 else 1 end
    where x.region = of_region and x.id = d.id;
  -- Within a session the number stays; in another it is the next one there.
  update queue.entry x set session = d.id, lane = d.id, slot = s.id, day = d.day, due_at = of_due, promised_from = change_slot.promised_from,
    promised_to = change_slot.promised_to, channel = case when x.channel = 'petugas' then 'warga' else x.channel end,
    number = case when d.id = e.session then e.number else d.last_number + 1 end
    where x.region = of_region and x.id = e.id returning x.number into e.number;
  return query select 'moved', e.number;
end $$;
