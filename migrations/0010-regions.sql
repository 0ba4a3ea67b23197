-- Every administrative region of Indonesia: public, the same for all, read by everyone and written only by the loader.
create extension if not exists pg_trgm;
create schema regions;
grant usage on schema regions to satuloket_app, satuloket_relay, satuloket_report;

create table regions.edition (
  sha256 text primary key,
  loaded_on date not null,
  rows integer not null
);
comment on table regions.edition is 'The files that were loaded; a start loads again only when the checksum is a new one';

create table regions.region (
  code text collate "C" primary key,
  level smallint not null check (level between 1 and 4),
  name text not null,
  bare text collate "C" not null,
  around text not null,
  edition text not null references regions.edition,
  valid_until date,
  check (level = 1 + length(code) - length(replace(code, '.', '')))
);
comment on table regions.region is 'Kemendagri codes with their labels; a code that is gone stays, because NIK and papers hold it';
comment on column regions.region.bare is 'The name for looking up: small letters, no marks, without the word Kabupaten or Kota';
comment on column regions.region.around is 'The bare names of the region and of all around it, each between spaces';
comment on column regions.region.valid_until is 'The day on which a newer file no longer held it; null while it is valid';
create index region_children on regions.region (level, code) where valid_until is null;
create index region_typed on regions.region (bare, code) where valid_until is null;
create index region_like on regions.region using gin (bare gin_trgm_ops) where valid_until is null;
grant select on regions.edition, regions.region to satuloket_app, satuloket_relay, satuloket_report;
