-- What somebody waits for, and what is ruled of a session, are records with a history of their own: chained and sealed as an entry is.
alter table queue.wish add column head bytea not null default '', add column acted_by text, add column acted_at timestamptz,
  alter column version drop default;
-- Those that were made before begin their history with the next act.
update queue.wish set version = 0;
-- The step answers a repeated key.
alter table queue.wish drop column key;
drop policy made on queue.wish;
create policy made on queue.wish for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and applicant = any ((select platform.listed('persons'))::text[])
  and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
drop policy moved on queue.wish;
create policy moved on queue.wish for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (applicant = any ((select platform.listed('persons'))::text[]) or office = any ((select platform.listed('offices'))::text[])))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant update (version, head, acted_by, acted_at) on queue.wish to satuloket_app;

create function queue.bind_wish_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'wish'
      and (select h.head from queue.wish h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
        is distinct from r.hash) then
    raise exception 'an audit row must be the head of its wish' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_wish after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_wish_act();
create function queue.bind_wish_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where
      (select a.hash from audit.act a where a.region = r.region and a.kind = 'wish' and a.id = r.id and a.version = r.version
        and a.actor = r.acted_by and a.xid = pg_current_xact_id()) is distinct from r.head) then
    raise exception 'no wish moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on queue.wish referencing new table as new_rows for each statement execute function queue.bind_wish_move();
create trigger bind_move after update on queue.wish referencing new table as new_rows for each statement execute function queue.bind_wish_move();

alter table queue.session add column version int not null default 0, add column head bytea not null default '', add column acted_by text,
  add column acted_at timestamptz;
comment on column queue.session.head is 'Hash of the newest act by which something was ruled of it; booking and calling are acts of the entries';
grant update (version, head, acted_by, acted_at) on queue.session to satuloket_app;
create function queue.bind_session_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'session'
      and (select h.head from queue.session h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
        is distinct from r.hash) then
    raise exception 'an audit row must be the head of its session' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_session after insert on audit.act referencing new table as new_rows for each statement execute function queue.bind_session_act();
-- By row, for a session's row moves with every booking: only what is ruled of it is looked at.
create function queue.bind_session_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from audit.act a where a.region = new.region and a.kind = 'session' and a.id = new.id and a.version = new.version
      and a.hash = new.head and a.actor = new.acted_by and a.xid = pg_current_xact_id()) then
    raise exception 'nothing is ruled of a session without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_move after update on queue.session for each row
  when (old.version is distinct from new.version or old.head is distinct from new.head) execute function queue.bind_session_move();
create function queue.bind_ruling() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from audit.act a join queue.session s on s.region = a.region and s.id = a.id and s.version = a.version
      where a.region = new.region and a.kind = 'session' and a.id = new.session and a.actor = new.actor and a.xid = pg_current_xact_id()) then
    raise exception 'a ruling needs the act of the same actor in the same transaction' using errcode = '23514', constraint = 'ruling_has_act';
  end if;
  return null;
end $$;
create trigger bind_act after insert on queue.ruling for each row execute function queue.bind_ruling();
-- Only officers and the end of the day rule, by their acts.
drop policy closed_by_the_relay on queue.ruling;
revoke all on queue.ruling from satuloket_relay;
revoke update (state, state_reason) on queue.session from satuloket_relay;
