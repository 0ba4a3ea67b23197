-- A day that a counter holds numbers of has a history too: it is closed, not deleted.
create or replace function queue.take_back(of_region text, sessions uuid[]) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  bare uuid[];
begin
  select coalesce(array_agg(s.id), '{}') into bare from queue.session s where s.region = of_region and s.id = any (sessions)
    and not exists (select from queue.entry e where e.region = s.region and (e.session = s.id or e.lane = s.id))
    and not exists (select from queue.stay y where y.region = s.region and y.lane = s.id)
    and not exists (select from queue.lease l where l.region = s.region and l.session = s.id)
    and not exists (select from queue.ruling r where r.region = s.region and r.session = s.id);
  delete from queue.slot l where l.region = of_region and l.session = any (bare);
  delete from queue.session s where s.region = of_region and s.id = any (bare);
  update queue.session s set template = s.template || '/' || s.id, state = 'closed', state_reason = 'jadwal'
    where s.region = of_region and s.id = any (sessions);
end $$;
