-- Of somebody without an account an officer who books for him may note where he is told: for this number alone, and gone a week after its day.
create table queue.phone (
  region text not null,
  entry uuid not null,
  office text not null check (starts_with(office, region || '/')),
  day date not null,
  sealed bytea not null,
  language text not null check (language in ('id', 'en')),
  primary key (region, entry),
  foreign key (region, entry) references queue.entry (region, id)
);
comment on table queue.phone is 'Where the holder of a number that an officer booked is told of it, and in which language; used for nothing else';
comment on column queue.phone.sealed is 'AES-256-GCM, bound to this row';
create index on queue.phone (office, day);

alter table queue.phone enable row level security;
-- The office that wrote it knows that there is one; what is sealed is opened for the one message that goes there.
create policy seen on queue.phone for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (office = any ((select platform.listed('offices'))::text[])
    or 'nomor:' || region || '/' || entry = any ((select platform.listed('persons'))::text[])));
create policy made on queue.phone for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and exists (select from queue.entry e where e.region = phone.region and e.id = phone.entry and e.office = phone.office and e.day = phone.day
    and e.authority = 'office'));
grant select, insert on queue.phone to satuloket_app;
create policy relayed on queue.phone for select to satuloket_relay using (true);
grant select (region, entry, language) on queue.phone to satuloket_relay;

create or replace function keeping.due(of_office text, what text, before date, most int) returns setof text
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  of_region text := split_part(of_office, '/', 1);
begin
  case what
    when 'entry' then return query select e.id::text from queue.entry e where e.office = of_office and e.day < before and e.erased_at is null
      and e.status in ('done', 'absent', 'unserved', 'cancelled') order by e.day, e.id limit most;
    when 'mine' then return query select m.person || ' ' || m.id from queue.mine m where m.office = of_office and m.day < before
      and m.status not in ('booked', 'waiting', 'called', 'parked') order by m.day, 1 limit most;
    when 'wish' then return query select w.id::text from queue.wish w where w.office = of_office and w.day < before order by w.day, w.id limit most;
    when 'phone' then return query select p.entry::text from queue.phone p where p.office = of_office and p.day < before order by p.day, p.entry limit most;
    when 'lease' then return query select l.id::text from queue.lease l where l.office = of_office and l.until < before order by l.until, l.id limit most;
    when 'counter' then return query select v.id::text from accounts.visit v where v.office = of_office and v.ends_at < before
      and v.began_at < before order by v.began_at, v.id limit most;
    when 'bpjs' then return query select m.id::text from bpjs.message m where m.office = of_office and m.day < before order by m.day, m.id limit most;
    when 'told' then return query select t.entry_id::text from bpjs.told t join queue.entry e on e.region = t.region and e.id = t.entry_id
      where t.office = of_office and e.day < before order by e.day, e.id limit most;
    when 'satusehat' then return query select v.entry_id::text from satusehat.visit v join queue.entry e on e.region = v.region and e.id = v.entry_id
      where v.office = of_office and e.day < before order by e.day, e.id limit most;
    when 'patient' then return query select p.id::text from patients.patient p where p.office = of_office and p.made_at < before and p.basis <> 'nobody'
      and coalesce(p.last_day, p.made_at::date) < before and not exists (select from queue.entry e where e.patient = p.id and e.region || '' = of_region)
      order by p.made_at, p.id limit most;
  end case;
end $$;

create or replace function keeping.erase(of_office text, what text, before date, keys text[]) returns int
language plpgsql security definer set search_path = pg_catalog as $$
declare
  of_region text := split_part(of_office, '/', 1);
  now_due text[];
  ids uuid[];
begin
  if not exists (select from keeping.office k join audit.act a on a.region = k.region and a.kind = 'keeping' and a.id = k.id and a.version = k.version
      and a.hash = k.head and a.actor = 'sistem' and a.xid = pg_current_xact_id()
      where k.region = of_region and k.office = of_office and a.action = what) then
    raise exception 'an office erases by an act of its own' using errcode = '42501';
  end if;
  select array_agg(k) into now_due from keeping.due(of_office, what, before, cardinality(keys)) k where k = any (keys);
  if now_due is null then return 0; end if;
  if what <> 'mine' then ids := now_due::uuid[]; end if;
  case what
    when 'mine' then delete from queue.mine m where m.office = of_office and m.day < before and m.person || ' ' || m.id = any (now_due);
    when 'wish' then delete from queue.wish w where w.region = of_region and w.id = any (ids);
    when 'phone' then delete from queue.phone p where p.region = of_region and p.entry = any (ids);
    when 'lease' then delete from queue.lease l where l.region = of_region and l.id = any (ids);
    when 'counter' then delete from accounts.visit v where v.id = any (ids);
    when 'bpjs' then delete from bpjs.message m where m.region = of_region and m.id = any (ids);
    when 'told' then delete from bpjs.told t where t.region = of_region and t.entry_id = any (ids);
    when 'satusehat' then
      delete from satusehat.closing c where c.region = of_region and c.entry_id = any (ids);
      delete from satusehat.message m where m.region = of_region and m.entry_id = any (ids);
      delete from satusehat.visit v where v.region = of_region and v.entry_id = any (ids);
    when 'patient' then
      delete from satusehat.patient s where s.region = of_region and s.patient = any (ids);
      delete from bpjs.line l where l.region = of_region and l.patient = any (ids);
      delete from patients.patient p where p.region = of_region and p.id = any (ids);
  end case;
  return cardinality(now_due);
end $$;
