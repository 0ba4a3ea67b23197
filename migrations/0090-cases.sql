-- Cases: what a citizen asks of an office, from the first answer to the last step. Region first in every key.
create schema cases;
grant usage on schema cases to satuloket_app, satuloket_relay, satuloket_report;

create table cases."case" (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  number text,
  service text not null,
  service_version int not null,
  status text not null check (status in ('draft', 'running', 'returned', 'finished', 'closed', 'dropped')),
  outcome text,
  office text,
  offices text[] not null default '{}',
  applicant text not null,
  subject text not null,
  authority text not null,
  channel text not null check (channel in ('warga', 'petugas')),
  applicant_name text not null,
  subject_name text not null,
  answers jsonb not null,
  facts jsonb not null default '{}',
  flow jsonb not null default '{}',
  begun_at timestamptz not null,
  submitted_at timestamptz,
  due_at timestamptz,
  finished_at timestamptz,
  erase_at timestamptz,
  primary key (region, id)
) with (fillfactor = 85);
comment on table cases."case" is 'One request of one citizen. Unique with its region; moved only by the step';
comment on column cases."case".head is 'Hash of the newest act: the end of this case''s audit chain';
comment on column cases."case".status is 'draft: not sent · running: an office works · returned: waits for the citizen · finished: first outcome reached, steps may be open · closed: the last one · dropped: withdrawn or erased before sending';
comment on column cases."case".offices is 'Offices that may see it now: the responsible one and those of open steps';
comment on column cases."case".facts is 'What the register said of applicant, subject and family when it was sent';
comment on column cases."case".flow is 'Who decided which step, what is open to repair, reserved numbers: what the workflow must remember';
create unique index on cases."case" (region, number) where number is not null;
create index on cases."case" (region, applicant) where status = 'draft';

-- One row of the person''s own list: keyed by the person, whatever region works on it.
create table cases.mine (
  person text not null,
  region text not null,
  id uuid not null,
  service text not null,
  service_version int not null,
  number text,
  status text not null,
  outcome text,
  subject text not null,
  subject_name text not null,
  sentence jsonb not null,
  due_at timestamptz,
  version int not null,
  at timestamptz not null,
  primary key (person, region, id)
);
comment on table cases.mine is 'A person''s own list; follows the case by the outbox, newer versions only';
create index on cases.mine (person, at desc);

create table cases.task (
  region text not null,
  case_id uuid not null,
  step text not null,
  since int not null,
  office text not null,
  desk text not null,
  service text not null,
  number text not null,
  subject_name text not null,
  applicant_name text not null,
  marks text[] not null default '{}',
  opened_at timestamptz not null,
  due_at timestamptz,
  within_minutes int,
  barred text[] not null default '{}',
  claimed_by text,
  claimed_label text,
  claimed_until timestamptz,
  primary key (region, case_id, step, since),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.task is 'A step that somebody must do now; gone when done, the event tells the rest. What the inbox shows stands here, so that it reads nothing else';
comment on column cases.task.desk is 'Roles that may do it, joined by +, as the definition says';
comment on column cases.task.barred is 'Actors who may not, by four eyes or family';
create index on cases.task (region, office, desk, due_at, case_id);

create table cases.event (
  region text not null,
  case_id uuid not null,
  version int not null,
  at timestamptz not null,
  actor text not null,
  actor_label text not null,
  office text,
  kind text not null,
  step text,
  data jsonb not null default '{}',
  primary key (region, case_id, version),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.event is 'What happened, append-only: the timeline and every figure come from here. Holds codes and names of fields, never answers';

create table cases.note (
  region text not null,
  case_id uuid not null,
  version int not null,
  kind text not null check (kind in ('citizen', 'office', 'objection', 'question')),
  body text not null,
  primary key (region, case_id, version, kind),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.note is 'Words written by people about a case: kept apart from the event so that they can be erased';

create table cases.file (
  region text not null,
  case_id uuid not null,
  id uuid not null,
  question text not null,
  name text not null,
  type text not null,
  size int not null,
  sha256 bytea not null,
  stored text not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  removed_at timestamptz,
  primary key (region, case_id, id)
);
comment on table cases.file is 'Files of a case; the bytes lie outside the database and the web root under `stored`';

create table cases.unique_key (
  region text not null,
  service text not null,
  key bytea not null,
  case_id uuid not null,
  until timestamptz,
  primary key (region, service, key)
);
comment on table cases.unique_key is 'The same request not twice: a keyed digest of what the definition names, held while open, ever, or until';
create index on cases.unique_key (region, case_id);

create table cases.lock (
  region text not null,
  key bytea not null,
  case_id uuid not null,
  primary key (region, key)
);
comment on table cases.lock is 'What a case holds across services, e.g. a family while its KK changes';
create index on cases.lock (region, case_id);

create table cases.serial (region text primary key, next int not null);
comment on table cases.serial is 'Case numbers are handed to processes in blocks; gaps are fine';
create function cases.take_serials(of_region text, many int) returns int language sql security definer set search_path = pg_catalog as
  $$ insert into cases.serial as s values (of_region, 1 + many) on conflict (region) do update set next = s.next + many returning next - many $$;
comment on function cases.take_serials is 'First serial of a block of this many, never handed out again';

-- The wall. A row is compared with its own pair (case, actor) and (case, office), never with a list of the batch.
create function cases.held(id uuid, region text, offices text[], holds text[]) returns boolean language sql immutable parallel safe
  return exists (select from unnest(offices) o where held.id || ' ' || o = any (holds));

alter table cases."case" enable row level security;
create policy seen on cases."case" for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (applicant = any ((select platform.listed('persons'))::text[]) or subject = any ((select platform.listed('persons'))::text[])
    or offices && (select platform.listed('offices'))::text[]));
create policy begun on cases."case" for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
create policy moved on cases."case" for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (id || ' ' || applicant = any ((select platform.listed('acts'))::text[])
    or cases.held(id, region, offices, (select platform.listed('holds'))::text[])))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant select, insert on cases."case" to satuloket_app;
grant update (version, head, acted_by, acted_at, number, status, outcome, office, offices, answers, facts, flow, submitted_at, due_at,
  finished_at, erase_at) on cases."case" to satuloket_app;

do $$
declare t text; ran_out text;
begin
  foreach t in array array['task', 'event', 'note', 'file', 'unique_key', 'lock'] loop
    execute format('alter table cases.%I enable row level security', t);
    execute format($p$create policy written on cases.%I for insert to satuloket_app with check (
      region = any ((select platform.listed('regions'))::text[])
      and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]))$p$, t);
  end loop;
  -- What follows a case is seen by whoever sees the case.
  foreach t in array array['event', 'note', 'file'] loop
    execute format($p$create policy seen on cases.%I for select to satuloket_app using (
      region = any ((select platform.listed('regions'))::text[])
      and exists (select from cases."case" c where c.region = %1$I.region and c.id = %1$I.case_id))$p$, t);
  end loop;
  -- A key that ran out stands in nobody's way.
  foreach t in array array['unique_key', 'lock'] loop
    ran_out := case t when 'unique_key' then 'or until < now()' else '' end;
    execute format($p$create policy seen on cases.%I for select to satuloket_app using (region = any ((select platform.listed('regions'))::text[])
      and (case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]) %s))$p$, t, ran_out);
    execute format($p$create policy released on cases.%I for delete to satuloket_app using (region = any ((select platform.listed('regions'))::text[])
      and (case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]) %s))$p$, t, ran_out);
  end loop;
end $$;
-- An inbox is read by office alone: the policy is on the row, so that its index keeps the order.
create policy seen on cases.task for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (office = any ((select platform.listed('offices'))::text[])
    or case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[])));
create policy done on cases.task for delete to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]));
grant select, insert, delete on cases.task, cases.unique_key, cases.lock to satuloket_app;
grant select, insert on cases.event, cases.note, cases.file to satuloket_app;
grant update (removed_at) on cases.file to satuloket_app;
create policy dropped on cases.file for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]));
grant execute on function cases.take_serials to satuloket_app;

alter table cases.mine enable row level security;
create policy one_s_own on cases.mine for select to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
grant select on cases.mine to satuloket_app;
create policy followed_by_the_relay on cases.mine for all to satuloket_relay using (true);
grant select, insert, update on cases.mine to satuloket_relay;

-- History is bound to its case: no act or event without a move by the same actor in this transaction, no move without its act and its head.
create function cases.bind_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'case' and not exists (
      select from cases."case" c where c.region = r.region and c.id = r.id and c.version = r.version and c.head = r.hash and c.acted_by = r.actor)) then
    raise exception 'an audit row must be the head of its case' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_case after insert on audit.act referencing new table as new_rows for each statement execute function cases.bind_act();

create function cases.bind_event() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'case' and a.id = r.case_id and a.version = r.version
        and a.actor = r.actor and a.xid = pg_current_xact_id())) then
    raise exception 'an event needs the act of the same actor in the same transaction' using errcode = '23514', constraint = 'event_has_act';
  end if;
  return null;
end $$;
create trigger bind_act after insert on cases.event referencing new table as new_rows for each statement execute function cases.bind_event();

create function cases.bind_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'case' and a.id = r.id and a.version = r.version
        and a.hash = r.head and a.actor = r.acted_by and a.xid = pg_current_xact_id())) then
    raise exception 'no case moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on cases."case" referencing new table as new_rows for each statement execute function cases.bind_move();
create trigger bind_move after update on cases."case" referencing new table as new_rows for each statement execute function cases.bind_move();

create table cases.plan (
  region text not null,
  case_id uuid not null,
  plan jsonb not null,
  primary key (region, case_id),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.plan is 'The register as it will be, between the step that waits for a signature and the signature';
alter table cases.plan enable row level security;
create policy of_the_case on cases.plan for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[])
  and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]));
grant select, insert, update, delete on cases.plan to satuloket_app;

-- The relay's clock looks over every region for what is late.
create policy clocked_by_the_relay on cases.task for select to satuloket_relay using (true);
grant select on cases.task to satuloket_relay;
create index on cases.task (due_at) where not 'late' = any (marks);
