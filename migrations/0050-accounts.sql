-- Accounts: who is at the door. Before the door nobody has a name yet, so what the run-time role may ask there are three functions
-- that need something only the right person holds (a token, a number that a code went to); everything else is seen by its holder.
create schema accounts;
grant usage on schema accounts to satuloket_app, satuloket_relay, satuloket_report;

create table accounts.account (
  id uuid primary key,
  person text not null unique,
  region text not null,
  nik_lookup bytea not null unique,
  phone_lookup bytea not null,
  phone_sealed bytea not null,
  pin_hash text,
  pin_set_at timestamptz,
  slip_mac bytea,
  slip_until timestamptz,
  basis text not null check (basis in ('counter', 'register')),
  bound_by text not null,
  bound_at timestamptz not null
);
comment on table accounts.account is 'One person bound to one phone number by proof; a number may serve several accounts. Knows no region: people move, their account stays';
comment on column accounts.account.person is 'Id of the person in the register of people';
comment on column accounts.account.region is 'Where the register keeps that person (kabupaten/kota), to find them without asking every region';
comment on column accounts.account.nik_lookup is 'Keyed hash: one account per NIK, findable only with the key';
comment on column accounts.account.phone_sealed is 'AES-256-GCM, bound to this row';
comment on column accounts.account.slip_mac is 'Keyed hash of the number on the slip that a counter handed over: the proof for a first or a new PIN';
create index on accounts.account (phone_lookup);

create table accounts.challenge (
  hash bytea primary key,
  purpose text not null check (purpose in ('login', 'bind')),
  phone_lookups bytea[] not null,
  code_mac bytea not null,
  facts_sealed bytea,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  attempts int not null default 0,
  proven_at timestamptz,
  done_at timestamptz
) with (fillfactor = 70);
comment on table accounts.challenge is 'A one-time code on its way. Made alike whether the number has an account or not; the browser that asked holds the token behind the hash';
comment on column accounts.challenge.facts_sealed is 'What somebody said to prove who they are; erased when it was used or ran out';
create index on accounts.challenge (expires_at);

create table accounts.pace (
  key bytea primary key,
  tries int not null,
  last timestamptz not null,
  until timestamptz not null
) with (fillfactor = 70);
comment on table accounts.pace is 'Growing delay per number, account or user name, each kept apart for devices that were here before: guessing slows down, its victim does not';
create index on accounts.pace (last);

create table accounts.device (
  phone_lookup bytea not null,
  hash bytea not null,
  seen_at timestamptz not null,
  primary key (phone_lookup, hash)
);
comment on table accounts.device is 'Browsers that a login succeeded on before, so that somebody else''s guessing does not delay them; also of officers, by user name';

create table accounts.officer (
  id uuid primary key,
  username text not null unique,
  name text not null,
  nik_lookup bytea,
  nik_sealed bytea,
  password_hash text,
  totp_sealed bytea,
  totp_step bigint not null default 0,
  enrol_hash bytea unique,
  enrol_until timestamptz,
  added_at timestamptz not null,
  added_by text not null,
  left_at timestamptz
);
comment on table accounts.officer is 'People who work at a counter, a desk or as head of an office';
comment on column accounts.officer.nik_sealed is 'Only to see that nobody processes a case of his own family';
comment on column accounts.officer.totp_step is 'The last half minute whose code was used: the same code never works twice';
comment on column accounts.officer.enrol_hash is 'Of the link that an administrator hands over once: for the first password and TOTP, or for new ones';

create table accounts.role (
  id uuid primary key,
  officer uuid not null references accounts.officer (id),
  region text not null,
  office text not null,
  role text not null,
  capacity text not null default 'tetap' check (capacity in ('tetap', 'plt', 'plh')),
  from_at timestamptz not null,
  until_at timestamptz,
  granted_by text not null,
  granted_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  check (capacity = 'tetap' or until_at is not null),
  check (until_at > from_at)
);
comment on table accounts.role is 'What an officer may do at one office, from when until when. Never deleted: who signed as what must stay provable';
comment on column accounts.role.office is 'The whole name of the office, region/office';
comment on column accounts.role.capacity is 'tetap, or acting: plt (pelaksana tugas, the seat is empty), plh (pelaksana harian, its holder is away); acting always ends';
create index on accounts.role (officer);
create index on accounts.role (region, office, role);

create table accounts.session (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('citizen', 'officer')),
  holder text not null,
  account uuid references accounts.account (id),
  officer uuid references accounts.officer (id),
  level int not null check (level in (1, 2)),
  shared boolean not null default false,
  device text not null,
  began_at timestamptz not null,
  seen_at timestamptz not null,
  idle_seconds int not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((kind = 'citizen') = (account is not null)),
  check ((kind = 'officer') = (officer is not null))
) with (fillfactor = 70);
comment on table accounts.session is 'Who is logged in where. The cookie holds 256 bits of chance, this table only their hash';
comment on column accounts.session.holder is 'The person or the officer whose session it is';
comment on column accounts.session.level is '1: the code alone, masked status · 2: the PIN as well; officers always have two factors';
comment on column accounts.session.device is 'What the browser calls itself, shortened, for the list of sessions';
create index on accounts.session (holder) where ended_at is null;
create index on accounts.session (expires_at);

create table accounts.mandate (
  id uuid primary key,
  giver text not null,
  receiver text not null,
  giver_name text not null,
  receiver_name text not null,
  services text[] not null,
  status text not null check (status in ('asked', 'active', 'refused', 'revoked')),
  until_on date not null,
  made_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text check (accepted_by in ('pin', 'counter')),
  officer text,
  ended_at timestamptz,
  check (giver <> receiver),
  check ((status = 'asked' or status = 'refused') = (accepted_at is null)),
  check ((accepted_by = 'counter') = (officer is not null))
);
comment on table accounts.mandate is 'F-1.07: an adult lets another act for him, for these services, until this day';
comment on column accounts.mandate.services is 'Ids of services; empty means all';
create unique index one_between_two on accounts.mandate (giver, receiver, status) where status in ('asked', 'active');
create index on accounts.mandate (receiver);

create table accounts.event (
  id uuid primary key,
  at timestamptz not null,
  holder text not null,
  actor text not null,
  office text,
  action text not null,
  body jsonb not null default '{}'
);
comment on table accounts.event is 'What happened to an account, an officer or a mandate; never holds a number, a code or a secret. Only ever added to';
create index on accounts.event (holder, at desc);

-- The wall ------------------------------------------------------------------------------------------------------------
alter table accounts.account enable row level security;
create policy one_s_own on accounts.account to satuloket_app using (person = any ((select platform.listed('persons'))::text[]));
alter table accounts.session enable row level security;
create policy one_s_own on accounts.session to satuloket_app using (holder = any ((select platform.listed('persons'))::text[]));
create policy swept_when_over on accounts.session for all to satuloket_relay using (true);
alter table accounts.mandate enable row level security;
create policy giver_and_receiver on accounts.mandate to satuloket_app
  using (giver = any ((select platform.listed('persons'))::text[]) or receiver = any ((select platform.listed('persons'))::text[]));
alter table accounts.event enable row level security;
create policy one_s_own on accounts.event for select to satuloket_app
  using (holder = any ((select platform.listed('persons'))::text[]) or actor = any ((select platform.listed('persons'))::text[]));
create policy written_by_the_actor on accounts.event for insert to satuloket_app
  with check (holder = any ((select platform.listed('persons'))::text[]) or actor = any ((select platform.listed('persons'))::text[]));

grant select, insert on accounts.account to satuloket_app;
grant update (region, phone_lookup, phone_sealed, pin_hash, pin_set_at, slip_mac, slip_until, basis, bound_by, bound_at) on accounts.account to satuloket_app;
grant select, insert, update, delete on accounts.challenge, accounts.pace, accounts.device to satuloket_app;
grant select, insert on accounts.officer to satuloket_app;
grant update (name, password_hash, totp_sealed, totp_step, enrol_hash, enrol_until, left_at) on accounts.officer to satuloket_app;
grant select, insert on accounts.role to satuloket_app;
grant update (until_at, revoked_by, revoked_at) on accounts.role to satuloket_app;
grant select, insert on accounts.session to satuloket_app;
grant update (token_hash, level, seen_at, idle_seconds, expires_at, ended_at) on accounts.session to satuloket_app;
grant select, delete on accounts.session to satuloket_relay;
grant select, insert on accounts.mandate to satuloket_app;
grant update (status, until_on, accepted_at, accepted_by, officer, ended_at) on accounts.mandate to satuloket_app;
grant select, insert on accounts.event to satuloket_app;
grant select on accounts.role to satuloket_report;
grant select (id, username, name, added_at, left_at) on accounts.officer to satuloket_report;

-- Past the wall, by what only the right one holds ------------------------------------------------------------------------
create function accounts.session_of(token_hash bytea, at timestamptz)
  returns table (id uuid, kind text, holder text, account uuid, officer uuid, level int, shared boolean, began_at timestamptz,
    seen_at timestamptz, expires_at timestamptz, region text, pin_set boolean, name text, roles jsonb)
  language plpgsql stable security definer set search_path = '' as $$
  begin
    return query
    select s.id, s.kind, s.holder, s.account, s.officer, s.level, s.shared, s.began_at, s.seen_at, s.expires_at,
      a.region, a.pin_hash is not null, o.name,
      case when s.kind = 'officer' then (
        select coalesce(jsonb_agg(jsonb_build_object('region', r.region, 'office', r.office, 'role', r.role, 'capacity', r.capacity)
          order by r.region, r.office, r.role), '[]'::jsonb)
        from accounts.role r
        where r.officer = s.officer and r.revoked_at is null and r.from_at <= $2 and (r.until_at is null or r.until_at > $2)
      ) end
    from accounts.session s
    left join accounts.account a on a.id = s.account
    left join accounts.officer o on o.id = s.officer
    where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2
      and s.seen_at + make_interval(secs => s.idle_seconds) > $2 and o.left_at is null;
  end $$;
comment on function accounts.session_of is 'Whose this token is, now: nothing cached, so a log-out ends everything at once';

create function accounts.accounts_of_phone(lookups bytea[])
  returns table (id uuid, person text, region text) language sql stable security definer set search_path = ''
  begin atomic
    select a.id, a.person, a.region from accounts.account a where a.phone_lookup = any (lookups) order by a.bound_at, a.id;
  end;
comment on function accounts.accounts_of_phone is 'Asked only by the job that sends a code and after a right code';

create function accounts.account_of_nik(lookups bytea[])
  returns table (id uuid, person text, region text) language sql stable security definer set search_path = ''
  begin atomic
    select a.id, a.person, a.region from accounts.account a where a.nik_lookup = any (lookups);
  end;
comment on function accounts.account_of_nik is 'Asked only after proof: at a counter or by the register';

revoke execute on function accounts.session_of, accounts.accounts_of_phone, accounts.account_of_nik from public;
grant execute on function accounts.session_of, accounts.accounts_of_phone, accounts.account_of_nik to satuloket_app;
