-- What a place arranges of its own queue: weekly sessions from a day on, days on which it is closed, what people come for. Each change is an act of the
-- place's own history, chained and sealed as those of a case are; the setting's row of the same transaction says in words what and why.
alter table queue.place add column id uuid not null default gen_random_uuid(), add column version int not null default 0,
  add column head bytea not null default '', add column acted_by text, add column acted_at timestamptz, add unique (region, id);
comment on column queue.place.head is 'Hash of the newest act on what this place arranged';
alter table queue.place enable row level security;
create policy public on queue.place for select using (true);
create policy arranged on queue.place for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant update (version, head, acted_by, acted_at) on queue.place to satuloket_app;

alter table queue.setting add column place_id uuid, add column version int, add column since date;
comment on column queue.setting.since is 'The first day on which it holds; null: at once';
alter table queue.setting drop constraint setting_what_check;
alter table queue.setting add constraint setting_what_check check (what in (
  'quota', 'sign', 'sign-withdrawn', 'session', 'session-ended', 'closed-day', 'open-day', 'need', 'need-ended'));

-- Whether the running transaction holds the newest act of this place, by somebody who sits there.
create function queue.arranges(of_region text, of_office text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(of_region = any (platform.listed('regions')) and of_office = any (platform.listed('offices')), false)
    and exists (select from queue.place p join audit.act a on a.region = p.region and a.kind = 'queue' and a.id = p.id and a.version = p.version
      and a.hash = p.head and a.actor = p.acted_by and a.xid = pg_current_xact_id() where p.region = of_region and p.office = of_office) $$;
revoke execute on function queue.arranges from public;

create function queue.bind_setting() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from audit.act a where a.region = new.region and a.kind = 'queue' and a.id = new.place_id and a.version = new.version
      and a.actor = new.actor and a.xid = pg_current_xact_id()) then
    raise exception 'a setting needs the act of the same actor in the same transaction' using errcode = '23514', constraint = 'setting_has_act';
  end if;
  return null;
end $$;
create trigger bind_act after insert on queue.setting for each row execute function queue.bind_setting();
create function queue.bind_place() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from audit.act a where a.region = new.region and a.kind = 'queue' and a.id = new.id and a.version = new.version
      and a.hash = new.head and a.actor = new.acted_by and a.xid = pg_current_xact_id()) then
    raise exception 'no place is arranged without its act' using errcode = '23514', constraint = 'arranging_has_act';
  end if;
  return null;
end $$;
create trigger bind_move after update of version, head on queue.place for each row execute function queue.bind_place();
create function queue.bind_queue_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'queue' and not exists (
      select from queue.place p where p.region = r.region and p.id = r.id and p.version = r.version and p.head = r.hash and p.acted_by = r.actor)) then
    raise exception 'an audit row must be the head of its place' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_place after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_queue_act();

-- A weekly session changes from a day on: each stretch of days is a row of its own.
alter table queue.template drop constraint template_pkey, add primary key (region, office, code, since);
alter table queue.template add column version int not null default 1;
comment on column queue.template.version is 'Rises with every change of this code: the newest row is the one that is changed next';

create table queue.closed_day (
  region text not null,
  office text not null check (starts_with(office, region || '/')),
  day date not null,
  name jsonb not null,
  primary key (region, office, day),
  foreign key (region, office) references queue.place (region, office)
);
comment on table queue.closed_day is 'A day on which this place holds no session, beside the holidays of the country and the region';
grant select on queue.closed_day to satuloket_app, satuloket_relay, satuloket_report;

alter table queue.need add column since date, add column until date;
comment on column queue.need.until is 'The first day on which it is no longer offered; null: it stays';

-- Days that are laid out are taken back where nobody has a number; where only cancelled numbers hang on them they stay as closed ones, out of the way.
create function queue.take_back(of_region text, sessions uuid[]) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  bare uuid[];
begin
  select coalesce(array_agg(s.id), '{}') into bare from queue.session s where s.region = of_region and s.id = any (sessions)
    and not exists (select from queue.entry e where e.region = s.region and (e.session = s.id or e.lane = s.id))
    and not exists (select from queue.stay y where y.region = s.region and y.lane = s.id)
    and not exists (select from queue.ruling r where r.region = s.region and r.session = s.id);
  delete from queue.slot l where l.region = of_region and l.session = any (bare);
  delete from queue.session s where s.region = of_region and s.id = any (bare);
  update queue.session s set template = s.template || '/' || s.id, state = 'closed', state_reason = 'jadwal'
    where s.region = of_region and s.id = any (sessions);
end $$;
revoke execute on function queue.take_back from public;

-- Changes, begins or (fields null) ends a weekly session from a day on. What is laid out from that day on follows: places, rooms and doctor in place;
-- another hour, window, weekday, service or letter only where nobody has a number.
-- outcome: done · lost: it is not as it was seen · early: a later change stands already · booked: people hold numbers on days that would go · cap: more
-- people hold numbers than the new cap allows. day, people: the first such day, and how many people in all (booked) or on it (cap).
create function queue.arrange_session(of_region text, of_office text, of_code text, was int, fields jsonb, from_day date)
returns table (outcome text, day date, people int) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
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
  update queue.session s set cap = n.cap, rooms = n.rooms, doctor = n.doctor, doctor_code = n.doctor_code, visit_minutes = n.visit_minutes
    where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  update queue.slot l set desk = n.desk,
      online_whole = case when l.online_whole is null then null else greatest(n.online, l.online_taken) end,
      online = greatest(case when l.online_whole is null then n.online else least(l.online, n.online) end, l.online_taken)
    from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office
      and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  if t.code is not null and t.since = from_day then
    delete from queue.template x where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  elsif t.code is not null then
    update queue.template x set until = least(coalesce(x.until, from_day - 1), from_day - 1)
      where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  end if;
  insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, doctor_code, cap, window_minutes, online, desk,
      visit_minutes, since, until, version)
    values (of_region, of_office, of_code, n.poli, n.weekdays, n.starts, n.ends, n.prefix, n.rooms, n.doctor, n.doctor_code, n.cap, n.window_minutes,
      n.online, n.desk, n.visit_minutes, from_day, null, was + 1);
  return query select 'done', null::date, null::int;
end $$;
revoke execute on function queue.arrange_session from public;
grant execute on function queue.arrange_session to satuloket_app;

-- A day on which the place holds no session. What nobody has a number for goes; the sessions that people hold numbers of are returned: they are called off.
create function queue.close_day(of_region text, of_office text, of_day date, words jsonb)
returns table (id uuid, state text) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  going uuid[];
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  insert into queue.closed_day (region, office, day, name) values (of_region, of_office, of_day, words)
    on conflict (region, office, day) do update set name = excluded.name;
  perform from queue.session s where s.region = of_region and s.office = of_office and s.day = of_day order by s.id for update;
  select coalesce(array_agg(s.id), '{}') into going from queue.session s
    where s.region = of_region and s.office = of_office and s.day = of_day and s.state not in ('closed', 'cancelled')
      and not exists (select from queue.entry e where e.region = s.region and e.session = s.id and e.status <> 'cancelled');
  perform queue.take_back(of_region, going);
  return query select s.id, s.state from queue.session s
    where s.region = of_region and s.office = of_office and s.day = of_day and s.state not in ('closed', 'cancelled') order by s.id;
end $$;
revoke execute on function queue.close_day from public;
grant execute on function queue.close_day to satuloket_app;

create function queue.open_day(of_region text, of_office text, of_day date) returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  delete from queue.closed_day where region = of_region and office = of_office and day = of_day;
  return found;
end $$;
revoke execute on function queue.open_day from public;
grant execute on function queue.open_day to satuloket_app;

-- What people come for: changed or begun (fields), or no longer offered from a day on. false: there is no such need or service.
create function queue.arrange_need(of_region text, of_office text, of_code text, fields jsonb, from_day date) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  n queue.need;
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  if fields is null then
    update queue.need x set until = from_day where x.region = of_region and x.office = of_office and x.code = of_code;
    return found;
  end if;
  n := jsonb_populate_record(null::queue.need, fields);
  if not exists (select from queue.poli p where p.region = of_region and p.office = of_office and p.code = n.poli) then return false; end if;
  insert into queue.need (region, office, code, title, hint, words, poli, from_months, below_months, sex, sensitive, rank, since)
    values (of_region, of_office, of_code, n.title, n.hint, coalesce(n.words, ''), n.poli, n.from_months, n.below_months, n.sex, coalesce(n.sensitive, false),
      (select coalesce(max(x.rank), 0) + 1 from queue.need x where x.region = of_region and x.office = of_office), from_day)
    on conflict (region, office, code) do update set title = excluded.title, hint = excluded.hint, words = excluded.words, poli = excluded.poli,
      from_months = excluded.from_months, below_months = excluded.below_months, sex = excluded.sex, sensitive = excluded.sensitive, until = null;
  return true;
end $$;
revoke execute on function queue.arrange_need from public;
grant execute on function queue.arrange_need to satuloket_app;

-- Whoever lays out the days ahead waits for a change that is being written, and the change for him: no day of the old timetable comes after it.
create function queue.hold_places() returns void language sql security definer set search_path = pg_catalog as
  $$ select from queue.place order by region, office for share $$;
revoke execute on function queue.hold_places from public;
grant execute on function queue.hold_places to satuloket_relay;

drop function queue.set_quota(text, text, text, int, int, int, int, date);
