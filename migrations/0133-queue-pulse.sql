-- Whether anything moved in a queue, without saying what: asked once or twice a second by each process for all pages that are open on it.
create function queue.pulse(of_region text, of_lanes uuid[], of_offices text[], of_day date) returns table (key text, stamp text)
  language sql stable security definer set search_path = pg_catalog as
  $$ select e.lane::text, sum(e.version) || ' ' || count(*) || ' ' || max(s.state) from queue.entry e
       join queue.session s on s.region = e.region and s.id = e.lane where e.region = of_region and e.lane = any (of_lanes) group by e.lane
     union all
     select e.office, sum(e.version) || ' ' || count(*) from queue.entry e
       where e.region = of_region and e.office = any (of_offices) and e.day between of_day - 1 and of_day + 1 group by e.office $$;
revoke execute on function queue.pulse from public;
grant execute on function queue.pulse to satuloket_app;
