-- A process that may not migrate still has to know whether the database is as old as its program.
grant usage on schema migrations to satuloket_app;
grant select on migrations.applied to satuloket_app;

create table platform.key_proof (
  purpose text primary key,
  proof bytea not null
);
comment on table platform.key_proof is 'What each first key in KEYS_DIR makes of a fixed text: a start with other keys is refused before it finds nobody';
grant select, insert on platform.key_proof to satuloket_app;
