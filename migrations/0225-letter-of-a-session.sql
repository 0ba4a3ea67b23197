-- A letter is of one session of a day: two people with A-012 on one board, at one screen, are one too many.
create function queue.letter_of(of_region text, of_office text, not_code text, letter text, on_days int[], from_day date) returns text
language sql stable set search_path = pg_catalog as $$
  select x.code from queue.template x
  where x.region = of_region and x.office = of_office and x.code <> not_code and x.prefix = letter and x.weekdays && on_days
    and (x.until is null or x.until >= greatest(from_day, x.since)) order by x.code limit 1 $$;
comment on function queue.letter_of is 'Which other weekly session has this letter on one of these days, from a day on; null: it is free';
revoke execute on function queue.letter_of from public;

-- The same function again: it keeps letters apart.
create or replace function queue.arrange_session(of_region text, of_office text, of_code text, was int, fields jsonb, from_day date)
returns table (outcome text, day date, people int) language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  here queue.place;
  t queue.template;
  n queue.template;
  going uuid[];
  whence date;
  held int;
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  select x.* into t from queue.template x where x.region = of_region and x.office = of_office and x.code = of_code
    order by x.since desc limit 1 for update;
  if coalesce(t.version, 0) <> was or (t.code is null and fields is null) then return query select 'lost', null::date, null::int; return; end if;
  if from_day < t.since then return query select 'early', t.since, null::int; return; end if;
  n := jsonb_populate_record(t, fields);
  perform from queue.session s where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day order by s.id for update;
  select coalesce(array_agg(s.id), '{}') into going from queue.session s
    where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled')
      and (fields is null or not (extract(dow from s.day)::int = any (n.weekdays))
        or (n.poli, n.starts, n.ends, n.window_minutes, n.prefix) is distinct from (t.poli, t.starts, t.ends, t.window_minutes, t.prefix));
  select min(e.day), count(*) into whence, held from queue.entry e
    where e.region = of_region and e.session = any (going) and e.status <> 'cancelled';
  if held > 0 then return query select 'booked', whence, held; return; end if;
  if fields is not null then
    select s.day, s.taken into whence, held from queue.session s
      where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled')
        and s.taken > n.cap and not s.id = any (going) order by s.day limit 1;
    if held > 0 then return query select 'cap', whence, held; return; end if;
  end if;
  -- What stands so from before is left; whoever changes letter or days, or begins, takes one that no other session of these days has.
  if fields is not null and (t.code is null or t.until is not null or (n.prefix, n.weekdays) is distinct from (t.prefix, t.weekdays))
    and queue.letter_of(of_region, of_office, of_code, n.prefix, n.weekdays, from_day) is not null then
    return query select 'letter', null::date, null::int;
    return;
  end if;
  perform queue.take_back(of_region, going);
  if fields is null then
    update queue.template x set until = from_day - 1, version = x.version + 1
      where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
    return query select 'done', null::date, null::int;
    return;
  end if;
  select x.* into here from queue.place x where x.region = of_region and x.office = of_office;
  update queue.session s set cap = n.cap, rooms = n.rooms, doctor = n.doctor, doctor_code = n.doctor_code, visit_minutes = n.visit_minutes,
      draw_minutes = n.draw_minutes, draw_first = coalesce(n.draw_first, '{}'),
      doctor_before = case when s.taken > 0 and s.doctor is distinct from n.doctor then coalesce(s.doctor, '') else s.doctor_before end,
      doctor_changed_at = case when s.taken > 0 and s.doctor is distinct from n.doctor then here.acted_at else s.doctor_changed_at end
    where s.region = of_region and s.office = of_office and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  update queue.slot l set desk = n.desk,
      online_whole = case when l.online_whole is null then null else greatest(n.online, l.online_taken) end,
      online = greatest(case when l.online_whole is null then n.online else least(l.online, n.online) end, l.online_taken)
    from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office
      and s.template = of_code and s.day >= from_day and s.state not in ('closed', 'cancelled');
  -- A place that gives all at once draws on the day on which a day opens: days ahead of that wait for it. No clock of the country is ahead of the east's.
  if n.draw_minutes is not null and here.waves = '[]' then
    update queue.slot l set online_whole = l.online, online = 0
      from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office and s.template = of_code
        and s.day >= from_day and s.day > (here.acted_at at time zone 'Asia/Jayapura')::date + here.opens_days and s.taken = 0 and l.online_whole is null;
  end if;
  if t.code is not null and t.since = from_day then
    delete from queue.template x where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  elsif t.code is not null then
    update queue.template x set until = least(coalesce(x.until, from_day - 1), from_day - 1)
      where x.region = of_region and x.office = of_office and x.code = of_code and x.since = t.since;
  end if;
  insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, doctor_code, cap, window_minutes, online, desk,
      visit_minutes, draw_minutes, draw_first, since, until, version)
    values (of_region, of_office, of_code, n.poli, n.weekdays, n.starts, n.ends, n.prefix, n.rooms, n.doctor, n.doctor_code, n.cap, n.window_minutes,
      n.online, n.desk, n.visit_minutes, n.draw_minutes, coalesce(n.draw_first, '{}'), from_day, null, was + 1);
  return query select 'done', null::date, null::int;
end $$;
