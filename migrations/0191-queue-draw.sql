-- A draw for the first minutes of a wave. Whoever asks in these minutes gets a receipt, not a number; then the receipts are drawn. The seed is fixed
-- before the first receipt (its hash is public), and published with the list afterwards, so that anybody can draw again.

alter table queue.template add column draw_minutes int check (draw_minutes between 5 and 60),
  add column draw_first text[] not null default '{lansia,balita,hamil}' check (draw_first <@ array['lansia', 'balita', 'hamil']);
comment on column queue.template.draw_minutes is 'So long a wave''s requests are pooled before they are drawn; null: no draw';
comment on column queue.template.draw_first is 'Whose receipts are drawn before the others';
alter table queue.session add column draw_minutes int, add column draw_first text[] not null default '{}', add column pool uuid, add column pool_until timestamptz,
  add column doctor_before text, add column doctor_changed_at timestamptz;
comment on column queue.session.pool is 'The draw that runs: no place is booked from home until it is over';
comment on column queue.session.doctor_before is 'Who it was when people had a number already; they are told';
alter table queue.slot add column online_next int check (online_next >= online);
comment on column queue.slot.online_next is 'Places for booking after the draw that runs';

create table queue.pool (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  office text not null check (starts_with(office, region || '/')),
  session uuid not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  seed_hash text not null,
  state text not null check (state in ('open', 'drawn')),
  seed text,
  list_hash text,
  asked int,
  primary key (region, id),
  foreign key (region, session) references queue.session (region, id),
  check ((state = 'drawn') = (seed is not null and list_hash is not null)),
  constraint seed_as_committed check (seed is null or encode(sha256(convert_to(seed, 'UTF8')), 'hex') = seed_hash)
);
comment on table queue.pool is 'A draw of a session''s wave; moved only by the step. Nothing in it is secret: the seed stands here only once it was drawn with';
create unique index pool_once on queue.pool (region, session) where state = 'open';
alter table queue.pool enable row level security;
create policy public on queue.pool for select using (true);
create policy opened on queue.pool for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
create policy drawn on queue.pool for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]))
  with check (id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant select on queue.pool to satuloket_app, satuloket_relay;
grant insert on queue.pool to satuloket_app;
grant update (version, head, acted_by, acted_at, state, seed, list_hash, asked) on queue.pool to satuloket_app;

create function queue.bind_pool_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'pool'
      and (select h.head from queue.pool h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
        is distinct from r.hash) then
    raise exception 'an audit row must be the head of its pool' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_pool after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_pool_act();
create function queue.bind_pool_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where
      (select a.hash from audit.act a where a.region = r.region and a.kind = 'pool' and a.id = r.id and a.version = r.version
        and a.actor = r.acted_by and a.xid = pg_current_xact_id()) is distinct from r.head) then
    raise exception 'no pool moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on queue.pool referencing new table as new_rows for each statement execute function queue.bind_pool_move();
create trigger bind_move after update on queue.pool referencing new table as new_rows for each statement execute function queue.bind_pool_move();

-- The seed is made here and lies where no role of the program reads. It leaves by one function, when the minutes are over.
create table queue.pool_seed (
  region text not null,
  pool uuid not null,
  seed text not null,
  primary key (region, pool)
);
create function queue.draw_commit(of_region text, of_pool uuid) returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  made text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  if not coalesce(of_region = any (platform.listed('regions')) and of_pool || ' sistem' = any (platform.listed('acts')), false) then
    raise exception 'a draw is begun by its own act only' using errcode = '42501';
  end if;
  insert into queue.pool_seed (region, pool, seed) values (of_region, of_pool, made);
  return encode(sha256(convert_to(made, 'UTF8')), 'hex');
end $$;
revoke execute on function queue.draw_commit from public;
grant execute on function queue.draw_commit to satuloket_app;
create function queue.draw_reveal(of_region text, of_pool uuid, at timestamptz) returns text language sql stable security definer set search_path = pg_catalog as $$
  select s.seed from queue.pool_seed s join queue.pool p on p.region = s.region and p.id = s.pool
  where s.region = of_region and s.pool = of_pool and p.closes_at <= at
    and of_region = any (platform.listed('regions')) and p.office = any (platform.listed('offices')) $$;
revoke execute on function queue.draw_reveal from public;
grant execute on function queue.draw_reveal to satuloket_app;

-- A session's draw begins and ends with the pool's own act: meanwhile its next places wait, and nobody books around it.
create function queue.draw_begins(of_region text, of_pool uuid, places jsonb) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  p queue.pool;
begin
  select x.* into p from queue.pool x where x.region = of_region and x.id = of_pool;
  if not exists (select from audit.act a where a.region = of_region and a.kind = 'pool' and a.id = of_pool and a.hash = p.head and a.xid = pg_current_xact_id()) then
    raise exception 'a draw begins with its own act' using errcode = '42501';
  end if;
  update queue.session s set pool = p.id, pool_until = p.closes_at where s.region = of_region and s.id = p.session;
  update queue.slot l set online_next = (places ->> l.id::text)::int
    where l.region = of_region and l.session = p.session and (places ->> l.id::text)::int > l.online;
end $$;
revoke execute on function queue.draw_begins from public;
grant execute on function queue.draw_begins to satuloket_app;
create function queue.draw_ends(of_region text, of_pool uuid) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  p queue.pool;
begin
  select x.* into p from queue.pool x where x.region = of_region and x.id = of_pool;
  if p.state <> 'drawn' or not exists (select from audit.act a where a.region = of_region and a.kind = 'pool' and a.id = of_pool and a.hash = p.head
      and a.xid = pg_current_xact_id()) then
    raise exception 'a draw ends with its own act' using errcode = '42501';
  end if;
  update queue.session s set pool = null, pool_until = null where s.region = of_region and s.id = p.session and s.pool = p.id;
  update queue.slot l set online = least(coalesce(l.online_whole, l.online_next), l.online_next), online_next = null
    where l.region = of_region and l.session = p.session and l.online_next is not null;
end $$;
revoke execute on function queue.draw_ends from public;
grant execute on function queue.draw_ends to satuloket_app;

-- A request of a draw waits like any other for a place: the same record, with its receipt.
alter table queue.wish add column pool uuid, add column slot uuid, add column flexible boolean not null default false, add column first boolean not null default false,
  add column receipt text, add foreign key (region, pool) references queue.pool (region, id);
comment on column queue.wish.slot is 'The window that was asked for; flexible: another of the same session will do';
comment on column queue.wish.first is 'Drawn before the others; why stands nowhere';
alter table queue.wish drop constraint wish_status_check, drop constraint wish_authority_check;
alter table queue.wish add constraint wish_status_check check (status in ('pooled', 'waiting', 'offered', 'taken', 'lost', 'over')),
  add constraint wish_authority_check check (authority in ('self', 'family', 'mandate')),
  add check ((pool is null) = (receipt is null));
drop index queue.wish_once;
create unique index wish_once on queue.wish (region, subject, day, poli) where status in ('pooled', 'waiting', 'offered');
create unique index receipt_once on queue.wish (pool, receipt) where pool is not null;

-- Into the pool while it is open, if one holds no number for that day and service. Whoever draws locks the pool: nobody comes in behind his list.
create function queue.enter_pool() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  p queue.pool;
begin
  select x.* into p from queue.pool x where x.region = new.region and x.id = new.pool for share;
  if p.state <> 'open' or new.made_at >= p.closes_at then
    raise exception 'this draw is over' using errcode = '23514', constraint = 'pool_is_open';
  end if;
  if exists (select from queue.entry e where e.subject = new.subject and e.day = new.day and e.poli = new.poli and e.region = new.region
      and e.status in ('booked', 'waiting', 'called', 'parked')) then
    raise exception 'one number a day and service' using errcode = '23505', constraint = 'one_a_day';
  end if;
  if (select count(*) from queue.entry e where e.applicant = new.applicant and e.day >= new.day - 60 and e.region = new.region
        and e.status in ('booked', 'waiting', 'called', 'parked'))
      + (select count(*) from queue.wish w where w.applicant = new.applicant and w.region = new.region and w.status = 'pooled') >= 10 then
    raise exception 'an account holds few numbers' using errcode = '23514', constraint = 'few_numbers';
  end if;
  return new;
end $$;
create trigger enter_pool before insert on queue.wish for each row when (new.pool is not null) execute function queue.enter_pool();
create index on queue.wish (applicant, status);

-- The list of a draw that is over: receipts, nobody's name.
create function queue.drawn_list(of_region text, of_pool uuid) returns table (receipt text, first boolean, won boolean)
  language sql stable security definer set search_path = pg_catalog as $$
  select w.receipt, w.first, w.status = 'taken' from queue.wish w join queue.pool p on p.region = w.region and p.id = w.pool
  where w.region = of_region and w.pool = of_pool and p.state = 'drawn' and w.status in ('taken', 'lost', 'pooled') order by w.receipt $$;
revoke execute on function queue.drawn_list from public;
grant execute on function queue.drawn_list to satuloket_app;

-- The same functions again: a weekly session brings its draw, a new doctor is noted for whoever has a number, days of which places were drawn stay.
create or replace function queue.arrange_session(of_region text, of_office text, of_code text, was int, fields jsonb, from_day date)
returns table (outcome text, day date, people int) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  here queue.place;
  t queue.template;
  n queue.template;
  going uuid[];
  whence date;
  held int;
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  select x.* into t from queue.template x where x.region = of_region and x.office = of_office and x.code = of_code
    order by x.since desc limit 1 for update;
  if coalesce(t.version, 0) <> was or (t.code is null and fields is null) then return query select 'lost', null::date, null::int; return; end if;
  if from_day < t.since then return query select 'early', t.since, null::int; return; end if;
  n := jsonb_populate_record(t, fields);
  perform from queue.session s where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day order by s.id for update;
  select coalesce(array_agg(s.id), '{}') into going from queue.session s
    where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled')
      and (fields is null or not (extract(dow from s.day)::int = any (n.weekdays))
        or (n.poli, n.starts, n.ends, n.window_minutes, n.prefix) is distinct from (t.poli, t.starts, t.ends, t.window_minutes, t.prefix));
  select min(e.day), count(*) into whence, held from queue.entry e
    where e.region = of_region and e.session = any (going) and e.status <> 'cancelled';
  if held > 0 then return query select 'booked', whence, held; return; end if;
  if fields is not null then
    select s.day, s.taken into whence, held from queue.session s
      where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled')
        and s.taken > n.cap and not s.id = any (going) order by s.day limit 1;
    if held > 0 then return query select 'cap', whence, held; return; end if;
  end if;
  perform queue.take_back(of_region, going);
  if fields is null then
    update queue.template x set until = from_day - 1, version = x.version + 1
      where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
    return query select 'done', null::date, null::int;
    return;
  end if;
  select x.* into here from queue.place x where x.region = of_region and x.office = of_office;
  update queue.session s set cap = n.cap, rooms = n.rooms, doctor = n.doctor, doctor_code = n.doctor_code, visit_minutes = n.visit_minutes,
      draw_minutes = n.draw_minutes, draw_first = coalesce(n.draw_first, '{}'),
      doctor_before = case when s.taken > 0 and s.doctor is distinct from n.doctor then coalesce(s.doctor, '') else s.doctor_before end,
      doctor_changed_at = case when s.taken > 0 and s.doctor is distinct from n.doctor then here.acted_at else s.doctor_changed_at end
    where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  update queue.slot l set desk = n.desk,
      online_whole = case when l.online_whole is null then null else greatest(n.online, l.online_taken) end,
      online = greatest(case when l.online_whole is null then n.online else least(l.online, n.online) end, l.online_taken)
    from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office
      and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  -- A place that gives all at once draws on the day on which a day opens: days ahead of that wait for it. No clock of the country is ahead of the east's.
  if n.draw_minutes is not null and here.waves = '[]' then
    update queue.slot l set online_whole = l.online, online = 0
      from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office and s.template = of_code
        and s.day >= from_day and s.day > (here.acted_at at time zone 'Asia/Jayapura')::date + here.opens_days and s.taken = 0 and l.online_whole is null;
  end if;
  if t.code is not null and t.since = from_day then
    delete from queue.template x where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  elsif t.code is not null then
    update queue.template x set until = least(coalesce(x.until, from_day - 1), from_day - 1)
      where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  end if;
  insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, doctor_code, cap, window_minutes, online, desk,
      visit_minutes, draw_minutes, draw_first, since, until, version)
    values (of_region, of_office, of_code, n.poli, n.weekdays, n.starts, n.ends, n.prefix, n.rooms, n.doctor, n.doctor_code, n.cap, n.window_minutes,
      n.online, n.desk, n.visit_minutes, n.draw_minutes, coalesce(n.draw_first, '{}'), from_day, null, was + 1);
  return query select 'done', null::date, null::int;
end $$;

create or replace function queue.take_back(of_region text, sessions uuid[]) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  bare uuid[];
begin
  select coalesce(array_agg(s.id), '{}') into bare from queue.session s where s.region = of_region and s.id = any (sessions)
    and not exists (select from queue.entry e where e.region = s.region and (e.session = s.id or e.lane = s.id))
    and not exists (select from queue.stay y where y.region = s.region and y.lane = s.id)
    and not exists (select from queue.lease l where l.region = s.region and l.session = s.id)
    and not exists (select from queue.pool p where p.region = s.region and p.session = s.id)
    and not exists (select from queue.ruling r where r.region = s.region and r.session = s.id);
  delete from queue.slot l where l.region = of_region and l.session = any (bare);
  delete from queue.session s where s.region = of_region and s.id = any (bare);
  update queue.session s set template = s.template || '/' || s.id, state = 'closed', state_reason = 'jadwal'
    where s.region = of_region and s.id = any (sessions);
end $$;
