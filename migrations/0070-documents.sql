-- Papers and their numbers. Every number is a row; a paper walks prepared → active → superseded or revoked, or is void before anybody held it.
create schema documents;
grant usage on schema documents to satuloket_app, satuloket_relay, satuloket_report;

create table documents.counter (
  region text not null,
  office text not null,
  series text not null,
  period text not null,
  last int not null,
  primary key (region, office, series, period)
);
comment on table documents.counter is 'The last serial of a series. Its row lock queues those who reserve; touched by documents.reserve alone';

create table documents.number (
  region text not null,
  office text not null,
  series text not null,
  period text not null,
  serial int not null check (serial > 0),
  text text not null,
  state text not null check (state in ('reserved', 'issued', 'void')),
  case_id uuid,
  paper_id uuid not null,
  reserved_at timestamptz not null,
  settled_at timestamptz,
  primary key (region, office, series, period, serial),
  unique (region, office, text),
  check ((state = 'reserved') = (settled_at is null))
);
comment on table documents.number is 'Every number that an office gave or set aside: without gaps, and none twice';
comment on column documents.number.office is 'region/office';
comment on column documents.number.series is 'What the definition names (LU, LT), else the pattern itself: two services with one pattern share one series';
comment on column documents.number.period is 'The year or month in which the serial began at one; `semua` when it never starts again';
comment on column documents.number.state is 'reserved: a paper waits for its signature · issued · void: rejected or given up, never given again';
comment on column documents.number.paper_id is 'The paper it was reserved for; others of its case may bear it too';
create index on documents.number (region, paper_id);
create index on documents.number (region, office, reserved_at desc, serial desc);

create table documents.paper (
  region text not null,
  id uuid not null,
  version int not null,
  head bytea not null,
  acted_by text not null,
  acted_at timestamptz not null,
  kind text not null,
  state text not null check (state in ('prepared', 'active', 'superseded', 'revoked', 'void')),
  source text not null check (source in ('office', 'register', 'attached')),
  audience text not null check (audience in ('citizen', 'office')),
  scope text not null,
  slot text not null,
  case_id uuid,
  case_number text,
  office text not null,
  office_name text not null,
  place text not null,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  number text,
  number_key text generated always as (upper(regexp_replace(number, '[^A-Za-z0-9]', '', 'g'))) stored,
  number_series text,
  number_period text,
  number_serial int,
  holder text,
  holder_label text not null,
  holder_masked text not null,
  readers text[] not null,
  data jsonb not null,
  supersedes boolean not null,
  valid text,
  public_url text not null,
  specimen boolean not null,
  check_key text not null,
  prepared_at timestamptz not null,
  file text,
  file_sha256 bytea,
  file_size int,
  issued_at timestamptz,
  issued_on date,
  valid_until date,
  signer_name text,
  signer_title text,
  signer_acting text,
  token_hash bytea,
  code_mac bytea,
  superseded_by uuid,
  primary key (region, id),
  foreign key (region, office, number_series, number_period, number_serial)
    references documents.number (region, office, series, period, serial),
  check ((number_serial is null) = (number_series is null) and (number_serial is null) = (number_period is null)),
  check (state in ('prepared', 'void') = (file is null)),
  check ((file is null) = (issued_at is null) and (file is null) = (issued_on is null) and (file is null) = (file_sha256 is null)),
  check ((state = 'superseded') = (superseded_by is not null))
);
comment on table documents.paper is 'A paper of an office; moved only by the step, its history in audit.act under the kind paper';
comment on column documents.paper.source is 'office: a letter of its own · register: made and signed by us for the register · attached: made elsewhere, its PDF and number brought in by an officer';
comment on column documents.paper.scope is 'The step that makes it: a case may have papers waiting in several';
comment on column documents.paper.slot is 'Which paper of its step this is: a return and a second preparation find it again';
comment on column documents.paper.number_key is 'Letters and digits of the number, as people type it';
comment on column documents.paper.holder is 'Whose it is, e.g. person:<id> or family:<id>; a newer paper of the same kind and holder takes its place';
comment on column documents.paper.readers is 'Persons who may read it';
comment on column documents.paper.data is 'What the paper says, as it was when it was prepared; may be emptied when the law asks for it';
comment on column documents.paper.public_url is 'Where its QR leads, as it was when the paper was made';
comment on column documents.paper.check_key is 'Which key made its token and code; both are nowhere stored';
comment on column documents.paper.token_hash is 'SHA-256 of the token in its QR';
comment on column documents.paper.code_mac is 'Keyed hash of the code printed on it';
create index on documents.paper (region, case_id);
create index on documents.paper (region, office, issued_at desc);
create index on documents.paper (region, number_key) where file is not null;
create index on documents.paper (region, office, number_series, number_period, number_serial) where number_serial is not null;
create index on documents.paper (region, kind, holder) where state = 'active';
create unique index paper_token on documents.paper (region, token_hash) where token_hash is not null;
create unique index paper_slot on documents.paper (region, case_id, scope, slot) where state = 'prepared';
create unique index paper_current on documents.paper (region, kind, holder) where state = 'active' and supersedes;
create unique index paper_attached on documents.paper (region, kind, number_key) where state = 'active' and source = 'attached';

create table documents.revocation (
  region text not null,
  paper_id uuid not null,
  office text not null,
  reason text not null,
  primary key (region, paper_id),
  foreign key (region, paper_id) references documents.paper (region, id)
);
comment on table documents.revocation is 'Why a paper was revoked: for its office alone, never for the public check';

create table documents.mine (
  person text not null,
  region text not null,
  id uuid not null,
  version int not null,
  kind text not null,
  number text,
  holder_label text not null,
  office_name text not null,
  state text not null,
  specimen boolean not null,
  issued_on date not null,
  valid_until date,
  primary key (person, region, id)
);
comment on table documents.mine is 'A person''s own papers, whatever region issued them; follows the paper by the outbox, newer versions only';

-- The wall ------------------------------------------------------------------------------------------------------------
create function documents.named_in_acts(id uuid) returns boolean language sql stable parallel safe
  return id::text = any ((select array(select split_part(a, ' ', 1) from unnest(platform.listed('acts')) a))::text[]);

alter table documents.counter enable row level security;
alter table documents.number enable row level security;
create policy seen_by_the_office on documents.number for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (office = any ((select platform.listed('offices'))::text[]) or documents.named_in_acts(paper_id)));
create policy settled_once on documents.number for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and state = 'reserved' and documents.named_in_acts(paper_id))
  with check (state in ('issued', 'void'));
grant select on documents.number to satuloket_app;
grant update (state, settled_at) on documents.number to satuloket_app;

alter table documents.paper enable row level security;
create policy seen on documents.paper for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (office = any ((select platform.listed('offices'))::text[])
    or (file is not null and audience = 'citizen' and readers && (select platform.listed('persons'))::text[])
    or documents.named_in_acts(id)));
create policy begun on documents.paper for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[])
  and (state = 'prepared' or (source = 'attached' and id || ' ' || office = any ((select platform.listed('holds'))::text[]))));
-- What is only prepared may be prepared again or given up by whoever moves its case; the rest is for the office that issues it.
create policy moved on documents.paper for update to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (id || ' ' || office = any ((select platform.listed('holds'))::text[]) or (state = 'prepared' and documents.named_in_acts(id))))
  with check (region = any ((select platform.listed('regions'))::text[]) and id || ' ' || acted_by = any ((select platform.listed('acts'))::text[])
    and (id || ' ' || office = any ((select platform.listed('holds'))::text[]) or state in ('prepared', 'void')));
grant select, insert on documents.paper to satuloket_app;
grant update (version, head, acted_by, acted_at, state, case_number, holder, holder_label, holder_masked, readers, data, supersedes, valid,
  public_url, specimen, file, file_sha256, file_size, issued_at, issued_on, valid_until, signer_name, signer_title, signer_acting,
  token_hash, code_mac, superseded_by) on documents.paper to satuloket_app;
create policy followed_by_the_relay on documents.paper for select to satuloket_relay using (true);
grant select on documents.paper to satuloket_relay;

alter table documents.revocation enable row level security;
create policy written on documents.revocation for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and paper_id || ' ' || office = any ((select platform.listed('holds'))::text[]));
create policy seen_by_the_office on documents.revocation for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
grant select, insert on documents.revocation to satuloket_app;

alter table documents.mine enable row level security;
create policy one_s_own on documents.mine for select to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
grant select on documents.mine to satuloket_app;
create policy followed_by_the_relay on documents.mine for all to satuloket_relay using (true);
grant select, insert, update on documents.mine to satuloket_relay;

-- What is true of papers and numbers, whoever writes ----------------------------------------------------------------------
create function documents.reserve(of_region text, of_office text, of_series text, of_period text, before text, width int, after text,
    of_case uuid, of_paper uuid, at timestamptz)
  returns table (serial int, number text) language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not coalesce(of_region = any (platform.listed('regions')), false) or not coalesce(documents.named_in_acts(of_paper), false) then
    raise exception 'a number is reserved for a paper that somebody acts on in this region' using errcode = '42501';
  end if;
  insert into documents.counter as c (region, office, series, period, last) values (of_region, of_office, of_series, of_period, 1)
    on conflict (region, office, series, period) do update set last = c.last + 1 returning c.last into serial;
  number := before || lpad(serial::text, greatest(width, length(serial::text)), '0') || after;
  insert into documents.number (region, office, series, period, serial, text, state, case_id, paper_id, reserved_at)
    values (of_region, of_office, of_series, of_period, serial, number, 'reserved', of_case, of_paper, at);
  return next;
end $$;
comment on function documents.reserve is 'The next number of a series and its row, at once: no serial without a row, and back again with the transaction';

create function documents.guard_number() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.state = old.state or old.state <> 'reserved' then
    raise exception 'a number is settled once' using errcode = '23514', constraint = 'number_settled_once';
  end if;
  if new.state = 'issued' and not exists (select from documents.paper p where p.region = new.region and p.office = new.office
      and p.number_series = new.series and p.number_period = new.period and p.number_serial = new.serial and p.state = 'active') then
    raise exception 'a number is issued with its paper' using errcode = '23514', constraint = 'number_issued_with_paper';
  end if;
  if new.state = 'void' and exists (select from documents.paper p where p.region = new.region and p.office = new.office
      and p.number_series = new.series and p.number_period = new.period and p.number_serial = new.serial and p.state <> 'void') then
    raise exception 'a number whose paper stands is not void' using errcode = '23514', constraint = 'number_void_with_paper';
  end if;
  return new;
end $$;
create trigger guard before update on documents.number for each row execute function documents.guard_number();

create function documents.guard_paper() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  erasing boolean := new.data = '{}' and old.data <> '{}';
  moving text[] := array['version', 'head', 'acted_by', 'acted_at', 'state', 'superseded_by', 'number_key'];
begin
  if new.state <> old.state and old.state || '>' || new.state <> all (array['prepared>active', 'prepared>void', 'active>superseded', 'active>revoked']) then
    raise exception 'a paper does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'paper_state';
  end if;
  if erasing then moving := moving || array['data', 'holder_label']; end if;
  if old.state <> 'prepared' and (to_jsonb(new) - moving is distinct from to_jsonb(old) - moving or (new.state = old.state and not erasing)) then
    raise exception 'an issued paper never changes' using errcode = '23514', constraint = 'paper_fixed';
  end if;
  return new;
end $$;
create trigger guard before update on documents.paper for each row execute function documents.guard_paper();

create function documents.settled() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.number_serial is not null and not exists (select from documents.number n where n.region = new.region and n.office = new.office
      and n.series = new.number_series and n.period = new.number_period and n.serial = new.number_serial and n.state = 'issued') then
    raise exception 'an active paper bears an issued number' using errcode = '23514', constraint = 'paper_number_issued';
  end if;
  return null;
end $$;
create constraint trigger settled after insert or update on documents.paper deferrable initially deferred
  for each row when (new.state = 'active') execute function documents.settled();

create function documents.bind_act() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where r.kind = 'paper' and not exists (
      select from documents.paper p where p.region = r.region and p.id = r.id and p.version = r.version and p.head = r.hash and p.acted_by = r.actor)) then
    raise exception 'an audit row must be the head of its paper' using errcode = '23514', constraint = 'act_is_head';
  end if;
  return null;
end $$;
create trigger bind_paper after insert on audit.act referencing new table as new_rows for each statement execute function documents.bind_act();

create function documents.bind_move() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from new_rows r where not exists (
      select from audit.act a where a.region = r.region and a.kind = 'paper' and a.id = r.id and a.version = r.version
        and a.hash = r.head and a.actor = r.acted_by and a.xid = pg_current_xact_id())) then
    raise exception 'no paper moves without its act' using errcode = '23514', constraint = 'move_has_act';
  end if;
  return null;
end $$;
create trigger bind_begin after insert on documents.paper referencing new table as new_rows for each statement execute function documents.bind_move();
create trigger bind_move after update on documents.paper referencing new table as new_rows for each statement execute function documents.bind_move();

-- Past the wall, each bounded by the region of the context -----------------------------------------------------------------
create function documents.prepared_of(of_region text, of_case uuid) returns table (id uuid, office text)
  language sql stable security definer set search_path = '' begin atomic
    select p.id, p.office from documents.paper p where p.region = of_region and p.case_id = of_case and p.state = 'prepared'
      and of_region = any ((select platform.listed('regions'))::text[]) and documents.named_in_acts(of_case);
  end;
comment on function documents.prepared_of is 'The waiting papers of a case, for whoever moves the case';

create function documents.active_of(of_region text, of_kind text, of_holder text)
  returns table (id uuid, version int, head bytea, office text, number text)
  language sql stable security definer set search_path = '' begin atomic
    select p.id, p.version, p.head, p.office, p.number from documents.paper p
    where p.region = of_region and p.kind = of_kind and p.holder = of_holder and p.state = 'active'
      and of_region = any ((select platform.listed('regions'))::text[]);
  end;
comment on function documents.active_of is 'What a new paper of this kind and holder takes the place of, whichever office issued it';

create function documents.check_paper(of_region text, of_token bytea, of_number text, of_codes bytea[])
  returns table (kind text, state text, number text, issued_on date, valid_until date, holder_masked text, signer_name text, signer_title text,
    signer_acting text, office_name text, specimen boolean)
  language sql stable security definer set search_path = '' begin atomic
    select p.kind, p.state, p.number, p.issued_on, p.valid_until, p.holder_masked, p.signer_name, p.signer_title, p.signer_acting,
      p.office_name, p.specimen
    from documents.paper p
    where p.region = of_region and p.file is not null and of_region = any ((select platform.listed('regions'))::text[])
      and (p.token_hash = of_token or (p.number_key = of_number and p.code_mac = any (of_codes)));
  end;
comment on function documents.check_paper is 'What a stranger learns by the token of the QR, or by number and code: no NIK, no full name of the holder, no reason';

revoke execute on function documents.reserve, documents.prepared_of, documents.active_of, documents.check_paper from public;
grant execute on function documents.reserve, documents.prepared_of, documents.active_of, documents.check_paper to satuloket_app;
