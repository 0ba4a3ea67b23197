-- A number that was given on paper while there was no network stands for nobody until an officer says who held it: its patient is the paper. Then the
-- number is another patient's, by an act of its own.
alter table patients.patient drop constraint patient_basis_check,
  add constraint patient_basis_check check (basis in ('register', 'counter', 'bpjs', 'nobody', 'paper'));
-- Those of whom nobody outside was told yet.
update patients.patient p set basis = 'paper' from queue.entry e join queue.event v on v.region = e.region and v.entry_id = e.id and v.version = 1
  where e.region = p.region and e.patient = p.id and p.basis = 'counter' and v.data ? 'paper'
    and not exists (select from bpjs.told t where t.region = e.region and t.entry_id = e.id)
    and not exists (select from satusehat.visit s where s.region = e.region and s.entry_id = e.id);

grant update (patient, subject, payer) on queue.entry to satuloket_app;
create trigger name_at_bpjs_later before update of payer on queue.entry for each row
  when (new.payer = 'bpjs' and old.payer <> 'bpjs') execute function queue.name_at_bpjs();
