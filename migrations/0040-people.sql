-- The register of persons and families. Rows carry the kabupaten or kota that keeps them; the wall below compares it with the context.
create schema people;
grant usage on schema people to satuloket_app, satuloket_relay, satuloket_report;

create table people.family (
  region text not null,
  kk text not null check (kk ~ '^[0-9]{16}$'),
  id uuid not null,
  status text not null check (status in ('active', 'closed')),
  village text not null check (starts_with(village, region || '.') and length(village) = 13),
  address text not null,
  rt text not null check (rt ~ '^[0-9]{3}$'),
  rw text not null check (rw ~ '^[0-9]{3}$'),
  postal_code text check (postal_code ~ '^[1-9][0-9]{4}$'),
  issued_on date not null,
  version integer not null default 1,
  primary key (region, kk),
  unique (region, id)
);
comment on table people.family is 'A Kartu Keluarga; its number belongs to the head, so another head means another number';
comment on column people.family.issued_on is 'The day of the newest paper; every change of data or members makes a new one';
comment on column people.family.version is 'Rises with every change; a writer names the one it read';

create table people.person (
  region text not null,
  nik text not null check (nik ~ '^[0-9]{16}$'),
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  title_before text,
  title_after text,
  sex text not null check (sex in ('male', 'female')),
  birth_place text not null,
  birth_date date not null,
  religion text not null,
  education text not null,
  occupation text not null,
  blood text not null,
  citizenship text not null,
  marital_status text not null check (marital_status in ('single', 'married', 'marriedUnrecorded', 'divorced', 'divorcedUnrecorded', 'widowed')),
  married_on date,
  spouse_nik text check (spouse_nik ~ '^[0-9]{16}$'),
  mother_nik text check (mother_nik ~ '^[0-9]{16}$'),
  mother_name text,
  father_nik text check (father_nik ~ '^[0-9]{16}$'),
  father_name text,
  birth_akta text,
  kk text,
  shdk text check (shdk in ('head', 'husband', 'wife', 'child', 'childInLaw', 'grandchild', 'parent', 'parentInLaw', 'otherKin', 'helper', 'other')),
  status text not null check (status in ('alive', 'dead', 'moved', 'abroad', 'missing')),
  card_state text not null,
  card_number text,
  card_issued_on date,
  card_lost_on date,
  phone text check (phone ~ '^\+62[0-9]{8,13}$'),
  protected boolean not null default false,
  version integer not null default 1,
  primary key (region, nik),
  unique (region, id),
  foreign key (region, kk) references people.family (region, kk),
  constraint one_family_each check ((status = 'alive') = (kk is not null) and (kk is null) = (shdk is null))
);
comment on table people.person is 'A person of the register. Who lives stands in exactly one family';
comment on column people.person.id is 'What pages carry instead of the NIK';
comment on column people.person.birth_akta is 'Number of the birth akta, where one is known';
comment on column people.person.occupation is 'As SIAK writes it';
comment on column people.person.card_issued_on is 'The day of the newest KTP-el; null when none was ever printed';
comment on column people.person.phone is 'The number on record; only the demo proves an account by it';
comment on column people.person.protected is 'Hidden from the other members of the family, for instance after violence at home';
create unique index one_head_each on people.person (region, kk) where shdk = 'head';
create index person_family on people.person (region, kk);
-- Not unique by itself: a unique key must begin with the region. The trigger below and the numbers keep a NIK to one person.
create index person_nik on people.person (nik);

create table people.number (
  region text not null,
  kind text not null check (kind in ('nik', 'kk')),
  number text not null check (number ~ '^[0-9]{16}$'),
  state text not null check (state in ('reserved', 'issued', 'void')),
  basis text not null,
  slot text not null,
  at timestamptz not null,
  primary key (region, kind, number)
);
comment on table people.number is 'Every NIK and KK number that was ever given out; none is given twice, also when it came to nothing';
comment on column people.number.region is 'The kabupaten or kota that issued it';
comment on column people.number.basis is 'The case it was reserved for';
comment on column people.number.slot is 'What for within the case, so that asking again gives the same number';
create unique index reserved_once on people.number (region, basis, slot) where state = 'reserved';

create table people.serial (
  region text not null,
  kind text not null check (kind in ('nik', 'kk')),
  prefix text not null check (prefix ~ '^[0-9]{12}$'),
  last integer not null check (last between 1 and 9999),
  primary key (region, kind, prefix)
);
comment on table people.serial is 'The last serial given under a prefix; its row is the lock of that prefix';

create table people.event (
  region text not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  nik text,
  kk text,
  changes jsonb not null,
  basis text not null,
  actor text not null,
  primary key (region, id),
  check (nik is not null or kk is not null)
);
comment on table people.event is 'What changed in the register, by which case and by whom; never changed itself';
comment on column people.event.changes is '{"field": [before, after]}';
create index event_person on people.event (region, nik, at) where nik is not null;
create index event_family on people.event (region, kk, at) where kk is not null;

create function people.region_of(wanted text) returns text language sql stable security definer set search_path = pg_catalog, people
  return (select region from people.person where nik = wanted order by status = 'alive' desc limit 1);
comment on function people.region_of is 'Which region keeps a NIK, and nothing else about it; null when none does';
revoke execute on function people.region_of from public;
grant execute on function people.region_of to satuloket_app;

-- A plan made while a table was empty would read all of it for every row of a large import; so these two never scan.
create function people.refuse_second_person() returns trigger language plpgsql security definer
  set search_path = pg_catalog, people set enable_seqscan = off as $$
begin
  if exists (select from people.person where nik = new.nik and region <> new.region and status = 'alive') then
    raise exception 'this NIK is held in another region' using errcode = 'check_violation', constraint = 'nik_once';
  end if;
  if exists (select from people.number where region = new.region and kind = 'nik' and number = new.nik and state = 'void') then
    raise exception 'this NIK is void' using errcode = 'check_violation', constraint = 'nik_void';
  end if;
  return new;
end $$;
create trigger nik_once before insert on people.person for each row execute function people.refuse_second_person();

create function people.keep_number() returns trigger language plpgsql as $$
begin
  if old.state <> 'reserved' or new.state = 'reserved' or (new.region, new.kind, new.number, new.basis) <> (old.region, old.kind, old.number, old.basis) then
    raise exception 'a number goes from reserved to issued or void, once' using errcode = 'check_violation', constraint = 'number_once';
  end if;
  return new;
end $$;
create trigger number_once before update on people.number for each row execute function people.keep_number();

-- At the end of the transaction, so that a family may be made, filled and emptied in any order.
create function people.check_family(of_region text, of_kk text) returns void language plpgsql
  set search_path = pg_catalog, people set enable_seqscan = off as $$
declare
  state text;
  members integer;
  heads integer;
  adults integer;
begin
  select f.status into state from people.family f where f.region = of_region and f.kk = of_kk;
  if state is null then return; end if;
  select count(*), count(*) filter (where p.shdk = 'head'),
    count(*) filter (where p.shdk = 'head' and (p.marital_status <> 'single' or p.birth_date <= (current_date - interval '17 years')::date))
    into members, heads, adults from people.person p where p.region = of_region and p.kk = of_kk;
  if state = 'closed' and members > 0 then
    raise exception 'a closed family has members' using errcode = 'check_violation', constraint = 'closed_is_empty';
  elsif state = 'active' and heads <> 1 then
    raise exception 'a family needs a head' using errcode = 'check_violation', constraint = 'one_head';
  elsif state = 'active' and adults <> 1 then
    raise exception 'a head of family is 17 or was ever married' using errcode = 'check_violation', constraint = 'adult_head';
  end if;
end $$;
revoke execute on function people.check_family from public;
create function people.whole_family() returns trigger language plpgsql security definer set search_path = pg_catalog, people as $$
begin
  if new.kk is not null then perform people.check_family(new.region, new.kk); end if;
  if tg_op = 'UPDATE' and old.kk is distinct from new.kk then perform people.check_family(old.region, old.kk); end if;
  return null;
end $$;
create constraint trigger whole_family after insert or update of kk, shdk, status, birth_date, marital_status on people.person
  deferrable initially deferred for each row execute function people.whole_family();
create constraint trigger whole_family after insert or update of status on people.family
  deferrable initially deferred for each row execute function people.whole_family();

alter table people.family enable row level security;
alter table people.person enable row level security;
alter table people.number enable row level security;
alter table people.serial enable row level security;
alter table people.event enable row level security;
create policy of_the_region on people.family for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));
create policy of_the_region on people.person for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));
create policy of_the_region on people.number for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));
create policy of_the_region on people.serial for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));
create policy of_the_region on people.event for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));

grant select, insert on people.family, people.person, people.number, people.serial, people.event to satuloket_app;
grant update (status, village, address, rt, rw, postal_code, issued_on, version) on people.family to satuloket_app;
grant update (name, title_before, title_after, sex, birth_place, birth_date, religion, education, occupation, blood, citizenship,
  marital_status, married_on, spouse_nik, mother_nik, mother_name, father_nik, father_name, birth_akta, kk, shdk, status,
  card_state, card_number, card_issued_on, card_lost_on, phone, protected, version) on people.person to satuloket_app;
grant update (state, at) on people.number to satuloket_app;
grant update (last) on people.serial to satuloket_app;
