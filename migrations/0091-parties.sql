-- Consents: what others whom a case concerns say to it before it may go on. Each is a record of its own, for they never see the case.
create table cases.consent (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  case_id uuid not null,
  party text not null,
  service text not null,
  service_version int not null,
  applicant text not null,
  applicant_name text not null,
  person text,
  nik_key text not null,
  name text not null,
  terms bytea not null,
  state text not null check (state in ('asked', 'agreed', 'refused')),
  way text check (way in ('pin', 'counter')),
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (region, id),
  constraint consent_once unique (region, case_id, party, nik_key),
  foreign key (region, case_id) references cases."case" (region, id),
  -- Nobody agrees in another's place; at a counter an officer who is not the applicant sees the person.
  check ((state = 'asked') = (way is null)),
  constraint own_word check (state = 'asked' or (way = 'pin' and acted_by = person) or (way = 'counter' and acted_by <> applicant))
);
comment on table cases.consent is 'One person''s yes or no to a case of somebody else; who asks and for what is all that this person sees of it';
comment on column cases.consent.party is 'The entry of `parties` in the definition';
comment on column cases.consent.person is 'Who may answer when logged in; null where only a counter can tell who it is';
comment on column cases.consent.nik_key is 'Keyed digest of the NIK: how a counter finds what waits for the person in front of it';
comment on column cases.consent.terms is 'Keyed digest of the answers that were agreed to: other answers need another word';
create index on cases.consent (person) where state = 'asked';
create index on cases.consent (nik_key) where state = 'asked';

create function cases.is_open(of_region text, of_case uuid) returns boolean language sql stable security definer set search_path = pg_catalog as
  $$ select exists (select from cases."case" where region = of_region and id = of_case and status not in ('closed', 'dropped')) $$;
comment on function cases.is_open is 'Whether an answer to it still counts, for those who may not see the case';
revoke execute on function cases.is_open from public;
grant execute on function cases.is_open to satuloket_app;

alter table cases.consent enable row level security;
create policy one_s_own on cases.consent for select to satuloket_app using (
  person = any ((select platform.listed('persons'))::text[]) or nik_key = any ((select platform.listed('persons'))::text[]));
create policy seen_with_the_case on cases.consent for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and exists (select from cases."case" c where c.region = consent.region and c.id = consent.case_id));
create policy asked on cases.consent for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[])
  and state = 'asked' and exists (select from cases."case" c where c.region = consent.region and c.id = consent.case_id and c.applicant = consent.applicant));
create policy answered on cases.consent for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (person = any ((select platform.listed('persons'))::text[]) or nik_key = any ((select platform.listed('persons'))::text[])
    or exists (select from cases."case" c where c.region = consent.region and c.id = consent.case_id)))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[]));
grant select, insert on cases.consent to satuloket_app;
grant update (version, head, acted_by, acted_at, terms, state, way, asked_at, answered_at) on cases.consent to satuloket_app;

create function cases.bind_consent_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'consent' and not exists (
      select from cases.consent c where c.region = r.region and c.id = r.id and c.version = r.version and c.head = r.hash and c.acted_by = r.actor)) then
    raise exception 'an audit row must be the head of its consent' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_consent after insert on audit.act referencing new table as new_rows for each statement execute function cases.bind_consent_act();

create function cases.bind_consent_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'consent' and a.id = r.id and a.version = r.version
        and a.hash = r.head and a.actor = r.acted_by and a.xid = pg_current_xact_id())) then
    raise exception 'no consent moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on cases.consent referencing new table as new_rows for each statement execute function cases.bind_consent_move();
create trigger bind_move after update on cases.consent referencing new table as new_rows for each statement execute function cases.bind_consent_move();
