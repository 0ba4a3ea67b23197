-- BPJS Kesehatan's "Antrean Online FKTP": what each Puskesmas agreed with BPJS.
create schema bpjs;
grant usage on schema bpjs to satuloket_app, satuloket_relay, satuloket_report;

-- Written by the operator alone.
create table bpjs.facility (
  region text not null,
  office text not null,
  mode text not null default 'off' check (mode in ('off', 'trial', 'on')),
  since timestamptz,
  url text,
  cons_id text,
  secrets bytea,
  username text,
  password bytea,
  password_at timestamptz,
  agreed jsonb not null default '{}',
  accepted_on date,
  accepted_by text,
  accepted_note text,
  changed_at timestamptz not null,
  primary key (region, office),
  foreign key (region, office) references queue.place (region, office),
  check ((url is null) = (cons_id is null) and (url is null) = (secrets is null)),
  check ((username is null) = (password is null) and (username is null) = (password_at is null)),
  check (mode = 'off' or (url is not null and username is not null and since is not null)),
  check (mode <> 'on' or (accepted_on is not null and accepted_by is not null))
);
comment on table bpjs.facility is 'A Puskesmas as BPJS knows it. off: neither answers nor tells · trial: against BPJS''s development host · on: after the acceptance test';
comment on column bpjs.facility.since is 'Switched on at; numbers booked before are not told';
comment on column bpjs.facility.secrets is 'Cons secret and user key, closed with the envelope key, bound to this row';
comment on column bpjs.facility.password is 'Keyed hash of the password by which BPJS logs in here';
comment on column bpjs.facility.agreed is 'What the acceptance test settled otherwise than reference/rules/bpjs.yaml says';
grant select on bpjs.facility to satuloket_app, satuloket_relay;
grant select (region, office, mode, since, accepted_on) on bpjs.facility to satuloket_report;
