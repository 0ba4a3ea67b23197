-- A request for somebody's word ends by itself; whoever answers when logged in is named, also when nobody knew an account before.
alter table cases.consent add column expires_at timestamptz;
comment on column cases.consent.expires_at is 'Until when it can be answered; then the applicant may ask again';
alter table cases.consent drop constraint own_word;
alter table cases.consent add constraint own_word check (state = 'asked'
  or (way = 'pin' and person is not null and acted_by = person) or (way = 'counter' and acted_by <> applicant));
grant update (person, expires_at) on cases.consent to satuloket_app;
