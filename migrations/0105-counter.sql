-- The counter: who stood there, seen by which paper, before which officer. What an officer does for somebody rests on such a visit.
create table accounts.visit (
  id uuid primary key,
  officer uuid not null references accounts.officer (id),
  office text not null,
  person text not null,
  person_region text not null,
  document text not null,
  began_at timestamptz not null,
  ends_at timestamptz not null
);
comment on table accounts.visit is 'Somebody stands at a counter and an officer saw who it is. While it lasts, and before this officer only, his data are open and he can be helped';
comment on column accounts.visit.office is 'The whole name of the office, region/office';
comment on column accounts.visit.document is 'Key of the code table identityPapers: what the officer looked at';
comment on column accounts.visit.ends_at is 'An hour after it began, or when the officer ended it';
create index on accounts.visit (officer, ends_at);
create index on accounts.visit (person, began_at);

alter table accounts.visit enable row level security;
create policy officer_and_person on accounts.visit to satuloket_app
  using (officer::text = any ((select platform.listed('persons'))::text[]) or person = any ((select platform.listed('persons'))::text[]))
  with check (officer::text = any ((select platform.listed('persons'))::text[]));
grant select, insert on accounts.visit to satuloket_app;
grant update (ends_at) on accounts.visit to satuloket_app;

-- Where the register keeps the two, so that who acts for somebody of another kabupaten finds him.
alter table accounts.mandate add column giver_region text, add column receiver_region text;

-- How a case stands, for whoever holds its receipt: nothing of what was asked or of whom. The code is checked in the process, with a key
-- that the database does not know; here the session must name the region.
create function cases.standing_of(of_region text, of_number text)
  returns table (id uuid, service text, service_version int, status text, outcome text, office text, step text, step_office text,
    since timestamptz, due_at timestamptz, repair_until timestamptz)
  language sql stable security definer set search_path = '' begin atomic
    select c.id, c.service, c.service_version, c.status, c.outcome, c.office, t.step, t.office,
      coalesce(t.opened_at, c.submitted_at), c.due_at, (c.flow #>> '{repair,expire,at}')::timestamptz
    from cases."case" c
    left join lateral (select k.step, k.office, k.opened_at from cases.task k where k.region = c.region and k.case_id = c.id
      order by k.opened_at, k.step limit 1) t on true
    where c.region = of_region and c.number = of_number and of_region = any ((select platform.listed('regions'))::text[]);
  end;
comment on function cases.standing_of is 'Asked only with a receipt''s code';
revoke execute on function cases.standing_of from public;
grant execute on function cases.standing_of to satuloket_app;
