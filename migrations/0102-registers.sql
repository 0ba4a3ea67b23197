-- Which register of people a kabupaten or kota has. Written by the operator alone; a region without a row has the hub's default.
create table people.register (
  region text primary key references regions.region,
  kind text not null check (kind in ('own', 'match', 'manual')),
  url text,
  account text,
  secret bytea,
  chosen_at timestamptz not null,
  check ((kind = 'match') = (url is not null) and (kind = 'match') = (account is not null) and (kind = 'match') = (secret is not null))
);
comment on table people.register is 'own: kept here · match: the national register answers sesuai or tidak sesuai · manual: an officer looks and writes there himself';
comment on column people.register.secret is 'Password of the ministry''s web service, closed with the envelope key';
grant select on people.register to satuloket_app;
grant select (region, kind, chosen_at) on people.register to satuloket_report;

-- What an officer brings in at a step that records papers made in the register's own system: kept until the step is done.
create table cases.recording (
  region text not null,
  case_id uuid not null,
  step text not null,
  slot text not null,
  number text,
  attachment jsonb,
  by_whom text not null,
  at timestamptz not null,
  primary key (region, case_id, step, slot),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.recording is 'Numbers typed and signed PDFs brought in so far: a page that comes back with an error loses none';
comment on column cases.recording.slot is 'Which paper of the step it is';
comment on column cases.recording.attachment is 'Where the bytes lie, their digest, and what their signature said';
alter table cases.recording enable row level security;
create policy of_the_case on cases.recording for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[])
  and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]));
grant select, insert, update, delete on cases.recording to satuloket_app;

-- What a register that only compares said of the people of a case: verdicts, never the register's data.
create table cases.match (
  region text not null,
  case_id uuid not null,
  at timestamptz not null,
  officer text not null,
  verdicts jsonb not null,
  primary key (region, case_id, at),
  foreign key (region, case_id) references cases."case" (region, id)
);
comment on table cases.match is 'Each comparison with the national register: by whom, when, and for each field sesuai, tidak sesuai or no answer';
alter table cases.match enable row level security;
create policy of_the_case on cases.match for all to satuloket_app using (region = any ((select platform.listed('regions'))::text[])
  and case_id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]));
grant select, insert on cases.match to satuloket_app;
