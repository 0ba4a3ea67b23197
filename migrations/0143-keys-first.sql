-- Where the region stands in front of every index, all of them look the same on a table that was nearly empty when the plan was made, and one
-- that reads the whole region is as good as the right one. These begin with what is asked for. An office's name begins with its region.
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
