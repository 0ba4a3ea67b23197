-- Where the register is not ours it gives nothing out. Who stood at a counter with a KTP-el is known by what the officer read on it.
create table people.introduced (
  region text not null,
  nik text not null check (nik ~ '^[0-9]{16}$'),
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  sex text not null check (sex in ('male', 'female')),
  birth_date date not null,
  officer text not null,
  office text not null,
  at timestamptz not null,
  primary key (region, nik),
  unique (region, id)
);
comment on table people.introduced is 'Persons of regions whose register is match or manual, as a counter saw them: enough to have an account, no more';
comment on column people.introduced.officer is 'Who read the card last';
create index on people.introduced (nik, at desc);

create function people.introduced_in(wanted text) returns text language sql stable security definer set search_path = pg_catalog, people
  return (select region from people.introduced where nik = wanted order by at desc limit 1);
comment on function people.introduced_in is 'Which region''s counter knows a NIK, and nothing else about it; null when none does';
revoke execute on function people.introduced_in from public;
grant execute on function people.introduced_in to satuloket_app;

alter table people.introduced enable row level security;
create policy of_the_region on people.introduced for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));
grant select, insert on people.introduced to satuloket_app;
grant update (name, sex, birth_date, officer, office, at) on people.introduced to satuloket_app;
