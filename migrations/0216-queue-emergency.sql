-- Where to go instead of queueing is data of the place that whoever heads it arranges, as its signs of danger: who did it and why stays.
alter table queue.setting drop constraint setting_what_check;
alter table queue.setting add constraint setting_what_check check (what in (
  'quota', 'sign', 'sign-withdrawn', 'session', 'session-ended', 'closed-day', 'open-day', 'need', 'need-ended', 'emergency'));
comment on column queue.place.emergency is 'Where to go instead of queueing: {"say": {"id", "en"}, "phone": "…", "address": "…"}, the address where it is known';

create function queue.set_emergency(of_region text, of_office text, words jsonb)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not queue.arranges(of_region, of_office) then
    raise exception 'a place is arranged by its own act alone' using errcode = '42501';
  end if;
  update queue.place set emergency = words where region = of_region and office = of_office and kind = 'health';
end $$;
revoke execute on function queue.set_emergency from public;
grant execute on function queue.set_emergency to satuloket_app;
