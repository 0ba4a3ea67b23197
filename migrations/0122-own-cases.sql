-- Citizens who ask at once share one question; a row is compared with its own pair (case, person), never with a list of all who ask.
create policy seen_by_pair on cases."case" for select to satuloket_app using (
  region = any ((select platform.listed('regions'))::text[])
  and (id || ' ' || applicant = any ((select platform.listed('acts'))::text[]) or id || ' ' || subject = any ((select platform.listed('acts'))::text[])));
