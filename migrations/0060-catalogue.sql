-- What is offered: each published version of each service, for ever as it was.
create schema catalogue;
grant usage on schema catalogue to satuloket_app, satuloket_relay, satuloket_report;

create table catalogue.version (
  service text not null,
  version int not null check (version > 0),
  owner text not null,
  definition jsonb not null,
  sources jsonb not null,
  digest bytea not null,
  published_at timestamptz not null,
  published_by text not null,
  changes jsonb not null default '[]',
  primary key (service, version)
);
comment on table catalogue.version is 'A published version never changes; a case keeps the one it began with';
comment on column catalogue.version.service is 'The id of a national service, or owner/id of a region''s own, e.g. 32.76/sktm';
comment on column catalogue.version.definition is 'The compiled definition, as the engine reads it';
comment on column catalogue.version.sources is 'The files it was made from, by path';
comment on column catalogue.version.digest is 'SHA-256 over the sources: publishing the same again makes no new version';
grant select, insert on catalogue.version to satuloket_app;
grant select on catalogue.version to satuloket_report;
