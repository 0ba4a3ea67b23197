-- What is a rule of a place stands in its data and not in the program: who goes first by what he comes for, what a family's account does not see, how many
-- numbers one account holds.
alter table queue.need add column first text check (first in ('hamil', 'disabilitas'));
comment on column queue.need.first is 'Why whoever comes for it is called before others; null: by age alone';
update queue.need set first = 'hamil' where code = 'kontrol-hamil';

alter table queue.place add column teen_from_months int not null default 120 check (teen_from_months between 0 and 1800),
  add column teen_below_months int not null default 204 check (teen_below_months between 0 and 1800),
  add column most_numbers int not null default 10 check (most_numbers between 1 and 100);
comment on column queue.place.teen_from_months is 'From this age on, and below teen_below_months, sensitive needs are booked by nobody for somebody else. To be settled with the Dinas';
comment on column queue.place.most_numbers is 'So many numbers in use one account holds: a family needs few, a tout many';
comment on column queue.need.sensitive is 'Booked by nobody for an adolescent; see queue.place.teen_from_months';

create or replace function queue.arrange_need(of_region text, of_office text, of_code text, fields jsonb, from_day date) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  n queue.need;
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'an office arranges its own queue only, by an act of its own' using errcode = '42501';
  end if;
  if fields is null then
    update queue.need x set until = from_day where x.region = of_region and x.office = of_office and x.code = of_code;
    return found;
  end if;
  n := jsonb_populate_record(null::queue.need, fields);
  if not exists (select from queue.poli p where p.region = of_region and p.office = of_office and p.code = n.poli) then return false; end if;
  insert into queue.need (region, office, code, title, hint, words, poli, from_months, below_months, sex, sensitive, first, rank, since)
    values (of_region, of_office, of_code, n.title, n.hint, coalesce(n.words, ''), n.poli, n.from_months, n.below_months, n.sex, coalesce(n.sensitive, false), n.first,
      (select coalesce(max(x.rank), 0) + 1 from queue.need x where x.region = of_region and x.office = of_office), from_day)
    on conflict (region, office, code) do update set title = excluded.title, hint = excluded.hint, words = excluded.words, poli = excluded.poli,
      from_months = excluded.from_months, below_months = excluded.below_months, sex = excluded.sex, sensitive = excluded.sensitive, first = excluded.first, until = null;
  return true;
end $$;

create or replace function queue.enter_pool() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  p queue.pool;
begin
  select x.* into p from queue.pool x where x.region = new.region and x.id = new.pool for share;
  if p.state <> 'open' or new.made_at >= p.closes_at then
    raise exception 'this draw is over' using errcode = '23514', constraint = 'pool_is_open';
  end if;
  if exists (select from queue.entry e where e.subject = new.subject and e.day = new.day and e.poli = new.poli and e.region = new.region
      and e.status in ('booked', 'waiting', 'called', 'parked')) then
    raise exception 'one number a day and service' using errcode = '23505', constraint = 'one_a_day';
  end if;
  if (select count(*) from queue.entry e where e.applicant = new.applicant and e.day >= new.day - 60 and e.region = new.region
        and e.status in ('booked', 'waiting', 'called', 'parked'))
      + (select count(*) from queue.wish w where w.applicant = new.applicant and w.region = new.region and w.status = 'pooled') >= (select x.most_numbers from queue.place x where x.region = new.region and x.office = new.office) then
    raise exception 'an account holds few numbers' using errcode = '23514', constraint = 'few_numbers';
  end if;
  return new;
end $$;

-- The counting function again: the session's cap holds for whoever stands there or is helped, as for whoever books.
create or replace function queue.place_entries(of_region text, of_slot uuid, quota text, released_before timestamptz, items jsonb)
returns table (n int, outcome text, number int, before jsonb) language plpgsql security definer
  set search_path = pg_catalog set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off as $$
#variable_conflict use_column
declare
  d queue.session;
  s queue.slot;
  unused int;
  free int;
  moment timestamptz := (items -> 0 ->> 'at')::timestamptz;
  own timestamptz;
  held_here int;
  held_all int;
  at_bpjs text;
  gone int;
  most int;
begin
  -- "region || ''": found by the key before it, not by the region.
  if not coalesce(of_region = any (platform.listed('regions')), false) or exists (
      select (i ->> 'id') || ' ' || (i ->> 'actor') from jsonb_array_elements(items) i
      except all select unnest(platform.listed('acts'))) then
    raise exception 'an entry is placed by its own actor only' using errcode = '42501';
  end if;
  select x.* into d from queue.session x join queue.slot y on y.region = x.region and y.session = x.id
    where y.region = of_region and y.id = of_slot for update of x;
  select x.* into s from queue.slot x where x.region = of_region and x.id = of_slot for update;
  if d.id is null then raise exception 'no such slot' using errcode = '23503', constraint = 'entry_slot'; end if;
  select p.most_numbers into most from queue.place p where p.region = of_region and p.office = d.office;
  select p.bpjs_code into at_bpjs from queue.poli p join bpjs.facility f on f.region = p.region and f.office = p.office
    where p.region = of_region and p.office = d.office and p.code = d.poli and f.mode <> 'off';
  if quota = 'paper' then
    -- They hold a number already, given while there was no network: it is written down as it was. A day that is over stays as it is.
    free := case when d.state in ('closed', 'cancelled') then 0 else jsonb_array_length(items) end;
  elsif d.state not in ('open', 'paused') then
    free := 0;
  elsif quota = 'online' then
    -- Whoever books what was held for him gives the hold for it; what is held for others is taken. Where fewer places are left than are held,
    -- those who held first come first.
    with mine as (delete from queue.hold h using jsonb_to_recordset(items) as i (of_case uuid, of_question text)
      where h.region = of_region and h.case_id = i.of_case and h.question = i.of_question and h.holder = any (platform.listed('persons'))
      returning h.slot, h.made_at, h.until)
    select min(m.made_at) into own from mine m where m.slot = of_slot and m.until > moment;
    select count(*) filter (where h.slot = of_slot), count(*) into held_here, held_all from queue.hold h
      where h.region = of_region and h.session = d.id and h.until > moment and (own is null or jsonb_array_length(items) > 1 or h.made_at < own);
    free := least(s.online - s.online_taken - held_here, d.cap - d.taken - held_all);
  else
    -- Booked places of windows that are over, whose people did not come, are for those who stand here; less those handed on already.
    select coalesce(sum(y.online - y.online_taken + (select count(*) from queue.entry e where e.region = of_region and e.slot = y.id and e.status = 'booked')), 0)
        - (select coalesce(sum(greatest(z.desk_taken - z.desk, 0)), 0) from queue.slot z where z.region = of_region and z.session = d.id)
      into unused from queue.slot y where y.region = of_region and y.session = d.id and y.ends_at <= released_before;
    -- The session's cap holds for them too. Whoever did not come, or whose window is over and who is not here, takes no place of it any more.
    select count(*) into gone from queue.entry e join queue.slot y on y.region = e.region and y.id = e.slot
      where e.region = of_region and e.session = d.id and (e.status = 'absent' or e.status = 'booked' and y.ends_at <= released_before);
    select count(*) into held_all from queue.hold h where h.region = of_region and h.session = d.id and h.until > moment;
    free := least(greatest(s.desk - s.desk_taken, 0) + greatest(unused, 0), d.cap - d.taken + gone - held_all);
  end if;
  return query
  with i as materialized (
    select r.ordinality::int as n, r.*,
      (select k.answer from platform.idempotency k where k.region = of_region and k.actor = r.actor and k.key = r.key) as known,
      coalesce((select true from queue.entry e where e.subject = r.subject and e.day = d.day and e.poli = d.poli and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked') limit 1), false)
        or r.payer = 'bpjs' and coalesce((select true from queue.entry e where e.patient = r.patient and e.day = d.day and e.bpjs_poli = at_bpjs
        and e.status in ('booked', 'waiting', 'called', 'parked') limit 1), false) as held,
      -- A family needs few numbers at a time, a tout many.
      quota = 'online' and (select count(*) from queue.entry e where e.applicant = r.actor and e.day >= d.day - 60 and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked')) >= most as many
    from rows from (jsonb_to_recordset(items) as (id uuid, actor text, actor_label text, acting_office text, subject text, authority text, action text, key text,
        at timestamptz, body text, hash text, patient uuid, applicant text, need text, channel text, payer text, class text, class_reason text,
        due_at timestamptz, due_reason text, promised_from timestamptz, promised_to timestamptz, status text, data jsonb, outbox uuid, arrived_at timestamptz,
        of_case uuid, of_question text)) with ordinality r),
  fit as materialized (select i.n, row_number() over (order by i.n)::int as place from i where i.known is null and not i.held and not i.many),
  won as materialized (select f.n, d.last_number + f.place as number from fit f where f.place <= free),
  e as (insert into queue.entry (region, id, version, head, acted_by, acted_at, office, session, lane, slot, poli, need, day, number, patient, subject, applicant,
      authority, channel, payer, class, class_reason, status, due_at, due_reason, promised_from, promised_to, booked_at, arrived_at,
      of_case, of_question)
    select of_region, i.id, 1, decode(i.hash, 'hex'), i.actor, i.at, d.office, d.id, d.id, s.id, d.poli, i.need, d.day, w.number, i.patient, i.subject, i.applicant,
      i.authority, i.channel, i.payer, i.class, i.class_reason, i.status, i.due_at, i.due_reason, i.promised_from, i.promised_to, i.at,
      case when i.status = 'waiting' then coalesce(i.arrived_at, i.at) end, i.of_case, i.of_question
    from i join won w on w.n = i.n),
  a as (insert into audit.act (region, kind, id, version, at, actor, subject, authority, office, action, body, prev, hash)
    select of_region, 'entry', i.id, 1, i.at, i.actor, i.subject, i.authority, i.acting_office, i.action, decode(i.body, 'hex'), ''::bytea, decode(i.hash, 'hex')
    from i join won w on w.n = i.n),
  ev as (insert into queue.event (region, entry_id, version, at, actor, actor_label, office, kind, data)
    select of_region, i.id, 1, i.at, i.actor, i.actor_label, i.acting_office, i.action, i.data from i join won w on w.n = i.n),
  k as (insert into platform.idempotency (region, actor, key, subject, answer, at)
    select of_region, i.actor, i.key, i.id::text, jsonb_build_object('id', i.id, 'number', w.number), i.at from i join won w on w.n = i.n),
  o as (insert into platform.outbox (region, id, topic, subject, actor, payload, run_at)
    select of_region, i.outbox, 'entry.changed', i.id::text, i.actor, jsonb_build_object('id', i.id, 'kind', i.action), i.at from i join won w on w.n = i.n),
  su as (update queue.slot x set online_taken = x.online_taken + case when quota = 'online' then c.count else 0 end,
      desk_taken = x.desk_taken + case when quota = 'online' then 0 else c.count end
    from (select count(*)::int from won) c where x.region = of_region and x.id = of_slot and c.count > 0),
  se as (update queue.session x set taken = x.taken + c.count, last_number = x.last_number + c.count
    from (select count(*)::int from won) c where x.region = of_region and x.id = d.id and c.count > 0)
  select i.n, case when i.known is not null then 'repeated' when i.held then 'held' when i.many then 'many' when w.n is not null then 'placed' else 'full' end,
    w.number, i.known
  from i left join won w on w.n = i.n order by i.n;
end $$;
