-- Whether a screen at the place gives out numbers: whoever comes without one is sent there.
alter table queue.place add column number_screen boolean not null default false;
comment on column queue.place.number_screen is 'A screen at the place gives numbers to whoever comes without one';

create or replace function queue.set_rules(of_region text, of_office text, rules jsonb) returns void
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
      teen_from_months = n.teen_from_months, teen_below_months = n.teen_below_months, number_screen = n.number_screen
    where p.region = of_region and p.office = of_office;
end $$;
