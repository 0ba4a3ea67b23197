-- The rarest word of a name is often not among its two longest: among ten million cases two common ones took half a second.
create or replace function cases.seek(seat text, letters text, words text[], people text[], most int)
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
      -- The three longest words walk the index, the others are looked at in what they find; as soon as enough is found, it is sorted.
      return query
      select f.* from (
        select c.region, c.id, c.number, c.service, c.service_version, c.status, c.outcome, c.subject_name, c.applicant_name, c.submitted_at
        from cases."case" c
        where c.offices @> array[seat] and c.number is not null and lower(c.subject_name || ' ' || c.applicant_name) like letters
          and lower(c.subject_name || ' ' || c.applicant_name) like coalesce(words[1], '%')
          and lower(c.subject_name || ' ' || c.applicant_name) like coalesce(words[2], '%') and c.region = place
          and not exists (select from unnest(words) w where lower(c.subject_name || ' ' || c.applicant_name) not like w)
        limit most) f
      order by f.submitted_at desc, f.id;
    end if;
  end $$;
