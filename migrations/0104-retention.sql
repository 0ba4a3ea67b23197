-- What a case holds of people goes when its time is over; what happened stays, as events and audit that hold no values.
comment on column cases."case".erase_at is 'When its answers, facts, words and files go: a draft''s after the promised days, a closed case''s when the definition''s `keep` says; null: not yet, or never';
create index on cases."case" (erase_at) where erase_at is not null;

-- The relay's clock looks over every region for what is due; it sees no more than that.
create policy clocked_by_the_relay on cases."case" for select to satuloket_relay using (erase_at is not null);
grant select (region, id, erase_at) on cases."case" to satuloket_relay;
grant delete on cases.mine to satuloket_relay;

-- The system acts on what is due, and on nothing else. A row that it erased is still seen by the act that erased it.
create policy due on cases."case" for select to satuloket_app using (
  (erase_at is not null or acted_by = 'sistem') and region = any ((select platform.listed('regions'))::text[])
  and id || ' sistem' = any ((select platform.listed('acts'))::text[]));
create policy erased on cases."case" for update to satuloket_app using (
  erase_at is not null and region = any ((select platform.listed('regions'))::text[])
  and id || ' sistem' = any ((select platform.listed('acts'))::text[]))
  with check (erase_at is null and acted_by = 'sistem');
grant update (applicant_name, subject_name) on cases."case" to satuloket_app;

do $$
declare t text;
begin
  foreach t in array array['note', 'file', 'consent'] loop
    execute format($p$create policy erased on cases.%I for delete to satuloket_app using (
      region = any ((select platform.listed('regions'))::text[])
      and case_id || ' sistem' = any ((select platform.listed('acts'))::text[]))$p$, t);
    execute format('grant delete on cases.%I to satuloket_app', t);
  end loop;
end $$;

-- A repeated key comes within minutes; its answer need not stand for years.
create index on platform.idempotency using brin (at);
create policy swept_by_the_relay on platform.idempotency for all to satuloket_relay using (true);
grant select (at), delete on platform.idempotency to satuloket_relay;
