-- A session is looked up by what its token's hash is, whatever the plan's guess: made while the table was small the plan read every
-- session that had not run out, for each who came, and stayed for the connection's life.
create or replace function accounts.sessions_of(token_hashes bytea[], at timestamptz)
  returns table (n int, id uuid, kind text, holder text, account uuid, officer uuid, level int, shared boolean, began_at timestamptz,
    seen_at timestamptz, expires_at timestamptz, region text, pin_set boolean, name text, roles jsonb)
  language plpgsql stable security definer set search_path = '' as $$
  declare
    citizens bigint;
  begin
    return query
    select i.n::int, s.id, s.kind, s.holder, s.account, s.officer, s.level, s.shared, s.began_at, s.seen_at, s.expires_at,
      a.region, a.pin_hash is not null, null::text, null::jsonb
    from unnest($1) with ordinality i(hash, n)
    cross join lateral (select * from accounts.session t where t.token_hash = i.hash offset 0) s
    left join accounts.account a on a.id = s.account
    where s.kind = 'citizen' and s.ended_at is null and s.expires_at > $2 and s.seen_at + make_interval(secs => s.idle_seconds) > $2;
    get diagnostics citizens = row_count;
    if citizens = cardinality($1) then return; end if;
    return query
    select i.n::int, s.id, s.kind, s.holder, s.account, s.officer, s.level, s.shared, s.began_at, s.seen_at, s.expires_at,
      null::text, false, o.name, (
        select coalesce(jsonb_agg(jsonb_build_object('region', r.region, 'office', r.office, 'role', r.role, 'capacity', r.capacity)
          order by r.region, r.office, r.role), '[]'::jsonb)
        from accounts.role r
        where r.officer = s.officer and r.revoked_at is null and r.from_at <= $2 and (r.until_at is null or r.until_at > $2)
      )
    from unnest($1) with ordinality i(hash, n)
    cross join lateral (select * from accounts.session t where t.token_hash = i.hash offset 0) s
    left join accounts.officer o on o.id = s.officer
    where s.kind = 'officer' and s.ended_at is null and s.expires_at > $2 and s.seen_at + make_interval(secs => s.idle_seconds) > $2
      and o.left_at is null;
  end $$;
