-- History is bound to its record row by row, by the whole key of either. As joins the same questions were planned once, on tables that were
-- nearly empty, and then read a region's history with every act. The index of the seals is no way to an act: only who names `era > 0` finds it.
drop index audit.act_region_era_xid_idx;
create index on audit.act (region, era, xid) where era > 0;

do $$
declare r record;
begin
  for r in select * from (values
    ('cases', 'bind_act', 'bind_move', 'bind_event', 'case', 'cases."case"', 'case_id'),
    ('cases', 'bind_consent_act', 'bind_consent_move', null, 'consent', 'cases.consent', null),
    ('documents', 'bind_act', 'bind_move', null, 'paper', 'documents.paper', null),
    ('queue', 'bind_act', 'bind_move', 'bind_event', 'entry', 'queue.entry', 'entry_id')) as t(room, act, move, event, kind, head, key)
  loop
    execute format($f$
      create or replace function %I.%I() returns trigger language plpgsql security definer set search_path = pg_catalog as $b$
      begin
        if exists (select from new_rows r where r.kind = %L
            and (select h.head from %s h where h.region = r.region and h.id = r.id and h.version = r.version and h.acted_by = r.actor)
              is distinct from r.hash) then
          raise exception %L using errcode = '23514', constraint = 'act_is_head';
        end if;
        return null;
      end $b$ $f$, r.room, r.act, r.kind, r.head, format('an audit row must be the head of its %s', r.kind));
    execute format($f$
      create or replace function %I.%I() returns trigger language plpgsql security definer set search_path = pg_catalog as $b$
      begin
        if exists (select from new_rows r where
            (select a.hash from audit.act a where a.region = r.region and a.kind = %L and a.id = r.id and a.version = r.version
              and a.actor = r.acted_by and a.xid = pg_current_xact_id()) is distinct from r.head) then
          raise exception %L using errcode = '23514', constraint = 'move_has_act';
        end if;
        return null;
      end $b$ $f$, r.room, r.move, r.kind, format('no %s moves without its act', r.kind));
    if r.event is not null then
      execute format($f$
        create or replace function %I.%I() returns trigger language plpgsql security definer set search_path = pg_catalog as $b$
        begin
          if exists (select from new_rows r where
              (select true from audit.act a where a.region = r.region and a.kind = %L and a.id = r.%I and a.version = r.version
                and a.actor = r.actor and a.xid = pg_current_xact_id()) is not true) then
            raise exception 'an event needs the act of the same actor in the same transaction' using errcode = '23514', constraint = 'event_has_act';
          end if;
          return null;
        end $b$ $f$, r.room, r.event, r.kind, r.key);
    end if;
  end loop;
end $$;
