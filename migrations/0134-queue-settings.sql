-- What an office arranges of its own queue: places per window, signs of danger. Who did it and why stays.
create table queue.setting (
  region text not null,
  office text not null check (starts_with(office, region || '/')),
  actor text not null,
  key text not null,
  at timestamptz not null,
  actor_label text not null,
  what text not null check (what in ('quota', 'sign', 'sign-withdrawn')),
  code text not null,
  before jsonb,
  after jsonb,
  reason text not null check (length(reason) between 1 and 200),
  primary key (region, office, actor, key)
);
comment on table queue.setting is 'What was arranged of an office''s queue, by whom and why; append-only';
create index on queue.setting (region, office, at desc);
alter table queue.setting enable row level security;
create policy seen on queue.setting for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[]));
create policy written on queue.setting for insert to satuloket_app with check (
  region = any ((select platform.listed('regions'))::text[]) and office = any ((select platform.listed('offices'))::text[])
  and actor = any ((select platform.listed('persons'))::text[]));
grant select, insert on queue.setting to satuloket_app;

-- Places per window of a weekly session, for the days from then on that are laid out and those that will be. What was booked stays: a window never
-- gets fewer places than it has numbers. The setting's row of the same transaction says who and why.
create function queue.set_quota(of_region text, of_office text, of_template text, was_online int, was_desk int, new_online int, new_desk int, from_day date)
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare
  t queue.template;
begin
  if not coalesce(of_region = any (platform.listed('regions')) and of_office = any (platform.listed('offices')), false) then
    raise exception 'an office arranges its own queue only' using errcode = '42501';
  end if;
  update queue.template x set online = new_online, desk = new_desk,
      cap = greatest(1, floor(extract(epoch from x.ends - x.starts) / 60 / x.window_minutes)::int * (new_online + new_desk))
    where x.region = of_region and x.office = of_office and x.code = of_template and x.online = was_online and x.desk = was_desk returning x.* into t;
  if t.code is null then return false; end if;
  perform from queue.session s where s.region = of_region and s.office = of_office and s.template = of_template and s.day >= from_day
    order by s.id for update;
  update queue.session s set cap = greatest(t.cap, s.taken)
    where s.region = of_region and s.office = of_office and s.template = of_template and s.day >= from_day and s.state <> 'closed';
  update queue.slot l set desk = new_desk,
      online_whole = case when l.online_whole is null then null else greatest(new_online, l.online_taken) end,
      online = greatest(case when l.online_whole is null then new_online else least(l.online, new_online) end, l.online_taken)
    from queue.session s where s.region = l.region and s.id = l.session and s.region = of_region and s.office = of_office
      and s.template = of_template and s.day >= from_day and s.state <> 'closed';
  return true;
end $$;
revoke execute on function queue.set_quota from public;
grant execute on function queue.set_quota to satuloket_app;

-- A sign of danger that a named doctor of the place approved, or its withdrawal.
create function queue.set_sign(of_region text, of_office text, of_code text, words jsonb, of_from int, of_below int, doctor text, of_day date)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not coalesce(of_region = any (platform.listed('regions')) and of_office = any (platform.listed('offices')), false) then
    raise exception 'an office arranges its own queue only' using errcode = '42501';
  end if;
  if words is null then
    delete from queue.sign where region = of_region and office = of_office and code = of_code;
  else
    insert into queue.sign (region, office, code, say, from_months, below_months, rank, approved_by, approved_on)
    values (of_region, of_office, of_code, words, of_from, of_below,
      (select coalesce(max(rank), 0) + 1 from queue.sign where region = of_region and office = of_office), doctor, of_day)
    on conflict (region, office, code) do update set say = excluded.say, from_months = excluded.from_months, below_months = excluded.below_months,
      approved_by = excluded.approved_by, approved_on = excluded.approved_on;
  end if;
end $$;
revoke execute on function queue.set_sign from public;
grant execute on function queue.set_sign to satuloket_app;
