-- SATUSEHAT of the Ministry of Health (FHIR R4): what it is told of the visits of a Puskesmas.
create schema satusehat;
grant usage on schema satusehat to satuloket_app, satuloket_relay, satuloket_report;

-- Written by the operator alone.
create table satusehat.facility (
  region text not null,
  office text not null,
  level text not null default 'off' check (level in ('off', 'in-progress', 'finished')),
  since timestamptz,
  url text,
  organization text,
  secrets bytea,
  sends text check (sends in ('hub', 'clinic')),
  settings jsonb not null default '{}',
  clinic_token bytea unique,
  clinic_token_at timestamptz,
  changed_at timestamptz not null,
  primary key (region, office),
  foreign key (region, office) references queue.place (region, office),
  check ((url is null) = (organization is null) and (url is null) = (secrets is null)),
  check ((clinic_token is null) = (clinic_token_at is null)),
  check (level = 'off' or (url is not null and since is not null and coalesce(sends = 'hub', false)))
);
comment on table satusehat.facility is 'A Puskesmas as SATUSEHAT knows it, and how far its visits are told';
comment on column satusehat.facility.level is 'off · in-progress: arrived and in-progress; the clinic''s own system ends the Encounter · finished: to the end, with the diagnosis that the clinic''s own system names';
comment on column satusehat.facility.since is 'Switched on at; who arrived before is not told';
comment on column satusehat.facility.organization is 'Organization ID at SATUSEHAT';
comment on column satusehat.facility.secrets is 'Client id and client secret, closed with the envelope key, bound to this row';
comment on column satusehat.facility.sends is 'Who sends Encounters: the hub, or the clinic''s own system; then the hub sends none';
comment on column satusehat.facility.settings is 'Which Location and Practitioner at SATUSEHAT stand for our polis and doctors';
comment on column satusehat.facility.clinic_token is 'Keyed hash of the token by which the clinic''s own system asks here';
grant select on satusehat.facility to satuloket_app, satuloket_relay;
grant select (region, office, level, since, organization, sends) on satusehat.facility to satuloket_report;

-- One access token for many calls, shared by all processes.
create table satusehat.token (
  region text not null,
  office text not null,
  sealed bytea,
  expires_at timestamptz,
  refused_until timestamptz,
  lease uuid,
  lease_until timestamptz,
  primary key (region, office),
  check ((sealed is null) = (expires_at is null))
);
comment on column satusehat.token.refused_until is 'After a failed attempt SATUSEHAT is not asked again before';
comment on column satusehat.token.lease is 'Whoever fetches a new one just now';
grant select, insert, update on satusehat.token to satuloket_relay;

-- The number by which SATUSEHAT knows a patient, so that the NIK travels once.
create table satusehat.patient (
  region text not null,
  patient uuid not null,
  office text not null,
  sealed bytea not null,
  found_at timestamptz not null,
  primary key (region, patient),
  foreign key (region, patient) references patients.patient (region, id)
);
comment on column satusehat.patient.sealed is 'IHS number, closed with the envelope key, bound to this row';
grant select, insert, update on satusehat.patient to satuloket_relay;

create table satusehat.visit (
  region text not null,
  entry_id uuid not null,
  office text not null,
  patient uuid not null,
  version int not null,
  told jsonb not null,
  state text not null check (state in ('none', 'arrived', 'in-progress', 'finished', 'cancelled')),
  last int not null default 0,
  encounter text,
  primary key (region, entry_id),
  foreign key (region, entry_id) references queue.entry (region, id)
);
comment on table satusehat.visit is 'Per number: the version up to which its history was turned into messages, and how its Encounter is to stand';
comment on column satusehat.visit.told is 'Moments and poli, as the room follows them; no person';
comment on column satusehat.visit.last is 'Number of its newest message';
comment on column satusehat.visit.encounter is 'Id of the Encounter at SATUSEHAT, once it took it';
grant select, insert, update on satusehat.visit to satuloket_relay;
alter table satusehat.visit enable row level security;
create policy followed_by_the_relay on satusehat.visit for all to satuloket_relay using (true) with check (true);
create policy seen_by_the_office on satusehat.visit for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select on satusehat.visit to satuloket_app;

create table satusehat.message (
  region text not null,
  id uuid not null,
  office text not null,
  entry_id uuid not null,
  patient uuid not null,
  nth int not null,
  action text not null check (action in ('arrived', 'in-progress', 'finished', 'cancelled')),
  cause text not null,
  facts jsonb not null,
  at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'withdrawn', 'skipped')),
  began_at timestamptz,
  tries int not null default 0,
  code text,
  trouble text,
  settled_at timestamptz,
  primary key (region, id),
  constraint message_once unique (region, entry_id, cause, action),
  constraint message_in_line unique (region, entry_id, nth),
  foreign key (region, entry_id) references satusehat.visit (region, entry_id)
);
comment on table satusehat.message is 'What SATUSEHAT has to be told of a visit, in order per visit. Ids and moments only: who it is, is opened at sending';
comment on column satusehat.message.cause is 'The version of the act, or the closing: told once for each';
comment on column satusehat.message.began_at is 'An answer may have been lost since: it is looked for before it is sent again';
create index on satusehat.message (region, office, at, nth) where state in ('waiting', 'refused');
grant select, insert, update on satusehat.message to satuloket_relay;
alter table satusehat.message enable row level security;
create policy followed_by_the_relay on satusehat.message for all to satuloket_relay using (true) with check (true);
create policy seen_by_the_office on satusehat.message for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select on satusehat.message to satuloket_app;

create table satusehat.sender (
  region text not null,
  office text not null,
  lease uuid,
  lease_until timestamptz,
  failures int not null default 0,
  retry_at timestamptz,
  trouble text,
  primary key (region, office)
);
grant select, insert, update on satusehat.sender to satuloket_relay;

-- How a visit ended, as the clinic's own system tells it. Nothing of it is made up here.
create table satusehat.closing (
  region text not null,
  entry_id uuid not null,
  office text not null,
  version int not null default 1,
  conditions jsonb not null,
  disposition text not null,
  ended_at timestamptz not null,
  received_at timestamptz not null,
  primary key (region, entry_id),
  foreign key (region, entry_id) references queue.entry (region, id)
);
comment on column satusehat.closing.conditions is 'References of Conditions that the clinic''s system wrote at SATUSEHAT; what they say nobody here knows';
comment on column satusehat.closing.disposition is 'Code of http://terminology.hl7.org/CodeSystem/discharge-disposition';
alter table satusehat.closing enable row level security;
create policy told_by_the_office on satusehat.closing for all to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select, insert on satusehat.closing to satuloket_app;
grant update (version, conditions, disposition, ended_at, received_at) on satusehat.closing to satuloket_app;
create policy followed_by_the_relay on satusehat.closing for select to satuloket_relay using (true);
grant select on satusehat.closing to satuloket_relay;
