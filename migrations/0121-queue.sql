-- Queues of a counter or clinic: what is offered when, who has which number, who is called.
create schema queue;
grant usage on schema queue to satuloket_app, satuloket_relay, satuloket_report;

-- What an office offers. Public; written by the operator's imports and the office's administration.
create table queue.place (
  region text not null,
  office text not null check (starts_with(office, region || '/')),
  opens_days int not null default 7 check (opens_days between 0 and 60),
  checkin_minutes int not null default 60 check (checkin_minutes between 0 and 240),
  grace_minutes int not null default 15 check (grace_minutes between 0 and 120),
  priority_row int not null default 2 check (priority_row between 1 and 9),
  bound_minutes int not null default 90 check (bound_minutes between 15 and 480),
  emergency jsonb not null,
  bring jsonb not null default '{}',
  directions jsonb not null default '{}',
  primary key (region, office)
);
comment on table queue.place is 'An office that has a queue, and its rules';
comment on column queue.place.opens_days is 'How many days ahead places are given out';
comment on column queue.place.grace_minutes is 'How late after the window one keeps one''s turn';
comment on column queue.place.priority_row is 'At most so many with priority in a row while somebody else waits';
comment on column queue.place.bound_minutes is 'Whoever waited longer than this since his time is called first';
comment on column queue.place.emergency is 'Where to go instead of queueing, in words: {"say": {"id", "en"}, "phone": "…"}';

create table queue.poli (
  region text not null,
  office text not null,
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name jsonb not null,
  bpjs_code text,
  cluster int check (cluster between 1 and 5),
  sensitive boolean not null default false,
  primary key (region, office, code),
  foreign key (region, office) references queue.place (region, office)
);
comment on table queue.poli is 'A service with a queue of its own. What citizens choose is a need; the room is neutral; BPJS''s code and the cluster are others again';

create table queue.need (
  region text not null,
  office text not null,
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  title jsonb not null,
  hint jsonb,
  words text not null default '',
  poli text not null,
  from_months int,
  below_months int,
  sex text check (sex in ('male', 'female')),
  sensitive boolean not null default false,
  rank int not null,
  primary key (region, office, code),
  foreign key (region, office, poli) references queue.poli (region, office, code)
);
comment on table queue.need is 'What people come for, in their words; leads to a poli by need and age';
comment on column queue.need.sensitive is 'Hidden from the family''s list for those between 10 and 17 years';

create table queue.sign (
  region text not null,
  office text not null,
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,40}$'),
  say jsonb not null,
  from_months int,
  below_months int,
  rank int not null,
  approved_by text not null,
  approved_on date not null,
  primary key (region, office, code),
  foreign key (region, office) references queue.place (region, office)
);
comment on table queue.sign is 'Signs of danger: who has one goes to the emergency room and queues nowhere. Approved by a named doctor of the place';

create table queue.template (
  region text not null,
  office text not null,
  code text not null,
  poli text not null,
  weekdays int[] not null check (weekdays <@ array[0, 1, 2, 3, 4, 5, 6]),
  starts time not null,
  ends time not null check (ends > starts),
  prefix text not null check (prefix ~ '^[A-Z]$'),
  rooms text[] not null check (cardinality(rooms) between 1 and 12),
  doctor text,
  doctor_code int,
  cap int not null check (cap between 1 and 20000),
  window_minutes int not null check (window_minutes between 5 and 720),
  online int not null check (online >= 0),
  desk int not null check (desk >= 0),
  visit_minutes numeric not null check (visit_minutes between 0.5 and 120),
  since date not null,
  until date,
  primary key (region, office, code),
  foreign key (region, office, poli) references queue.poli (region, office, code)
);
comment on table queue.template is 'A session as it comes back every week; the days ahead are laid out from it, holidays left out';
comment on column queue.template.online is 'Places per window for booking; desk: those kept for assisted people and walk-ins';

create table queue.session (
  region text not null,
  id uuid not null,
  office text not null,
  template text not null,
  poli text not null,
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  prefix text not null check (prefix ~ '^[A-Z]$'),
  rooms text[] not null,
  doctor text,
  doctor_code int,
  visit_minutes numeric not null,
  cap int not null,
  taken int not null default 0,
  last_number int not null,
  state text not null default 'open' check (state in ('open', 'paused', 'full', 'closed', 'cancelled')),
  state_reason text,
  streak int not null default 0,
  turn int not null default 0,
  primary key (region, id),
  unique (region, office, template, day),
  check (taken >= 0)
) with (fillfactor = 70);
comment on table queue.session is 'One poli, one doctor, one morning. Its row is the lock of the queue: who books or calls waits here';
comment on column queue.session.last_number is 'The last number given out; begins anywhere, so that nobody counts the others';
comment on column queue.session.state is 'paused: nobody is called · full: takes nobody any more · closed: the day is over · cancelled: does not take place';
comment on column queue.session.turn is 'Rises with every call';
create index on queue.session (region, office, day);
create index on queue.session (day) where state <> 'closed';

create table queue.slot (
  region text not null,
  id uuid not null,
  session uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  online int not null,
  desk int not null,
  online_taken int not null default 0,
  desk_taken int not null default 0,
  primary key (region, id),
  unique (region, session, starts_at),
  foreign key (region, session) references queue.session (region, id),
  check (online_taken between 0 and online)
) with (fillfactor = 70);
comment on table queue.slot is 'A window of arrival. Its counters are moved by queue.place_entries and by the trigger that gives a place back, by nobody else';
comment on column queue.slot.desk_taken is 'May exceed desk by what was booked and not used: that goes to whoever stands there';
grant select on queue.place, queue.poli, queue.need, queue.sign, queue.template, queue.session, queue.slot to satuloket_app, satuloket_relay, satuloket_report;

create table queue.entry (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  office text not null,
  session uuid not null,
  lane uuid not null,
  slot uuid not null,
  poli text not null,
  need text,
  day date not null,
  number int not null,
  patient uuid not null,
  subject text not null,
  applicant text not null,
  authority text not null,
  channel text not null check (channel in ('warga', 'petugas', 'mjkn')),
  payer text not null check (payer in ('bpjs', 'umum')),
  class text not null check (class in ('regular', 'priority', 'emergency')),
  class_reason text,
  status text not null check (status in ('booked', 'waiting', 'called', 'parked', 'done', 'absent', 'unserved', 'cancelled')),
  stage text not null default 'periksa',
  due_at timestamptz not null,
  due_reason text,
  promised_from timestamptz not null,
  promised_to timestamptz not null,
  shown jsonb,
  room text,
  calls int not null default 0,
  skips int not null default 0,
  booked_at timestamptz not null,
  arrived_at timestamptz,
  called_at timestamptz,
  first_called_at timestamptz,
  ended_at timestamptz,
  primary key (region, id),
  constraint number_once unique (region, session, number),
  foreign key (region, session) references queue.session (region, id),
  foreign key (region, slot) references queue.slot (region, id),
  foreign key (region, patient) references patients.patient (region, id)
) with (fillfactor = 85);
comment on table queue.entry is 'One number of one person in one queue; moved only by the step';
comment on column queue.entry.subject is 'Id of the register, or patient:<id> for somebody whom it does not know';
comment on column queue.entry.lane is 'The session in which it waits now: its own, or that of a later stage such as the pharmacy''s';
comment on column queue.entry.due_at is 'Whose turn comes first within a class: see order.ts; due_reason says why it moved';
comment on column queue.entry.promised_from is 'What was promised at booking; never changed, compared with what happened';
comment on column queue.entry.shown is 'The estimate shown at check-in, frozen: {"low", "mid", "high"}';
create unique index one_a_day on queue.entry (region, subject, day, poli) where status in ('booked', 'waiting', 'called', 'parked');
create index on queue.entry (region, lane);
create index on queue.entry (region, applicant, day);
create index on queue.entry (region, patient);
create index on queue.entry (region, slot);

create table queue.event (
  region text not null,
  entry_id uuid not null,
  version int not null,
  at timestamptz not null,
  actor text not null,
  actor_label text not null,
  office text,
  kind text not null,
  data jsonb not null default '{}',
  primary key (region, entry_id, version),
  foreign key (region, entry_id) references queue.entry (region, id)
);
comment on table queue.event is 'What happened to a number, append-only: rooms, reasons by code, times; no name and no complaint';

create table queue.mine (
  person text not null,
  region text not null,
  id uuid not null,
  office text not null,
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  label text not null,
  status text not null,
  version int not null,
  primary key (person, region, id)
);
comment on table queue.mine is 'A person''s own numbers, for oneself and for others; follows the entry by the outbox, newer versions only';
create index on queue.mine (person, day desc);
alter table queue.mine enable row level security;
create policy one_s_own on queue.mine for select to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
grant select on queue.mine to satuloket_app;
create policy followed_by_the_relay on queue.mine for all to satuloket_relay using (true);
grant select, insert, update on queue.mine to satuloket_relay;

-- The wall.
alter table queue.session enable row level security;
create policy public on queue.session for select using (true);
create policy served on queue.session for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant update (state, state_reason, streak, turn) on queue.session to satuloket_app;

alter table queue.entry enable row level security;
create policy seen on queue.entry for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (applicant = any ((select platform.listed('persons'))::text[]) or subject = any ((select platform.listed('persons'))::text[])
    or office = any ((select platform.listed('offices'))::text[])));
create policy moved on queue.entry for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (id || ' ' || applicant = any ((select platform.listed('acts'))::text[])
    or id || ' ' || subject = any ((select platform.listed('acts'))::text[])
    or id || ' ' || office = any ((select platform.listed('holds'))::text[])))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant select on queue.entry to satuloket_app;
grant update (version, head, acted_by, acted_at, lane, class, class_reason, status, stage, due_at, due_reason, shown, room, calls, skips,
  arrived_at, called_at, first_called_at, ended_at) on queue.entry to satuloket_app;

alter table queue.event enable row level security;
create policy written on queue.event for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[])
  and entry_id || ' ' || actor = any ((select platform.listed('acts'))::text[]));
create policy seen on queue.event for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and exists (select from queue.entry e where e.region = event.region and e.id = event.entry_id));
grant select, insert on queue.event to satuloket_app;
create policy followed_by_the_relay on queue.entry for select to satuloket_relay using (true);
grant select on queue.entry to satuloket_relay;

-- History is bound to its entry, as it is to a case.
create function queue.bind_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'entry' and not exists (
      select from queue.entry e where e.region = r.region and e.id = r.id and e.version = r.version and e.head = r.hash and e.acted_by = r.actor)) then
    raise exception 'an audit row must be the head of its entry' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_entry after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_act();

create function queue.bind_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'entry' and a.id = r.id and a.version = r.version
        and a.hash = r.head and a.actor = r.acted_by and a.xid = pg_current_xact_id())) then
    raise exception 'no entry moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on queue.entry referencing new table as new_rows for each statement execute function queue.bind_move();
create trigger bind_move after update on queue.entry referencing new table as new_rows for each statement execute function queue.bind_move();

create function queue.bind_event() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'entry' and a.id = r.entry_id and a.version = r.version
        and a.actor = r.actor and a.xid = pg_current_xact_id())) then
    raise exception 'an event needs the act of the same actor in the same transaction' using errcode = '23514', constraint = 'event_has_act';
  end if;
  return null;
end $$;
create trigger bind_act after insert on queue.event referencing new table as new_rows for each statement execute function queue.bind_event();

-- Who books: people who wait for the same window share one call of this, in their order of arrival. It alone inserts entries, and counts with the same stroke.
-- Its owner passes by row-level security, so it looks itself whether each entry stands in the context with its own actor.
create function queue.place_entries(of_region text, of_slot uuid, quota text, released_before timestamptz, items jsonb)
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
  if d.state not in ('open', 'paused') then
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
        due_reason text, promised_from timestamptz, promised_to timestamptz, status text, data jsonb, outbox uuid)),
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
      case when i.status = 'waiting' then i.at end
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
comment on function queue.place_entries is 'Places entries in one window as far as places last. quota: online counts the window''s booking places under the session''s cap; desk those kept for whoever stands there and what was booked and not used';
revoke execute on function queue.place_entries from public;
grant execute on function queue.place_entries to satuloket_app;

-- A number that is cancelled gives its place back in the same transaction; its number is never given again.
create function queue.give_back() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from queue.session s where s.region = old.region and s.id = old.session for update;
  update queue.slot s set online_taken = s.online_taken - case when old.channel = 'petugas' then 0 else 1 end,
    desk_taken = s.desk_taken - case when old.channel = 'petugas' then 1 else 0 end
    where s.region = old.region and s.id = old.slot;
  update queue.session s set taken = s.taken - 1 where s.region = old.region and s.id = old.session;
  return null;
end $$;
create trigger give_back after update of status on queue.entry for each row
  when (old.status <> 'cancelled' and new.status = 'cancelled') execute function queue.give_back();

-- The line as everybody may know it: numbers, times and rooms, no person.
create function queue.line(of_region text, of_session uuid) returns table (id uuid, number int, class text, status text, stage text, channel text, slot uuid,
    due_at timestamptz, booked_at timestamptz, arrived_at timestamptz, called_at timestamptz, first_called_at timestamptz, ended_at timestamptz, room text, calls int, skips int)
  language sql stable security definer set search_path = pg_catalog as
  $$ select e.id, e.number, e.class, e.status, e.stage, e.channel, e.slot, e.due_at, e.booked_at, e.arrived_at, e.called_at, e.first_called_at, e.ended_at, e.room, e.calls, e.skips
     from queue.entry e where e.region = of_region and e.lane = of_session and e.status <> 'cancelled' $$;
revoke execute on function queue.line from public;
grant execute on function queue.line to satuloket_app;

create function queue.board(of_region text, of_office text, of_day date) returns table (prefix text, number int, room text, called_at timestamptz, calls int, status text)
  language sql stable security definer set search_path = pg_catalog as
  $$ select s.prefix, e.number, e.room, e.called_at, e.calls, e.status
     from queue.session s join queue.entry e on e.region = s.region and e.session = s.id
     where s.region = of_region and s.office = of_office and s.day = of_day and e.room is not null and e.called_at is not null
     order by e.called_at desc limit 12 $$;
revoke execute on function queue.board from public;
grant execute on function queue.board to satuloket_app;

-- The relay lays out the days ahead and closes those that are over.
create policy laid_out_by_the_relay on queue.session for all to satuloket_relay using (true);
grant select, insert on queue.session to satuloket_relay;
grant update (state, state_reason) on queue.session to satuloket_relay;
grant select, insert on queue.slot to satuloket_relay;
