-- A worker that was killed keeps its jobs locked. Whether anybody still works on them is told by who is connected, which the relay's
-- role may not see of the login that it stands on.
create function platform.oldest_worker() returns timestamptz language sql stable security definer set search_path = pg_catalog as
  $$ select min(backend_start) from pg_stat_activity where application_name = 'satuloket-worker' and datname = current_database() $$;
comment on function platform.oldest_worker is 'Since when the oldest connection of a living worker stands: a lock that is older is nobody''s';
revoke execute on function platform.oldest_worker from public;
grant execute on function platform.oldest_worker to satuloket_relay;
