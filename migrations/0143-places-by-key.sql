-- Each item looks by its own key for what stands against it. As joins the same questions were planned once, on tables that were nearly empty,
-- and read all numbers of the region for each batch; the list of acts was taken apart once an item. Where the region stands in front of every
-- index, all of them look the same on such a table: these begin with what is asked for. An office's name begins with its region.
drop index patients.patient_person, patients.patient_nik, patients.patient_card;
create unique index patient_person on patients.patient (person, office) where person is not null;
create unique index patient_nik on patients.patient (nik_lookup, office) where nik_lookup is not null;
create unique index patient_card on patients.patient (card_lookup, office) where card_lookup is not null;
drop index queue.one_a_day, queue.entry_region_applicant_day_idx;
create unique index one_a_day on queue.entry (subject, day, poli, region) where status in ('booked', 'waiting', 'called', 'parked');
create index on queue.entry (applicant, day);
alter table queue.entry drop constraint number_once, add constraint number_once unique (session, number, region);
drop index queue.entry_region_lane_idx, queue.entry_region_patient_idx, queue.entry_region_slot_idx, queue.entry_region_office_day_idx;
create index on queue.entry (office, day);
create index on queue.entry (lane);
create index on queue.entry (patient);
create index on queue.entry (slot);

-- Behind the policies the planner weighs the region again, so it is asked past them, and looks itself at what they say.
create function patients.known(items jsonb) returns table (n int, id uuid)
  language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select x.ord::int, coalesce(
    (select p.id from patients.patient p where p.region = r.region and p.id = r.id and p.office = r.office
      and (p.office = any ((select platform.listed('offices'))::text[]) or p.person = any ((select platform.listed('persons'))::text[]))),
    (select y.id from (
        select p.id, p.office, p.person, p.made_at from patients.patient p where p.person = r.person and p.office = r.office
        union all
        select m.id, m.office, m.person, m.made_at from jsonb_array_elements_text(r.niks) k (hex) cross join lateral (
          select p.id, p.office, p.person, p.made_at from patients.patient p where p.nik_lookup = decode(k.hex, 'hex') and p.office = r.office limit 1) m) y
      where y.office = any ((select platform.listed('offices'))::text[]) or y.person = any ((select platform.listed('persons'))::text[])
      order by y.made_at limit 1))
  from jsonb_array_elements(items) with ordinality x (item, ord), jsonb_to_record(x.item) r (region text, office text, id uuid, person text, niks jsonb)
  where r.region = any ((select platform.listed('regions'))::text[]) and starts_with(r.office, r.region || '/') $$;
comment on function patients.known is 'Those of these that an office knows already, by id, by person or by NIK, as far as the session may see them';
revoke execute on function patients.known from public;
grant execute on function patients.known to satuloket_app;

create or replace function queue.place_entries(of_region text, of_slot uuid, quota text, released_before timestamptz, items jsonb)
returns table (n int, outcome text, number int, before jsonb) language plpgsql security definer
  set search_path = pg_catalog set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off as $$
#variable_conflict use_column
declare
  d queue.session;
  s queue.slot;
  unused int;
  free int;
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
  if d.state not in ('open', 'paused') then
    free := 0;
  elsif quota = 'online' then
    free := least(s.online - s.online_taken, d.cap - d.taken);
  else
    -- Booked places of windows that are over, whose people did not come, are for those who stand here; less those handed on already.
    select coalesce(sum(y.online - y.online_taken + (select count(*) from queue.entry e where e.region = of_region and e.slot = y.id and e.status = 'booked')), 0)
        - (select coalesce(sum(greatest(z.desk_taken - z.desk, 0)), 0) from queue.slot z where z.region = of_region and z.session = d.id)
      into unused from queue.slot y where y.region = of_region and y.session = d.id and y.ends_at <= released_before;
    free := greatest(s.desk - s.desk_taken, 0) + greatest(unused, 0);
  end if;
  return query
  with i as materialized (
    select r.ordinality::int as n, r.*,
      (select k.answer from platform.idempotency k where k.region = of_region and k.actor = r.actor and k.key = r.key) as known,
      coalesce((select true from queue.entry e where e.subject = r.subject and e.day = d.day and e.poli = d.poli and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked') limit 1), false) as held,
      -- A family needs few numbers at a time, a tout many.
      quota = 'online' and (select count(*) from queue.entry e where e.applicant = r.actor and e.day >= d.day - 60 and e.region || '' = of_region
        and e.status in ('booked', 'waiting', 'called', 'parked')) >= 10 as many
    from rows from (jsonb_to_recordset(items) as (id uuid, actor text, actor_label text, acting_office text, subject text, authority text, action text, key text,
        at timestamptz, body text, hash text, patient uuid, applicant text, need text, channel text, payer text, class text, class_reason text,
        due_at timestamptz, due_reason text, promised_from timestamptz, promised_to timestamptz, status text, data jsonb, outbox uuid)) with ordinality r),
  fit as materialized (select i.n, row_number() over (order by i.n)::int as place from i where i.known is null and not i.held and not i.many),
  won as materialized (select f.n, d.last_number + f.place as number from fit f where f.place <= free),
  e as (insert into queue.entry (region, id, version, head, acted_by, acted_at, office, session, lane, slot, poli, need, day, number, patient, subject, applicant,
      authority, channel, payer, class, class_reason, status, due_at, due_reason, promised_from, promised_to, booked_at, arrived_at)
    select of_region, i.id, 1, decode(i.hash, 'hex'), i.actor, i.at, d.office, d.id, d.id, s.id, d.poli, i.need, d.day, w.number, i.patient, i.subject, i.applicant,
      i.authority, i.channel, i.payer, i.class, i.class_reason, i.status, i.due_at, i.due_reason, i.promised_from, i.promised_to, i.at,
      case when i.status = 'waiting' then i.at end
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
