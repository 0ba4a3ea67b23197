-- What BPJS knows a number by is the card, its own code of the poli, and the day. Two of our services may stand under one code: then a patient who comes
-- as a member has one active number for both, also when two are asked for at the same moment.
alter table queue.entry add column bpjs_poli text;
comment on column queue.entry.bpjs_poli is 'BPJS''s code of the poli, where its patient comes as a member to a Puskesmas that BPJS knows';
create function queue.name_at_bpjs() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  select p.bpjs_code into new.bpjs_poli from queue.poli p join bpjs.facility f on f.region = p.region and f.office = p.office
    where p.region = new.region and p.office = new.office and p.code = new.poli and f.mode <> 'off';
  return new;
end $$;
create trigger name_at_bpjs before insert on queue.entry for each row when (new.payer = 'bpjs') execute function queue.name_at_bpjs();
create unique index one_at_bpjs on queue.entry (patient, day, bpjs_poli)
  where bpjs_poli is not null and status in ('booked', 'waiting', 'called', 'parked');

alter table bpjs.message add column began_at timestamptz;
comment on column bpjs.message.began_at is 'BPJS may have taken it since without our hearing so: what it says to the same again is read in that light';
