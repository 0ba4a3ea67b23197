-- Patients: whom a Puskesmas knows, apart from the register, because newborns, people without NIK and members of BPJS come too.
create schema patients;
grant usage on schema patients to satuloket_app, satuloket_relay, satuloket_report;

create table patients.patient (
  region text not null,
  id uuid not null,
  office text not null check (starts_with(office, region || '/')),
  person text,
  nik_lookup bytea,
  nik_sealed bytea,
  card_lookup bytea,
  card_sealed bytea,
  mother_nik_sealed bytea,
  record_number text,
  name text not null check (length(name) between 1 and 60),
  sex text check (sex in ('male', 'female')),
  birth_date date,
  phone_sealed bytea,
  basis text not null check (basis in ('register', 'counter', 'bpjs')),
  made_by text not null,
  made_at timestamptz not null,
  version int not null default 1,
  primary key (region, id),
  check ((nik_lookup is null) = (nik_sealed is null) and (card_lookup is null) = (card_sealed is null)),
  check (basis <> 'register' or person is not null)
);
comment on table patients.patient is 'A patient of one Puskesmas (or other office with a queue): the same person elsewhere is another row';
comment on column patients.patient.person is 'Id of the register, where it knows the person';
comment on column patients.patient.nik_lookup is 'Keyed hash; the number itself is sealed, bound to this row';
comment on column patients.patient.mother_nik_sealed is 'Of a newborn without a NIK, as SATUSEHAT asks for it';
comment on column patients.patient.record_number is 'Number of the medical record in the office''s own books (RM); many are per family folder, so it is no identity';
create unique index patient_person on patients.patient (region, office, person) where person is not null;
create unique index patient_nik on patients.patient (region, office, nik_lookup) where nik_lookup is not null;
create unique index patient_card on patients.patient (region, office, card_lookup) where card_lookup is not null;
create index patient_record on patients.patient (region, office, record_number) where record_number is not null;

alter table patients.patient enable row level security;
create policy seen on patients.patient for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (office = any ((select platform.listed('offices'))::text[]) or person = any ((select platform.listed('persons'))::text[])));
create policy made on patients.patient for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[])
  and made_by = any ((select platform.listed('persons'))::text[])
  and (office = any ((select platform.listed('offices'))::text[]) or person = any ((select platform.listed('persons'))::text[])));
create policy kept_by_the_office on patients.patient for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select, insert on patients.patient to satuloket_app;
grant update (person, nik_lookup, nik_sealed, card_lookup, card_sealed, mother_nik_sealed, record_number, name, sex, birth_date, phone_sealed, version)
  on patients.patient to satuloket_app;
