-- The acts of the room: several stages of one visit, what an officer ruled of a session, the end of the day.

alter table queue.poli add column stage text not null default 'periksa' check (stage in ('loket', 'periksa', 'obat'));
comment on column queue.poli.stage is 'Where in a visit it stands: the desk, the examination, the pharmacy. Nobody books a pharmacy: one is sent there';

-- What an entry leaves behind when it goes on to another queue of the same visit.
create table queue.stay (
  region text not null,
  entry_id uuid not null,
  version int not null,
  lane uuid not null,
  stage text not null,
  class text not null,
  room text,
  due_at timestamptz not null,
  arrived_at timestamptz,
  called_at timestamptz,
  first_called_at timestamptz,
  ended_at timestamptz not null,
  calls int not null,
  skips int not null,
  primary key (region, entry_id, version),
  foreign key (region, entry_id) references queue.entry (region, id)
);
comment on table queue.stay is 'A number''s time in a queue that it went on from; taken back with the act that wrote it';
create index on queue.stay (region, lane);
alter table queue.stay enable row level security;
create policy written on queue.stay for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[])
  and exists (select from queue.entry e where e.region = stay.region and e.id = stay.entry_id
    and e.id || ' ' || e.office = any ((select platform.listed('holds'))::text[])));
create policy taken_back on queue.stay for delete to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and exists (select from queue.entry e where e.region = stay.region and e.id = stay.entry_id
    and e.id || ' ' || e.office = any ((select platform.listed('holds'))::text[])));
create policy seen on queue.stay for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and exists (select from queue.entry e where e.region = stay.region and e.id = stay.entry_id));
grant select, insert, delete on queue.stay to satuloket_app;
create policy learned_from on queue.stay for select to satuloket_relay using (true);
grant select on queue.stay to satuloket_relay;

-- What was ruled of a session, by whom and why: append-only. The session's own row says how it stands.
create table queue.ruling (
  region text not null,
  session uuid not null,
  key text not null,
  at timestamptz not null,
  actor text not null,
  actor_label text not null,
  office text not null,
  before text not null,
  after text not null,
  reason text not null,
  primary key (region, session, actor, key),
  foreign key (region, session) references queue.session (region, id)
);
comment on table queue.ruling is 'Who paused, closed or opened a session, and the code of the reason';
alter table queue.ruling enable row level security;
create policy seen on queue.ruling for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
create policy written on queue.ruling for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and actor = any ((select platform.listed('persons'))::text[]));
grant select, insert on queue.ruling to satuloket_app, satuloket_relay;
create policy closed_by_the_relay on queue.ruling for all to satuloket_relay using (true);

-- The line again, with each number's own letter and those who went on from here.
drop function queue.line(text, uuid);
create function queue.line(of_region text, of_session uuid) returns table (id uuid, prefix text, number int, class text, status text, stage text, channel text,
    slot uuid, due_at timestamptz, booked_at timestamptz, arrived_at timestamptz, called_at timestamptz, first_called_at timestamptz, ended_at timestamptz,
    room text, calls int, skips int)
  language sql stable security definer set search_path = pg_catalog as
  $$ select e.id, s.prefix, e.number, e.class, e.status, e.stage, e.channel, e.slot, e.due_at, e.booked_at, e.arrived_at, e.called_at, e.first_called_at,
       e.ended_at, e.room, e.calls, e.skips
     from queue.entry e join queue.session s on s.region = e.region and s.id = e.session
     where e.region = of_region and e.lane = of_session and e.status <> 'cancelled'
     union all
     select y.entry_id, s.prefix, e.number, y.class, 'done', y.stage, e.channel, e.slot, y.due_at, e.booked_at, y.arrived_at, y.called_at, y.first_called_at,
       y.ended_at, y.room, y.calls, y.skips
     from queue.stay y join queue.entry e on e.region = y.region and e.id = y.entry_id join queue.session s on s.region = e.region and s.id = e.session
     where y.region = of_region and y.lane = of_session $$;
revoke execute on function queue.line from public;
grant execute on function queue.line to satuloket_app;
