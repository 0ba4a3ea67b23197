-- Notices: what a person is told, where it stands for them to read, and how each message outside went.
create schema notices;
grant usage on schema notices to satuloket_app, satuloket_relay, satuloket_report;

create table notices.notice (
  person text not null,
  id uuid not null,
  region text not null,
  template text not null,
  number text,
  place text not null,
  params jsonb not null default '{}',
  at timestamptz not null,
  read_at timestamptz,
  primary key (person, id)
);
comment on table notices.notice is 'A person''s own list of news, keyed by the person as their list of cases is';
comment on column notices.notice.template is 'Which sentence of the catalogue; the words are chosen when it is read, in the reader''s language';
comment on column notices.notice.number is 'The case''s number as people say it';
comment on column notices.notice.place is 'Path of the page that says more, behind the login';
comment on column notices.notice.params is 'What the sentence in the list may name. Messages outside never carry it';
create index on notices.notice (person, at desc, id desc);
create index on notices.notice (person) where read_at is null;

create table notices.contact (
  person text primary key,
  email_sealed bytea,
  channels text[] not null default '{sms}',
  language text not null default 'id',
  updated_at timestamptz not null
);
comment on table notices.contact is 'How a person wants to be told beside the list: a phone number is their account''s, an e-mail stands here sealed';

create table notices.delivery (
  region text not null,
  id uuid not null,
  notice uuid not null,
  person text not null,
  channel text not null check (channel in ('sms', 'whatsapp', 'email')),
  status text not null check (status in ('waiting', 'sent', 'failed', 'given-up')),
  tries int not null default 0,
  due_at timestamptz not null,
  last_try_at timestamptz,
  last_error text,
  sent_at timestamptz,
  reference text,
  created_at timestamptz not null,
  primary key (region, id),
  unique (region, notice, channel)
);
comment on table notices.delivery is 'One message outside: one per notice and channel, whatever runs twice. Failures stay here for the operator';
comment on column notices.delivery.status is 'waiting: not tried or to be tried again · sent: the gateway took it · failed: it will not work (no such number) · given-up: tried to the cap; the operator may try again';
comment on column notices.delivery.reference is 'The gateway''s own id';
create index on notices.delivery (region, created_at desc) where status in ('failed', 'given-up');
create index on notices.delivery (region, due_at) where status = 'waiting';

alter table notices.notice enable row level security;
create policy one_s_own on notices.notice to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
alter table notices.contact enable row level security;
create policy one_s_own on notices.contact to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
alter table notices.delivery enable row level security;
create policy in_the_region on notices.delivery to satuloket_app using (region = any ((select platform.listed('regions'))::text[]));

grant select, insert on notices.notice to satuloket_app;
grant update (read_at) on notices.notice to satuloket_app;
grant select, insert on notices.contact to satuloket_app;
grant update (email_sealed, channels, language, updated_at) on notices.contact to satuloket_app;
grant select, insert on notices.delivery to satuloket_app;
grant update (status, tries, due_at, last_try_at, last_error, sent_at, reference) on notices.delivery to satuloket_app;
grant select (region, channel, status, tries, created_at, sent_at) on notices.delivery to satuloket_report;
create policy figures on notices.delivery for select to satuloket_report using (true);
create policy looked_for_when_overdue on notices.delivery for select to satuloket_relay using (true);
grant select on notices.delivery to satuloket_relay;
