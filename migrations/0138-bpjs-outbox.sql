-- What has to be told to BPJS of the numbers that a Puskesmas gives.
-- How far a number's history was read, and what BPJS knows of it.
create table bpjs.told (
  region text not null,
  entry_id uuid not null,
  office text not null,
  patient uuid not null,
  version int not null,
  known jsonb,
  called_at timestamptz,
  answered text check (answered in ('present', 'absent')),
  primary key (region, entry_id),
  foreign key (region, entry_id) references queue.entry (region, id)
);
comment on table bpjs.told is 'Per number: the version up to which its history was turned into messages';
comment on column bpjs.told.known is 'Under which poli, day and session BPJS knows it; null when it does not';

create index on bpjs.told (region, patient);

-- One lock per patient: messages of one card come in the order in which things happened.
create table bpjs.line (
  region text not null,
  patient uuid not null,
  last int not null default 0,
  primary key (region, patient)
);
comment on column bpjs.line.last is 'Number of the patient''s newest message';

create table bpjs.message (
  region text not null,
  id uuid not null,
  office text not null,
  entry_id uuid not null,
  patient uuid not null,
  nth int not null,
  action text not null check (action in ('add', 'panggil', 'batal')),
  key text not null,
  poli text not null,
  day date not null,
  jkn boolean not null,
  facts jsonb not null,
  at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'withdrawn', 'skipped')),
  tries int not null default 0,
  code text,
  trouble text,
  settled_at timestamptz,
  primary key (region, id),
  constraint message_once unique (region, key),
  constraint message_in_line unique (region, patient, nth)
);
comment on table bpjs.message is 'What has to be told to BPJS, in order per card, poli and day. No number of a person: those are opened at sending';
comment on column bpjs.message.key is 'Number, version and action: the same act is told once';
comment on column bpjs.message.poli is 'BPJS''s own code';
comment on column bpjs.message.at is 'When it happened';
comment on column bpjs.message.trouble is 'What BPJS or we said last, without a number of a person';
create index on bpjs.message (region, office, at, nth) where state in ('waiting', 'refused');
create index on bpjs.message (region, entry_id);

-- One sender per Puskesmas at a time, and its patience while BPJS is away.
create table bpjs.sender (
  region text not null,
  office text not null,
  lease uuid,
  lease_until timestamptz,
  failures int not null default 0,
  retry_at timestamptz,
  trouble text,
  primary key (region, office)
);

grant select, insert, update on bpjs.told, bpjs.line, bpjs.message, bpjs.sender to satuloket_relay;
alter table bpjs.message enable row level security;
create policy followed_by_the_relay on bpjs.message for all to satuloket_relay using (true) with check (true);
create policy seen_by_the_office on bpjs.message for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select on bpjs.message, bpjs.sender to satuloket_app;

-- The relay reads what happened to a number.
create policy followed_by_the_relay on queue.event for select to satuloket_relay using (true);
grant select on queue.event to satuloket_relay;
