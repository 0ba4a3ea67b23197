-- Calling without a network. Each counter holds the next few numbers for a while; what it called from them, and the numbers that it gave on paper, is
-- written down when the network is back.

create table queue.lease (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  office text not null check (starts_with(office, region || '/')),
  session uuid not null,
  room text not null,
  device text not null check (device ~ '^[0-9a-f-]{36}$'),
  entries text[] not null,
  since timestamptz not null,
  until timestamptz not null check (until > since),
  state text not null check (state in ('held', 'returned')),
  primary key (region, id),
  foreign key (region, session) references queue.session (region, id)
);
comment on table queue.lease is 'Numbers that one counter alone may call until then, also without a network; moved only by the step';
comment on column queue.lease.device is 'A chance name that the counter''s browser gave itself';
comment on column queue.lease.state is 'returned: its device said that it holds it no more. A lease whose time is over needs no word';
create index on queue.lease (region, session, until) where state = 'held';
alter table queue.lease enable row level security;
create policy seen on queue.lease for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
create policy made on queue.lease for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
create policy moved on queue.lease for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]))
  with check (id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant select, insert on queue.lease to satuloket_app;
grant update (version, head, acted_by, acted_at, state) on queue.lease to satuloket_app;

-- History is bound to its lease, as it is to an entry.
create function queue.bind_lease_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'lease'
      and (select h.head from queue.lease h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
        is distinct from r.hash) then
    raise exception 'an audit row must be the head of its lease' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_lease after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_lease_act();
create function queue.bind_lease_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where
      (select a.hash from audit.act a where a.region = r.region and a.kind = 'lease' and a.id = r.id and a.version = r.version
        and a.actor = r.acted_by and a.xid = pg_current_xact_id()) is distinct from r.head) then
    raise exception 'no lease moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on queue.lease referencing new table as new_rows for each statement execute function queue.bind_lease_move();
create trigger bind_move after update on queue.lease referencing new table as new_rows for each statement execute function queue.bind_lease_move();

-- The same function again with one more quota: paper, for whoever has a paper number from the time without a network.
create or replace function queue.place_entries(of_region text, of_slot uuid, quota text, released_before timestamptz, items jsonb)
returns table (n int, outcome text, number int, before jsonb) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  d queue.session;
  s queue.slot;
  unused int;
  free int;
begin
  if not coalesce(of_region = any (platform.listed('regions')), false) or exists (
      select from jsonb_array_elements(items) i
      where not coalesce((i ->> 'id') || ' ' || (i ->> 'actor') = any (platform.listed('acts')), false)) then
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
    free := least(s.online - s.online_taken, d.cap - d.taken);
  else
    -- Booked places of windows that are over, whose people did not come, are for those who stand here; less those handed on already.
    select coalesce(sum(y.online - y.online_taken + (select count(*) from queue.entry e where e.region = of_region and e.slot = y.id and e.status = 'booked')), 0)
        - (select coalesce(sum(greatest(z.desk_taken - z.desk, 0)), 0) from queue.slot z where z.region = of_region and z.session = d.id)
      into unused from queue.slot y where y.region = of_region and y.session = d.id and y.ends_at <= released_before;
    free := greatest(s.desk - s.desk_taken, 0) + greatest(unused, 0);
  end if;
  return query
  with i as materialized (
    select x.ordinality::int as n, r.* from jsonb_array_elements(items) with ordinality x (item, ordinality),
      jsonb_to_record(x.item) r (id uuid, actor text, actor_label text, acting_office text, subject text, authority text, action text, key text, at timestamptz,
        body text, hash text, patient uuid, applicant text, need text, channel text, payer text, class text, class_reason text, due_at timestamptz,
        due_reason text, promised_from timestamptz, promised_to timestamptz, status text, data jsonb, outbox uuid, arrived_at timestamptz)),
  known as materialized (select i.n, k.answer from i join platform.idempotency k on k.region = of_region and k.actor = i.actor and k.key = i.key),
  held as materialized (select i.n from i where exists (select from queue.entry e where e.region = of_region and e.subject = i.subject
    and e.day = d.day and e.poli = d.poli and e.status in ('booked', 'waiting', 'called', 'parked'))),
  -- A family needs few numbers at a time, a tout many.
  many as materialized (select i.n from i where quota = 'online' and (select count(*) from queue.entry e where e.region = of_region
    and e.applicant = i.actor and e.day >= d.day - 60 and e.status in ('booked', 'waiting', 'called', 'parked')) >= 10),
  fit as materialized (select i.n, row_number() over (order by i.n)::int as place from i
    where not exists (select from known k where k.n = i.n) and not exists (select from held h where h.n = i.n)
      and not exists (select from many m where m.n = i.n)),
  won as materialized (select f.n, d.last_number + f.place as number from fit f where f.place <= free),
  e as (insert into queue.entry (region, id, version, head, acted_by, acted_at, office, session, lane, slot, poli, need, day, number, patient, subject, applicant,
      authority, channel, payer, class, class_reason, status, due_at, due_reason, promised_from, promised_to, booked_at, arrived_at)
    select of_region, i.id, 1, decode(i.hash, 'hex'), i.actor, i.at, d.office, d.id, d.id, s.id, d.poli, i.need, d.day, w.number, i.patient, i.subject, i.applicant,
      i.authority, i.channel, i.payer, i.class, i.class_reason, i.status, i.due_at, i.due_reason, i.promised_from, i.promised_to, i.at,
      case when i.status = 'waiting' then coalesce(i.arrived_at, i.at) end
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
  select i.n, case when k.n is not null then 'repeated' when h.n is not null then 'held' when m.n is not null then 'many' when w.n is not null then 'placed' else 'full' end,
    w.number, k.answer
  from i left join known k on k.n = i.n left join held h on h.n = i.n left join many m on m.n = i.n left join won w on w.n = i.n order by i.n;
end $$;
comment on function queue.place_entries is 'Places entries in one window as far as places last. quota: online counts the window''s booking places under the session''s cap; desk those kept for whoever stands there and what was booked and not used; paper writes down who has a paper number already';
