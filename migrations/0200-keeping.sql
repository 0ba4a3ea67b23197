-- What a place of care holds of people goes when its time is over (reference/rules/keeping.yaml); hours, rooms and counts stay, and so does the audit.
create schema keeping;
grant usage on schema keeping to satuloket_app, satuloket_relay, satuloket_report;

create table keeping.office (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  office text not null unique check (starts_with(office, region || '/')),
  primary key (region, id)
);
comment on table keeping.office is 'The head of a place''s own chain of erasures; moved only by the step';

create table keeping.erasure (
  region text not null,
  office_id uuid not null,
  version int not null,
  office text not null,
  what text not null,
  at timestamptz not null,
  before date not null,
  gone int not null check (gone > 0),
  primary key (region, office_id, version),
  foreign key (region, office_id) references keeping.office (region, id)
);
comment on table keeping.erasure is 'What was erased when, and of which time: counts, and nobody in them';
create index on keeping.erasure (office, what, at desc);

alter table keeping.office enable row level security;
create policy seen on keeping.office for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
create policy made on keeping.office for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and acted_by = 'sistem' and id || ' sistem' = any ((select platform.listed('acts'))::text[]));
create policy moved on keeping.office for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]))
  with check (acted_by = 'sistem' and id || ' sistem' = any ((select platform.listed('acts'))::text[]));
grant select, insert on keeping.office to satuloket_app;
grant update (version, head, acted_by, acted_at) on keeping.office to satuloket_app;
alter table keeping.erasure enable row level security;
create policy seen on keeping.erasure for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
create policy written on keeping.erasure for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office_id || ' sistem' = any ((select platform.listed('acts'))::text[]));
grant select, insert on keeping.erasure to satuloket_app;

-- History is bound to its chain, as it is to an entry's.
create function keeping.bind_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'keeping'
      and (select h.head from keeping.office h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
        is distinct from r.hash) then
    raise exception 'an audit row must be the head of its chain' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_keeping after insert on audit.act referencing new table as new_rows for each statement execute function keeping.bind_act();
create function keeping.bind_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where
      (select a.hash from audit.act a where a.region = r.region and a.kind = 'keeping' and a.id = r.id and a.version = r.version
        and a.actor = r.acted_by and a.xid = pg_current_xact_id()) is distinct from r.head) then
    raise exception 'nothing is erased without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on keeping.office referencing new table as new_rows for each statement execute function keeping.bind_move();
create trigger bind_move after update on keeping.office referencing new table as new_rows for each statement execute function keeping.bind_move();

-- A number whose time is over belongs to nobody: it stays for the figures of its day. Whoever says so in its act is all that is asked; what goes is
-- decided here, in one place. Its patient is remembered by the last day on which he came, until he goes too.
alter table queue.entry add column erased_at timestamptz;
comment on column queue.entry.erased_at is 'Since when nothing of it says whose it was';
grant update (erased_at) on queue.entry to satuloket_app;
create index on queue.entry (office, day) where erased_at is null;
alter table patients.patient add column last_day date;
comment on column patients.patient.last_day is 'The last day of a number that was erased; later ones are the numbers'' own';
alter table patients.patient drop constraint patient_basis_check,
  add constraint patient_basis_check check (basis in ('register', 'counter', 'bpjs', 'nobody'));
create unique index patient_nobody on patients.patient (office) where basis = 'nobody';
create index on patients.patient (office, made_at);

create function queue.forget_entry() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  nobody uuid;
begin
  if new.status not in ('done', 'absent', 'unserved', 'cancelled') then
    raise exception 'a number that is in use is not erased' using errcode = '23514', constraint = 'erased_is_over';
  end if;
  insert into patients.patient (region, id, office, name, basis, made_by, made_at)
    values (new.region, gen_random_uuid(), new.office, '-', 'nobody', 'sistem', new.erased_at) on conflict do nothing;
  select p.id into strict nobody from patients.patient p where p.office = new.office and p.basis = 'nobody';
  update patients.patient p set last_day = greatest(p.last_day, new.day) where p.region = new.region and p.id = old.patient;
  update queue.event v set actor = case when v.office is null and v.actor <> 'sistem' then 'warga' else v.actor end, data = '{}'
    where v.region = new.region and v.entry_id = new.id;
  new.patient := nobody;
  new.subject := 'dihapus';
  new.applicant := 'dihapus';
  new.need := null;
  new.class_reason := null;
  return new;
end $$;
create trigger forget before update of erased_at on queue.entry for each row
  when (old.erased_at is null and new.erased_at is not null) execute function queue.forget_entry();

-- What is due at an office: everything of one kind before a day, the oldest first.
create index on queue.mine (office, day);
create index on queue.wish (office, day);
create index on queue.lease (office, until);
create index on bpjs.message (office, day);
create index on bpjs.told (office);
create index on satusehat.visit (office);
create index on accounts.visit (office, began_at);
create function keeping.due(of_office text, what text, before date, most int) returns setof text
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
comment on function keeping.due is 'Keys of what an office holds of one kind from before a day';
revoke execute on function keeping.due from public;
grant execute on function keeping.due to satuloket_relay;

-- Erases these, as far as they are due; only within the act of the office's own chain. Numbers are erased by acts of their own.
create function keeping.erase(of_office text, what text, before date, keys text[]) returns int
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
comment on function keeping.erase is 'Erases what keeping.due named, within the act that says so. The caller compares how many went';
revoke execute on function keeping.erase from public;
grant execute on function keeping.erase to satuloket_app;
