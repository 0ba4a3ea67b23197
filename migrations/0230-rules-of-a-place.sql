-- The rules of a place are arranged by whoever heads it, as its timetable: each change an act of the place, with who and why.
alter table queue.setting drop constraint setting_what_check;
alter table queue.setting add constraint setting_what_check check (what in (
  'quota', 'sign', 'sign-withdrawn', 'session', 'session-ended', 'closed-day', 'open-day', 'need', 'need-ended', 'emergency', 'rules'));

-- Days that were laid out keep the waves that they were laid out with: what was given out is not taken back, what is held back comes when it is due.
create function queue.set_rules(of_region text, of_office text, rules jsonb) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  n queue.place;
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'a place is arranged by its own act alone' using errcode = '42501';
  end if;
  n := jsonb_populate_record(null::queue.place, rules);
  update queue.place p set opens_days = n.opens_days, waves = n.waves, checkin_minutes = n.checkin_minutes, grace_minutes = n.grace_minutes,
      priority_row = n.priority_row, bound_minutes = n.bound_minutes, most_numbers = n.most_numbers,
      teen_from_months = n.teen_from_months, teen_below_months = n.teen_below_months
    where p.region = of_region and p.office = of_office;
end $$;
revoke execute on function queue.set_rules from public;
grant execute on function queue.set_rules to satuloket_app;
