-- Offices, the regions they answer for, when they are open. Public: read by all, written only by the operator's imports.
create schema organisations;
grant usage on schema organisations to satuloket_app, satuloket_relay, satuloket_report;

create table organisations.office (
  region text not null references regions.region,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  kind text not null,
  name text not null,
  address text not null,
  phone text,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  week jsonb not null,
  areas text[] not null check (cardinality(areas) > 0),
  closed_on date,
  primary key (region, code)
);
comment on table organisations.office is 'An office of a kabupaten or kota; elsewhere it is named region/code, e.g. 32.76/dukcapil';
comment on column organisations.office.kind is 'A key of the code table of offices; kelurahan also stands for the office of a desa';
comment on column organisations.office.week is 'Opening hours: {"mon": [{"from": "08:00", "to": "16:00"}], …}; its clock for promised times too';
comment on column organisations.office.areas is 'The regions it answers for, with all that lies in them';
comment on column organisations.office.closed_on is 'The day from which it takes no more cases; it stays, because old cases name it';
create index office_areas on organisations.office using gin (areas);
create index office_kind on organisations.office (kind, region, code);

create table organisations.holiday (
  area text not null,
  date date not null,
  kind text not null check (kind in ('national', 'jointLeave', 'local')),
  name jsonb not null,
  checked boolean not null,
  source text not null,
  primary key (area, date)
);
comment on table organisations.holiday is 'Days on which offices are closed';
comment on column organisations.holiday.area is 'ID for the whole country, else the code of the region that keeps it';
comment on column organisations.holiday.checked is 'Whether somebody compared it with the decree of the three ministers (SKB) of its year';
grant select on organisations.office, organisations.holiday to satuloket_app, satuloket_relay, satuloket_report;
