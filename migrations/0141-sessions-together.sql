-- Whose these tokens are, now, for all who come at once: one call instead of one for each.
create function accounts.sessions_of(token_hashes bytea[], at timestamptz)
  returns table (n int, id uuid, kind text, holder text, account uuid, officer uuid, level int, shared boolean, began_at timestamptz,
    seen_at timestamptz, expires_at timestamptz, region text, pin_set boolean, name text, roles jsonb)
  language plpgsql stable security definer set search_path = '' as $$
  begin
    return query
    select i.n::int, s.id, s.kind, s.holder, s.account, s.officer, s.level, s.shared, s.began_at, s.seen_at, s.expires_at,
      a.region, a.pin_hash is not null, o.name,
      case when s.kind = 'officer' then (
        select coalesce(jsonb_agg(jsonb_build_object('region', r.region, 'office', r.office, 'role', r.role, 'capacity', r.capacity)
          order by r.region, r.office, r.role), '[]'::jsonb)
        from accounts.role r
        where r.officer = s.officer and r.revoked_at is null and r.from_at <= $2 and (r.until_at is null or r.until_at > $2)
      ) end
    from unnest($1) with ordinality i(hash, n)
    join accounts.session s on s.token_hash = i.hash
    left join accounts.account a on a.id = s.account
    left join accounts.officer o on o.id = s.officer
    where s.ended_at is null and s.expires_at > $2 and s.seen_at + make_interval(secs => s.idle_seconds) > $2 and o.left_at is null;
  end $$;
comment on function accounts.sessions_of is 'Whose each of these tokens is, by its place among them: nothing cached, so a log-out ends everything at once';
revoke execute on function accounts.sessions_of from public;
grant execute on function accounts.sessions_of to satuloket_app;
drop function accounts.session_of;
