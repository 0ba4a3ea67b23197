-- What citizens do with a number after they have it: another time, late, a list of those who wait for a place. Places given out in waves.

-- Another window for the same number's holder: both windows' counters move with the one stroke, under the rows of both sessions in the order of their
-- ids. The step has moved the entry before, in this transaction, by its version: no act, no change. outcome: moved, full, closed.
create function queue.change_slot(of_region text, of_entry uuid, of_slot uuid, of_due timestamptz, promised_from timestamptz, promised_to timestamptz)
returns table (outcome text, number int) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  e queue.entry;
  d queue.session;
  s queue.slot;
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
  if e.status <> 'booked' or s.online - s.online_taken < 1 or (d.id <> e.session and d.taken >= d.cap) then
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
comment on function queue.change_slot is 'Moves an entry that the step just moved to another window of the same office and poli';
revoke execute on function queue.change_slot from public;
grant execute on function queue.change_slot to satuloket_app;

-- Who would come sooner, or at all, if a place came free. Offered as a number that is held until `until`.
create table queue.wish (
  region text not null,
  id uuid not null,
  version int not null default 1,
  key text not null,
  office text not null check (starts_with(office, region || '/')),
  poli text not null,
  need text not null,
  day date not null,
  subject text not null,
  applicant text not null,
  authority text not null check (authority in ('self', 'family')),
  payer text not null check (payer in ('bpjs', 'umum')),
  status text not null check (status in ('waiting', 'offered', 'taken', 'over')),
  made_at timestamptz not null,
  entry uuid,
  until timestamptz,
  primary key (region, id),
  constraint wish_key unique (region, applicant, key),
  foreign key (region, office, poli) references queue.poli (region, office, code)
);
comment on table queue.wish is 'Waits for a place on a day; in order of coming. entry: the number held for it until then';
create unique index wish_once on queue.wish (region, subject, day, poli) where status in ('waiting', 'offered');
create index on queue.wish (region, office, poli, day, made_at) where status = 'waiting';
create index on queue.wish (until) where status = 'offered';
alter table queue.wish enable row level security;
create policy one_s_own on queue.wish for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (applicant = any ((select platform.listed('persons'))::text[]) or office = any ((select platform.listed('offices'))::text[])));
create policy made on queue.wish for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and applicant = any ((select platform.listed('persons'))::text[]));
create policy moved on queue.wish for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (applicant = any ((select platform.listed('persons'))::text[]) or office = any ((select platform.listed('offices'))::text[])));
grant select, insert on queue.wish to satuloket_app;
grant update (version, status, entry, until) on queue.wish to satuloket_app;
create policy followed_by_the_relay on queue.wish for select to satuloket_relay using (true);
grant select on queue.wish to satuloket_relay;

-- Places for booking come in waves: shares of a window's places, each so many days before, or on the morning itself.
alter table queue.place add column waves jsonb not null default '[]';
comment on column queue.place.waves is '[{"days": 7, "share": 0.4}, {"days": 1, "share": 0.3}, {"days": 0, "share": 0.3}]: empty gives all at once. The minute of a wave differs by office';
alter table queue.slot add column online_whole int;
alter table queue.slot add check (online_whole is null or online between 0 and online_whole);
comment on column queue.slot.online_whole is 'All places for booking, where they come in waves: online is then what was released until now. Null: all at once';
grant update (online) on queue.slot to satuloket_relay;
