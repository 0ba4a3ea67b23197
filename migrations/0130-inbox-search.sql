-- An office finds its cases by a part of a name or by a person. Under row-level security a trigram index goes unused, so one function
-- stands past the wall, bounded by the seat that the session names; who searched for what was seen is on record with each page.
create index case_named on cases."case" using gin (offices, (lower(subject_name || ' ' || applicant_name)) gin_trgm_ops) where number is not null;
create index case_by on cases."case" (region, applicant) where number is not null;
create index case_about on cases."case" (region, subject) where number is not null;

create function cases.seek(seat text, letters text, words text[], people text[], most int)
  returns table (region text, id uuid, number text, service text, service_version int, status text, outcome text,
    subject_name text, applicant_name text, submitted_at timestamptz)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
  declare place text := split_part(seat, '/', 1);
  begin
    if not (place = any ((select platform.listed('regions'))::text[]) and seat = any ((select platform.listed('offices'))::text[])) then
      return;
    end if;
    if cardinality(people) > 0 then
      return query
      select f.* from (
        select c.region, c.id, c.number, c.service, c.service_version, c.status, c.outcome, c.subject_name, c.applicant_name, c.submitted_at
        from cases."case" c where c.region = place and c.applicant = any (people) and c.number is not null and seat = any (c.offices)
        union
        select c.region, c.id, c.number, c.service, c.service_version, c.status, c.outcome, c.subject_name, c.applicant_name, c.submitted_at
        from cases."case" c where c.region = place and c.subject = any (people) and c.number is not null and seat = any (c.offices)) f
      order by f.submitted_at desc, f.id limit most;
    else
      -- The two longest words walk the index, the others are looked at in what they find; as soon as enough is found, it is sorted.
      return query
      select f.* from (
        select c.region, c.id, c.number, c.service, c.service_version, c.status, c.outcome, c.subject_name, c.applicant_name, c.submitted_at
        from cases."case" c
        where c.offices @> array[seat] and c.number is not null and lower(c.subject_name || ' ' || c.applicant_name) like letters
          and lower(c.subject_name || ' ' || c.applicant_name) like coalesce(words[1], '%') and c.region = place
          and not exists (select from unnest(words) w where lower(c.subject_name || ' ' || c.applicant_name) not like w)
        limit most) f
      order by f.submitted_at desc, f.id;
    end if;
  end $$;
comment on function cases.seek is 'Sent cases of the session''s own office, by words of a name or by who asked or whom it is about';
revoke execute on function cases.seek from public;
grant execute on function cases.seek to satuloket_app;

comment on table accounts.device is 'Browsers that a login succeeded on before, so that somebody else''s guessing does not delay them: by phone number (its code), by account (its PIN), by user name of an officer';
comment on column accounts.visit.ends_at is 'An hour after the last page of it, four hours after it began at the latest, or when the officer ended it';
