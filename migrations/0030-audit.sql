-- Who did what to whose record, chained per record; who looked; seals over both.
create schema audit;
grant usage on schema audit to satuloket_app, satuloket_relay, satuloket_report;

-- Transaction numbers begin anew in a cluster that a dump was loaded into; loading one raises the era.
create function audit.era() returns int language sql stable
  return coalesce(nullif(current_setting('satuloket.era', true), '')::int, 1);
grant execute on function audit.era to satuloket_app;

create table audit.act (
  region text not null,
  kind text not null,
  id uuid not null,
  version int not null,
  at timestamptz not null,
  actor text not null,
  subject text not null,
  authority text not null check (authority in ('self', 'family', 'mandate', 'office', 'system')),
  office text,
  action text not null,
  body bytea not null,
  prev bytea not null,
  hash bytea not null check (hash = sha256(prev || body)),
  era int not null default audit.era(),
  xid xid8 not null default pg_current_xact_id(),
  primary key (region, kind, id, version),
  check ((authority = 'self') = (actor = subject))
);
comment on table audit.act is 'One row per act on a record with a history. The hash covers the bytes made in the process, chained to the record''s act before';
comment on column audit.act.body is 'UTF-8 JSON made once in the process: names of fields and salted digests, never values';
comment on column audit.act.xid is 'The writing transaction: a seal is cut where none older can still be running';
create index on audit.act (region, era, xid);
alter table audit.act enable row level security;
create policy written_by_the_actor on audit.act for insert to satuloket_app
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || actor = any ((select platform.listed('acts'))::text[]));
create policy read_in_the_region on audit.act for select to satuloket_app
  using (region = any ((select platform.listed('regions'))::text[])
    and (subject = any ((select platform.listed('persons'))::text[]) or actor = any ((select platform.listed('persons'))::text[])
      or office = any ((select platform.listed('offices'))::text[]) or id || ' ' || actor = any ((select platform.listed('acts'))::text[])));
grant insert, select on audit.act to satuloket_app;

create table audit.access (
  region text not null,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  actor_label text not null,
  office text,
  purpose text not null,
  seen text[] not null,
  persons text[] not null,
  era int not null default audit.era(),
  xid xid8 not null default pg_current_xact_id(),
  primary key (region, id)
);
comment on table audit.access is 'Reads of personal data: one row per page with the records and persons seen';
comment on column audit.access.persons is 'Keyed hashes of the NIK of those whose data were on the page';
create index on audit.access using gin (persons);
create index on audit.access (region, era, xid);
alter table audit.access enable row level security;
create policy written_in_the_region on audit.access for insert to satuloket_app
  with check (region = any ((select platform.listed('regions'))::text[]));
create policy seen_by_the_person on audit.access for select to satuloket_app
  using (persons && (select platform.listed('persons'))::text[]);
grant insert, select on audit.access to satuloket_app;

create table audit.seal (
  region text not null,
  number int not null,
  at timestamptz not null,
  era int not null,
  below xid8 not null,
  acts int not null,
  accesses int not null,
  digest bytea not null,
  mac bytea not null,
  key_id text not null,
  primary key (region, number)
);
comment on table audit.seal is 'Every few minutes per region: a digest over all rows of transactions below the oldest that still ran, HMAC''d with a key outside the database and copied off it';
comment on column audit.seal.below is 'Covers the rows of this era''s transactions from the seal before up to here';
comment on column audit.seal.mac is 'HMAC over the row and the mac before it, with a key that the database never sees';
grant select, insert on audit.seal to satuloket_relay;
grant select on audit.act, audit.access to satuloket_relay;
create policy sealed_by_the_relay on audit.act for select to satuloket_relay using (true);
create policy sealed_by_the_relay on audit.access for select to satuloket_relay using (true);
