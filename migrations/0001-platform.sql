-- Roles, the reading of the context, and what every room shares: outgoing work and answers already given.
-- The migrator owns everything. The run-time role owns nothing and can never change history.
do $$ begin
  if not exists (select from pg_roles where rolname = 'satuloket_app') then create role satuloket_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'satuloket_relay') then create role satuloket_relay nologin; end if;
  if not exists (select from pg_roles where rolname = 'satuloket_report') then create role satuloket_report nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
-- The relay's rights are taken by choice (set role), never by accident.
grant satuloket_relay to satuloket_app with inherit false, set true;

revoke create on schema public from public;
create schema platform;
grant usage on schema platform to satuloket_app, satuloket_relay, satuloket_report;

create function platform.listed(name text) returns text[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('app.' || name, true), ''), ',');
comment on function platform.listed is 'A list of the context; null, which nothing equals, when it was not set or is empty';

create table platform.outbox (
  region text not null,
  id uuid not null,
  topic text not null,
  subject text not null,
  actor text not null,
  payload jsonb not null,
  run_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (region, id)
);
comment on table platform.outbox is 'Work that follows a step, written in its transaction; the relay moves it to the workers in batches';
comment on column platform.outbox.subject is 'What it is about: jobs of one subject run in order';
alter table platform.outbox enable row level security;
create policy written_by_the_actor on platform.outbox for insert to satuloket_app
  with check (region = any ((select platform.listed('regions'))::text[]) and subject || ' ' || actor = any ((select platform.listed('acts'))::text[]));
create policy moved_by_the_relay on platform.outbox for all to satuloket_relay using (true);
grant insert on platform.outbox to satuloket_app;
grant select, update, delete on platform.outbox to satuloket_relay;

create table platform.idempotency (
  region text not null,
  actor text not null,
  key text not null,
  subject text not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (region, actor, key)
);
comment on table platform.idempotency is 'The answer given to each key of each actor: a repeated act is told the same and does nothing';
alter table platform.idempotency enable row level security;
create policy one_s_own on platform.idempotency for select to satuloket_app
  using (region = any ((select platform.listed('regions'))::text[]) and subject || ' ' || actor = any ((select platform.listed('acts'))::text[]));
create policy written_by_the_actor on platform.idempotency for insert to satuloket_app
  with check (region = any ((select platform.listed('regions'))::text[]) and subject || ' ' || actor = any ((select platform.listed('acts'))::text[]));
grant select, insert on platform.idempotency to satuloket_app;
